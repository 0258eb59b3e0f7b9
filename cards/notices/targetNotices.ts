import type { ResetRequest } from '../../core/request.js';
import type { Box } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { isChange } from '../../core/risks.js';
import { supportLine, supportLines } from '../support.js';
import { objection } from './objection.js';
import { toNext, told, type Context, type Told } from './told.js';
import { nameOf } from '../userText.js';
import { whatIsCleared, when, type Cleared } from '../wording.js';

export function resetAsked(context: Context): Told {
  const { request, t, support } = context;
  return told('🔔', 'warning', t('notice.resetAsked.heading'), askedTexts(request, t), {
    footer: [notYou(request, t), supportLine(support, t)],
    ...objection(context),
  });
}

export function methodsCleared(context: Context): Told {
  const { request, t, support } = context;
  return told('🔓', 'warning', t('notice.methodsCleared.heading'), clearedTexts(request, t), {
    boxes: [nextSteps(request, t)],
    footer: [notYou(request, t), ...supportLines(support, t)],
    ...nextAndObjection(context),
  });
}

/** They, or somebody in their name: whoever did it is told of, so that the right one can object. */
export function registeredAgain(context: Context): Told {
  const { request, t, support } = context;
  const lines = [t('notice.registeredAgain.target.text'), t('target.registered.second')];
  return told('✅', 'good', t('target.registered.heading'), lines, {
    footer: [notYou(request, t), supportLine(support, t)],
    ...objection(context),
  });
}

export function notRegistered(context: Context): Told {
  const { request, t, support } = context;
  const heading = t('notice.notRegistered.heading');
  return told('📵', 'warning', heading, [t('notice.notRegistered.target.text')], {
    boxes: [whatHelps(t)],
    footer: [notYou(request, t), ...supportLines(support, t)],
    ...nextAndObjection(context),
  });
}

/** What mostly helps somebody who isn't asked to set up MFA. */
export function whatHelps(t: Translate, ...first: readonly string[]): Box {
  const steps = ['signOut', 'signIn', 'direct'] as const;
  const lines = [...first, ...steps.map((step) => t(`notice.notRegistered.${step}`))];
  return { title: t('notice.notRegistered.title'), tone: 'emphasis', lines };
}

/** The steps are what most readers want; the other way out is a link below them. */
function nextAndObjection(context: Context): Pick<Told, 'button' | 'link' | 'actions'> {
  const next = toNext(context, 'notice.button.next');
  const { button: link, actions = [] } = objection(context);
  return { ...next, ...(link && { link }), actions: [...(next.actions ?? []), ...actions] };
}

/** So that they can object in time to what they didn't do themselves. */
export function held(context: Context): Told {
  const { request, t, support } = context;
  const { requester, executeAt, risks } = request;
  const found = risks
    .map(({ kind }) => kind)
    .filter(isChange)
    .map((kind) => t(`notice.held.target.${kind}`));
  const starts = executeAt === undefined ? [] : [t('notice.held.target.starts', { when: when(t, executeAt, 0) })];
  return told(
    '⏸️',
    'warning',
    t('notice.held.target.heading'),
    [t('notice.held.target.text', { requester: nameOf(requester) }), ...found, ...starts],
    { footer: [notYou(request, t), supportLine(support, t)], ...objection(context) },
  );
}

/** Who asked for what, before anything has changed. */
export function askedTexts(request: ResetRequest, t: Translate): readonly string[] {
  return [
    t('notice.resetAsked.text', { requester: nameOf(request.requester), what: whatIsCleared(request) }),
    t('notice.resetAsked.decides'),
    t('notice.resetAsked.known'),
  ];
}

/** Who cleared it, and what stayed where that was not all. */
export function clearedTexts(request: ResetRequest, t: Translate): readonly string[] {
  const { requester, closedByHand } = request;
  const what = whatIsCleared(request);
  return [
    closedByHand === undefined
      ? t('notice.methodsCleared.text', { requester: nameOf(requester) })
      : t('notice.methodsCleared.byHand', { requester: nameOf(requester), name: nameOf(closedByHand.by) }),
    ...(what === 'all' ? [] : [t(`notice.methodsCleared.${what}`)]),
  ];
}

export function nextSteps(request: ResetRequest, t: Translate): Box {
  const lines = (request.pass === undefined ? steps[whatIsCleared(request)] : PASS).map((key) => t(key));
  return { title: t('notice.methodsCleared.title'), tone: 'emphasis', lines };
}

/** Whoever keeps some methods is asked to set up new ones only where none of them will do. */
const steps: Readonly<Record<Cleared, readonly Key[]>> = {
  all: ['notice.methodsCleared.install', 'notice.methodsCleared.signIn', 'notice.methodsCleared.notAsked'],
  phone: [
    'notice.methodsCleared.install',
    'notice.methodsCleared.other.signIn',
    'notice.methodsCleared.other.notAsked',
  ],
  securityKey: ['notice.methodsCleared.key.signIn', 'notice.methodsCleared.key.add'],
};

/** Where the policy has IT issue a pass: nobody is asked to register without it. */
const PASS: readonly Key[] = [
  'notice.methodsCleared.pass.call',
  'notice.methodsCleared.pass.signIn',
  'notice.methodsCleared.pass.register',
];

/** In every message to the target: how to object. */
export function notYou({ reference }: ResetRequest, t: Translate): string {
  return t('notice.notYou', { reference });
}
