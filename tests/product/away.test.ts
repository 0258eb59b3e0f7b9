import { expect } from 'chai';
import { eventually } from '../eventually.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from './journal.js';
import {
  ask,
  cast,
  createWorld,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  withAction,
  type World,
} from './world.js';

describe('an approver who is out of office', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT0S', limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.directory.user(cast.approver).automaticReplies.status = 'disabled';
    world.cloud.faults.clear();
  });

  const sam = () => world.user(cast.requester);

  it('is asked, and so is the backup at once; the requester reads why, and either may answer', async () => {
    world.cloud.directory.user(cast.approver).automaticReplies.status = 'alwaysEnabled';
    const { reference } = await ask(world);
    await sam().waitFor(
      (message) =>
        readable(message).includes(reference) &&
        readable(message).includes('Morgan Okafor is out of office, so I asked Ingrid Sørensen as well'),
    );
    const ingrid = world.user(cast.backup);
    const theirs = await ingrid.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
    await ingrid.tap(theirs, 'approve');
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*Pass this on`));
  });

  it('is not known to be so where Graph is slow: the request goes out as always, in time', async () => {
    const { automaticReplies } = world.cloud.directory.user(cast.approver);
    automaticReplies.status = 'alwaysEnabled';
    const slow = { service: 'graph', match: { path: /mailboxSettings/ }, kind: 'delay', delayMs: 20_000 } as const;
    world.cloud.faults.add(slow);
    await sam().say(`reset mfa for ${cast.phoneOnly} – new phone, the old one is gone`);
    const confirm = await withAction(sam(), 'confirm');
    const begun = Date.now();
    const { card } = await sam().tap(confirm, 'confirm');
    expect(Date.now() - begun).to.be.below(5_000);
    expect(JSON.stringify(card)).to.include('Waiting for approval').and.not.include('out of office');
  });
});

describe('an approver who goes away', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { itGroup, undoFor: 'PT0S', limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const last = (name: string): string => readable(world.user(name).botMessages.at(-1)!);

  it('has somebody else decide until they are back, and what waits goes there and back', async () => {
    const [sam, morgan, ingrid] = [cast.requester, cast.approver, cast.backup].map((name) => world.user(name)) as [
      TeamsUser,
      TeamsUser,
      TeamsUser,
    ];
    const { reference, card } = await ask(world);
    await morgan.say('help');
    const opened = await morgan.tap(await withAction(morgan, 'delegate'), 'delegate');
    expect(JSON.stringify(opened.card)).to.include('Who decides for a while?');
    await morgan.say('delegate');
    const form = await morgan.waitFor((message) => readable(message).includes('Who decides for a while?'));
    expect(JSON.stringify(form.activity)).to.include('Ingrid Sørensen').and.not.include('Sam Whitfield');
    const { body: forged } = await send(morgan, 'delegate', { to: idOf(cast.requester), begins: day(0), ends: day(3) });
    expect(JSON.stringify(forged)).to.include('can’t decide this request');
    const late = await morgan.tap(form, 'delegate', { to: idOf(cast.backup), begins: day(0), ends: day(90) });
    expect(JSON.stringify(late)).to.include('within the next 60 days');
    const set = await morgan.tap(form, 'delegate', { to: idOf(cast.backup), begins: day(0), ends: day(3) });
    expect(JSON.stringify(set.card)).to.include(
      'Ingrid Sørensen decides about MFA resets in place of Morgan Okafor until',
    );
    await reading(ingrid, /Ingrid Sørensen decides about MFA resets in place of Morgan Okafor/);
    // What was waiting is theirs now, and the requester reads why.
    const theirs = await ingrid.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
    expect(readable(theirs)).to.include('You decide in place of Morgan Okafor');
    await morgan.waitFor(
      ({ id, activity }) => id === card.id && !JSON.stringify(activity).includes('"verb":"approve"'),
    );
    await reading(sam, new RegExp(`${reference}[^]*with Ingrid Sørensen now`));
    // Back early: it is Morgan's again, and Ingrid's old card does nothing.
    await morgan.say('stop delegating');
    expect(last(cast.approver)).to.include('decides about MFA resets again');
    const again = await morgan.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
    const { body } = await send(ingrid, 'approve', { requestId: requestIdOf(theirs) });
    expect(JSON.stringify(body)).to.not.include('Approved');
    await morgan.tap(again, 'approve');
    await reading(sam, new RegExp(`${reference}[^]*Pass this on`));
    expect(await journalOf(world.product))
      .to.include('"delegated"')
      .and.include('"delegationStopped"');
  });

  it('can be helped by IT, and by nobody else', async () => {
    await world.user(cast.requester).say(`delegate for ${cast.approver}`);
    expect(last(cast.requester)).to.include('Only IT');
    const dana = world.user(cast.it);
    await dana.say(`delegate for ${cast.approver}`);
    const form = await withAction(dana, 'delegate');
    // The data say whose place it is: what somebody else makes of them is refused.
    const data = { person: idOf(cast.approver), to: idOf(cast.backup), begins: day(0), ends: day(1) };
    const { body } = await send(world.user(cast.requester), 'delegate', data);
    expect(JSON.stringify(body)).to.include('Only IT');
    await dana.tap(form, 'delegate', { to: idOf(cast.backup), begins: day(0), ends: day(1) });
    await reading(world.user(cast.approver), /Dana Kowalski arranged it/);
    await dana.say(`stop delegating for ${cast.approver}`);
    expect(last(cast.it)).to.include('decides about MFA resets again');
  });
});

describe('quiet hours', () => {
  it('keep a reminder back, unless it is urgent', async () => {
    // By the clock of their Teams.
    const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
    const [from, to] = [-1, 1].map((hours) => london.format(Date.now() + hours * 3_600_000));
    const world = await createWorld({
      policy: { remindAfter: 'PT2S', escalateAfter: 'PT1H', quietHours: { from, to, timeZone: 'Asia/Tokyo' } },
    });
    try {
      const [morgan, ingrid] = [world.user(cast.approver), world.user(cast.backup)];
      // The bot has met them, so that it knows their clock.
      for (const user of [morgan, ingrid]) await user.say('help');
      const { reference } = await ask(world, { target: cast.phoneOnly });
      const urgent = await ask(world, { why: 'locked out right now, new phone' });
      const reminded = (name: string, of: string) => ({
        told: world
          .user(name)
          .botMessages.filter((message) => /Reminder/.test(readable(message)) && readable(message).includes(of)).length,
        mailed: world.cloud.mailbox
          .to(world.user(name).person.mail ?? '')
          .filter(({ subject }) => /Reminder/.test(subject) && subject.includes(of)).length,
      });
      await eventually(() => {
        const { told, mailed } = reminded(cast.approver, urgent.reference);
        return told === 1 && mailed === 1;
      });
      // The requester was told that they would be: the reminder is on its way.
      await reading(world.user(cast.requester), new RegExp(`Approver reminded[^]*${reference}`));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(reminded(cast.backup, reference)).to.deep.equal({ told: 0, mailed: 0 });
    } finally {
      await world.close();
    }
  });
});
