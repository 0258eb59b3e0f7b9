import { expect } from 'chai';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { AT_ONCE, cast, groupId, readable, reading, type World } from '../product/world.js';
import { createHurriedWorld } from './hurried.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio, toldBy, withMethods, type Trio } from './people.js';
import { seeded } from './seeds.js';

const HINT = { service: 'graph', match: { path: /userRegistrationDetails/u } } as const;
const SECOND_FACTORS = ['phone', 'microsoftAuthenticator', 'softwareOath', 'hardwareOath'].map(
  (type) => `${type}Methods`,
);
/** How Graph words the refusal of the default method. */
const TEXTS = ['byType', 'otherMethods', 'matchesDefault'] as const;
/** Types Graph may have by the time somebody runs this version. */
const LATER = ['faceCheckAuthenticationMethod', 'wearableAuthenticationMethod'];

describe('F7 methods that Graph does not let go at once', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createHurriedWorld({ ...AT_ONCE, itGroup: await groupId('it') });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
    world.cloud.directory.methods.stuck.clear();
    world.cloud.directory.methods.strangers.clear();
  });

  seeded('the default method goes last, in whichever words Graph refuses it before', async (random, seed) => {
    const trio = newTrio(world);
    const { directory, log } = world.cloud;
    directory.methods.defaultRefusalText = TEXTS[seed % TEXTS.length]!;
    const methods = withMethods(world, trio.target, random, { never: ['alternateMobile'] });
    const standard = directory.methods.defaultOf(trio.target.person.id)?.id;
    // The report that hints at the default may be refused: then the refusal itself has to tell.
    if (random.below(2) === 0) world.cloud.faults.add({ ...HINT, kind: 'status', status: 403 });
    await approved(trio);
    await reading(trio.requester, /Pass this on/);
    expect(left(trio)).to.deep.equal([]);
    const applied = log.methodDeletes(trio.target.person.id).filter((one) => one.applied);
    expect(applied).to.have.lengthOf(methods.length);
    const factors = applied.filter(({ collection }) => SECOND_FACTORS.includes(collection));
    expect(factors.at(-1)?.methodId).to.equal(standard);
    await judge.verdict();
  });

  seeded('alternateMobile and mobile, which hold each other, both go', async (random, seed) => {
    const trio = newTrio(world);
    world.cloud.directory.methods.defaultRefusalText = TEXTS[seed % TEXTS.length]!;
    withMethods(world, trio.target, random, { always: ['mobile', 'alternateMobile'] });
    await approved(trio);
    await reading(trio.requester, /Pass this on/);
    expect(left(trio)).to.deep.equal([]);
    await judge.verdict();
  });

  seeded('of one that never goes IT reads what went and what stayed, and nobody reads “done”', async (random) => {
    const trio = newTrio(world);
    const { stuck } = world.cloud.directory.methods;
    const methods = withMethods(world, trio.target, random, { always: ['fido2', 'mobile', 'microsoftAuthenticator'] });
    stuck.add(random.pick(methods).id);
    const { reference } = await approved(trio);
    const card = await itCard(reference);
    await reading(trio.requester, /IT is on it/);
    const counted = (words: RegExp) => readable(card).match(words)?.length ?? 0;
    expect(left(trio)).to.have.lengthOf.at.least(1);
    expect(counted(/: refused by Microsoft Entra/gu)).to.equal(left(trio).length);
    expect(counted(/: removed/gu)).to.equal(methods.length - left(trio).length);
    await judge.verdict({ open: [reference] });
    expect(toldBy(trio.requester, /Pass this on/)).to.deep.equal([]);
    stuck.clear();
    await world.user(cast.it).tap(card, 'retry');
    await reading(trio.requester, /Pass this on/);
    expect(left(trio)).to.deep.equal([]);
    await judge.verdict();
  });

  seeded('an unknown type is left in place and named to IT, and nobody reads “done”', async (random) => {
    const trio = newTrio(world);
    const { strangers } = world.cloud.directory.methods;
    withMethods(world, trio.target, random);
    const type = random.pick(LATER);
    const version = random.pick(['v1.0', 'beta'] as const);
    strangers.set(trio.target.person.id, { type, version });
    const { reference } = await approved(trio);
    const card = await itCard(reference);
    expect(readable(card)).to.include(`${type}: left in place`);
    await reading(trio.requester, /IT is on it/);
    expect(left(trio)).to.deep.equal([]);
    await judge.verdict({ open: [reference] });
    expect(toldBy(trio.requester, /Pass this on/)).to.deep.equal([]);
    strangers.clear();
    await world.user(cast.it).tap(card, 'retry');
    await reading(trio.requester, /Pass this on/);
    await judge.verdict();
  });

  seeded('a type that only /beta lists is cleared, and its absence proven there', async (random) => {
    const trio = newTrio(world);
    const { log } = world.cloud;
    withMethods(world, trio.target, random, {
      always: [random.pick(['hardwareOath', 'qrCodePin'])],
      others: random.below(2) === 0,
    });
    await approved(trio);
    await reading(trio.requester, /Pass this on/);
    expect(left(trio)).to.deep.equal([]);
    const calls = log.calls.filter(({ path }) => path.includes(trio.target.person.id));
    const lastDelete = calls.findLastIndex(({ method }) => method === 'DELETE');
    const proof = calls.slice(lastDelete).some(({ path }) => /^\/beta\/.*\/authentication\/methods$/u.test(path));
    expect(proof, 'looked at /beta after the last DELETE').to.equal(true);
    await judge.verdict();
  });

  async function approved(trio: Trio): Promise<{ readonly reference: string }> {
    const { card, reference } = await askAs(judge, trio);
    await trio.approver.tap(card, 'approve');
    return { reference };
  }

  const left = ({ target }: { readonly target: TeamsUser }): readonly string[] =>
    world.cloud.directory.methodsOf(target.person.id).flatMap(({ type }) => (type === 'password' ? [] : [type]));

  const itCard = (reference: string): Promise<ChatMessage> =>
    world
      .user(cast.it)
      .waitFor(
        (message) =>
          readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"retry"'),
      );
});
