import type { ResetRequest } from '../../core/request.js';
import { execute, open as openLink } from '../action.js';
import type { Extras, Message } from '../message.js';
import { mayBeCancelled } from '../request/requestView.js';
import { nameOf } from '../userText.js';
import { aboutHowLong, duration, rejectionReason } from '../wording.js';
import type { FirstAidView } from './firstAidCard.js';
import { listed, messageApprover, onOne, waiting, whereItStands } from './ownRequests.js';
import type { Topic } from './topics.js';

export interface FirstAnswer extends Extras, Pick<Message, 'icon' | 'paragraphs' | 'facts'> {
  /** Somebody has to be reached now: every way to support there is. */
  readonly urgent?: true;
}

/** From the support article's "If something goes wrong" and its questions, and what a nervous person asks besides. */
export const answers: Record<Topic, (view: FirstAidView) => FirstAnswer> = {
  noAnswer: (view) => {
    const { policy, t } = view;
    const still = waiting(view);
    const general = [
      t('firstAid.noAnswer.reminded', { after: duration(t, policy.remindAfter) }),
      t('firstAid.noAnswer.escalated', { after: duration(t, policy.escalateAfter) }),
      t('firstAid.noAnswer.expires', { after: duration(t, policy.expireAfter) }),
    ];
    const [only] = still;
    const nudge = onOne(still, 'nudge', view);
    return {
      icon: '⏳',
      urgent: true,
      paragraphs: [
        ...(only !== undefined && still.length === 1 ? whereItStands(only, view) : general),
        ...(still.length === 0 ? [t('firstAid.noneWaiting')] : [t('firstAid.noAnswer.other')]),
      ],
      facts: listed(still, view),
      inputs: nudge.inputs ?? [],
      actions: [...(nudge.actions ?? []), ...messageApprover(still, view)],
    };
  },
  urgent: (view) => {
    const { t } = view;
    const still = waiting(view);
    return {
      icon: '⏰',
      urgent: true,
      paragraphs: [
        ...(still.length === 0 ? [t('firstAid.urgent.form')] : [t('firstAid.urgent.speak')]),
        t('firstAid.urgent.other'),
      ],
      facts: listed(still, view),
      actions: still.length === 0 ? [askButton(view)] : messageApprover(still, view),
    };
  },
  notAsked: (view) => {
    const { open, ended, links, t } = view;
    const [latest] = open;
    const done = latest === undefined && ended?.status === 'completed' ? ended : undefined;
    return {
      icon: '📱',
      urgent: true,
      paragraphs: [
        ...(latest === undefined ? [] : [t('firstAid.notAsked.notDone', { reference: latest.reference })]),
        ...(done?.clearing === 'lost' ? [t('firstAid.notAsked.kept', { target: nameOf(done.target) })] : []),
        t('firstAid.notAsked.signOut'),
        t('firstAid.notAsked.private'),
        t('firstAid.notAsked.direct'),
      ],
      facts: listed(open, view),
      actions: [
        // Its card hands it to IT where nothing helps.
        ...(done === undefined ? [] : [seeIt(done, view)]),
        ...(links.next === undefined ? [] : [openLink(t('firstAid.steps'), links.next)]),
      ],
    };
  },
  password: ({ open, policy, t }) => {
    const { passwordReset } = policy.support;
    return {
      icon: '🔑',
      paragraphs: [
        t('firstAid.password.both'),
        t(passwordReset === undefined ? 'firstAid.password.it' : 'firstAid.password.link'),
        t('firstAid.password.never'),
      ],
      actions: [
        ...(passwordReset === undefined ? [] : [openLink(t('firstAid.password.open'), passwordReset)]),
        ...(open.length === 0 ? [askButton({ t })] : []),
      ],
    };
  },
  declined: (view) => {
    const { ended, t } = view;
    const theirs = ended?.status === 'rejected' ? ended : undefined;
    return {
      icon: '⛔',
      paragraphs: [t('firstAid.declined.reason'), t('firstAid.declined.again'), t('firstAid.declined.mistake')],
      facts: theirs?.rejection === undefined ? [] : [reasonOf(theirs, theirs.rejection, t)],
      actions: theirs === undefined ? [] : [seeIt(theirs, view)],
    };
  },
  takeBack: (view) => {
    const { open, t } = view;
    const cancellable = open.filter(mayBeCancelled);
    return {
      icon: '↩️',
      paragraphs: [
        t('firstAid.takeBack.until'),
        t('firstAid.takeBack.never'),
        ...(cancellable.length === 0 ? [t('firstAid.takeBack.none')] : []),
      ],
      facts: listed(cancellable, view),
      ...onOne(cancellable, 'cancel', view),
    };
  },
  duration: ({ usual, policy, t }) => ({
    icon: '⏱️',
    paragraphs: [
      usual === undefined
        ? t('firstAid.duration.decision')
        : t('request.pending.usual', { duration: aboutHowLong(t, usual) }),
      t('firstAid.duration.reset'),
      t('firstAid.duration.held', { after: duration(t, policy.holdFor) }),
      t('firstAid.duration.setUp'),
    ],
  }),
  what: (view) => ({
    icon: '🧭',
    paragraphs: (['ask', 'approve', 'clear', 'told', 'register'] as const).map((step) =>
      view.t(`firstAid.what.${step}`),
    ),
    actions: view.open.length === 0 ? [askButton(view)] : [],
  }),
  who: (view) => ({
    icon: '👤',
    paragraphs: (['rule', 'never', 'two'] as const).map((line) => view.t(`firstAid.who.${line}`)),
    facts: listed(waiting(view), view),
  }),
  safe: ({ t }) => ({
    icon: '🛡️',
    paragraphs: [
      ...(['approver', 'told', 'lost', 'written'] as const).map((line) => t(`firstAid.safe.${line}`)),
      t('help.safety'),
      t('firstAid.safe.odd'),
    ],
  }),
  ownPhone: ({ policy, links, t }) => ({
    icon: '📱',
    urgent: true,
    paragraphs: [
      t('firstAid.ownPhone.add'),
      t(policy.selfService ? 'firstAid.ownPhone.self' : 'firstAid.ownPhone.colleague'),
    ],
    actions: links.next === undefined ? [] : [openLink(t('firstAid.steps'), links.next)],
  }),
};

function askButton({ t }: Pick<FirstAidView, 't'>): object {
  return execute({ verb: 'openForm', title: t('firstAid.ask'), style: 'positive' });
}

function seeIt({ id: requestId }: ResetRequest, { t }: Pick<FirstAidView, 't'>): object {
  return execute({ verb: 'show', title: t('firstAid.seeIt'), requestId });
}

function reasonOf(
  { reference }: ResetRequest,
  rejection: NonNullable<ResetRequest['rejection']>,
  t: FirstAidView['t'],
): { readonly label: string; readonly value: string } {
  return { label: t('firstAid.declined.theirs', { reference }), value: rejectionReason(t, rejection) };
}
