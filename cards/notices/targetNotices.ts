import type { ResetRequest } from '../../core/request.js';
import type { Box } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { isChange } from '../../core/risks.js';
import { supportLine, supportLines } from '../support.js';
import { toNext, told, type Context, type Told } from './told.js';
import { nameOf } from '../userText.js';
import { whatIsCleared, when, type Cleared } from '../wording.js';

export function resetAsked({ request, t, support }: Context): Told {
  return told('🔔', 'warning', t('notice.resetAsked.heading'), askedTexts(request, t), {
    footer: [notYou(request, t), supportLine(support, t)],
  });
}

export function methodsCleared(context: Context): Told {
  const { request, t, support } = context;
  return told('🔓', 'warning', t('notice.methodsCleared.heading'), clearedTexts(request, t), {
    boxes: [nextSteps(request, t)],
    footer: [notYou(request, t), ...supportLines(support, t)],
    ...toNext(context, 'notice.button.next'),
  });
}

/** So that they can object in time to what they didn't do themselves. */
export function held({ request, t, support }: Context): Told {
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
    { footer: [notYou(request, t), supportLine(support, t)] },
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
  const lines = steps[whatIsCleared(request)].map((key) => t(key));
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

/** In every message to the target: how to object. */
export function notYou({ reference }: ResetRequest, t: Translate): string {
  return t('notice.notYou', { reference });
}
