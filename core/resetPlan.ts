import type { MethodList, Preference, RemovalResult } from './ports.js';
import type { AttentionReason, PinnedMethod, ResetRun } from './request.js';
import { PHONE, unknownTypes } from './pins.js';

/**
 * How long to wait before each list after the first, in milliseconds. Deletes are not immediate in Graph;
 * the first look costs no wait because it usually shows them.
 */
export const LOOK_AGAIN_AFTER = [0, 2_000, 5_000, 10_000] as const;

/** One thing to do next; the executor does it and reports, and knows no rule. */
export type Step =
  | { readonly do: 'remove'; readonly pin: PinnedMethod; readonly readFirst: boolean }
  /** Nothing else frees the default method: make another one the default. */
  | { readonly do: 'prefer'; readonly preference: Preference }
  | { readonly do: 'list'; readonly after: number }
  | { readonly do: 'finish' }
  | { readonly do: 'giveUp'; readonly reason: AttentionReason; readonly detail: string };

/** A run in memory: the pins of the row and how far this pass has come. */
export interface Progress {
  readonly run: ResetRun;
  /** Lists so far. */
  readonly passes: number;
  /** Indices of pins still to try in this pass, in order. */
  readonly queue: readonly number[];
  /** Refused as the default method: tried again when the others are gone. */
  readonly deferred: readonly number[];
  readonly removedInPass: number;
  /** Preferences that another default can be tried with: those of methods that stay, and the phones' way out. */
  readonly others: readonly Preference[];
  readonly tried: readonly Preference[];
  /** Graph does not let this registration do it. */
  readonly forbidden: boolean;
}

/** Where a run begins, or begins again after a crash: from what is listed now. */
export function begin(run: ResetRun, list: MethodList): Progress {
  const nothingYet = { passes: 0, queue: [], deferred: [], removedInPass: 0, others: [], tried: [] } as const;
  return nextPass({ run, ...nothingYet, forbidden: false }, list);
}

/** What to do now. */
export function nextStep(progress: Progress): Step {
  const { run, passes, queue, deferred, removedInPass } = progress;
  const [index] = queue;
  const pin = index === undefined ? undefined : run.pins[index];
  if (pin !== undefined) return { do: 'remove', pin, readFirst: isConstantId(pin) };
  const open = run.pins.filter(({ outcome }) => outcome === 'pending' || outcome === 'refused');
  if (open.length === 0 && removedInPass === 0) return ending(run);
  const preference = anotherDefault(progress);
  if (preference !== undefined) return { do: 'prefer', preference };
  const after = LOOK_AGAIN_AFTER[passes - 1];
  // A default method may wait for the other deletes to show; any other refusal is an answer.
  const hopeless = removedInPass === 0 && deferred.length === 0;
  return after === undefined || hopeless ? giveUp(progress, open) : { do: 'list', after };
}

function ending({ unknown }: ResetRun): Step {
  if (unknown.length === 0) return { do: 'finish' };
  return { do: 'giveUp', reason: 'unknownMethods', detail: unknown.join(', ') };
}

function giveUp({ forbidden }: Progress, open: readonly PinnedMethod[]): Step {
  return {
    do: 'giveUp',
    reason: forbidden ? 'permissionMissing' : 'methodsRemain',
    detail: open.map(({ type, refusal }) => (refusal === undefined ? type : `${type} (${refusal})`)).join(', '),
  };
}

/** Graph answered a removal; `changed` is a method under a constant id that the user registered again meanwhile. */
export function removed(progress: Progress, answer: RemovalResult | { readonly result: 'changed' }): Progress {
  const [index, ...queue] = progress.queue;
  if (index === undefined) return progress;
  const set = (change: Partial<PinnedMethod>): ResetRun => ({
    ...progress.run,
    pins: progress.run.pins.map((pin, at) => (at === index ? { ...pin, ...change } : pin)),
  });
  switch (answer.result) {
    case 'removed':
    case 'alreadyGone':
      // What was refused as the default may go now.
      return {
        ...progress,
        run: set({ outcome: 'removed', refusal: undefined }),
        queue: queue.length === 0 ? progress.deferred : queue,
        deferred: queue.length === 0 ? [] : progress.deferred,
        removedInPass: progress.removedInPass + 1,
      };
    case 'changed':
      return { ...progress, run: set({ outcome: 'keptNewlyRegistered', refusal: undefined }), queue };
    case 'refused': {
      const refusal = `${answer.status} ${answer.code} ${answer.requestId}`.trim();
      const run = set({ outcome: 'refused', refusal });
      const forbidden = progress.forbidden || answer.status === 403;
      return isDefaultRefusal(answer)
        ? { ...progress, run, queue, deferred: [...progress.deferred, index], forbidden }
        : { ...progress, run, queue, forbidden };
    }
  }
}

/** Asked Graph for another default; a "no" leaves the next preference to try. */
export function preferred(progress: Progress, preference: Preference, answer: RemovalResult): Progress {
  const tried = [...progress.tried, preference];
  if (answer.result === 'refused')
    return { ...progress, tried, forbidden: progress.forbidden || answer.status === 403 };
  const queue = progress.run.pins.flatMap(({ outcome }, index) => (outcome === 'refused' ? [index] : []));
  return { ...progress, tried, queue, deferred: [] };
}

/** A new list: what is gone is proven, what is still there is tried again. */
export function nextPass(progress: Progress, list: MethodList): Progress {
  const passes = progress.passes + 1;
  const last = passes > LOOK_AGAIN_AFTER.length;
  const pins = progress.run.pins.map((pin): PinnedMethod => {
    const now = list.methods.find(({ type, id }) => type === pin.type && id === pin.id);
    if (now === undefined) return { ...pin, outcome: 'removed', refusal: undefined };
    if (now.fingerprint !== pin.fingerprint) return { ...pin, outcome: 'keptNewlyRegistered', refusal: undefined };
    // What Graph refused keeps that name once nothing is tried any more.
    return { ...pin, outcome: last && pin.refusal !== undefined ? 'refused' : 'pending' };
  });
  return {
    ...progress,
    run: { ...progress.run, pins, unknown: unknownTypes(list) },
    passes,
    // The last list is for the proof alone.
    queue: last ? [] : pins.flatMap(({ outcome }, index) => (outcome === 'pending' ? [index] : [])),
    deferred: [],
    removedInPass: 0,
    others: othersIn(list, pins),
  };
}

/** Graph gives this refusal no code of its own: these are its two texts. */
export function isDefaultRefusal(answer: { readonly status: number; readonly message: string }): boolean {
  return (
    answer.status === 400 &&
    (/cannot delete default method/i.test(answer.message) ||
      /current default authentication method,? and cannot be deleted/i.test(answer.message))
  );
}

/** Graph's id of these is the same for everybody (or the path has none), so a new one looks like the pinned one. */
const CONSTANT_IDS = ['phone', 'email', 'qrCodePin'].map((kind) => `${kind}AuthenticationMethod`);

function isConstantId({ type }: PinnedMethod): boolean {
  return CONSTANT_IDS.includes(type);
}

/**
 * The default method is stuck when a method that stays keeps it from being the last one: one that the user
 * registered meanwhile; or alternateMobile, which has to go before mobile. Each preference is tried once.
 */
function anotherDefault({ run, deferred, others, tried }: Progress): Preference | undefined {
  if (deferred.length === 0) return undefined;
  const stuck = deferred.map((index) => run.pins[index]?.id);
  const mobileStays = run.pins.some(({ id, outcome }) => id === PHONE.mobile && outcome === 'refused');
  const phones: readonly Preference[] = stuck.includes(PHONE.alternateMobile) && mobileStays ? ['sms'] : [];
  return [...phones, ...others].find((preference) => !tried.includes(preference));
}

/** What methods that are not to be deleted could serve as the default. */
function othersIn({ methods }: MethodList, pins: readonly PinnedMethod[]): readonly Preference[] {
  const stays = methods.filter(({ type, id, fingerprint }) =>
    pins.every((pin) => pin.type !== type || pin.id !== id || pin.fingerprint !== fingerprint),
  );
  return [...new Set(stays.flatMap(({ type, id }) => PREFERENCES.get(id) ?? PREFERENCES.get(type) ?? []))];
}

const PREFERENCES: ReadonlyMap<string, readonly Preference[]> = new Map<string, readonly Preference[]>([
  [PHONE.mobile, ['sms']],
  [PHONE.alternateMobile, ['voiceAlternateMobile']],
  [PHONE.office, ['voiceOffice']],
  ['microsoftAuthenticatorAuthenticationMethod', ['push', 'oath']],
  ['softwareOathAuthenticationMethod', ['oath']],
  ['hardwareOathAuthenticationMethod', ['oath']],
]);
