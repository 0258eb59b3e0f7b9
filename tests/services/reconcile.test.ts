import { expect } from 'chai';
import type { JournalEntry } from '../../core/command.js';
import { beginReconciling } from '../../core/reconciling.js';
import type { LoggedDelete, MethodDeletes } from '../../core/ports.js';
import type { Instant } from '../../core/request.js';
import type { HandlerDeps } from '../../services/effectHandlers/deps.js';
import { reconcile } from '../../services/effectHandlers/reconcile.js';
import type { EffectOf } from '../../services/outbox.js';
import { openWorld, type World } from '../core/world.js';
import { collectingLog, type CollectingLog } from '../fakes/log.js';
import { ASKED, HOUR, MINUTE } from '../fakes/rows.js';

describe('reconciling with Entra’s log', () => {
  let world: World;
  let log: CollectingLog;
  let asked: Instant[];
  let answer: Awaited<ReturnType<MethodDeletes['since']>> | Error;
  beforeEach(async () => {
    world = await openWorld();
    [log, asked, answer] = [collectingLog(), [], []];
  });
  afterEach(() => world.close());

  const deleted = (id: string, at: Instant): LoggedDelete => ({
    id,
    at,
    activity: 'Admin deleted security info',
    userId: 'target',
  });

  /** What is queued after a start, and after that by itself. */
  async function look(effect?: EffectOf<'reconcile'>) {
    const wanted = effect ?? (await begun());
    const deletes: MethodDeletes = {
      async since(from) {
        asked.push(from);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
    return reconcile({ ...world.deps(), deletes, log } as unknown as HandlerDeps, wanted);
  }
  async function begun(): Promise<EffectOf<'reconcile'>> {
    await beginReconciling(world);
    const claims = await world.store.claim({ now: world.clock.now(), limit: 100, leaseMs: 60_000 });
    const effects = claims.map((claim) => claim.effect).filter((effect) => effect.kind === 'reconcile');
    return effects.at(-1)!;
  }
  async function alarms(): Promise<JournalEntry[]> {
    const { value } = (await world.store.read('reconciliation', 'entra'))!;
    const claims = await world.store.claim({ now: world.clock.now(), limit: 100, leaseMs: 1 });
    expect(claims.filter(({ effect }) => effect.kind === 'tell').length).to.equal(value.alarmed.length > 0 ? 2 : 0);
    return value.alarmed as unknown as JournalEntry[];
  }

  it('comes again every hour, and looks six hours back behind the last look, never before the first start', async () => {
    const effect = await begun();
    expect(await look(effect)).to.deep.equal({ again: ASKED + HOUR });
    for (let hour = 1; hour <= 8; hour++) {
      world.clock.advance(HOUR);
      await look(effect);
    }
    expect(asked.map((from) => (from - ASKED) / HOUR)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('a later start begins its own looks, the first at once; the earlier ones end', async () => {
    const earlier = await begun();
    world.clock.advance(MINUTE);
    const later = await begun();
    expect(later.dueAt).to.equal(ASKED + MINUTE);
    expect(await look(earlier)).to.equal('done');
    expect(await look(later)).to.deep.equal({ again: ASKED + MINUTE + HOUR });
  });

  it('each record is alarmed once, however often it is read', async () => {
    const effect = await begun();
    answer = [deleted('one', ASKED)];
    await look(effect);
    world.clock.advance(HOUR);
    await look(effect);
    expect(await alarms()).to.deep.equal([{ id: 'one', at: ASKED }]);
  });

  it('without permission or licence it says so and comes again; what was not read is read later', async () => {
    const effect = await begun();
    answer = 'refused';
    world.clock.advance(8 * HOUR);
    expect(await look(effect)).to.deep.equal({ again: ASKED + 9 * HOUR });
    expect(log.messages('warn')[0]).to.match(
      /stolen credential would not be noticed: .*AuditLog\.Read\.All and Directory\.Read\.All.*licence/u,
    );
    answer = [];
    world.clock.advance(HOUR);
    await look(effect);
    expect(asked.at(-1)).to.equal(ASKED);
    expect(await alarms()).to.deep.equal([]);
  });

  it('where Graph does not answer it comes again sooner, and is never given up', async () => {
    const effect = await begun();
    answer = new Error('no answer');
    expect(await look(effect)).to.deep.equal({ again: ASKED + 10 * MINUTE });
    expect(log.messages('warn')).to.deep.equal(['Entra’s audit log could not be read; it is tried again']);
  });
});
