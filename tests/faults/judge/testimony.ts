import type { RevisionKind } from '../../../sandbox/cloud/connector/chat.js';

/** Milliseconds since the Unix epoch, by the cloud's clock. */
export type At = number;

/** What a test tells of a request it made. People are named by object id. */
export interface Case {
  readonly requestId: string;
  readonly reference: string;
  readonly requester: string;
  readonly target: string;
  /** Different people who have to approve: two for a privileged target. */
  readonly needed: number;
  /** Who may approve it. */
  readonly approvers: readonly string[];
  readonly askedAt: At;
}

/** A button somebody tapped, and what the bot said. */
export interface Tap {
  readonly by: string;
  readonly verb: string;
  readonly requestId: string;
  readonly sentAt: At;
  readonly answeredAt: At;
  /** `sent` where the answer comes as a message or was lost: it may count. */
  readonly answer: 'card' | 'refusal' | 'sent';
  /** What is read on the card that was answered. */
  readonly lines: readonly string[];
}

/** A method somebody has or had. The three phone ids are constants: each registration is a method of its own. */
export interface Method {
  readonly user: string;
  readonly id: string;
  readonly registeredAt: At;
}

/** A DELETE of a method that Graph was asked for. */
export interface Deletion {
  readonly user: string;
  readonly id: string;
  readonly at: At;
  /** Graph carried it out. */
  readonly applied: boolean;
  /** A fault was planted on the call: whoever asked may not have heard of it. */
  readonly faulted: boolean;
}

/** Something a person got to see: a message in Teams in one of its states, or a mail. */
export interface Sight {
  readonly person: string;
  readonly by: 'teams' | 'mail';
  /** Of the message; of the mail. */
  readonly id: string;
  readonly kind: RevisionKind;
  readonly at: At;
  readonly lines: readonly string[];
}

/** After it nobody can know whether what was being sent has arrived. */
export interface Doubt {
  readonly at: At;
  readonly about: 'teams' | 'mail' | 'everything';
}

/** Everything the judgement rests on. */
export interface Testimony {
  readonly cases: readonly Case[];
  readonly taps: readonly Tap[];
  readonly methods: readonly Method[];
  readonly deletions: readonly Deletion[];
  /** Sessions revoked: with the first of them a reset has begun, and its methods are pinned. */
  readonly revocations: readonly { readonly user: string; readonly at: At }[];
  readonly sights: readonly Sight[];
  readonly doubts: readonly Doubt[];
  /** Of IT or security: who may order a containment. */
  readonly responders: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, string>;
  /** Lists of Graph show deleted methods for a while: then a second DELETE of one means nothing. */
  readonly listsLag: boolean;
}

/** What of it concerns one request: until somebody asks for the same target again. */
export function timeOf({ cases }: Testimony, one: Case): (event: { readonly at: At }) => boolean {
  const next = cases.filter(({ target, askedAt }) => target === one.target && askedAt > one.askedAt);
  const end = Math.min(...next.map(({ askedAt }) => askedAt), Infinity);
  return ({ at }) => at >= one.askedAt && at < end;
}
