import { expect } from 'chai';
import type { withAction } from './world.js';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  managerOf,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  typesOf,
  type World,
} from './world.js';

describe('IT', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { ...AT_ONCE, itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  /** A request whose passkey refuses to go; resolves when IT has its card. */
  async function stuck(target: string) {
    const fault = world.cloud.faults.add({
      service: 'graph',
      match: { method: 'DELETE' },
      kind: 'status',
      status: 400,
      code: 'badRequest',
      message: 'Not today.',
    });
    const { card, reference } = await ask(world, { target });
    await world.user(managerOf(world, target)).tap(card, 'approve');
    const theirs = await world
      .user(cast.it)
      .waitFor((message) => readable(message).includes(reference) && has(message, 'retry'));
    return { fault, reference, card: theirs, requestId: requestIdOf(card) };
  }
  const has = (message: Awaited<ReturnType<typeof withAction>>, verb: string): boolean =>
    JSON.stringify(message.activity).includes(`"verb":"${verb}"`);

  it('tries again what was refused; everybody’s card follows', async () => {
    const { fault, reference, card } = await stuck(cast.phoneOnly);
    const rui = world.user(cast.itSecond);
    const other = await rui.waitFor((message) => readable(message).includes(reference) && has(message, 'retry'));
    fault.remove();
    await world.user(cast.it).tap(card, 'retry');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    expect(typesOf(world, cast.phoneOnly)).to.deep.equal(['password']);
    await rui.waitFor((message) => message.id === other.id && !has(message, 'retry'));
  });

  it('is told again when it fails again, without a second card', async () => {
    const { reference, card, fault } = await stuck(cast.twoPhones);
    const dana = world.user(cast.it);
    await dana.tap(card, 'retry');
    await dana.waitFor(
      (message) =>
        message.id !== card.id && readable(message).includes(reference) && /further up/.test(readable(message)),
    );
    const cards = dana.botMessages.filter((message) => readable(message).includes(reference) && has(message, 'retry'));
    expect(cards).to.have.lengthOf(1);
    fault.remove();
    // And finishes it by hand, with a note that stays in IT.
    await dana.tap(card, 'close');
    const closed = await dana.tap(card, 'close', { text: 'Cleared in the admin centre' });
    expect(JSON.stringify(closed.card)).to.include('Cleared in the admin centre');
    const done = await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*by hand`));
    expect(readable(done)).to.not.include('Cleared in the admin centre');
  });

  it('only IT can do that', async () => {
    const { requestId, reference } = await stuck(cast.target);
    for (const name of [cast.requester, cast.approver, cast.target, cast.ceo])
      for (const [verb, data] of [
        ['retry', { requestId }],
        ['close', { requestId, text: 'never mind' }],
      ] as const) {
        const { body } = await send(world.user(name), verb, data);
        expect(JSON.stringify(body), `${name} ${verb}`).to.match(/Only IT|can’t find/);
      }
    expect(typesOf(world, cast.target).length).to.be.greaterThan(1);
    expect(readable(world.user(cast.it).botMessages.at(-1)!)).to.include(reference);
  });

  it('sees any request by its reference', async () => {
    const { reference } = await ask(world, { target: cast.everything });
    await world.user(cast.it).say(`status ${reference}`);
    const seen = readable(world.user(cast.it).botMessages.at(-1)!);
    expect(seen).to.include(reference).and.to.include('Sam Whitfield').and.to.include('Ingrid Sørensen');
  });

  it('hears why somebody’s reset was refused; the requester does not', async () => {
    const sam = world.user(cast.requester);
    const { userPrincipalName } = world.cloud.directory.user(cast.disabled);
    for (let times = 0; times < 2; times++) await sam.say(`reset mfa for ${userPrincipalName} because of a new phone`);
    expect(readable(sam.botMessages.at(-1)!))
      .to.match(/can’t be reset here/)
      .and.not.match(/disabled|blocked/i);
    const told = await reading(world.user(cast.it), /disabled/i);
    expect(readable(told)).to.include(cast.disabled).and.to.include('Sam Whitfield');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const notices = world.user(cast.it).botMessages.filter((message) => readable(message).includes(cast.disabled));
    expect(notices).to.have.lengthOf(1);
  });
});

describe('without a group of IT', () => {
  it('whoever approved can try again', async () => {
    const world = await createWorld({ policy: AT_ONCE });
    try {
      const fault = world.cloud.faults.add({
        service: 'graph',
        match: { method: 'DELETE' },
        kind: 'status',
        status: 400,
        code: 'badRequest',
      });
      const { card, reference } = await ask(world);
      const morgan = world.user(cast.approver);
      await morgan.tap(card, 'approve');
      await morgan.waitFor(
        (message) => message.id === card.id && JSON.stringify(message.activity).includes('"verb":"retry"'),
      );
      await reading(morgan, /that you approved isn’t finished/);
      fault.remove();
      await morgan.tap(card, 'retry');
      await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    } finally {
      await world.close();
    }
  });
});
