import type { EffectKind, Notice } from '../../core/effects.js';
import { execute } from '../action.js';
import type { Key, Translate } from '../strings.js';
import { told, type AboutContext, type Told } from './told.js';
import { describe, nameOf, userText, words } from '../userText.js';
import { when } from '../wording.js';

/** The requester hears only that it can't be done here; IT hears why, and what to do. */
export function targetRefused({ about, t }: AboutContext): Told {
  if (about === undefined || !('cause' in about)) throw new Error('notice targetRefused needs whom and why; add about');
  const { refusedTo, target, cause } = about;
  const values = { requester: nameOf(refusedTo), target: nameOf(target) };
  return told('🚫', 'warning', t('notice.targetRefused.heading'), [t('notice.targetRefused.text', values)], {
    facts: [
      { label: t('fact.for'), value: describe(target) },
      { label: t('fact.askedBy'), value: describe(refusedTo) },
    ],
    boxes: [{ title: t('notice.targetRefused.why'), tone: 'emphasis', lines: [causeText(cause, values, t)] }],
    // The one cause that is told to both.
    footer: cause === 'noApprover' ? [] : [t('notice.targetRefused.notTold', values)],
    actions:
      cause === 'coolDown' ? [execute({ verb: 'lift', title: t('notice.targetRefused.lift'), person: target.id })] : [],
  });
}

/** Work that was given up. The card can bring it back; a mail only tells. */
export function effectParked({ about, request, t, medium }: AboutContext): Told {
  if (about === undefined || !('effect' in about)) throw new Error('notice effectParked needs its effect; add about');
  const { effect, what, person, error } = about;
  const detail = words(error);
  return told('📭', 'warning', t('notice.effectParked.heading'), [t('notice.effectParked.text')], {
    facts: [
      { label: t('fact.what'), value: workText(what, t) },
      ...(request === undefined ? [] : [{ label: t('fact.for'), value: describe(request.target) }]),
      ...(person === undefined ? [] : [{ label: t('fact.to'), value: describe(person) }]),
      ...(detail === '' ? [] : [{ label: t('fact.detail'), value: detail }]),
    ],
    footer: [
      t(medium === 'chat' ? 'notice.effectParked.next' : 'notice.effectParked.mail'),
      ...(person === undefined ? [] : [t('notice.effectParked.yourself', { name: nameOf(person) })]),
    ],
    actions: [
      execute({ verb: 'retryEffect', title: t('notice.effectParked.retry'), effect, style: 'positive' }),
      execute({ verb: 'dismissEffect', title: t('notice.effectParked.dismiss'), effect }),
    ],
  });
}

export function policyChanged({ t }: AboutContext): Told {
  return told('📜', 'warning', t('notice.policyChanged.heading'), [t('notice.policyChanged.text')]);
}

/** Somebody has the key to clearing everybody's methods: the key has to go first. */
export function deleteUnexplained({ about, t }: AboutContext): Told {
  if (about === undefined || !('deletedOf' in about))
    throw new Error('notice deleteUnexplained needs whose methods; add about');
  const { deletedOf, users, deletes, firstAt } = about;
  const others = users - deletedOf.length;
  return told(
    '🚨',
    'attention',
    t('notice.deleteUnexplained.heading'),
    [t('notice.deleteUnexplained.text', { count: deletes, when: when(t, firstAt) }), t('notice.deleteUnexplained.now')],
    {
      facts: [
        ...deletedOf.map((person) => ({ label: t('fact.for'), value: describe(person) })),
        ...(others > 0
          ? [{ label: t('fact.for'), value: t('notice.deleteUnexplained.others', { count: others }) }]
          : []),
      ],
      footer: [t('notice.deleteUnexplained.audit')],
    },
  );
}

/** Why, and what IT can do: a sentence each. */
const causes: Readonly<Record<string, Key>> = {
  openRequest: 'cause.openRequest',
  breakGlass: 'cause.breakGlass',
  guest: 'cause.guest',
  disabled: 'cause.disabled',
  coolDown: 'cause.coolDown',
  unknown: 'cause.unknown',
  unread: 'cause.unread',
  privilegedWithoutSecurity: 'cause.privilegedWithoutSecurity',
  noApprover: 'cause.noApprover',
};

function causeText(cause: string, values: Readonly<Record<string, string>>, t: Translate): string {
  const key = Object.hasOwn(causes, cause) ? causes[cause] : undefined;
  return key === undefined ? t('cause.other', { cause: userText(cause, 80) }) : t(key, values);
}

/** What of the work is a message, by the heading people would have read. */
const messages: Readonly<Record<Notice, Key>> = {
  requestPending: 'notice.requestPending.heading',
  approvalWanted: 'approval.pending.heading',
  approvalReminder: 'notice.approvalReminder.heading',
  approvalNudge: 'notice.approvalNudge.heading',
  approverReminded: 'notice.approverReminded.heading',
  escalated: 'notice.escalated.heading',
  reassigned: 'notice.reassigned.heading',
  approvalUndone: 'notice.approvalUndone.heading',
  held: 'notice.held.heading',
  completed: 'notice.completed.heading',
  registeredAgain: 'notice.registeredAgain.heading',
  declined: 'notice.declined.heading',
  cancelled: 'notice.cancelled.heading',
  expired: 'notice.expired.heading',
  needsAttention: 'notice.needsAttention.it.heading',
  question: 'notice.question.heading',
  answered: 'notice.answered.heading',
  noteAdded: 'notice.noteAdded.heading',
  resetAsked: 'notice.resetAsked.heading',
  methodsCleared: 'notice.methodsCleared.heading',
  frozen: 'notice.frozen.team.heading',
  objected: 'notice.objected.told.heading',
  released: 'notice.released.heading',
  contained: 'notice.contained.heading',
  suspectRegistration: 'notice.suspectRegistration.heading',
  notRegistered: 'notice.notRegistered.heading',
  handedOver: 'notice.handedOver.it.heading',
  passWanted: 'notice.passWanted.heading',
  suspicious: 'notice.suspicious.heading',
  delegationSet: 'notice.delegationSet.heading',
  delegationOver: 'notice.delegationOver.heading',
  codeMissed: 'notice.codeMissed.heading',
  stolen: 'notice.stolen.heading',
  urgent: 'notice.urgent.heading',
  stillLockedOut: 'notice.stillLockedOut.heading',
  details: 'notice.details.heading',
  followUp: 'notice.followUp.heading',
  replied: 'notice.replied.heading',
  takenOver: 'notice.takenOver.heading',
  targetRefused: 'notice.targetRefused.heading',
  effectParked: 'notice.effectParked.heading',
  policyChanged: 'notice.policyChanged.heading',
  deleteUnexplained: 'notice.deleteUnexplained.heading',
  servicePaused: 'notice.servicePaused.heading',
  serviceResumed: 'notice.serviceResumed.heading',
  killSwitchTripped: 'notice.killSwitchTripped.heading',
  resetsAllowed: 'notice.resetsAllowed.heading',
  digest: 'notice.digest.heading',
};

/** What of it is work that says nothing to anybody. */
const work: Readonly<Record<Exclude<EffectKind, 'tell' | 'mail' | 'mailTarget'>, Key>> = {
  refreshCards: 'work.refreshCards',
  resetMethods: 'work.resetMethods',
  containAccount: 'work.containAccount',
  weighRegistration: 'work.weighRegistration',
  watch: 'work.watch',
  remind: 'work.remind',
  escalate: 'work.escalate',
  expire: 'work.expire',
  erase: 'work.erase',
  reconcile: 'work.reconcile',
  post: 'work.post',
  eraseWords: 'work.eraseWords',
  delegationEnds: 'work.delegationEnds',
  dailyDigest: 'work.digest',
};

/** What an effect was to do, in words: the notice it was to tell, else its kind. */
export function workText(what: string, t: Translate): string {
  if (has(messages, what)) return t('work.message', { heading: t(messages[what]) });
  return has(work, what) ? t(work[what]) : t('work.other', { what: userText(what, 80) });
}

function has<Row extends object>(row: Row, key: PropertyKey): key is keyof Row {
  return Object.hasOwn(row, key);
}
