import { expect } from 'chai';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { metric } from '../faults/metric.js';
import { newTrio, type Trio } from '../faults/people.js';
import { quiet } from '../faults/quiet.js';
import { journalOf } from './journal.js';
import {
  AT_ONCE,
  ask as askFor,
  cast,
  createWorld,
  policyGroups,
  readable,
  reading,
  send,
  typesOf,
  withAction,
  type World,
} from './world.js';

const WHY = 'We are looking into a call';

describe('IT’s console', () => {
  let world: World;
  before(async () => {
    world = await createWorld({
      policy: {
        ...AT_ONCE,
        ...(await policyGroups()),
        limits: { requestsPerDay: 100 },
        support: { phone: '+44 20 7946 0000' },
      },
    });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const dana = () => world.user(cast.it);
  const sam = () => world.user(cast.requester);
  const last = (user: TeamsUser): string => readable(user.botMessages.at(-1)!);
  const says = async (user: TeamsUser, text: string): Promise<string> => {
    await user.say(text);
    return last(user);
  };
  const ask = ({ requester, target, approver }: Trio) =>
    askFor(world, {
      requester: requester.person.displayName,
      target: target.person.displayName,
      approver: approver.person.displayName,
    });
  const lines = async (event: string): Promise<readonly string[]> =>
    (await journalOf(world.product)).split('\n').filter((line) => line.includes(`"event":"${event}"`));
  const callsAbout = ({ target }: Trio): number =>
    world.cloud.log.of({ service: 'graph' }).filter(({ path }) => path.includes(target.person.id)).length;

  it('shows how things stand, to IT alone; whoever else asks is written down', async () => {
    expect(await says(dana(), 'console')).to.match(/How resets stand[\s\S]*Resets are running/);
    const before = (await lines('attemptRefused')).length;
    const typed = [
      'console',
      'parked',
      'late',
      'pause because I say so',
      'resume',
      'allow resets',
      'lift Priya: please',
    ];
    for (const text of typed) expect(await says(sam(), text), text).to.match(/Only IT can do this/);
    for (const verb of ['console', 'parked', 'pause', 'resume', 'allowResets'])
      expect(JSON.stringify((await send(sam(), verb, {})).body), verb).to.match(/Only IT/);
    // Whether there is somebody of that id is not told either.
    const { id } = world.cloud.directory.user(cast.target);
    for (const person of [id, '11111111-2222-4333-8444-555555555555'])
      expect(JSON.stringify((await send(sam(), 'lift', { person, text: WHY })).body)).to.match(/Only IT/);
    expect((await lines('attemptRefused')).length - before).to.equal(typed.length + 7);
  });

  it('pauses: nothing is approved, what was approved waits and asks nothing of Graph, and goes on by itself', async () => {
    const [waiting, decided] = [newTrio(world), newTrio(world)];
    const { card } = await ask(waiting);
    const { card: other } = await ask(decided);
    await dana().say('pause');
    const form = await withAction(dana(), 'pause');
    expect(readable(form)).to.match(/kept in the audit/);
    const paused = await dana().tap(form, 'pause', { text: WHY });
    expect(JSON.stringify(paused.card))
      .to.match(/Dana Kowalski paused resets/)
      .and.include(WHY);

    const refused = await waiting.approver.tap(card, 'approve');
    expect(refused.text).to.match(/IT has paused resets.*\+44 20 7946 0000/);
    expect(await says(waiting.requester, 'status')).to.match(/Resets are paused[\s\S]*\+44 20 7946 0000/);
    expect(await says(sam(), `reset mfa for ${cast.nothing} – a new phone since today`)).to.match(/IT has paused/);
    for (const name of [cast.itSecond, cast.security])
      expect(readable(await reading(world.user(name), /Dana Kowalski paused resets/))).to.include(WHY);
    // Whatever stops a request still works.
    const rejected = await decided.approver.tap(other, 'reject', { reason: 'notNeeded' });
    expect(JSON.stringify(rejected.card)).to.match(/Rejected/);

    const resumed = await dana().tap(await withAction(dana(), 'resume'), 'resume');
    expect(JSON.stringify(resumed.card)).to.match(/Resets are running/);
    await waiting.approver.tap(await withAction(waiting.approver, 'approve'), 'approve');
    await reading(waiting.requester, /Pass this on/);
    const [entry = ''] = await lines('servicePaused');
    expect(entry).to.include(dana().person.id).and.include(WHY);
    expect(await lines('serviceResumed')).to.have.length(1);
  });

  it('keeps an approved reset waiting without a call to Graph, until somebody resumes', async () => {
    const trio = newTrio(world);
    const slow = world.cloud.faults.add({
      service: 'graph',
      match: { method: 'GET', path: /authentication\/methods/ },
      kind: 'status',
      status: 503,
    });
    const { card } = await ask(trio);
    await trio.approver.tap(card, 'approve');
    await says(world.user(cast.security), `pause ${WHY}`);
    slow.remove();
    await reading(trio.requester, /Resets are paused/);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const before = callsAbout(trio);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(callsAbout(trio), 'it only looks whether the service is paused').to.equal(before);
    expect(world.cloud.log.methodDeletes(trio.target.person.id)).to.deep.equal([]);
    await says(dana(), 'resume');
    await reading(trio.requester, /Pass this on/);
  });

  it('lists what got stuck, and has it tried again or left', async () => {
    // What the requests before this one still send must not meet the fault.
    await quiet(world);
    world.cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied', times: 3 });
    const { reference } = await ask(newTrio(world));
    await eventually(async () => /Got stuck: 3/.test(await says(dana(), 'console')));
    const stuck = await says(dana(), 'parked');
    expect(stuck)
      .to.include(reference)
      .and.match(/ErrorAccessDenied/);
    const card = dana().botMessages.at(-1)!;
    const effects = [...JSON.stringify(card.activity).matchAll(/"value":"((?:mail|tell)[^"]+)"/g)].map(
      ([, key = '']) => key,
    );
    expect(new Set(effects)).to.have.property('size', 3);
    const sent = () => world.cloud.mailbox.all.filter(({ subject }) => subject.includes(reference)).length;
    const tried = await dana().tap(card, 'retryEffect', { effect: effects[0]! });
    await eventually(() => sent() === 1);
    expect(JSON.stringify(tried.card)).to.not.include(effects[0]);
    const left = await dana().tap(card, 'dismissEffect', { effect: effects[1]! });
    expect(JSON.stringify(left.card)).to.include(effects[2]).and.not.include(effects[1]);
    const late = await dana().tap(card, 'dismissEffect');
    expect(JSON.stringify(late.card)).to.match(/Nothing is stuck/);
    expect(sent()).to.equal(1);
  });

  it('lifts a cool-down once, from the notice of a refusal or by what is typed', async () => {
    const trio = newTrio(world);
    const { card } = await ask(trio);
    await trio.approver.tap(card, 'reject', { reason: 'notNeeded' });
    const again = `reset mfa for ${trio.target.person.displayName} – now it is really gone`;
    expect(await says(trio.requester, again)).to.match(/can’t be reset here/);
    const notice = await dana().waitFor(
      (message) =>
        JSON.stringify(message.activity).includes('"verb":"lift"') &&
        readable(message).includes(trio.target.person.displayName),
    );
    await dana().tap(notice, 'lift');
    const lifted = await dana().tap(notice, 'lift', { text: 'I spoke to them' });
    expect(JSON.stringify(lifted.card))
      .to.match(/Lifted once/)
      .and.include(trio.target.person.displayName);
    const { card: second } = await ask(trio);
    await trio.approver.tap(second, 'reject', { reason: 'notNeeded' });
    expect(await says(trio.requester, again)).to.match(/can’t be reset here/);
    const { mail } = trio.target.person;
    expect(await says(dana(), `lift ${mail ?? ''}: their new phone broke too`)).to.match(/Lifted once/);
    expect(await says(dana(), `lift ${mail ?? ''}: their new phone broke too`)).to.match(/done already/);
    expect(await says(dana(), 'lift')).to.match(/Whose\?/);
    expect(await lines('coolDownLifted')).to.have.length(2);
  });
});

describe('the kill switch', () => {
  it('stops the resets beyond the limit, tells IT and security, and two people let them go on', async () => {
    const world = await createWorld({
      policy: { ...AT_ONCE, ...(await policyGroups()), limits: { resetsPerHour: 1 } },
    });
    try {
      const trios = [newTrio(world), newTrio(world), newTrio(world)];
      const approved = async ({ requester, target, approver }: Trio): Promise<void> => {
        const { card } = await askFor(world, {
          requester: requester.person.displayName,
          target: target.person.displayName,
          approver: approver.person.displayName,
        });
        await approver.tap(card, 'approve');
      };
      const [first, second, third] = trios as [Trio, Trio, Trio];
      await approved(first);
      await reading(first.requester, /Pass this on/);
      await approved(second);
      const dana = world.user(cast.it);
      const alarm = await reading(dana, /Resets were stopped: more than usual/);
      expect(await metric(world, 'mfa_reset_kill_switch_trips_total')).to.equal(1);
      const theirs = await reading(world.user(cast.security), /1 reset was started within an hour, and the limit is 1/);
      await reading(second.requester, /Resets wait/);
      // Asking and approving go on.
      await approved(third);
      expect(typesOf(world, second.target.person.displayName)).to.have.length(3);

      expect((await dana.tap(alarm, 'allowResets')).text).to.match(/One more person/);
      expect((await dana.tap(alarm, 'allowResets')).text).to.match(/second, different person/);
      expect((await send(first.approver, 'allowResets', {})).body).to.deep.include({ value: 'Only IT can do this.' });
      expect(typesOf(world, second.target.person.displayName)).to.have.length(3);
      expect((await world.user(cast.security).tap(theirs, 'allowResets')).text).to.match(/Resets go on/);
      // One more, and it stops again.
      await eventually(
        () => trios.filter(({ target }) => typesOf(world, target.person.displayName).length === 1).length === 2,
      );
      await reading(dana, /Two people let resets go on/);
      await eventually(
        () => dana.botMessages.filter((message) => /more than usual/.test(readable(message))).length === 2,
      );
      expect(trios.filter(({ target }) => typesOf(world, target.person.displayName).length === 1)).to.have.length(2);
    } finally {
      await world.close();
    }
  });
});
