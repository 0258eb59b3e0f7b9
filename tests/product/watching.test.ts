import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, AT_ONCE, cast, createWorld, reading } from './world.js';

describe('the look for a new registration', () => {
  it('is over when the policy says so', async () => {
    const world = await createWorld({ policy: { ...AT_ONCE, watchFor: 'PT10S' } });
    try {
      const { card, reference } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
      const { id } = world.cloud.directory.user(cast.target);
      const looks = () =>
        world.cloud.log.of({ service: 'graph', method: 'GET', path: `/v1.0/users/${id}/authentication/methods` });
      const before = looks().length;
      await eventually(() => looks().length > before);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(looks().length - before).to.equal(1);
    } finally {
      await world.close();
    }
  });

  it('goes on after one that fails', async () => {
    const world = await createWorld({ policy: AT_ONCE });
    try {
      const { card, reference } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
      world.cloud.faults.add({
        service: 'graph',
        match: { method: 'GET', path: /authentication/ },
        kind: 'status',
        status: 403,
        times: 1,
      });
      world.cloud.directory.registerMethod(cast.target, 'microsoftAuthenticator');
      await reading(world.user(cast.requester), /has set up MFA again/);
      expect(world.product.output()).to.not.match(/watch:[^\n]*failed and will be tried/);
    } finally {
      await world.close();
    }
  });
});
