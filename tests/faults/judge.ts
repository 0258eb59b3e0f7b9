import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE } from '../../sandbox/cloud/patience.js';
import { ask, cast, requestIdOf, type World } from '../product/world.js';
import { approvedFirst, oneEnd, oneRun, toldOnce, unended, type Finding } from './judge/invariants.js';
import type { Doubt } from './judge/testimony.js';
import { verifies } from './judge/verifies.js';
import { witness } from './judge/witness.js';
import { quiet } from './quiet.js';

/** A request a test has made; people by name or id. */
export interface Asked {
  readonly requestId: string;
  readonly reference: string;
  readonly requester?: string;
  readonly target: string;
  /** Two for a privileged target; one unless told. */
  readonly needed?: number;
  /** Who may approve it: by the directory the target's manager and theirs, unless told. */
  readonly approvers?: readonly string[];
}

/**
 * Judges by what the simulated cloud has seen, never by our own store:
 * I1 no DELETE without enough approvals by others, I2 one reset run, I3 one end, I4 each told once, I5 the audit chain.
 */
export interface Judge {
  /** Tells of a request. One that was accepted and not told of fails the verdict. */
  asked(request: Asked): void;
  /** Asks as `ask` does, and tells of it. */
  ask(...given: Parameters<typeof ask> extends [World, ...infer Rest] ? Rest : never): ReturnType<typeof ask>;
  /** A moment in which something was being sent and nobody can know whether it arrived: a frozen process, a cut line. */
  inDoubt(about?: Doubt['about']): void;
  /** Waits for the end of every request but those left open on purpose, then throws what does not hold. */
  verdict(options?: { readonly open?: readonly string[]; readonly chain?: false }): Promise<void>;
}

/** Begins to watch: before anything happens. */
export function watch(world: World): Judge {
  const { cloud } = world;
  const seen = witness(world);
  const idOf = (person: string): string => cloud.directory.user(person).id;

  function asked({ requester = cast.requester, target, needed = 1, approvers, ...named }: Asked): void {
    const manager = cloud.directory.managerOf(target);
    const above = manager && cloud.directory.managerOf(manager.id);
    const byRule = [manager, above].filter((person) => person !== undefined).map(({ id }) => id);
    const confirmed = seen
      .testimony()
      .taps.find(({ requestId, verb }) => requestId === named.requestId && verb === 'confirm');
    seen.cases.push({
      ...named,
      requester: idOf(requester),
      target: idOf(target),
      needed,
      approvers: approvers?.map(idOf) ?? byRule,
      askedAt: confirmed?.sentAt ?? Date.now(),
    });
  }

  return {
    asked,
    async ask(people = {}) {
      const made = await ask(world, people);
      asked({ target: cast.target, ...people, requestId: requestIdOf(made.card), reference: made.reference });
      return made;
    },
    inDoubt(about = 'everything') {
      seen.doubts.push({ at: Date.now(), about });
    },
    async verdict({ open = [], chain } = {}) {
      const waited = () => {
        const all = seen.testimony();
        return unended({ ...all, cases: all.cases.filter(({ reference }) => !open.includes(reference)) });
      };
      await patience(() => waited().length === 0);
      // What is sent twice comes on the heels of the first.
      await quiet(world);
      const all = seen.testimony();
      const findings: readonly Finding[] = [approvedFirst, oneRun, oneEnd, toldOnce].flatMap((holds) => holds(all));
      const broken =
        chain === false
          ? []
          : await verifies(world).then(
              () => [],
              (error: unknown) => [`I5: ${String(error)}`],
            );
      const wrong = [...findings, ...waited(), ...broken];
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  };
}

/** Resolves once it is so, or when nothing more will come of waiting. */
async function patience(isSo: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!isSo() && Date.now() < end) await sleep(50);
}
