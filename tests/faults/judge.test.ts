import { expect } from 'chai';
import { forgeJournal } from '../product/journal.js';
import { AT_ONCE, cast, createWorld, send, requestIdOf } from '../product/world.js';
import { watch } from './judge.js';
import { approvedFirst, oneEnd, oneRun, toldOnce, unended } from './judge/invariants.js';
import type { Deletion, Sight, Tap, Testimony } from './judge/testimony.js';

/** One request, approved, done and told of, as the cloud would have seen it. */
const REFERENCE = 'MFA-7K3Q9';
const tap = (more: Partial<Tap>): Tap => ({
  ...{ by: 'morgan', verb: 'approve', requestId: 'r1', sentAt: 20, answeredAt: 21, answer: 'card' },
  lines: ['Approved', 'Approved by Morgan Blake at 10:00.'],
  ...more,
});
const sight = (person: string, at: number, heading: string, by: Sight['by'] = 'teams'): Sight => ({
  ...{ person, by, at, kind: 'sent', id: `${person}${at}` },
  lines: [heading, REFERENCE],
});
const deletion = (more: Partial<Deletion>): Deletion => ({
  ...{ user: 'priya', id: 'phone', at: 40, applied: true, faulted: false },
  ...more,
});
const good: Testimony = {
  cases: [
    {
      ...{ requestId: 'r1', reference: REFERENCE, requester: 'sam', target: 'priya' },
      ...{ needed: 1, approvers: ['morgan', 'ingrid', 'sam', 'priya'], askedAt: 10 },
    },
  ],
  taps: [tap({ by: 'sam', verb: 'confirm', sentAt: 10, answeredAt: 11, lines: [REFERENCE] }), tap({})],
  methods: [{ user: 'priya', id: 'phone', registeredAt: 0 }],
  deletions: [deletion({})],
  revocations: [{ user: 'priya', at: 30 }],
  sights: [
    sight('sam', 50, 'MFA reset done'),
    sight('sam', 50, 'MFA reset done', 'mail'),
    sight('priya', 51, 'Your MFA methods were cleared'),
  ],
  doubts: [],
  responders: new Set(['dana', 'sam']),
  names: new Map([
    ['morgan', 'Morgan Blake'],
    ['ingrid', 'Ingrid Sørensen'],
  ]),
  listsLag: false,
};
const [asked, approved] = good.taps as [Tap, Tap];

describe('the judge', () => {
  it('finds nothing where nothing is wrong', () => {
    for (const holds of [approvedFirst, oneRun, oneEnd, unended, toldOnce]) expect(holds(good)).to.deep.equal([]);
  });

  it('I1: counts an approval only of who may, with an answer that names them or was lost, and not taken back', () => {
    const without = (...taps: readonly Tap[]) => approvedFirst({ ...good, taps: [asked, ...taps] }).join();
    expect(without()).to.match(/^I1: MFA-7K3Q9: DELETE of phone .* 0 of 1 approvals/);
    for (const by of ['sam', 'priya', 'eve']) expect(without(tap({ by, answer: 'sent' })), by).to.match(/^I1/);
    expect(without(tap({ sentAt: 41 }))).to.match(/^I1/);
    expect(without(tap({ answer: 'refusal' }))).to.match(/^I1/);
    expect(without(tap({ by: 'ingrid' })), 'another’s name').to.match(/^I1/);
    expect(without(tap({ answer: 'sent', lines: [] }))).to.equal('');
    const undone = tap({ verb: 'undo', sentAt: 25, lines: ['MFA reset: your decision'] });
    expect(without(approved, undone)).to.match(/^I1/);
    expect(without(approved, { ...undone, lines: approved.lines }), 'too late').to.equal('');
    expect(without(approved, undone, tap({ sentAt: 30 }))).to.equal('');
    const crossed = [asked, tap({ answeredAt: 27 }), undone];
    expect(approvedFirst({ ...good, taps: crossed }), 'before the approval').to.deep.equal([]);
    const told = [...good.sights, sight('sam', 28, 'Approval taken back')];
    expect(approvedFirst({ ...good, taps: crossed, sights: told }).join(), 'after it').to.match(/^I1/);
  });

  it('I1: asks for two people where two are needed', () => {
    const two = { ...good, cases: good.cases.map((one) => ({ ...one, needed: 2 })) };
    expect(approvedFirst(two).join()).to.match(/1 of 2/);
    expect(approvedFirst({ ...two, taps: [asked, approved, tap({ sentAt: 22 })] }).join()).to.match(/1 of 2/);
    const other = tap({ by: 'ingrid', lines: ['Approved by Morgan Blake at 10:00, Ingrid Sørensen at 10:01.'] });
    expect(approvedFirst({ ...two, taps: [asked, approved, other] })).to.deep.equal([]);
  });

  it('I1: no DELETE once a reject or a cancel has won', () => {
    for (const [verb, heading] of [
      ['reject', 'Rejected'],
      ['cancel', 'Cancelled'],
    ] as const)
      expect(approvedFirst({ ...good, taps: [...good.taps, tap({ verb, lines: [heading] })] }).join()).to.match(
        new RegExp(`${verb} won`),
      );
  });

  it('I2: nothing registered since, nothing twice without a reason, nothing after the end', () => {
    const later = { user: 'priya', id: 'phone', registeredAt: 35 };
    expect(oneRun({ ...good, methods: [...good.methods, later] }).join()).to.match(/registered after the reset/);
    const twice = { ...good, deletions: [deletion({}), deletion({ at: 42, applied: false })] };
    expect(oneRun(twice).join()).to.match(/asked for again/);
    expect(oneRun({ ...twice, doubts: [{ at: 41, about: 'everything' }] })).to.deep.equal([]);
    expect(oneRun({ ...twice, listsLag: true })).to.deep.equal([]);
    expect(oneRun({ ...good, deletions: [deletion({ at: 60 })] }).join()).to.match(/after the end was told/);
  });

  it('I1, I2: what was registered since is deleted only where IT or security ordered to contain the account', () => {
    const attackers = { user: 'priya', id: 'key', registeredAt: 60 };
    const order = tap({ by: 'dana', verb: 'contain', sentAt: 70, answeredAt: 71 });
    const contained: Testimony = {
      ...good,
      taps: [...good.taps, order],
      methods: [...good.methods, attackers],
      revocations: [...good.revocations, { user: 'priya', at: 75 }],
      deletions: [...good.deletions, deletion({ id: 'key', at: 80 })],
    };
    const found = (more: Partial<Testimony>): string =>
      [approvedFirst, oneRun].flatMap((holds) => holds({ ...contained, ...more })).join();
    expect(found({})).to.equal('');
    expect(found({ taps: good.taps }), 'no order').to.match(/registered after the reset/);
    for (const wrong of [
      { by: 'sam' },
      { by: 'morgan' },
      { answer: 'refusal' },
      { sentAt: 90 },
      { requestId: 'r2' },
    ] as const)
      expect(found({ taps: [...good.taps, { ...order, ...wrong }] }), JSON.stringify(wrong)).to.match(/^I2/);
    const since = { ...attackers, registeredAt: 77 };
    expect(found({ methods: [...good.methods, since] }), 'not pinned').to.match(/^I2/);
    expect(found({ methods: [...good.methods, { ...attackers, registeredAt: 5 }] }), 'the user’s own').to.match(/^I2/);
  });

  it('I3: exactly one end, of every request that was accepted', () => {
    expect(unended({ ...good, sights: [] }).join()).to.match(/^I3: MFA-7K3Q9 reached no end/);
    expect(oneEnd({ ...good, sights: [...good.sights, sight('sam', 70, 'Expired')] }).join()).to.match(/has 2 ends/);
    expect(oneEnd({ ...good, cases: [] }).join()).to.match(/^I3: request r1 was accepted/);
  });

  it('I4: each notice at least once, and again only where a send was in doubt', () => {
    const [, , cleared] = good.sights as [Sight, Sight, Sight];
    expect(unended({ ...good, sights: [sight('sam', 50, 'Done')] }).join())
      .to.include('the requester was not told')
      .and.include('the target was not told');
    const again = { ...good, sights: [...good.sights, { ...cleared, at: 90 }] };
    expect(toldOnce(again).join()).to.match(/^I4: MFA-7K3Q9: priya was told “Your MFA methods were cleared” by teams/);
    expect(toldOnce({ ...again, doubts: [{ at: 60, about: 'mail' }] })).to.have.lengthOf(1);
    expect(toldOnce({ ...again, doubts: [{ at: 60, about: 'teams' }] })).to.deep.equal([]);
    const thrice = { ...again, sights: [...again.sights, { ...cleared, at: 91 }] };
    expect(toldOnce({ ...thrice, doubts: [{ at: 60, about: 'teams' }] })).to.have.lengthOf(1);
  });

  it('hears and sees the running product, and follows its audit chain', async () => {
    const world = await createWorld({ policy: AT_ONCE });
    const judge = watch(world);
    try {
      const first = await judge.ask();
      await world.user(cast.approver).tap(first.card, 'approve');
      const { card, reference } = await judge.ask({ target: cast.phoneOnly });
      await judge.verdict({ open: [reference] });
      await send(world.user(cast.requester), 'cancel', { requestId: requestIdOf(card) });
      await judge.verdict();
      // Somebody deletes without asking.
      const { id } = world.cloud.directory.user(cast.phoneOnly);
      const path = `/v1.0/users/${id}/authentication/phoneMethods/x`;
      const call = { method: 'DELETE', path, query: new URLSearchParams() } as never;
      world.cloud.log.begin('graph', call, undefined).status = 404;
      await forgeJournal(world.product, '"event":"submitted"', '"event":"submitteD"');
      const verdict = await judge.verdict().then(String, String);
      expect(verdict)
        .to.match(/I1: MFA-\w+: DELETE of x/)
        .and.match(/I1: MFA-\w+: cancel won/);
      expect(verdict)
        .to.match(/I2: MFA-\w+: DELETE of x .* after the end was told/)
        .and.match(/I5: .*(line|row) \d/);
    } finally {
      await world.close();
    }
  });
});
