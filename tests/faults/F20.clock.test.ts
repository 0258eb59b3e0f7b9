import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { readable } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { cast, createWorld, reading, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { COMMITTED, createMachine, type Machine } from './machine.js';
import { OFTEN, plainTarget, submit, type Made } from './persistent.js';
import { quiet } from './quiet.js';
import { seeded, type Random } from './seeds.js';

const [SECOND, HOUR] = [1_000, 3_600_000];
const DAY = 24 * HOUR;
const UNDO_FOR = 4 * SECOND;
const NIGHT = { from: '22:00', to: '07:00', timeZone: 'Europe/London' };
/** A year of validity: it is our clock that is wrong, and Teams' tokens must not be what stops it. */
const YEAR = 365 * 24 * 3_600;

describe('F20 the clock', () => {
  let machine: Machine;
  let world: World;
  let judge: Judge;
  before(async () => {
    machine = await createMachine();
    world = await createWorld({
      ...machine.options,
      environment: { ...machine.options.environment, TZ: 'Europe/London' },
      policy: {
        ...OFTEN,
        undoFor: 'PT4S',
        holdFor: 'PT8S',
        remindAfter: 'PT1H',
        escalateAfter: 'P5D',
        expireAfter: 'P6D',
      },
    });
    judge = watch(world);
  });
  after(async () => {
    await world.close();
    await machine.close();
  });

  /** Taps with a token that is good by whatever the product takes for now. */
  async function tap(user: string, verb: string, data: object): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const { status, body } = await world
      .user(user)
      .invoke('adaptiveCard/action', value, { forgery: { claims: { nbf: now - YEAR, exp: now + YEAR } } });
    expect(status, verb).to.equal(200);
    return JSON.stringify(body);
  }

  const deletes = ({ target }: Made) => world.cloud.log.methodDeletes(target.id);
  const approve = ({ approver, requestId }: Made) => tap(approver.displayName, 'approve', { requestId });
  const toldOf = ({ approver, reference }: Made, heading: RegExp) =>
    world.user(approver.displayName).botMessages.filter((message) => {
      const text = readable(message);
      return text.includes(reference) && heading.test(text);
    }).length;

  const scenes: readonly ((random: Random, made: Made) => Promise<void>)[] = [
    async function leapsInTheUndoWindow(random, made) {
      const before = Date.now();
      expect(await approve(made)).to.match(/Approved/);
      await machine.setClock(HOUR * (1 + random.below(3)));
      await sleep(random.below(2) * SECOND);
      const undone = random() < 0.5;
      if (undone) {
        expect(await tap(made.approver.displayName, 'undo', { requestId: made.requestId })).to.match(/your decision/);
        expect(deletes(made)).to.have.lengthOf(0);
        await approve(made);
      }
      await judge.verdict();
      expect(deletes(made).at(0)!.call.at.getTime() - before).to.be.at.least(UNDO_FOR);
    },
    async function remindsOnce(random, made) {
      await quiet(world);
      // Killed once it is written down that they are reminded: the timer fires again.
      await machine.plant({ ...COMMITTED, then: 'killAfter', times: 1 });
      await machine.setClock(HOUR + random.below(HOUR));
      await eventually(() => world.product.state() === 'stopped');
      await world.product.start();
      await reading(world.user(cast.requester), new RegExp(`Approver reminded[^]*${made.reference}`));
      for (const to of [0, -2 * HOUR, 2 * HOUR, random.below(HOUR)]) {
        await machine.setClock(to);
        if (random() < 0.5) {
          // What is on its way when the process dies may come twice (F1): here the clock alone is in question.
          await quiet(world);
          await world.product.kill();
          await world.product.start();
        }
      }
      await machine.setClock(3 * HOUR);
      await approve(made);
      await judge.verdict();
      expect(toldOf(made, /Reminder: your decision/)).to.equal(1);
    },
    async function leapsInAHold(random, made) {
      const before = Date.now();
      expect(await approve(made)).to.match(/Approved, starts later/);
      await machine.setClock(random.pick([2 * HOUR, 7 * DAY]));
      await judge.verdict();
      expect(deletes(made).at(0)!.call.at.getTime() - before).to.be.at.least(2 * UNDO_FOR);
    },
    async function expiresAndNeverApproves(random, made) {
      await machine.setClock(7 * DAY);
      await reading(world.user(cast.requester), new RegExp(`Request expired[^]*${made.reference}`));
      await machine.setClock(random.pick([0, -2 * HOUR, 7 * DAY]));
      expect(await approve(made)).to.match(/xpired/);
      await judge.verdict();
      expect(deletes(made)).to.have.lengthOf(0);
    },
    async function leapsBackInTheUndoWindow(random, made) {
      const before = Date.now();
      await approve(made);
      await machine.setClock(-HOUR * (1 + random.below(3)));
      await judge.verdict();
      expect(deletes(made).at(0)!.call.at.getTime() - before).to.be.at.least(UNDO_FOR);
    },
    async function summerTimeComesAndGoes(_random, made) {
      const before = Date.now();
      await approve(made);
      await judge.verdict();
      expect(deletes(made).at(0)!.call.at.getTime() - before).to.be.at.least(UNDO_FOR);
    },
  ];

  seeded('leaps: no second reminder, no shorter undo or hold, and expiry never approves', async (random, seed) => {
    const scene = scenes[(seed - 1) % scenes.length]!;
    const pair = plainTarget(world, seed);
    // A password changed just now is a warning, and warnings hold.
    const changed = scene.name === 'leapsInAHold' ? new Date() : new Date(Date.now() - 300 * DAY);
    pair.target.lastPasswordChangeDateTime = changed.toISOString();
    const switchover = random.pick([lastSunday(2, 1), lastSunday(9, 1)]) - Date.now() - 3 * SECOND;
    try {
      await machine.setClock(scene.name === 'summerTimeComesAndGoes' ? switchover : 0);
      await world.product.kill();
      await world.product.start();
      const made = await submit(world, judge, pair, { tap });
      await scene(random, made);
    } catch (error) {
      throw new Error(`${scene.name}: ${String(error)}`, { cause: error });
    }
  });
});

describe('F20 quiet hours', () => {
  it('in the night that clocks are put back a reminder waits until morning, and comes once: card and mail', async () => {
    const machine = await createMachine();
    const world = await createWorld({
      ...machine.options,
      policy: { ...OFTEN, remindAfter: 'PT20M', escalateAfter: 'P5D', expireAfter: 'P6D', quietHours: NIGHT },
    });
    const judge = watch(world);
    try {
      // A quarter past one in London, for the first time that night.
      const begins = lastSunday(9, 0) + HOUR / 4;
      const at = (utc: number): Promise<void> => machine.setClock(utc - Date.now());
      await at(begins);
      await world.product.kill();
      await world.product.start();
      const pair = plainTarget(world, 1);
      const tap = async (user: string, verb: string, data: object): Promise<string> => {
        const now = Math.floor(Date.now() / 1000);
        const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
        const forgery = { claims: { nbf: now - YEAR, exp: now + YEAR } };
        return JSON.stringify((await world.user(user).invoke('adaptiveCard/action', value, { forgery })).body);
      };
      const { approver, reference } = await submit(world, judge, pair, { tap });
      const reminders = () => ({
        told: world
          .user(approver.displayName)
          .botMessages.filter(
            (message) => readable(message).includes(reference) && /Reminder: your decision/.test(readable(message)),
          ).length,
        mailed: world.cloud.mailbox
          .to(approver.mail ?? '')
          .filter(({ subject }) => subject.includes(reference) && subject.includes('Reminder: your decision')).length,
      });
      // A quarter past one again, then six, and each time a start that finds what waits.
      for (const utc of [begins + HOUR, begins + 5.5 * HOUR]) {
        await at(utc);
        await world.product.kill();
        await world.product.start();
        await reading(world.user(cast.requester), new RegExp(`Approver reminded[^]*${reference}`));
        await quiet(world);
        expect(reminders(), new Date(utc).toISOString()).to.deep.equal({ told: 0, mailed: 0 });
      }
      await at(lastSunday(9, 7) + SECOND);
      await world.product.kill();
      await world.product.start();
      await eventually(() => reminders().told > 0 && reminders().mailed > 0);
      for (const utc of [lastSunday(9, 6), lastSunday(9, 8), lastSunday(9, 23)]) {
        await at(utc);
        await quiet(world);
      }
      expect(reminders()).to.deep.equal({ told: 1, mailed: 1 });
    } finally {
      await world.close();
      await machine.close();
    }
  });
});

/** London's clocks change on the last Sunday of the month, at one o'clock UTC. */
function lastSunday(month: number, hour: number): number {
  const year = new Date().getUTCFullYear();
  const last = new Date(Date.UTC(year, month + 1, 0, hour));
  return last.getTime() - last.getUTCDay() * DAY;
}
