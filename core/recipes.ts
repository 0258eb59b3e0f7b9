import type { Effect, Group, Notice, PostedNotice, Recipient } from './effects.js';
import type { Instant, ResetRequest } from './request.js';
import { triesLeft } from './verification.js';

/** `before` is the row as it was, where there was one. */
type Recipe = (request: ResetRequest, at: Instant, before?: ResetRequest) => readonly Effect[];
type People = (request: ResetRequest, before?: ResetRequest) => readonly Recipient[];
type Persons = (request: ResetRequest, before?: ResetRequest) => readonly { readonly person: string }[];

/** `as` is for people who may be something else on the request as well. */
function tell(notice: Notice, to: People, more: { readonly mailedToo?: true; readonly as?: Group } = {}): Recipe {
  return (request, at, before) =>
    to(request, before).map((recipient) => ({
      kind: 'tell',
      key: `tell:${request.id}:${request.revision}:${notice}:${nameOf(recipient)}`,
      dueAt: at,
      requestId: request.id,
      to: recipient,
      notice,
      ...more,
    }));
}

function nameOf(recipient: Recipient): string {
  if ('person' in recipient) return recipient.person;
  return 'group' in recipient ? recipient.group : 'watching';
}

function mail(notice: Notice, to: Persons): Recipe {
  return (request, at, before) =>
    to(request, before).map((recipient) => ({
      kind: 'mail',
      key: `mail:${request.id}:${request.revision}:${notice}:${recipient.person}`,
      dueAt: at,
      requestId: request.id,
      to: recipient,
      notice,
    }));
}

/** What the support article promises as a mail goes out as one, beside the message in Teams. */
function tellAndMail(notice: Notice, to: Persons): Recipe {
  const [inTeams, byMail] = [tell(notice, to, { mailedToo: true }), mail(notice, to)];
  return (...given) => [...inTeams(...given), ...byMail(...given)];
}

const requester: Persons = (request) => [{ person: request.requester.id }];
const target: Persons = (request) => [{ person: request.target.id }];
/** Whoever has not approved yet. */
const undecided: Persons = ({ nominees, approvals }) =>
  nominees
    .filter(({ person }) => !approvals.some(({ by }) => by.id === person.id))
    .map(({ person }) => ({ person: person.id }));
const approvers: Persons = ({ approvals }) => approvals.map(({ by }) => ({ person: by.id }));
const newlyNominated: Persons = ({ nominees }, before) =>
  nominees
    .filter(({ person }) => before?.nominees.some((known) => known.person.id === person.id) !== true)
    .map(({ person }) => ({ person: person.id }));
/** Whose place somebody else gave away. */
const replaced: Persons = ({ reassignments = [] }) => {
  const last = reassignments.at(-1);
  return last === undefined || last.by.id === last.from.id ? [] : [{ person: last.from.id }];
};
const it: People = () => [{ group: 'it' }];
const watching: People = () => [{ watching: 'it' }];
const claimedBefore: People = (_request, before) =>
  before?.claim === undefined ? [] : [{ person: before.claim.by.id }];
const security: People = () => [{ group: 'security' }];
const itAndSecurity: People = () => [{ group: 'it' }, { group: 'security' }];

/** On Teams and on every mail address: the target is always told. */
const toTarget = (notice: Notice): Recipe => {
  const [inTeams, byMail] = [tell(notice, target, { mailedToo: true }), mailToTarget(notice)];
  return (request, at) => [...inTeams(request, at), ...byMail(request, at)];
};

function mailToTarget(notice: Notice): Recipe {
  return (request, at) => [
    {
      kind: 'mailTarget',
      key: `mailTarget:${request.id}:${request.revision}:${notice}`,
      dueAt: at,
      requestId: request.id,
      notice,
    },
  ];
}

function post(notice: PostedNotice): Recipe {
  return ({ id: requestId, revision }, at) => [
    { kind: 'post', key: `post:${requestId}:${revision}:${notice}`, dueAt: at, requestId, notice },
  ];
}

/** The first look for a new registration; somebody who waits for it signs in within minutes. */
const WATCH_AFTER = 10_000;

/** What a row of the state table may ask for. */
export const recipes = {
  refreshCards: (request, at) => [
    {
      kind: 'refreshCards',
      key: `refreshCards:${request.id}:${request.revision}`,
      dueAt: at,
      requestId: request.id,
    },
  ],
  resetMethods: (request, at) =>
    request.status === 'approved' || request.status === 'resetting'
      ? [
          {
            kind: 'resetMethods',
            key: `resetMethods:${request.id}:${request.attempt}`,
            dueAt: Math.max(request.executeAt ?? at, at),
            requestId: request.id,
            attempt: request.attempt,
          },
        ]
      : [],
  /** Queued again where an earlier one may have fired in vain; one too many finds nothing to do. */
  timers: (request) =>
    (['remind', 'escalate', 'expire'] as const).map((kind) => ({
      kind,
      key: `${kind}:${request.id}:${request.revision}`,
      dueAt: request[`${kind}At`],
      requestId: request.id,
    })),
  watch: (request, at) => [
    { kind: 'watch', key: `watch:${request.id}:${request.revision}`, dueAt: at + WATCH_AFTER, requestId: request.id },
  ],
  containAccount: ({ id, containment }, at) =>
    containment === undefined
      ? []
      : [
          {
            kind: 'containAccount',
            key: `containAccount:${id}:${containment.attempt}`,
            dueAt: at,
            requestId: id,
            attempt: containment.attempt,
          },
        ],
  weighRegistration: ({ id }, at) => [
    { kind: 'weighRegistration', key: `weighRegistration:${id}`, dueAt: at, requestId: id },
  ],
  /** Looked at once, and then when the policy in force says: it may be another one by then. */
  eraseLater: (request, at) => [{ kind: 'erase', key: `erase:${request.id}`, dueAt: at, requestId: request.id }],
  mailRequesterPending: mail('requestPending', requester),
  mailNewNominees: mail('approvalWanted', newlyNominated),
  tellNomineesReminder: tellAndMail('approvalReminder', undecided),
  tellNomineesNudge: tell('approvalNudge', undecided),
  tellNomineesNote: tell('noteAdded', undecided),
  tellNomineesAnswer: tell('answered', undecided),
  tellRequesterReminded: tellAndMail('approverReminded', requester),
  tellRequesterEscalated: tell('escalated', requester),
  tellRequesterReassigned: tell('reassigned', requester),
  tellReplaced: tell('reassigned', replaced),
  tellRequesterUndone: tell('approvalUndone', requester),
  tellRequesterCompleted: tellAndMail('completed', requester),
  tellRequesterRegistered: tell('registeredAgain', requester),
  tellRequesterDeclined: tellAndMail('declined', requester),
  tellRequesterCancelled: tellAndMail('cancelled', requester),
  tellRequesterExpired: tellAndMail('expired', requester),
  tellRequesterAttention: tellAndMail('needsAttention', requester),
  tellRequesterQuestion: tell('question', requester),
  tellRequesterFrozen: tell('frozen', requester),
  tellTargetAsked: toTarget('resetAsked'),
  tellApproversHeld: tell('held', approvers),
  tellTargetHeld: toTarget('held'),
  tellTargetCleared: toTarget('methodsCleared'),
  tellItAttention: tell('needsAttention', it),
  tellDispute: tell('frozen', itAndSecurity),
  postUrgent: (request, at) => (request.urgent ? post('urgent')(request, at) : []),
  postLockout: post('stillLockedOut'),
  tellRequesterFollowUp: tell('followUp', requester),
  tellItReply: tell('replied', watching),
  tellTakenOver: tell('takenOver', claimedBefore, { as: 'it' }),
  /** On every address, whoever said it; in Teams unless they have said it there. */
  tellTargetObjected: (request, at) =>
    request.objection?.via === 'teams' && request.objection.by.id === request.target.id
      ? mailToTarget('objected')(request, at)
      : toTarget('objected')(request, at),
  tellRequesterReleased: tell('released', requester),
  tellTargetReleased: toTarget('released'),
  tellContained: tell('contained', itAndSecurity),
  tellTargetContained: toTarget('contained'),
  tellTargetRegistered: toTarget('registeredAgain'),
  tellSuspicion: tell('suspectRegistration', itAndSecurity),
  tellTargetSuspicion: toTarget('suspectRegistration'),
  tellRequesterNotRegistered: tellAndMail('notRegistered', requester),
  tellTargetNotRegistered: toTarget('notRegistered'),
  tellItHandedOver: tell('handedOver', it),
  tellRequesterHandedOver: tellAndMail('handedOver', requester),
  tellItPass: (request, at) => (request.pass === undefined ? [] : tell('passWanted', it)(request, at)),
  /** Of the last try: somebody may be guessing. */
  tellCodeMissed: (request, at) => {
    const by = request.codeMisses?.at(-1)?.by.id ?? '';
    return triesLeft(request, by) === 0 ? tell('codeMissed', itAndSecurity)(request, at) : [];
  },
  tellSecuritySuspicious: (request, at) =>
    request.rejection?.reason === 'suspicious' ? tell('suspicious', security)(request, at) : [],
  tellSecurityStolen: (request, at) => (request.lost === 'stolen' ? tell('stolen', security)(request, at) : []),
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;
