import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, readable, reading, withAction, type World } from './world.js';

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

  it('is not known to be so without the permission, or where Graph is slow: the request goes out as always, in time', async () => {
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
