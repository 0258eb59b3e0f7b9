import { expect } from 'chai';
import { eventually } from '../eventually.js';
import type { Mail } from '../../sandbox/cloud/index.js';
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
  withAction,
  type World,
} from './world.js';
import { journalOf } from './journal.js';

const ORIGIN = 'https://mfa.contoso.example';

describe('“this wasn’t me”', () => {
  let world: World;
  before(async () => {
    const groups = await policyGroups();
    world = await createWorld({
      policy: { undoFor: 'PT1S', ...groups, limits: { requestsPerDay: 100 } },
      environment: { PUBLIC_URL: ORIGIN },
    });
  });
  after(() => world.close());

  it('tapped by the user it stops the request, and only IT lets it go on', async () => {
    const { reference, card } = await ask(world);
    const priya = world.user(cast.target);
    const before = typesOf(world, cast.target);
    const { card: answered } = await priya.tap(await withAction(priya, 'freeze'), 'freeze');
    expect(JSON.stringify(answered))
      .to.include('The reset is stopped')
      .and.include('You said that this wasn’t you')
      .and.include('only IT can let it go on');
    for (const name of [cast.it, cast.security])
      expect(readable(await reading(world.user(name), /this wasn’t me/))).to.include(reference);
    await reading(world.user(cast.requester), /request is on hold/);
    const mail = await mailTo(cast.target, /is stopped/, reference);
    expect(mail.content).to.include('Have you told anybody');

    const morgan = world.user(cast.approver);
    const { body } = await send(morgan, 'approve', { requestId: requestIdOf(card) });
    expect(JSON.stringify(body)).to.match(/on hold/i);
    // The requester can call it off, and not release it.
    await world.user(cast.requester).say(`release ${reference} it was her`);
    expect(readable(world.user(cast.requester).botMessages.at(-1)!)).to.include('Only IT');

    const dana = world.user(cast.it);
    const alert = await dana.waitFor((message) => readable(message).includes(reference));
    await dana.tap(alert, 'show');
    await dana.tap(alert, 'release');
    const { card: released } = await dana.tap(alert, 'release', { text: 'Spoke to her in person' });
    expect(JSON.stringify(released)).to.include('“Spoke to her in person” – Dana Kowalski');
    await reading(priya, new RegExp(`${reference}[\\s\\S]*looked into the objection`));
    expect(readable(priya.botMessages.at(-1)!)).to.not.include('Spoke to her');
    await morgan.tap(await withAction(morgan, 'approve'), 'approve');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    expect(typesOf(world, cast.target)).to.not.deep.equal(before);
  });

  it('typed by the user it stops the approval that was given a moment ago', async () => {
    const { reference, card } = await ask(world, { target: cast.phoneOnly });
    await world.user(managerOf(world, cast.phoneOnly)).tap(card, 'approve');
    const alex = world.user(cast.phoneOnly);
    await alex.say('This wasn’t me!');
    expect(readable(alex.botMessages.at(-1)!))
      .to.include(reference)
      .and.include('The reset is stopped');
    await alex.say(`not me ${reference}`);
    expect(readable(alex.botMessages.at(-1)!)).to.include('The reset is stopped');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(typesOf(world, cast.phoneOnly)).to.include('phone');
    // Nobody else can say it for them.
    await world.user(cast.ceo).say(`this wasn't me ${reference}`);
    expect(readable(world.user(cast.ceo).botMessages.at(-1)!)).to.include('can’t find that request');
    await world.user(cast.ceo).say('it was not me');
    expect(readable(world.user(cast.ceo).botMessages.at(-1)!)).to.include('Nobody has asked to reset your MFA');
  });

  it('by the link of a mail it needs no sign-in, the reference, and says by which way it came', async () => {
    const { reference } = await ask(world, { target: cast.twoPhones });
    const mail = await mailTo(cast.twoPhones, /asked to reset/, reference);
    const page = await open(linkIn(mail));
    expect(page.status).to.equal(200);
    for (const words of [reference, 'Alex', 'Sam', 'phone, the old']) expect(page.text).to.not.include(words);
    const wrong = await submit(linkIn(mail), 'MFA-22222');
    expect([wrong.status, wrong.text]).to.satisfy(
      ([status, text]: [number, string]) => status === 422 && text.includes('isn’t the reference'),
    );
    const { status, text } = await submit(linkIn(mail), reference.toLowerCase());
    expect(status).to.equal(200);
    expect(text).to.include('The reset is stopped').and.include('Have you told anybody');
    await reading(world.user(cast.twoPhones), new RegExp(`${reference}[\\s\\S]*link in a mail to you`));
    await mailTo(cast.twoPhones, /is stopped/, reference);
    const alert = await reading(
      world.user(cast.it),
      new RegExp(`${reference}[\\s\\S]*this wasn’t me|this wasn’t me[\\s\\S]*${reference}`),
    );
    await world.user(cast.it).tap(alert, 'show');
    await reading(world.user(cast.it), /came by the link in a mail/);
    expect((await open(linkIn(mail))).text)
      .to.include('The reset is stopped')
      .and.not.include('<form');
    expect(await journalOf(world.product)).to.match(/"event":"frozen"[^\n]*"via":"link"/);
    expect(await journalOf(world.product)).to.include('wrongReference');
  });

  it('the link lasts over a restart, and so do the tries at it', async () => {
    const { reference } = await ask(world, { target: cast.deadlock });
    const mail = await mailTo(cast.deadlock, /asked to reset/, reference);
    for (let tries = 0; tries < 5; tries++) await submit(linkIn(mail), `MFA-2222${tries}`);
    expect((await submit(linkIn(mail), reference)).status).to.equal(429);
    await world.product.kill();
    await world.product.start();
    expect((await submit(linkIn(mail), reference)).status).to.equal(429);
    expect((await open(linkIn(mail))).text).to.include('<form');
  });

  function mailTo(name: string, subject: RegExp, reference: string): Promise<Mail> {
    const address = world.user(name).person.mail ?? '';
    return world.cloud.mailbox.waitFor(
      (mail) => mail.to.includes(address) && subject.test(mail.subject) && mail.subject.includes(reference),
    );
  }
  function linkIn({ content }: Mail): URL {
    const [link = ''] = /https:\S+\/stop\?t=\S+/.exec(content) ?? [];
    return new URL(link.replace(ORIGIN, world.product.url));
  }
  async function open(link: URL) {
    const response = await fetch(link);
    return { status: response.status, text: await response.text() };
  }
  async function submit(link: URL, reference: string) {
    const body = new URLSearchParams({ t: link.searchParams.get('t') ?? '', reference });
    const response = await fetch(new URL('/stop', link), { method: 'POST', body });
    return { status: response.status, text: await response.text() };
  }
});

describe('containment', () => {
  let world: World;
  before(async () => {
    const groups = await policyGroups();
    const policy = { ...AT_ONCE, ...groups, limits: { requestsPerDay: 100 }, contain: { blockSignIn: true } };
    world = await createWorld({ policy });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  /** A reset that is done, and something registered after it. */
  async function registeredBySomebody(target: string) {
    const { card, reference } = await ask(world, { target });
    await world.user(managerOf(world, target)).tap(card, 'approve');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const key = world.cloud.directory.registerMethod(target, 'fido2');
    world.cloud.directory.registerMethod(target, 'phone', { properties: { phoneNumber: '+55 11 99999 0000' } });
    return { reference, requestId: requestIdOf(card), key };
  }
  const alertOf = (name: string, reference: string) =>
    world
      .user(name)
      .waitFor(
        (message) =>
          readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"contain"'),
      );
  const objectTo = (target: string, requestId: string) => send(world.user(target), 'freeze', { requestId });

  it('takes one tap: signed out, blocked, and what was registered since is gone', async () => {
    const { reference, requestId, key } = await registeredBySomebody(cast.target);
    await objectTo(cast.target, requestId);
    const { id } = world.cloud.directory.user(cast.target);
    const already = world.cloud.log.methodDeletes(id).length;
    const revoked = () =>
      world.cloud.log.of({ service: 'graph', path: `/v1.0/users/${id}/revokeSignInSessions` }).length;
    const revokedBefore = revoked();
    await world.user(cast.it).tap(await alertOf(cast.it, reference), 'contain');
    const told = await reading(world.user(cast.security), new RegExp(`${reference}[\\s\\S]*had the account contained`));
    expect(readable(told)).to.include('Sign-in is blocked').and.include('Passkey or security key: removed');
    expect(typesOf(world, cast.target)).to.deep.equal(['password']);
    expect(world.cloud.directory.user(cast.target).accountEnabled).to.equal(false);
    expect(revoked() - revokedBefore).to.equal(2);
    const since = world.cloud.log.methodDeletes(id).slice(already);
    expect(since.map(({ methodId }) => methodId)).to.include(key.id);
    expect(since).to.have.length(2);
    await reading(world.user(cast.target), new RegExp(`${reference}[\\s\\S]*can’t sign in until IT`));
    const address = world.user(cast.target).person.mail ?? '';
    await world.cloud.mailbox.waitFor(({ to, subject }) => to.includes(address) && /was secured/.test(subject));
    // A second tap, of an old card, orders nothing.
    const { body } = await send(world.user(cast.it), 'contain', { requestId });
    expect(JSON.stringify(body)).to.include('had the account contained');
    expect(world.cloud.log.methodDeletes(id).slice(already)).to.have.length(2);
    world.cloud.directory.enable(cast.target);
  });

  it('is nobody’s who asked, is concerned, objected, or is neither of IT nor of security', async () => {
    const { directory } = world.cloud;
    directory.join('IT Support', cast.requester);
    const { reference, requestId } = await registeredBySomebody(cast.phoneOnly);
    const before = typesOf(world, cast.phoneOnly);
    const contain = async (name: string): Promise<string> =>
      JSON.stringify((await send(world.user(name), 'contain', { requestId })).body);
    expect(await contain(cast.it), 'nobody has objected').to.not.include('It is being done');
    await send(world.user(cast.itSecond), 'freeze', { requestId });
    await alertOf(cast.security, reference);
    expect(await contain(cast.requester)).to.include('You asked for this reset');
    expect(await contain(cast.phoneOnly)).to.match(/Only IT|This reset is for you/);
    expect(await contain(cast.itSecond)).to.include('You raised the objection');
    expect(await contain(managerOf(world, cast.phoneOnly))).to.include('Only IT');
    expect(await contain(cast.ceo)).to.include('can’t find');
    expect(typesOf(world, cast.phoneOnly)).to.deep.equal(before);
    const tapped = await world.user(cast.security).tap(await alertOf(cast.security, reference), 'contain');
    expect(JSON.stringify(tapped.card)).to.include('It is being done').and.not.include('"verb":"cancel"');
    await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*had the account contained`));
    directory.leave('IT Support', cast.requester);
    directory.enable(cast.phoneOnly);
  });

  it('says what is left to a person: a sign-in that Graph does not block', async () => {
    const { reference, requestId } = await registeredBySomebody(cast.twoPhones);
    await objectTo(cast.twoPhones, requestId);
    const path = new RegExp(`/users/${world.cloud.directory.user(cast.twoPhones).id}$`);
    world.cloud.faults.add({
      service: 'graph',
      match: { method: 'PATCH', path },
      kind: 'status',
      status: 403,
      code: 'x',
    });
    // Typed, it is the same as tapped.
    await world.user(cast.requester).say(`contain ${reference}`);
    expect(readable(world.user(cast.requester).botMessages.at(-1)!)).to.include('Only IT');
    await world.user(cast.it).say(`contain ${reference}`);
    expect(readable(world.user(cast.it).botMessages.at(-1)!)).to.include('containing the account');
    const told = await reading(world.user(cast.itSecond), new RegExp(`${reference}[\\s\\S]*Not all of it`));
    expect(readable(told)).to.include('refused to block the sign-in');
    expect(typesOf(world, cast.twoPhones)).to.deep.equal(['password']);
    await reading(world.user(cast.twoPhones), new RegExp(`${reference}[\\s\\S]*isn’t finished`));
  });

  it('does nothing once whoever ordered it is in neither group', async () => {
    const { reference, requestId } = await registeredBySomebody(cast.everything);
    await objectTo(cast.everything, requestId);
    const before = typesOf(world, cast.everything);
    const alert = await alertOf(cast.itSecond, reference);
    // The run finds Graph in trouble; before it is tried again they leave.
    const trouble = world.cloud.faults.add({
      service: 'graph',
      match: { method: 'GET', path: /authentication\/methods$/ },
      kind: 'status',
      status: 500,
    });
    await world.user(cast.itSecond).tap(alert, 'contain');
    await eventually(() => trouble.hits > 0);
    world.cloud.directory.leave('IT Support', cast.itSecond);
    trouble.remove();
    const told = await reading(
      world.user(cast.security),
      new RegExp(`${reference}[\\s\\S]*no longer in IT or security`),
    );
    expect(readable(told)).to.include('Not all of it could be done');
    expect(typesOf(world, cast.everything)).to.deep.equal(before);
    expect(world.cloud.directory.user(cast.everything).accountEnabled).to.equal(true);
    world.cloud.directory.join('IT Support', cast.itSecond);
  });

  it('goes on after kill -9, with the pins it had: what is registered meanwhile stays, and is said', async () => {
    const { reference, requestId } = await registeredBySomebody(cast.deadlock);
    await objectTo(cast.deadlock, requestId);
    const { id } = world.cloud.directory.user(cast.deadlock);
    const before = world.cloud.log.methodDeletes(id).length;
    const hang = world.cloud.faults.add({
      service: 'graph',
      match: { method: 'DELETE', path: /authentication/ },
      kind: 'hang',
      after: 1,
      times: 1,
    });
    await world.user(cast.it).tap(await alertOf(cast.it, reference), 'contain');
    await eventually(() => hang.hits > 0);
    await world.product.kill();
    hang.remove();
    const newest = world.cloud.directory.registerMethod(cast.deadlock, 'softwareOath');
    await world.product.start();
    const told = await reading(world.user(cast.security), new RegExp(`${reference}[\\s\\S]*Not all of it`));
    expect(readable(told)).to.include('registered while it was being done');
    const deleted = world.cloud.log.methodDeletes(id).slice(before);
    expect(deleted.map(({ methodId }) => methodId)).to.not.include(newest.id);
    expect(typesOf(world, cast.deadlock)).to.have.members(['password', 'softwareOath']);
  });
});
