import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../core/effects.js';
import type { Claim, Store } from '../../core/store.js';
import {
  startPump,
  type EffectOf,
  type Handler,
  type Handlers,
  type Pump,
  type PumpOptions,
} from '../../services/outbox.js';
import { backOff } from '../../services/outbox/backOff.js';
import { describeError } from '../../services/outbox/describeError.js';
import { Undeliverable } from '../../services/outbox/undeliverable.js';
import { effect, settledWithin } from '../contract/store.js';
import { settableClock, type SettableClock } from '../fakes/clock.js';
import { fakeDisk, type FakeDisk } from '../fakes/disk.js';
import { openOn } from '../fakes/diskStore.js';
import { collectingLog, type CollectingLog } from '../fakes/log.js';
import { eventually } from '../eventually.js';

const done: Handler = async () => 'done';

describe('the outbox pump', () => {
  let disk: FakeDisk;
  let store: Store;
  let clock: SettableClock;
  let log: CollectingLog;
  let pump: Pump | undefined;
  let now: number;
  let opened: Store;
  let renewals: number;
  let renewing: Store['renew'];

  beforeEach(async () => {
    disk = fakeDisk();
    opened = await openOn(disk);
    renewals = 0;
    renewing = (...given) => opened.renew(...given);
    store = {
      ...opened,
      async renew(...given) {
        const kept = await renewing(...given);
        renewals += 1;
        return kept;
      },
    };
    clock = settableClock();
    now = clock.now();
    log = collectingLog();
  });
  afterEach(async () => {
    await pump?.stop(0);
    pump = undefined;
    await store.close();
  });

  /** Every kind is done at once but for those given; `random` 1 makes waits as long as they get. */
  function start(handlers: Partial<Handlers>, options: Partial<PumpOptions> = {}): Pump {
    const all: Handlers = {
      refreshCards: done,
      tell: done,
      mail: done,
      mailTarget: done,
      resetMethods: done,
      containAccount: done,
      weighRegistration: done,
      watch: done,
      remind: done,
      escalate: done,
      expire: done,
      erase: done,
      eraseWords: done,
      reconcile: done,
      post: done,
      delegationEnds: done,
      dailyDigest: done,
      ...handlers,
    };
    pump = startPump({ store, handlers: all, clock, log, options: { maxSleepMs: 5, random: () => 1, ...options } });
    return pump;
  }

  /** A handler that notes the keys it was given. */
  function noting(then: Handler<EffectOf<'refreshCards'>> = done): {
    keys: string[];
    handler: Handler<EffectOf<'refreshCards'>>;
  } {
    const keys: string[] = [];
    const handler: Handler<EffectOf<'refreshCards'>> = async (given, context) => {
      keys.push(given.key);
      return then(given, context);
    };
    return { keys, handler };
  }

  const commit = (...effects: Effect[]) => store.commit({ effects });
  const failing =
    (more: object = {}): Handler<EffectOf<'refreshCards'>> =>
    async () => {
      throw Object.assign(new Error('no answer'), more);
    };
  const pending = async () => (await store.nextDueIn(now)) !== undefined;
  async function allSettled(): Promise<void> {
    await eventually(async () => !(await pending()));
  }

  /** A lease is renewed in thirds: after six it would have lapsed, had nobody renewed it. */
  async function renewed(): Promise<void> {
    const before = renewals;
    await settledWithin(() => renewals >= before + 6);
    expect(renewals).to.be.at.least(before + 6);
  }
  /** Renewed before anybody looks for lapsed ones, however slow the machine is just now. */
  const SHORT_LEASE = { leaseMs: 150, maxSleepMs: 60_000 };

  it('does what is due, each effect by the handler of its kind, and settles it', async () => {
    const told: string[] = [];
    start({
      tell: async ({ notice }) => {
        told.push(notice);
        return 'done';
      },
    });
    await commit({ kind: 'tell', key: 't', dueAt: now, requestId: 'r', to: { group: 'it' }, notice: 'frozen' });
    await allSettled();
    expect(told).to.deep.equal(['frozen']);
  });

  it('goes on with what was there before it started', async () => {
    await commit(effect('a', now));
    start({});
    await allSettled();
  });

  it('wakes when a commit brings effects, long before its sleep is over', async () => {
    const { keys, handler } = noting();
    start({ refreshCards: handler }, { maxSleepMs: 60_000 });
    await sleep(30);
    await commit(effect('a', now));
    await settledWithin(() => keys.length === 1, 30_000);
    expect(keys).to.deep.equal(['a']);
  });

  it('does nothing before it is due, and does it then, though the clock leaps', async () => {
    const { keys, handler } = noting();
    start({ refreshCards: handler });
    await commit(effect('a', now + 40 * 24 * 60 * 60_000));
    await sleep(40);
    expect(keys).to.deep.equal([]);
    clock.advance(40 * 24 * 60 * 60_000);
    await settledWithin(() => keys.length === 1);
    expect(keys).to.deep.equal(['a']);
  });

  it('an effect due in a hundred days does not make it spin', async () => {
    let claims = 0;
    const counting: Store = { ...store, claim: (options) => ((claims += 1), store.claim(options)) };
    await commit(effect('a', now + 100 * 24 * 60 * 60_000));
    const own = startPump({ store: counting, handlers: {} as Handlers, clock, log, options: { maxSleepMs: 2 ** 40 } });
    await sleep(50);
    await own.stop(0);
    expect(claims).to.be.lessThan(3);
  });

  it('runs no more handlers at once than it may, and all in the end', async () => {
    let running = 0;
    let most = 0;
    const { keys, handler } = noting(async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      return 'done';
    });
    start({ refreshCards: handler }, { concurrency: 3, maxSleepMs: 60_000 });
    await commit(...Array.from({ length: 20 }, (_, i) => effect(`e${i}`, now)));
    await settledWithin(() => keys.length === 20);
    await allSettled();
    expect(most).to.equal(3);
    expect(new Set(keys).size).to.equal(20);
  });

  it('tries a failed effect again, after waits that double, and one failing handler stops no other', async () => {
    const { keys, handler } = noting(failing());
    start({ refreshCards: handler }, { backOffMs: { first: 100, longest: 350 } });
    await commit(effect('a', now), { kind: 'remind', key: 'r', dueAt: now, requestId: 'r1' });
    for (const wait of [100, 200, 350, 350]) {
      const tries = keys.length + 1;
      await settledWithin(() => keys.length === tries);
      await settledWithin(() => log.messages('warn').length === tries);
      expect(await store.nextDueIn(clock.now())).to.equal(wait);
      clock.advance(wait - 1);
      await sleep(20);
      expect(keys).to.have.length(tries);
      clock.advance(1);
    }
  });

  it('half of a wait is left to chance', () => {
    const bounds = { first: 1_000, longest: 60_000 };
    expect(backOff(3, bounds, () => 0)).to.equal(2_000);
    expect(backOff(3, bounds, () => 0.5)).to.equal(3_000);
    expect(backOff(2_000, bounds, () => 0)).to.equal(30_000);
  });

  for (const [asked, waits] of [
    [7_777, 7_777],
    [1e12, 24 * 60 * 60_000],
    [-1, 5_000],
    [NaN, 5_000],
    ['soon', 5_000],
  ] as const) {
    it(`an error that asks to be retried after ${asked} is retried after ${waits} ms`, async () => {
      start({ refreshCards: failing({ retryAfterMs: asked }) });
      await commit(effect('a', now));
      await settledWithin(() => log.messages('warn').length === 1);
      expect(await store.nextDueIn(now)).to.equal(waits);
    });
  }

  it('parks an effect after its last try, tells IT, and goes on with others', async () => {
    const parked: string[] = [];
    start(
      { refreshCards: failing() },
      {
        backOffMs: { first: 1, longest: 1 },
        maxTries: 3,
        onParked({ key }, error) {
          parked.push(`${key}: ${error}`);
          return Promise.reject(new Error('a broken alarm'));
        },
      },
    );
    await commit(effect('a', now));
    await eventually(() => {
      clock.advance(1);
      return parked.length > 0;
    });
    expect(parked).to.deep.equal(['a: Error: no answer']);
    const [record] = await store.parked(10);
    expect(record).to.deep.include({ attempts: 3, error: 'Error: no answer' });
    expect(record?.effect.key).to.equal('a');
    expect(log.lines.find(({ level }) => level === 'error')?.data).to.deep.equal({
      effect: 'a',
      tries: 3,
      error: 'Error: no answer',
    });
    await commit({ kind: 'remind', key: 'r', dueAt: now, requestId: 'r1' });
    await allSettled();
  });

  it('parks at once what another try would not change', async () => {
    start({ mail: () => Promise.reject(new Undeliverable('no such mailbox')) });
    await commit({ kind: 'mail', key: 'm', dueAt: now, requestId: 'r1', to: { person: 'p' }, notice: 'completed' });
    await settledWithin(() => log.messages('error').length > 0);
    const [record] = await store.parked(10);
    expect(record).to.deep.include({ attempts: 1, error: 'Undeliverable: no such mailbox' });
  });

  it('a kind can have tries of its own', async () => {
    start({ refreshCards: failing() }, { maxTriesOf: { refreshCards: 1 } });
    await commit(effect('a', now));
    await settledWithin(() => log.messages('error').length > 0);
    expect(await store.parked(10)).to.have.length(1);
  });

  it('a handler that says `again` is called again then, and that counts as no failure', async () => {
    const attempts: number[] = [];
    const later: Handler<EffectOf<'refreshCards'>> = async (_, context) => {
      attempts.push(context.attempts);
      if (attempts.length === 1) throw new Error('no answer');
      return attempts.length < 20 ? { again: clock.now() } : 'done';
    };
    start({ refreshCards: later }, { backOffMs: { first: 0, longest: 0 }, maxTries: 2 });
    await commit(effect('a', now));
    await settledWithin(() => attempts.length === 20);
    await allSettled();
    expect(attempts).to.deep.equal([0, 1, ...Array.from({ length: 18 }, () => 0)]);
    expect(await store.parked(10)).to.deep.equal([]);
  });

  it('a handler that says `again` at no instant has failed', async () => {
    start({ refreshCards: async () => ({ again: NaN }) });
    await commit(effect('a', now));
    await settledWithin(() => log.messages('warn').length === 1);
    expect(await store.nextDueIn(now)).to.equal(5_000);
  });

  it('a handler that takes too long is aborted, and that try has failed', async () => {
    const aborted: unknown[] = [];
    start(
      {
        refreshCards: (_, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => aborted.push(signal.reason));
          }),
      },
      { timeLimitMs: 20 },
    );
    await commit(effect('a', now));
    await settledWithin(() => log.messages('warn').length === 1);
    expect(String(aborted[0])).to.contain('longer than 20 ms');
    expect(await store.nextDueIn(now)).to.equal(5_000);
  });

  it('keeps the lease of a handler that runs longer than the lease', async () => {
    let finish = (): void => undefined;
    const { keys, handler } = noting(
      () =>
        new Promise((resolve) => {
          finish = () => {
            resolve('done');
          };
        }),
    );
    start({ refreshCards: handler }, SHORT_LEASE);
    await commit(effect('a', now));
    await settledWithin(() => keys.length === 1);
    await renewed();
    expect(await store.claim({ now: clock.now(), limit: 1, leaseMs: 1 })).to.deep.equal([]);
    finish();
    await allSettled();
    expect(keys).to.deep.equal(['a']);
  });

  it('a handler whose lease was lost is aborted and settles nothing', async () => {
    let signal: AbortSignal | undefined;
    start(
      {
        refreshCards: (_, context) =>
          new Promise(() => {
            ({ signal } = context);
          }),
      },
      { leaseMs: 30, concurrency: 1 },
    );
    renewing = async () => {
      throw new Error('no answer');
    };
    await commit(effect('a', now));
    await settledWithin(() => signal !== undefined);
    let stolen: Claim | undefined;
    await eventually(async () => ([stolen] = await store.claim({ now, limit: 1, leaseMs: 1e6 })).length === 1);
    expect(signal!.aborted).to.equal(false);
    renewing = (...given) => opened.renew(...given);
    await settledWithin(() => signal!.aborted);
    expect(String(signal!.reason)).to.contain('lease was lost');
    await pump!.stop(1_000);
    expect(await store.renew(stolen!, 1e6)).to.equal(true);
  });

  it('an outcome that cannot be stored is stored later, and the effect is done once', async () => {
    const { keys, handler } = noting();
    await commit(effect('a', now));
    disk.failing = (call) => (call === 'sync' ? 'ENOSPC' : undefined);
    start({ refreshCards: handler }, SHORT_LEASE);
    await settledWithin(() => log.messages('error').length > 0);
    await renewed();
    disk.failing = () => undefined;
    await allSettled();
    expect(keys).to.deep.equal(['a']);
  });

  it('outlives a store that fails, and says so', async () => {
    let broken = true;
    const { keys, handler } = noting();
    const sometimes: Store = {
      ...store,
      claim: async (options) => {
        if (broken) throw new Error('connection refused');
        return store.claim(options);
      },
    };
    const handlers = { refreshCards: handler } as unknown as Handlers;
    const own = startPump({ store: sometimes, handlers, clock, log, options: { maxSleepMs: 5 } });
    await settledWithin(() => log.messages('error').length === 1);
    broken = false;
    await commit(effect('a', now));
    await settledWithin(() => keys.length === 1);
    await own.stop(100);
    expect(log.messages('error')).to.deep.equal(['the outbox could not reach the store']);
    expect(keys).to.deep.equal(['a']);
  });

  it('stop lets running handlers finish and takes nothing new', async () => {
    let finish = (): void => undefined;
    const { keys, handler } = noting(
      () =>
        new Promise((resolve) => {
          finish = () => {
            resolve('done');
          };
        }),
    );
    start({ refreshCards: handler }, { concurrency: 2 });
    await commit(effect('a', now));
    await settledWithin(() => keys.length === 1);
    const stopping = pump!.stop(5_000);
    await commit(effect('b', now));
    await sleep(20);
    finish();
    await stopping;
    expect(keys).to.deep.equal(['a']);
    const left = await store.claim({ now: now + 1e6, limit: 9, leaseMs: 1 });
    expect(left.map((claim) => claim.effect.key)).to.deep.equal(['b']);
  });

  it('stop waits no longer than its limit; the effect stays for the next start', async () => {
    let begun = false;
    let aborted = false;
    start(
      {
        refreshCards: (_, { signal }) =>
          new Promise((resolve) => {
            begun = true;
            signal.addEventListener('abort', () => {
              aborted = true;
              resolve('done');
            });
          }),
      },
      { leaseMs: 1_500 },
    );
    await commit(effect('a', now));
    await settledWithin(() => begun);
    const before = Date.now();
    await Promise.all([pump!.stop(50), pump!.stop(50)]);
    expect(Date.now() - before).to.be.at.least(45);
    expect(aborted).to.equal(true);
    expect(log.messages('warn')).to.deep.equal(['stopped with handlers running; the next start goes on']);
    expect(await store.claim({ now, limit: 1, leaseMs: 1 })).to.deep.equal([]);
    await eventually(async () => (await store.claim({ now, limit: 1, leaseMs: 1 })).length === 1);
  });

  it('errors are described without addresses, numbers and tokens, but with ids', () => {
    const id = '6b1f2c1e-1234-4321-9876-123456789012';
    const said = describeError(
      new Error(
        `Graph: 404 for user ${id} (ann.lee@contoso.com, +49 170 1234567, 004917012345678) eyJhbGciOi.eyJzdWIi.c2ln`,
      ),
    );
    expect(said).to.equal(`Error: Graph: 404 for user ${id} [address] [number], [number]) [token]`);
    expect(describeError('x'.repeat(1_000))).to.have.length(300);
  });
});
