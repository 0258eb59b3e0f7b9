import type { Command, CommandOf, JournalEntry } from './command.js';
import { refuse, type Refusal } from './refusal.js';
import type { AttentionReason, Instant, Person, ResetRun } from './request.js';

/**
 * What IT or security did about an account that somebody else got into. Each order has a plan of its own, of what was
 * registered since the reset, beside the pins of the reset itself.
 */
export interface Containment {
  readonly by: Person;
  readonly at: Instant;
  /** Counts the orders. */
  readonly attempt: number;
  /** Pinned before the first DELETE, as in a reset. */
  readonly run?: ResetRun | undefined;
  readonly signIn?: SignIn | undefined;
  readonly ended?: ContainmentEnd | undefined;
}

export interface ContainmentEnd {
  readonly at: Instant;
  /** `partly`: a person has to do the rest. */
  readonly outcome: 'contained' | 'partly';
  readonly reason?: ContainReason | undefined;
  readonly detail?: string | undefined;
}

/** `untouched` where the policy does not say `contain.blockSignIn`. */
export type SignIn = 'untouched' | 'blocked' | 'refused';

export type ContainReason =
  | AttentionReason
  /** Nothing says when a method was registered: it may be the user's own, and was left in place. */
  | 'undatedMethods'
  /** Something was registered while the account was being contained. */
  | 'registeredMeanwhile'
  /** Graph does not let this registration block the account, as with administrators. */
  | 'signInRefused';

/** Milliseconds before it can be ordered again: Teams delivers a slow tap up to four times within a minute. */
export const CONTAIN_AGAIN = 60_000;

type Outcome = CommandOf<'containStarted' | 'containProgressed' | 'containFinished' | 'containFailed'>;

/** A new order: what an earlier one had pinned is not its plan. */
export function containOrdered(before: Containment | undefined, { by, at }: Pick<Command, 'by' | 'at'>): Containment {
  return { by, at, attempt: (before?.attempt ?? 0) + 1 };
}

export function containmentAfter(before: Containment | undefined, outcome: Outcome): Containment | undefined {
  if (before === undefined) return undefined;
  const { at } = outcome;
  const run = outcome.run ?? before.run;
  switch (outcome.type) {
    case 'containStarted':
    case 'containProgressed':
      return { ...before, run };
    case 'containFinished':
      return { ...before, run, signIn: outcome.signIn, ended: { at, outcome: 'contained' } };
    case 'containFailed': {
      const { reason, detail, signIn = before.signIn } = outcome;
      return { ...before, run, signIn, ended: { at, outcome: 'partly', reason, detail } };
    }
  }
}

export function isContaining(containment: Containment | undefined): containment is Containment {
  return containment !== undefined && containment.ended === undefined;
}

/** Whether another order would be taken; a second tap on the same button is none. */
export function mayContainAgain(containment: Containment | undefined, at: Instant): boolean {
  return containment === undefined || (containment.ended !== undefined && at >= containment.ended.at + CONTAIN_AGAIN);
}

/** Every pin is proven gone; one that changed meanwhile is somebody's newest, and not the user's as far as known. */
export function allContained(run: ResetRun): Refusal | undefined {
  return run.unknown.length === 0 && run.pins.every(({ outcome }) => outcome === 'removed')
    ? undefined
    : refuse('notAllowed', { cause: 'methodsRemain' });
}

/** What the journal says of it: the orders are counted, so that each delete belongs to one. */
export function containParticulars(containment: Containment | undefined, command: Command): Pick<JournalEntry, 'data'> {
  if (containment === undefined) return {};
  const { attempt, run, signIn } = containment;
  const methods = run?.pins.map(({ type, id, outcome }) => `${type}/${id}: ${outcome}`) ?? [];
  switch (command.type) {
    case 'contain':
      return { data: { attempt } };
    case 'containStarted':
      return { data: { attempt, pins: run?.pins.map(({ type, id }) => `${type}/${id}`) ?? [] } };
    case 'containProgressed':
      return { data: { attempt, methods } };
    case 'containFinished':
      return { data: { attempt, methods, signIn: command.signIn } };
    case 'containFailed':
      return {
        data: { attempt, reason: command.reason, detail: command.detail, methods, signIn: signIn ?? 'untouched' },
      };
    default:
      return {};
  }
}
