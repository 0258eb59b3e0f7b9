import { expect } from 'chai';
import type { Commit, Store } from '../../core/store.js';
import { createHolds } from '../../services/holds.js';
import type { Handlers } from '../../services/outbox.js';
import { settableClock } from '../fakes/clock.js';

describe('a hold', () => {
  const clock = settableClock();
  const reset = (attempt: number, dueAt: number) =>
    ({ kind: 'resetMethods', key: `resetMethods:r:${attempt}`, dueAt, requestId: 'r', attempt }) as const;
  const context = { signal: new AbortController().signal, attempts: 0 };

  it('lasts as long as was promised, however the wall clock leaps', async () => {
    let gone = 1_000;
    const begun: number[] = [];
    const holds = createHolds(clock, () => gone);
    const commits: Commit[] = [];
    const store = holds.noting({
      commit: async (commit: Commit) => {
        commits.push(commit);
        return { ok: true } as const;
      },
    } as unknown as Store);
    const { resetMethods } = holds.keeping({
      resetMethods: async ({ attempt }: { attempt: number }) => {
        begun.push(attempt);
        return 'done';
      },
    } as unknown as Handlers);

    const [at, effect] = [clock.now(), reset(1, clock.now() + 10_000)];
    const entry = { event: 'approved', at, by: 'morgan', policy: 'hash' } as const;
    await store.commit({ entries: [entry], effects: [effect] });
    expect(commits).to.have.lengthOf(1);
    clock.advance(2 * 3_600_000);
    gone += 4_000;
    expect(await resetMethods(effect, context)).to.deep.equal({ again: clock.now() + 6_000 });
    gone += 5_999;
    expect(await resetMethods(effect, context)).to.deep.equal({ again: clock.now() + 1 });
    expect(begun).to.deep.equal([]);
    gone += 1;
    expect(await resetMethods(effect, context)).to.equal('done');
    // What another process promised, or this one before it was started anew, is the wall clock's to say.
    expect(await resetMethods(reset(2, clock.now()), context)).to.equal('done');
    expect(begun).to.deep.equal([1, 2]);
  });
});
