import { expect } from 'chai';
import { act, requestWrite } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import { isRefusal } from '../../core/refusal.js';
import { readExecutionRights } from '../../core/rights.js';
import { openPostgresStore } from '../../services/store/postgres/postgresStore.js';
import { openWorld } from '../core/world.js';
import { settableClock } from '../fakes/clock.js';
import { collectingLog } from '../fakes/log.js';
import { APPROVED, MINUTE, person, request, run } from '../fakes/rows.js';
import { freshDatabase } from '../postgres/database.js';

const [LIMIT, BEGUN] = [5, 30];

describe('the kill switch on one PostgreSQL', () => {
  it('of thirty resets that three instances begin at once lets exactly as many as may', async () => {
    const [database, world] = await Promise.all([freshDatabase(), openWorld()]);
    const options = { url: database.url, auditKey: 'generated', clock: settableClock(), log: collectingLog() };
    const stores = await Promise.all([1, 2, 3].map(() => openPostgresStore(options)));
    try {
      world.clock.set(APPROVED + MINUTE);
      const rows = Array.from({ length: BEGUN }, (_, index) => {
        const target = person(`target-${index}`);
        world.directory.put({ id: target.id });
        world.directory.setManager(target.id, 'manager');
        return request('approved', { id: `id-${index}`, reference: `r-${index}`, target });
      });
      await stores[0]!.commit({ writes: rows.map((row) => requestWrite(row, 0)) });
      const policy = { limits: { requestsPerDay: 10, resetsPerHour: LIMIT } };
      let begun = 0;
      await Promise.all(
        rows.map(async (row, index) => {
          const deps = { ...world.deps(policy), store: stores[index % 3]! };
          const atExecution = await readExecutionRights(deps.directory, deps.policy, row, world.clock.now());
          const start = () => act(deps, row.id, { type: 'resetStarted', by: SYSTEM, run: run() }, { atExecution });
          // Whoever lost too often comes again, as the outbox has it.
          for (let outcome; outcome === undefined;) {
            outcome = await start().catch((error: unknown) => {
              expect(String(error)).to.match(/changed 8 times/);
              return undefined;
            });
            if (outcome !== undefined && !isRefusal(outcome)) begun += 1;
          }
        }),
      );
      expect(begun).to.equal(LIMIT);
      expect((await stores[1]!.read('pace', 'resets'))?.value).to.deep.include({
        hour: { hour: Math.floor(APPROVED / (60 * MINUTE)), resets: LIMIT },
      });
      expect((await stores[2]!.read('pace', 'resets'))?.value.tripped).to.include({ resets: LIMIT, limit: LIMIT });
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await Promise.all([database.dispose(), world.close()]);
    }
  });
});
