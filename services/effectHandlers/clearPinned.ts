import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthenticationMethods, MethodList } from '../../core/ports.js';
import type { ResetRun } from '../../core/request.js';
import { begin, nextPass, nextStep, preferred, removed, type Progress, type Step } from '../../core/resetPlan.js';

type End = Extract<Step, { do: 'finish' | 'giveUp' }>;
type Before = Exclude<Step, End>;

export interface Clearing {
  readonly methods: AuthenticationMethods;
  readonly userId: string;
  /** What may be deleted: it is in the row by now. */
  readonly run: ResetRun;
  /** What is there at the beginning. */
  readonly listed: MethodList;
  /** Keeps how far it got, before each new list. */
  readonly record: (run: ResetRun) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Does step by step what the plan says, and decides nothing. Safe to begin again: what is gone already is done. */
export async function clearPinned(clearing: Clearing): Promise<{ readonly run: ResetRun; readonly step: End }> {
  let progress = begin(clearing.run, clearing.listed);
  let step = nextStep(progress);
  while (step.do !== 'finish' && step.do !== 'giveUp') {
    // Its time is up: another try may have begun, and goes on from the row.
    clearing.signal.throwIfAborted();
    progress = await perform(clearing, progress, step);
    step = nextStep(progress);
  }
  return { run: progress.run, step };
}

async function perform(
  { methods, userId, record, signal }: Clearing,
  progress: Progress,
  step: Before,
): Promise<Progress> {
  switch (step.do) {
    case 'remove': {
      const { pin } = step;
      const now = step.readFirst ? await methods.read(userId, pin) : pin;
      if (now === undefined) return removed(progress, { result: 'alreadyGone' });
      if (now.fingerprint !== pin.fingerprint) return removed(progress, { result: 'changed' });
      return removed(progress, await methods.remove(userId, pin));
    }
    case 'prefer':
      return preferred(progress, step.preference, await methods.prefer(userId, step.preference));
    case 'list': {
      await record(progress.run);
      if (step.after > 0) await sleep(step.after, undefined, { signal });
      return nextPass(progress, await methods.list(userId));
    }
  }
}
