import { WORDS } from '../../core/limits.js';
import type { Support } from '../../core/policy.js';
import type { ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { lastFollowUp, openFollowUp, saidIn } from '../it/thread.js';
import type { Fact } from '../message.js';
import type { Translate } from '../strings.js';
import { lockedOutHelp, supportLine } from '../support.js';
import { describe, nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';
import { toChat, toItsCard, told, type Context, type Told } from './told.js';
import { quote } from '../wording.js';

/** To the requester: who of IT writes, what, and three ways to answer. */
export function followUp(context: Context): Told {
  const { request, t, support, medium } = context;
  const heading = t('notice.followUp.heading');
  const message = openFollowUp(request);
  if (message === undefined) return told('💬', 'default', heading, [t('notice.followUp.closed')]);
  const values = { name: nameOf(message.by), target: nameOf(request.target) };
  return told('💬', 'accent', heading, [t('notice.followUp.text', values)], {
    facts: [{ label: t('fact.message'), value: quote(t, message.text) }],
    footer: [...(medium === 'mail' ? [t('notice.followUp.mail')] : []), supportLine(support, t)],
    ...toChat(context, 'notice.button.answer'),
    ...answers(request, t),
  });
}

export interface FollowUpAnswered {
  readonly request: ResetRequest;
  readonly t: Translate;
  readonly support: Support;
}

/** Takes its place once it was answered there. */
export function followUpAnswered({ request, t, support }: FollowUpAnswered): Told {
  const last = request.thread?.at(-1);
  const kind = last?.kind === 'sorted' || last?.kind === 'stillLockedOut' ? last.kind : 'replied';
  const values = { reference: request.reference, target: nameOf(request.target) };
  return told(
    '💬',
    kind === 'stillLockedOut' ? 'warning' : 'good',
    t(`notice.followUp.${kind}.heading`),
    [t(`notice.followUp.${kind}.text`, values)],
    {
      facts: conversation(request, t),
      footer: kind === 'stillLockedOut' ? lockedOutHelp(request, support, t) : [],
    },
  );
}

/** To those of IT who watch. */
export function replied(context: Context): Told {
  const { request, t } = context;
  const sorted = request.thread?.at(-1)?.kind === 'sorted';
  const key = sorted ? 'notice.replied.sorted' : 'notice.replied';
  return told(
    sorted ? '✅' : '💬',
    sorted ? 'good' : 'accent',
    t(`${key}.heading`),
    [t(`${key}.text`, parties(request))],
    {
      facts: conversation(request, t),
      ...toItsCard(context),
    },
  );
}

/** To whom it was taken from; since then it may have been handed back. */
export function takenOver(context: Context): Told {
  const { request, t } = context;
  const target = nameOf(request.target);
  const { claim } = request;
  const text =
    claim === undefined
      ? t('notice.takenOver.gone', { target })
      : t('notice.takenOver.text', { name: nameOf(claim.by), target });
  return told('🔁', 'default', t('notice.takenOver.heading'), [text], { ...toItsCard(context) });
}

/** To each of IT where there is no channel to post it in. */
export function urgent(context: Context): Told {
  const { request, t } = context;
  const values = parties(request);
  const texts = [t('notice.urgent.text', values), t('notice.urgent.next', values)];
  return told('🔔', 'warning', t('notice.urgent.heading'), texts, {
    facts: whoAndWhom(request, t),
    ...toItsCard(context),
  });
}

export function stillLockedOut(context: Context): Told {
  const { request, t } = context;
  const values = parties(request);
  const late = request.lockout?.outOfHours === true ? [t('notice.stillLockedOut.outOfHours')] : [];
  const whose =
    request.claim === undefined
      ? t('notice.stillLockedOut.next', values)
      : t('notice.stillLockedOut.claimed', { name: nameOf(request.claim.by) });
  const texts = [t('notice.stillLockedOut.text', values), ...late, whose];
  return told('🚨', 'attention', t('notice.stillLockedOut.heading'), texts, {
    facts: whoAndWhom(request, t),
    ...toItsCard(context),
  });
}

/** Where the card itself could not be sent, or was sent before. */
export function details(context: Context): Told {
  const { request, t, medium } = context;
  const inChat = medium === 'chat';
  return told(
    '🗂️',
    'accent',
    t('notice.details.heading'),
    [t(inChat ? 'notice.details.text' : 'notice.details.mail')],
    {
      facts: whoAndWhom(request, t),
      ...toItsCard(context),
    },
  );
}

function answers({ id: requestId }: ResetRequest, t: Translate): Pick<Told, 'inputs' | 'actions'> {
  return {
    inputs: [
      {
        type: 'Input.Text',
        id: 'text',
        label: t('notice.followUp.label'),
        placeholder: t('notice.followUp.hint'),
        isMultiline: true,
        maxLength: WORDS.max,
        // Not required: on iOS an empty field would hold the quick answers as well.
        regex: '^\\s*\\S[\\s\\S]+\\S\\s*$',
        errorMessage: t('notice.followUp.missing', { ...WORDS }),
      },
    ],
    actions: [
      execute({ verb: 'reply', title: t('notice.followUp.send'), requestId, style: 'positive' }),
      withoutInputs(execute({ verb: 'sorted', title: t('request.sorted'), requestId })),
      withoutInputs(execute({ verb: 'stillLockedOut', title: t('request.stillLockedOut'), requestId })),
    ],
  };
}

function parties({ requester, target }: ResetRequest): { readonly requester: string; readonly target: string } {
  return { requester: nameOf(requester), target: nameOf(target) };
}

function whoAndWhom({ requester, target }: ResetRequest, t: Translate): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.askedBy'), value: describe(requester) },
  ];
}

/** IT's last message and what came back since. */
function conversation(request: ResetRequest, t: Translate): readonly Fact[] {
  const { thread = [] } = request;
  const asked = lastFollowUp(request);
  const since = thread.slice(asked === undefined ? 0 : thread.lastIndexOf(asked) + 1).slice(-3);
  return [
    ...(asked === undefined
      ? []
      : [{ label: t('fact.message'), value: t('fact.by', { quote: quote(t, asked.text), name: nameOf(asked.by) }) }]),
    ...since.map((message) => ({ label: t('fact.answer'), value: saidIn(message, t) })),
  ];
}
