import type { Clearing, Instant, Lost, Person, ResetRequest } from './request.js';

/** Everything the service remembers, by kind. */
export interface Rows {
  request: ResetRequest;
  /** What a requester has put together and not yet confirmed; one for each person. Key: the request's id to be. */
  draft: Draft;
  /** What a requester was refused about other people lately. Key: object id. */
  refusals: RefusedAttempts;
  /** Wrong references sent to the link of a mail. Key: the request's id. */
  stopTries: { readonly wrongAt: readonly Instant[] };
  /** A card that somebody holds, so that it can be edited. Key: `cardKey`. */
  card: SentCard;
  /** Where a person can be reached in Teams. Key: object id. */
  conversation: Conversation;
  /** Who decides for somebody who is away. Key: object id of whoever is away. It is kept when it is over. */
  delegation: Delegation;
  /** The service's own state. Key: `service`. */
  service: ServiceState;
  /** How far Entra's log was held against the journal. Key: `entra`. */
  reconciliation: Reconciliation;
  /** How many resets are begun, and whether that stopped them. Key: `resets`. */
  pace: Pace;
  /** A cool-down that counts for nothing, once. Key: object id of the user. */
  lift: Lift;
  /** When IT last had its daily overview. Key: `digest`. */
  digest: DigestState;
}
export type Kind = keyof Rows;

export interface Delegation {
  readonly delegator: Person;
  readonly to: Person;
  readonly from: Instant;
  /** No longer then; earlier than arranged where it was stopped. */
  readonly until: Instant;
  /** Who arranged it: the delegator, or somebody of IT. */
  readonly by: Person;
  readonly at: Instant;
}

export interface Draft {
  /** Becomes the request's id, so that confirming twice is one request. */
  readonly requestId: string;
  readonly requesterId: string;
  readonly targetId: string;
  readonly justification: string;
  readonly lost: Lost;
  readonly clearing: Clearing;
  readonly urgent: boolean;
}

/** Those of the last 24 hours, at most as many as the policy's limit. */
export interface RefusedAttempts {
  readonly attempts: readonly {
    readonly at: Instant;
    readonly targetId: string;
    readonly cause: string;
    /** IT was told of this one. */
    readonly told: boolean;
  }[];
}

export interface SentCard {
  readonly requestId: string;
  readonly personId: string;
  /**
   * IT's card, or the post in IT's channel, whose id then stands for the person; without it the card of the requester
   * or of somebody nominated.
   */
  readonly as?: 'it' | 'channel' | undefined;
  /** Every copy, the newest last; none where Teams refused it. */
  readonly places: readonly CardPlace[];
  /** What the approver was told would be cleared: Graph's types, without the prefix. */
  readonly kinds?: readonly string[] | undefined;
  /** Hash of what was sent last: an edit that changes nothing is not sent. */
  readonly contentHash: string;
}

export interface CardPlace {
  readonly conversation: Conversation;
  readonly activityId: string;
}

export interface Conversation {
  readonly id: string;
  /** The person's id in Teams, `29:…`; absent until they were seen. */
  readonly userId?: string | undefined;
  /** Allow-listed when it was stored; the bot's token goes there. */
  readonly serviceUrl: string;
  readonly locale?: string | undefined;
  /** IANA name, as their client reports it. */
  readonly timeZone?: string | undefined;
  /** Chosen by them; it comes before the locale of their client. */
  readonly language?: string | undefined;
  readonly welcomed?: boolean | undefined;
}

export interface Reconciliation {
  /** Counts the starts: the looks of each begin anew. */
  readonly generation: number;
  /** Deletes before it are not ours to explain. */
  readonly begunAt: Instant;
  readonly checkedTo: Instant;
  /** Records the alarm was raised for, as long as they can be read again. */
  readonly alarmed: readonly { readonly id: string; readonly at: Instant }[];
}

export interface ServiceState {
  readonly paused: boolean;
  /** While it is paused by somebody. */
  readonly pause?: Intervention | undefined;
  readonly policyHash: string;
  /** The connector last heard from: where a first conversation with somebody is opened. */
  readonly serviceUrl?: string | undefined;
}

/** What somebody of IT did to the service, and why; `id` names it in the journal, so that the words can be erased. */
export interface Intervention {
  readonly id: string;
  readonly by: Person;
  readonly at: Instant;
  readonly why: string;
}

export type Lift = Intervention;

export interface Pace {
  /** Resets begun in the last hour; none from before people let them go on. */
  readonly starts: readonly Instant[];
  /** Resets begun in the present hour of UTC, counted from 1970. */
  readonly hour: { readonly hour: number; readonly resets: number };
  /** The busiest hour of each of the last days on which there was any, the newest last; days are counted from 1970. */
  readonly days: readonly { readonly day: number; readonly busiest: number }[];
  readonly tripped?: Trip | undefined;
}

export interface Trip {
  readonly at: Instant;
  /** How many had been begun within an hour, and how many may be. */
  readonly resets: number;
  readonly limit: number;
  /** Object ids of those who say that resets may go on; it takes two. */
  readonly agreed: readonly string[];
}

export interface DigestState {
  /** Counts the starts: the overviews of each begin anew. */
  readonly generation: number;
  /** `2026-01-05` in the policy's time zone: the last day that needs none any more. */
  readonly lastDay: string;
}
