import type { Lost, ResetRequest } from './request.js';

/** Everything the service remembers, by kind. */
export interface Rows {
  request: ResetRequest;
  /** What a requester has put together and not yet confirmed; one for each person. */
  draft: Draft;
  /** A card that somebody holds, so that it can be edited. Key: `<requestId>:<personId>`. */
  card: SentCard;
  /** Where a person can be reached in Teams. Key: object id. */
  conversation: Conversation;
  /** The service's own state. Key: `service`. */
  service: ServiceState;
}
export type Kind = keyof Rows;

export interface Draft {
  /** Becomes the request's id, so that confirming twice is one request. */
  readonly requestId: string;
  readonly requesterId: string;
  readonly targetId: string;
  readonly justification: string;
  readonly lost: Lost;
  readonly urgent: boolean;
}

export interface SentCard {
  readonly requestId: string;
  readonly personId: string;
  /** Where the card is; absent where Teams refused it and a mail went instead. */
  readonly place?: CardPlace | undefined;
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
  readonly welcomed?: boolean | undefined;
}

export interface ServiceState {
  readonly paused: boolean;
  readonly policyHash: string;
  /** The connector last heard from: where a first conversation with somebody is opened. */
  readonly serviceUrl?: string | undefined;
}
