import { expect } from 'chai';
import { stopByLink, stopState } from '../../core/stopping.js';
import { APPROVED, HOUR, MINUTE, request } from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

describe('“this wasn’t me” by the link of a mail', () => {
  let world: World;
  const claim = { requestId: 'request-1', targetId: 'target' };
  const send = (typed: string, by = claim) => stopByLink(world.deps(), by, typed);
  const wrongOnes = async (count: number): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let index = 0; index < count; index++) outcomes.push(await send(`MFA-0000${index}`));
    return outcomes;
  };
  beforeEach(async () => {
    world = await openWorld();
    world.clock.set(APPROVED);
    await world.put(request());
  });
  afterEach(() => world.close());

  it('stops with the reference, and the journal says by which way', async () => {
    expect(await send('MFA-7K3Q9')).to.equal('stopped');
    expect(await world.read()).to.deep.include({ status: 'frozen', disputedAt: APPROVED });
    const [entry] = await world.journal();
    expect(entry).to.deep.include({ event: 'frozen', by: 'target', data: { via: 'link' } });
  });

  for (const typed of ['mfa-7k3q9', ' MFA 7K3Q9 ', '7k3q9', 'MFA–7K3Q9', 'mfa7k3q9.'])
    it(`takes the reference as people type it: ${typed}`, async () => {
      expect(await send(typed)).to.equal('stopped');
    });

  for (const typed of ['', 'MFA-', 'MFA-7K3Q8', '7K3Q', 'MFA-7K3Q99', 'yes', '{"reference":"MFA-7K3Q9"}'])
    it(`stops nothing without it: ${typed || 'nothing'}`, async () => {
      expect(await send(typed)).to.equal('wrong');
      expect((await world.read()).status).to.equal('awaitingApproval');
    });

  it('takes five wrong ones in an hour, each in the journal, and then not the right one either', async () => {
    expect(await wrongOnes(6)).to.deep.equal(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'tooMany']);
    expect(await send('MFA-7K3Q9')).to.equal('tooMany');
    const refused = (await world.journal()).filter(({ event }) => event === 'attemptRefused');
    expect(refused.map(({ data }) => data?.['refused'])).to.deep.equal(Array(5).fill('wrongReference'));
    expect((await world.read()).status).to.equal('awaitingApproval');
    world.clock.advance(HOUR);
    expect(await send('MFA-7K3Q9')).to.equal('stopped');
  });

  it('counts wrong ones that come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`MFA-000${index}`)));
    expect(outcomes.filter((outcome) => outcome === 'wrong')).to.have.length(5);
  });

  it('counts an hour back from each try', async () => {
    await wrongOnes(1);
    world.clock.advance(30 * MINUTE);
    await wrongOnes(4);
    world.clock.advance(30 * MINUTE);
    expect(await wrongOnes(2)).to.deep.equal(['wrong', 'tooMany']);
  });

  for (const [status, state] of [
    ['resetting', 'told'],
    ['needsAttention', 'told'],
    ['completed', 'told'],
    ['rejected', 'told'],
    ['cancelled', 'told'],
    ['expired', 'told'],
    ['approved', 'stopped'],
  ] as const)
    it(`is heard when it is ${status}, once`, async () => {
      await world.put(request(status));
      expect(await stopState(world.deps(), claim)).to.equal('open');
      expect(await send('MFA-7K3Q9')).to.equal(state);
      expect(await stopState(world.deps(), claim)).to.equal(state);
      const before = await world.journal();
      expect([await send('MFA-7K3Q9'), await send('MFA-00000')]).to.deep.equal([state, state]);
      expect(await world.journal()).to.deep.equal(before);
    });

  it('is about nothing for another person’s link, or a request that is not there', async () => {
    for (const other of [
      { ...claim, targetId: 'stranger' },
      { ...claim, requestId: 'request-2' },
    ]) {
      expect(await stopState(world.deps(), other)).to.equal('gone');
      expect(await send('MFA-7K3Q9', other)).to.equal('gone');
    }
    expect((await world.read()).status).to.equal('awaitingApproval');
  });
});
