import type { Instant } from './request.js';
import type { CardPlace } from './rows.js';

export interface DirectoryPerson {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly department?: string | undefined;
  readonly country?: string | undefined;
  readonly phone?: string | undefined;
  readonly mail?: string | undefined;
  readonly otherMails: readonly string[];
  readonly userPrincipalName: string;
  readonly enabled: boolean;
  readonly guest: boolean;
  readonly passwordChangedAt?: Instant | undefined;
}

/** What makes an account powerful, as the directory tells it. */
export interface Privileges {
  /** Role template ids held directly, through a group, or eligible. */
  readonly roles: readonly string[];
  /** Groups that may be given roles, and that the person is in. */
  readonly roleAssignableGroups: readonly string[];
  /** Groups that they may make themselves a member or an owner of, for a time (PIM for Groups). */
  readonly eligibleGroups: readonly string[];
  /** Owns one of this bot's app registrations. */
  readonly ownsRegistration: boolean;
}

/** Reads of Entra. Every call is bounded in time and throws when it was not answered. */
export interface Directory {
  person(id: string): Promise<DirectoryPerson | undefined>;
  /** People by name, mail or sign-in name, best first, at most `limit`. */
  search(text: string, limit: number): Promise<readonly DirectoryPerson[]>;
  manager(id: string): Promise<DirectoryPerson | undefined>;
  /** People in a group, nested ones too, at most `limit`. */
  members(groupId: string, limit: number): Promise<readonly DirectoryPerson[]>;
  /** Which of these groups the person is in, nested ones too. */
  groupsAmong(personId: string, groupIds: readonly string[]): Promise<readonly string[]>;
  privileges(personId: string): Promise<Privileges>;
  /**
   * Whether somebody's phone number or manager was changed since then, whoever changed it. Never throws; the log it
   * is read from is minutes late and needs a permission and a licence, so an empty list is a hint and no proof.
   */
  recentChanges(personId: string, since: Instant): Promise<readonly ('phone' | 'manager')[] | 'unknown'>;
  /**
   * Whether their mailbox answers that they are out of office. Never throws and takes 1.5 s at most: what is not known
   * is no.
   */
  isAway(personId: string): Promise<boolean>;
  /**
   * Sign-ins since then that got past the password. Never throws; the log is minutes late and needs a permission and a
   * licence.
   */
  signIns(personId: string, since: Instant): Promise<readonly SignInRecord[] | 'unknown'>;
}

/** A sign-in that got past the password, as Entra's log has it. */
export interface SignInRecord {
  readonly at: Instant;
  /** ISO 3166, such as `GB`; absent where Entra could not tell. */
  readonly country?: string | undefined;
  /** It was interrupted so that a method could be registered. */
  readonly registering: boolean;
}

/** A method as Graph lists it, reduced to what the plan needs. */
export interface ListedMethod {
  /** Graph's type without `#microsoft.graph.`. */
  readonly type: string;
  readonly id: string;
  /** Keyed hash of what identifies it: number, creation time, key id. */
  readonly fingerprint: string;
  readonly createdAt?: Instant | undefined;
}

export interface MethodList {
  readonly methods: readonly ListedMethod[];
  /** The default method where a report tells; it lags, so it is a hint and never a proof. */
  readonly defaultHint?: string | undefined;
}

export type RemovalResult =
  | { readonly result: 'removed' | 'alreadyGone' }
  | {
      readonly result: 'refused';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly requestId: string;
    };

/** Values of Graph's `userPreferredMethodForSecondaryAuthentication`. */
export type Preference = 'push' | 'oath' | 'sms' | 'voiceAlternateMobile' | 'voiceOffice';

/** The only writes to Entra. A call that was not answered throws. */
export interface AuthenticationMethods {
  list(userId: string): Promise<MethodList>;
  /** The method as it is now, for the ids that are constants. */
  read(userId: string, method: Pick<ListedMethod, 'type' | 'id'>): Promise<ListedMethod | undefined>;
  remove(userId: string, method: Pick<ListedMethod, 'type' | 'id'>): Promise<RemovalResult>;
  /** Makes another method the default one, where the present default can't go otherwise. */
  prefer(userId: string, preference: Preference): Promise<RemovalResult>;
  revokeSessions(userId: string): Promise<void>;
  /** `refused` where Graph does not let this registration do it, as with administrators. */
  blockSignIn(userId: string): Promise<'blocked' | 'refused'>;
}

/** A deletion of an authentication method, as Entra's own log has it. */
export interface LoggedDelete {
  /** The log record's. */
  readonly id: string;
  readonly at: Instant;
  /** Such as `Admin deleted security info`. */
  readonly activity: string;
  /** In lower case; empty where the log names nobody. */
  readonly userId: string;
}

/** What Entra's log says our registrations deleted. Throws when it was not answered. */
export interface MethodDeletes {
  /** `refused` without the permission or the licence for it. */
  since(from: Instant): Promise<readonly LoggedDelete[] | 'refused'>;
}

/** The six digits of a request: the requester tells them to the target, and the approver types what the target reads. */
export interface VerificationCodes {
  codeFor(requestId: string): string;
  /** Takes as long whatever was typed. */
  matches(requestId: string, typed: string): boolean;
  /** By which a wrong code is known again; nobody reads from it what was typed. */
  mark(requestId: string, typed: string): string;
}

export interface Card {
  /** The Adaptive Card. */
  readonly content: object;
  /** The line a notification shows. */
  readonly summary: string;
}

export type SendResult =
  | { readonly sent: true; readonly place: CardPlace }
  /** Teams will not take it however often it is tried. */
  | { readonly sent: false; readonly reason: string };

export interface Contact {
  readonly userId?: string | undefined;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** Teams. Throws when a later try may succeed. */
export interface Messenger {
  send(personId: string, card: Card): Promise<SendResult>;
  /** Begins a thread in a channel. */
  post(channelId: string, card: Card): Promise<SendResult>;
  /** False when the card can't be edited any more; never a reason to stop. */
  update(place: CardPlace, to: Card): Promise<boolean>;
  /** How Teams knows and addresses the person, as far as they were seen. */
  contact(personId: string): Promise<Contact>;
}

/** Puts the bot's app into somebody's Teams. Throws when a later try may succeed. */
export interface Installer {
  install(personId: string): Promise<'installed' | 'refused'>;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Throws when a later try may succeed. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export interface Clock {
  now(): Instant;
}

export interface Log {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
