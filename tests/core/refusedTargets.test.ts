import { expect } from 'chai';
import { consider, keepDraft, submit, type AskingDeps } from '../../core/asking.js';
import type { Effect } from '../../core/effects.js';
import type { Policy } from '../../core/policy.js';
import type { Store } from '../../core/store.js';
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../../core/refusal.js';
import { noteRefusal, refusedLately } from '../../core/refusedTargets.js';
import type { Draft } from '../../core/rows.js';
import type { ResetRequest } from '../../core/request.js';
import { ASKED, DAY, HOUR, MINUTE, person, request, requester, SECURITY_GROUP, stranger } from '../fakes/rows.js';
import { draft, openWorld, taken, type World } from './world.js';

describe('an attempt at somebody who can not be reset here', () => {
  let world: World;
  let deps: AskingDeps;
  /** Everything that was committed: the journal of no request has no other reader. */
  let commits: Parameters<Store['commit']>[0][];

  beforeEach(async () => {
    world = await openWorld();
    inForce({});
    world.directory.put({ id: 'guest', guest: true });
    world.directory.put({ id: 'gone', enabled: false });
  });
  afterEach(() => world.close());

  function inForce(different: Partial<Policy>): void {
    commits = [];
    const commit: Store['commit'] = (what) => {
      commits.push(what);
      return world.store.commit(what);
    };
    deps = { ...world.deps(different), store: { ...world.store, commit } };
  }

  async function ask(different: Partial<Draft> = {}): Promise<ResetRequest | Refusal> {
    const { requesterId = 'requester' } = different;
    const asked = draft({ requestId: `request of ${requesterId}`, targetId: 'guest', ...different });
    await keepDraft({ store: world.store }, asked);
    return submit(deps, asked.requestId, person(asked.requesterId));
  }
  async function refused(different: Partial<Draft> = {}): Promise<RefusalCode | undefined> {
    const outcome = await ask(different);
    return isRefusal(outcome) ? outcome.refused : undefined;
  }
  const look = (different: Partial<Draft> = {}) =>
    consider(deps, draft({ targetId: 'guest', ...different }), requester);
  const attempts = async (who = 'requester') => (await world.store.read('refusals', who))?.value.attempts ?? [];
  const entries = () => commits.flatMap((commit) => commit.entries ?? []);
  /** Everything that is queued; once read, it is gone. */
  async function told(): Promise<readonly Effect[]> {
    const claims = await world.store.claim({ now: Infinity, limit: 100, leaseMs: 1 });
    for (const claim of claims) await world.store.settle(claim);
    return claims.map(({ effect }) => effect);
  }

  it('is counted, in the journal, and told to IT, in one commit', async () => {
    expect(await refused()).to.equal('targetUnavailable');

    expect(commits).to.have.length(1);
    expect(await attempts()).to.deep.equal([{ at: ASKED, targetId: 'guest', cause: 'guest', told: true }]);
    expect(entries()).to.deep.equal([
      {
        event: 'attemptRefused',
        at: ASKED,
        by: 'requester',
        policy: 'hash-1',
        data: { command: 'submit', target: 'guest', refused: 'targetUnavailable', cause: 'guest' },
      },
    ]);
    expect(await told()).to.deep.equal([
      {
        kind: 'tell',
        key: `tell:targetRefused:requester:guest:guest:${ASKED}`,
        dueAt: ASKED,
        to: { group: 'it' },
        notice: 'targetRefused',
        about: { refusedTo: 'requester', target: 'guest', cause: 'guest' },
      },
    ]);
  });

  it('is counted where it is only looked at, too', async () => {
    expect(await look()).to.have.property('refused', 'targetUnavailable');
    expect(await attempts()).to.have.length(1);
    expect(await told()).to.have.length(1);
  });

  it('has nothing that the requester wrote in the journal', async () => {
    await ask({ justification: 'my secret words' });
    expect(JSON.stringify(commits)).to.not.include('secret');
  });

  for (const [cause, happen] of [
    ['disabled', () => world.directory.put({ id: 'target', enabled: false })],
    [
      'unknown',
      () => {
        world.directory.remove('target');
      },
    ],
    [
      'breakGlass',
      () => {
        inForce({ breakGlass: ['target'] });
      },
    ],
    ['openRequest', () => world.put(request('frozen', { id: 'other', requester: stranger }))],
    ['coolDown', () => world.put(request('rejected', { id: 'other', requester: stranger, endedAt: ASKED - HOUR }))],
    [
      'noApprover',
      () => {
        world.directory.setManager('target', undefined);
      },
    ],
    [
      'privilegedWithoutSecurity',
      () => {
        world.directory.grant('target', { roles: ['62e90394'] });
        world.directory.setMembers(SECURITY_GROUP, []);
      },
    ],
  ] as readonly [string, () => unknown][])
    it(`is told to IT with the reason: ${cause}`, async () => {
      await happen();
      await ask({ targetId: 'target' });
      expect((await told()).map((effect) => 'about' in effect && effect.about)).to.deep.equal([
        { refusedTo: 'requester', target: 'target', cause },
      ]);
      expect(await attempts()).to.deep.equal([{ at: ASKED, targetId: 'target', cause, told: true }]);
    });

  describe('is none', () => {
    for (const [code, different, happen] of [
      ['notARequester', {}, () => world.directory.put({ id: 'requester', guest: true })],
      [
        'noSelfService',
        { targetId: 'requester' },
        () => {
          world.directory.setManager('requester', 'manager');
        },
      ],
      ['ownOpenRequest', { targetId: 'target' }, () => world.put(request('approved', { id: 'other' }))],
      ['justificationLength', { justification: 'short' }, () => undefined],
      ['paused', {}, () => world.pause()],
      [
        'tooManyRequests',
        {},
        () =>
          world.put(request('cancelled', { id: 'other', target: stranger })).then(() => {
            inForce(ONE_A_DAY);
          }),
      ],
    ] as readonly [RefusalCode, Partial<Draft>, () => unknown][])
      it(`where what is refused is nobody else's affair: ${code}`, async () => {
        await happen();
        expect(await refused(different)).to.equal(code);
        expect(commits).to.deep.equal([]);
        expect(await attempts()).to.deep.equal([]);
      });

    it('where it is taken', async () => {
      taken(await ask({ targetId: 'target' }));
      expect(await attempts()).to.deep.equal([]);
      expect(entries().map(({ event }) => event)).to.deep.equal(['submitted']);
    });
  });

  describe('counts against the limit', () => {
    it('of the day, whoever it was about: then nobody can be asked for', async () => {
      inForce({ limits: { requestsPerDay: 3, resetsPerHour: 100 } });
      for (const targetId of ['guest', 'gone', 'guest'])
        expect(await refused({ targetId })).to.equal('targetUnavailable');
      const before = commits.length;
      for (const targetId of ['guest', 'gone', 'target', 'nobody'])
        expect(await ask({ targetId }), targetId).to.deep.equal({ refused: 'tooManyRequests', detail: { limit: 3 } });
      expect(commits.length, 'what is one too many leaves no trace').to.equal(before);
    });

    it('for a day, to the millisecond', async () => {
      inForce(ONE_A_DAY);
      await ask();
      world.clock.set(ASKED + DAY - 1);
      expect(await refused({ targetId: 'target' })).to.equal('tooManyRequests');
      world.clock.set(ASKED + DAY);
      expect(await refused({ targetId: 'target' })).to.equal(undefined);
    });

    it('apart from requests that were taken', async () => {
      inForce({ limits: { requestsPerDay: 2, resetsPerHour: 100 } });
      await world.put(request('cancelled', { id: 'other', target: stranger }));
      await ask();
      expect(await refused({ targetId: 'target' })).to.equal(undefined);
    });

    it('of its requester alone', async () => {
      inForce(ONE_A_DAY);
      await ask({ requesterId: 'stranger' });
      expect(await refused({ targetId: 'target' })).to.equal(undefined);
      expect(await refusedLately(deps, 'stranger')).to.equal(1);
      expect(await refusedLately(deps, 'requester')).to.equal(0);
    });
  });

  describe('is told to IT', () => {
    it('once while it is repeated', async () => {
      await ask();
      world.clock.advance(MINUTE);
      await ask();
      expect(await told()).to.have.length(1);
      expect(entries()).to.have.length(2);
      expect(await attempts()).to.have.length(2);
    });
    it('again the next day, however often it was tried meanwhile', async () => {
      for (let hours = 0; hours <= 24; hours += 8) {
        await ask();
        world.clock.advance(8 * HOUR);
      }
      expect(await told()).to.have.length(2);
    });
    it('again the next day', async () => {
      await ask();
      world.clock.advance(DAY);
      await ask();
      expect(await told()).to.have.length(2);
    });
    it('again for another target, and for another reason', async () => {
      world.directory.put({ id: 'left', enabled: false });
      await ask();
      await ask({ targetId: 'gone' });
      await ask({ targetId: 'left' });
      inForce({ breakGlass: ['gone'] });
      await ask({ targetId: 'gone' });
      expect((await told()).map((effect) => 'about' in effect && effect.about)).to.have.deep.members([
        { refusedTo: 'requester', target: 'guest', cause: 'guest' },
        { refusedTo: 'requester', target: 'gone', cause: 'disabled' },
        { refusedTo: 'requester', target: 'left', cause: 'disabled' },
        { refusedTo: 'requester', target: 'gone', cause: 'breakGlass' },
      ]);
    });
    it('again for another requester', async () => {
      await ask();
      await ask({ requesterId: 'stranger' });
      expect(await told()).to.have.length(2);
    });
  });

  describe('is remembered', () => {
    const note = (targetId: string) => noteRefusal(deps, draft({ targetId }), refuse('noApprover'));

    it('no further back than the limit counts', async () => {
      inForce({ limits: { requestsPerDay: 3, resetsPerHour: 100 } });
      for (const targetId of ['a', 'b', 'c', 'd', 'e']) await note(targetId);
      expect((await attempts()).map(({ targetId }) => targetId)).to.deep.equal(['c', 'd', 'e']);
    });
    it('for a day', async () => {
      await note('a');
      world.clock.advance(DAY - 1);
      await note('b');
      world.clock.advance(1);
      await note('c');
      expect((await attempts()).map(({ targetId }) => targetId)).to.deep.equal(['b', 'c']);
    });
  });

  describe('made several times at once', () => {
    it('is counted each time, and told once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => look()));
      expect(outcomes.every((outcome) => isRefusal(outcome) && outcome.refused === 'targetUnavailable')).to.be.true;
      expect(await attempts()).to.have.length(8);
      expect(await told()).to.have.length(1);
    });
    it('is told for each target', async () => {
      await Promise.all(['guest', 'gone', 'guest', 'gone'].map((targetId) => look({ targetId })));
      expect(await attempts()).to.have.length(4);
      expect(await told()).to.have.length(2);
    });
  });

  it('is not answered before it is written down', async () => {
    const full = () => Promise.reject(new Error('the disk is full'));
    deps = { ...deps, store: { ...world.store, commit: full } };
    expect(await look().catch((error: unknown) => error))
      .to.be.an('error')
      .with.property('message', 'the disk is full');
  });

  it('is an error when somebody else was first eight times', async () => {
    let left = 7;
    const commit: Store['commit'] = async (what) =>
      left-- > 0 ? { ok: false, conflict: 'version', kind: 'refusals', key: 'requester' } : world.store.commit(what);
    deps = { ...deps, store: { ...world.store, commit } };
    expect(await look()).to.have.property('refused', 'targetUnavailable');
    left = 8;
    expect(await look().catch((error: unknown) => error)).to.be.an('error');
    expect(await attempts()).to.have.length(1);
  });
});

const ONE_A_DAY = { limits: { requestsPerDay: 1, resetsPerHour: 100 } };
