import type { Instant, ResetRequest } from './request.js';

/** What a person is told; the sentence is made from the row when it is delivered. */
export type Notice =
  | 'requestPending' // by mail where Teams refused the card
  | 'approvalWanted' // by mail where Teams refused the card
  | 'approvalReminder'
  | 'approverReminded'
  | 'escalated'
  | 'approvalUndone'
  | 'completed'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'needsAttention'
  | 'question'
  | 'answered'
  | 'resetAsked'
  | 'methodsCleared'
  | 'frozen'
  | 'suspicious'
  | 'policyChanged';

/** A person by object id, or a group of the policy, resolved when it is delivered. */
export type Recipient = { readonly person: string } | { readonly group: 'it' | 'security' };

/**
 * Work that follows from a commit and is done after it, at least once.
 * `refreshCards` reconciles: it reads the row when it runs. `tell` and `mail` may repeat after an
 * ambiguous send, and only then. `resetMethods` is safe to repeat because the methods are pinned.
 */
export type Effect = EffectBase &
  (
    | { readonly kind: 'refreshCards'; readonly requestId: string }
    | {
        readonly kind: 'tell';
        readonly requestId: string | undefined;
        readonly to: Recipient;
        readonly notice: Notice;
        /** The group a person is told this as a member of. */
        readonly as?: 'it' | 'security' | undefined;
      }
    /** To the target, on every address known when the request was made. */
    | { readonly kind: 'mailTarget'; readonly requestId: string; readonly notice: Notice }
    /** `attempt` is the row's when it was queued: one that was overtaken by an undo does nothing. */
    | { readonly kind: 'resetMethods'; readonly requestId: string; readonly attempt: number }
    | { readonly kind: 'remind'; readonly requestId: string }
    | { readonly kind: 'escalate'; readonly requestId: string }
    | { readonly kind: 'expire'; readonly requestId: string }
  );

interface EffectBase {
  /** Idempotency key: a store takes an effect whose key it holds already as the same effect. */
  readonly key: string;
  readonly dueAt: Instant;
}

export type EffectKind = Effect['kind'];

type Recipe = (request: ResetRequest, at: Instant) => readonly Effect[];

function tell(notice: Notice, to: (request: ResetRequest) => readonly Recipient[]): Recipe {
  return (request, at) =>
    to(request).map((recipient) => ({
      kind: 'tell',
      key: `tell:${request.id}:${request.revision}:${notice}:${'person' in recipient ? recipient.person : recipient.group}`,
      dueAt: at,
      requestId: request.id,
      to: recipient,
      notice,
    }));
}

const requester = (request: ResetRequest): Recipient[] => [{ person: request.requester.id }];
const target = (request: ResetRequest): Recipient[] => [{ person: request.target.id }];
/** Whoever has not approved yet. */
const undecided = ({ nominees, approvals }: ResetRequest): Recipient[] =>
  nominees
    .filter(({ person }) => !approvals.some(({ by }) => by.id === person.id))
    .map(({ person }) => ({ person: person.id }));
const it = (): Recipient[] => [{ group: 'it' }];
const itAndSecurity = (): Recipient[] => [{ group: 'it' }, { group: 'security' }];

/** On Teams and on every mail address: the target is always told. */
const toTarget = (notice: Notice): Recipe => {
  const inTeams = tell(notice, target);
  return (request, at) => [
    ...inTeams(request, at),
    {
      kind: 'mailTarget',
      key: `mailTarget:${request.id}:${request.revision}:${notice}`,
      dueAt: at,
      requestId: request.id,
      notice,
    },
  ];
};

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
  tellNomineesReminder: tell('approvalReminder', undecided),
  tellRequesterReminded: tell('approverReminded', requester),
  tellRequesterEscalated: tell('escalated', requester),
  tellRequesterUndone: tell('approvalUndone', requester),
  tellRequesterCompleted: tell('completed', requester),
  tellRequesterDeclined: tell('declined', requester),
  tellRequesterCancelled: tell('cancelled', requester),
  tellRequesterExpired: tell('expired', requester),
  tellRequesterAttention: tell('needsAttention', requester),
  tellRequesterQuestion: tell('question', requester),
  tellNomineesAnswer: tell('answered', undecided),
  tellRequesterFrozen: tell('frozen', requester),
  tellTargetAsked: toTarget('resetAsked'),
  tellTargetCleared: toTarget('methodsCleared'),
  tellItAttention: tell('needsAttention', it),
  tellDispute: tell('frozen', itAndSecurity),
  tellSecuritySuspicious: (request, at) =>
    request.rejection?.reason === 'suspicious' ? tell('suspicious', () => [{ group: 'security' }])(request, at) : [],
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;
