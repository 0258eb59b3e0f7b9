import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { AT_ONCE, cast, policyGroups, reading, send, typesOf } from '../product/world.js';
import { journalOf } from '../product/journal.js';
import { createCluster, type Cluster } from './cluster.js';
import { newTrio, type Trio } from './people.js';

const [LIMIT, ASKED] = [3, 9];

if (process.env['FAULT_STORE'] !== 'file')
  describe('F21 the kill switch of three instances', () => {
    let cluster: Cluster;
    before(async () => {
      cluster = await createCluster(3, { ...AT_ONCE, ...(await policyGroups()), limits: { resetsPerHour: LIMIT } });
    });
    after(async () => {
      await cluster.world.close();
    });

    async function asked({ requester, target, approver }: Trio): Promise<() => Promise<unknown>> {
      const form = { personId: target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
      const proposed = JSON.stringify((await send(requester, 'submitForm', form)).body);
      const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(proposed)?.[1] ?? '';
      await send(requester, 'confirm', { requestId });
      return () => send(approver, 'approve', { requestId });
    }

    it('lets exactly as many begin as may, however many are approved at once, until two people agree', async () => {
      const { world } = cluster;
      const trios = Array.from({ length: ASKED }, () => newTrio(world));
      const approvals: (() => Promise<unknown>)[] = [];
      for (const trio of trios) approvals.push(await asked(trio));
      await Promise.all(approvals.map((approve) => approve()));
      const reset = () => trios.filter(({ target }) => typesOf(world, target.person.displayName).length === 1).length;
      const touched = () =>
        trios.filter(({ target }) => world.cloud.log.methodDeletes(target.person.id).length > 0).length;
      const [dana, tomas] = [world.user(cast.it), world.user(cast.security)];

      await reading(dana, /Resets were stopped: more than usual/);
      await eventually(() => reset() === LIMIT);
      // Twice as long as a reset that waits takes to look again.
      await sleep(10_000);
      expect(touched()).to.equal(LIMIT);
      // Two taps of one person, on whichever instances, are one person.
      await Promise.all([send(dana, 'allowResets', {}), send(dana, 'allowResets', {}), send(dana, 'allowResets', {})]);
      await sleep(6_000);
      expect(touched()).to.equal(LIMIT);
      await send(tomas, 'allowResets', {});
      await eventually(() => reset() === 2 * LIMIT);
      await sleep(6_000);
      expect(touched()).to.equal(2 * LIMIT);
      const tripped = (await journalOf(world.product)).split('\n').filter((line) => line.includes('killSwitchTripped'));
      expect(new Set(tripped.filter((line) => line.includes('"mac"'))).size).to.equal(2);
    });
  });
