import { expect } from 'chai';
import { act, type Act, type Deps } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import type { Store } from '../../core/store.js';
import { isRefusal, type Refusal, type RefusalCode } from '../../core/refusal.js';
import { hasEnded, type Nominee, type Person, type ResetRequest } from '../../core/request.js';
import { readExecutionRights } from '../../core/rights.js';
import {
  agent,
  approval,
  APPROVED,
  ASKED,
  backup,
  command,
  guard,
  HELD,
  HOUR,
  IT_GROUP,
  manager,
  MINUTE,
  nominee,
  person,
  PIN,
  privilegedRequest,
  request,
  requester,
  run,
  SECOND,
  SECURITY_GROUP,
  stranger,
  target,
} from '../fakes/rows.js';
import { openWorld, taken, type World } from './world.js';

const approve = (by: Person = manager): Act => ({ type: 'approve', by });
const reject = (by: Person = manager): Act => ({ type: 'reject', by, reason: 'other', text: 'not today' });

describe('a command on a request', () => {
  let world: World;
  let deps: Deps;

  beforeEach(async () => {
    world = await openWorld();
    deps = world.deps({ backup: { users: ['backup'] } });
    world.clock.set(APPROVED);
    await world.put(request('awaitingApproval', { nominees: [nominee(manager), nominee(backup, 'backup')] }));
  });
  afterEach(() => world.close());

  const given = (what: Act, id = 'request-1') => act(deps, id, what);
  async function refused(what: Act, id?: string): Promise<RefusalCode | undefined> {
    const outcome = await given(what, id);
    return isRefusal(outcome) ? outcome.refused : undefined;
  }
  const claimAll = () => world.store.claim({ now: Infinity, limit: 100, leaseMs: 1_000 });
  const queued = async () => {
    const claims = await claimAll();
    // What waits in a line behind them comes when they are settled.
    await Promise.all(claims.map((claim) => world.store.settle(claim)));
    return [...claims, ...(await claimAll())].map(({ effect }) => effect.key);
  };

  it('is the new row, the journal and what follows, in one', async () => {
    const next = taken(await given(approve()));

    expect(next).to.deep.include({ status: 'approved', executeAt: APPROVED + 10 * SECOND });
    expect(await world.read()).to.deep.equal(JSON.parse(JSON.stringify(next)));
    expect((await world.journal()).map(({ event, by, policy }) => [event, by, policy])).to.deep.equal([
      ['approved', 'manager', 'hash-1'],
    ]);
    expect(await queued()).to.include('resetMethods:request-1:1');
  });

  it('changes nothing when it is refused', async () => {
    const before = await world.store.read('request', 'request-1');
    expect(await refused(approve(requester))).to.equal('selfApproval');
    expect(await world.store.read('request', 'request-1')).to.deep.equal(before);
    expect(await queued()).to.deep.equal([]);
  });

  it("is dated by the service's clock", async () => {
    world.clock.advance(MINUTE);
    expect(taken(await given(approve())).approvals).to.deep.equal([approval(manager, { at: APPROVED + MINUTE })]);
  });

  it('is by whom the directory describes, not by whom a chat says', async () => {
    await given(approve({ id: 'manager', name: 'The Boss, really' }));
    expect((await world.read()).approvals[0]?.by).to.deep.equal(manager);
  });

  it('frees the target when it ends the request', async () => {
    expect(await world.store.holder('request', 'openTarget:target')).to.have.property('key', 'request-1');
    await given(reject());
    expect(await world.store.holder('request', 'openTarget:target')).to.equal(undefined);
  });

  describe('of a stranger', () => {
    const all: readonly Act[] = [
      approve(stranger),
      reject(stranger),
      ...(
        [
          'notForMe',
          'nudge',
          'note',
          'ask',
          'answer',
          'reassign',
          'addBackup',
          'cancel',
          'undo',
          'recordCallBack',
          'freeze',
          'release',
          'retry',
          'close',
          'contain',
          'passIssued',
        ] as const
      ).map((type): Act => ({ ...command(type), by: stranger })),
    ];
    for (const what of all)
      it(`has the same answer as an unknown reference: ${what.type}`, async () => {
        const known = await given(what);
        const unknown = await given(what, 'request-2');
        expect(known).to.deep.equal(unknown);
        expect(known).to.deep.equal({ refused: 'unknownRequest', detail: undefined });
      });

    it('has the same answer in every state', async () => {
      for (const status of ['completed', 'expired', 'frozen', 'rejected', 'resetting'] as const) {
        await world.put(request(status));
        expect(await given(approve(stranger)), status).to.deep.equal({ refused: 'unknownRequest', detail: undefined });
      }
    });
  });

  describe('that is refused', () => {
    for (const [who, code] of [
      [requester, 'selfApproval'],
      [target, 'targetApproval'],
      [stranger, 'unknownRequest'],
    ] as const)
      it(`is in the journal: ${code}`, async () => {
        expect(await refused(approve(who))).to.equal(code);
        expect(await world.journal()).to.deep.equal([
          {
            event: 'attemptRefused',
            at: APPROVED,
            by: who.id,
            requestId: 'request-1',
            reference: 'MFA-7K3Q9',
            from: 'awaitingApproval',
            policy: 'hash-1',
            data: { command: 'approve', refused: code, cause: '' },
          },
        ]);
      });

    it('is in the journal without the words that came with it', async () => {
      await given({ type: 'reject', by: stranger, reason: 'other', text: 'my secret words' });
      expect(JSON.stringify(await world.journal())).to.not.include('secret');
    });

    it('is not in the journal when somebody was merely too late', async () => {
      await given(reject());
      const before = await world.journal();
      expect(await refused(approve(backup))).to.equal('alreadyDecided');
      expect(await world.journal()).to.deep.equal(before);
    });

    it('is not answered before it is written down', async () => {
      deps = { ...deps, store: { ...world.store, commit: () => Promise.reject(new Error('the disk is full')) } };
      const outcome = await given(approve(requester)).catch((error: unknown) => error);
      expect(outcome).to.be.an('error').with.property('message', 'the disk is full');
    });
  });

  describe('of several people at once', () => {
    const last = (outcomes: readonly (ResetRequest | Refusal)[]): readonly Refusal[] => outcomes.filter(isRefusal);

    for (const order of [
      [manager, backup],
      [backup, manager],
    ] as const)
      it(`is one approval, and the other reads whose: ${order.map(({ id }) => id).join(', ')}`, async () => {
        const outcomes = await Promise.all(order.map((who) => given(approve(who))));

        const [won] = (await world.read()).approvals;
        expect((await world.read()).approvals).to.have.length(1);
        expect((await world.journal()).filter(({ event }) => event === 'approved')).to.have.length(1);
        expect(last(outcomes)).to.have.length(1);
        expect(last(outcomes)[0]).to.deep.include({ refused: 'alreadyDecided' });
        expect(last(outcomes)[0]?.detail).to.deep.include({ by: won?.by, status: 'approved', at: APPROVED });
      });

    it('is one transition of 50 parallel taps', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => given(approve(index % 2 === 0 ? manager : backup))),
      );
      expect(outcomes.filter((outcome) => !isRefusal(outcome))).to.have.length(1);
      expect((await world.journal()).map(({ event }) => event)).to.deep.equal(['approved']);
      expect((await queued()).filter((key) => key.startsWith('resetMethods'))).to.deep.equal([
        'resetMethods:request-1:1',
      ]);
    });

    it('is both approvals of a privileged target', async () => {
      await world.put(privilegedRequest());
      const outcomes = await Promise.all([approve(manager), approve(guard)].map((what) => given(what)));
      expect(last(outcomes)).to.deep.equal([]);
      expect(await world.read()).to.include({ status: 'approved' });
    });

    const contenders: readonly Act[] = [
      approve(),
      reject(backup),
      { type: 'cancel', by: requester },
      { type: 'freeze', by: target, via: 'teams' },
    ];
    for (const order of permutations(contenders))
      it(`has one outcome: ${order.map(({ type }) => type).join(', ')}`, async () => {
        await Promise.all(order.map((what) => given(what)));

        const row = await world.read();
        const events = (await world.journal()).map(({ event, from, to }) => ({ event, from, to }));
        expect(events[0]).to.include({ from: 'awaitingApproval' });
        for (const [index, { from }] of events.slice(1).entries()) expect(from).to.equal(events[index]?.to);
        expect(events.at(-1)?.to).to.equal(row.status);
        // What comes after an end is the objection alone, which leaves it where it is.
        const end = events.findIndex(({ to }) => hasEnded({ status: to! }));
        for (const late of end < 0 ? [] : events.slice(end + 1))
          expect(late).to.deep.equal({ event: 'frozen', from: row.status, to: row.status });
        // Whoever cancelled or rejected had the last word, and who approved was first or not at all.
        if (events.some(({ event }) => event === 'approved')) expect(events[0]?.event).to.equal('approved');
      });
  });

  describe('when the store is busy', () => {
    /** A store where somebody else was first so many times. */
    const busy = (times: number): Store => {
      let left = times;
      return {
        ...world.store,
        commit: async (commit) =>
          left-- > 0
            ? { ok: false, conflict: 'version', kind: 'request', key: 'request-1' }
            : world.store.commit(commit),
      };
    };

    it('is decided again', async () => {
      deps = { ...deps, store: busy(7) };
      expect(taken(await given(approve())).status).to.equal('approved');
    });
    it('is an error after eight times, and nothing has changed', async () => {
      deps = { ...deps, store: busy(8) };
      expect(await given(approve()).catch((error: unknown) => error)).to.be.an('error');
      expect(await world.read()).to.include({ status: 'awaitingApproval' });
    });
  });

  describe('of an approver', () => {
    it('who is not the manager any more is refused', async () => {
      world.directory.setManager('target', 'boss');
      expect(await refused(approve())).to.equal('notNominated');
      expect((await world.journal())[0]?.data).to.include({ cause: 'approverNoLongerEligible' });
    });
    it('who is not in the group any more is refused', async () => {
      deps = world.deps({ approvers: [{ ask: { group: 'group-desk' } }] });
      await world.put(request('awaitingApproval', { nominees: [nominee(backup, 'group', 'group-desk')] }));
      expect(await refused(approve(backup))).to.equal('notNominated');
      world.directory.setMembers('group-desk', ['backup']);
      expect(await refused(approve(backup))).to.equal(undefined);
    });
    it('who is disabled is refused', async () => {
      world.directory.put({ id: 'manager', enabled: false });
      expect(await refused(approve())).to.equal('approverUnavailable');
      expect(await refused(reject())).to.equal('approverUnavailable');
    });
    it('who is gone is refused', async () => {
      world.directory.remove('manager');
      expect(await refused(approve())).to.equal('approverUnavailable');
    });
    for (const call of ['person', 'manager', 'groupsAmong'] as const)
      it(`is taken while ${call} is not answered, to be checked before the reset`, async () => {
        world.directory.setManager('target', 'boss');
        world.directory.fail(call);
        const next = taken(await given(approve()));
        expect(next.approvals).to.deep.equal([approval(manager, { checkPending: true })]);
        expect((await world.journal())[0]?.data).to.include({ checkPending: true });
      });
    it('is refused for a target that became privileged', async () => {
      world.directory.grant('target', { roles: ['62e90394'] });
      expect(await refused(approve())).to.equal('privilegedNow');
    });
    it('is refused while the roles of the target can not be read', async () => {
      world.directory.fail('privileges');
      expect(await refused(approve())).to.equal('privilegedNow');
    });
    it('may decline for a target that became privileged', async () => {
      world.directory.grant('target', { roles: ['62e90394'] });
      expect(await refused(reject())).to.equal(undefined);
    });
    it('is refused while the service is paused, and may decline', async () => {
      await world.pause();
      expect(await refused(approve())).to.equal('paused');
      expect(await refused(reject())).to.equal(undefined);
    });
  });

  describe('for two approvals', () => {
    beforeEach(() => world.put(privilegedRequest()));

    it('is refused to the same person twice', async () => {
      await given(approve());
      expect(await refused(approve())).to.equal('alreadyApprovedByYou');
    });
    it('is refused to two who are not of security', async () => {
      await given(approve());
      expect(await refused(approve(backup))).to.equal('needsSecurityApproval');
    });
    it('goes through with one of security, in both orders', async () => {
      await given(approve());
      expect(taken(await given(approve(guard))).status).to.equal('approved');
      await world.put(privilegedRequest());
      await given(approve(guard));
      expect(taken(await given(approve())).status).to.equal('approved');
    });
    it('counts somebody of security whoever asked them', async () => {
      world.directory.setMembers(SECURITY_GROUP, ['guard', 'manager']);
      await given(approve(backup));
      expect(taken(await given(approve(manager))).status).to.equal('approved');
    });
  });

  describe('while it is held', () => {
    const callBack: Act = { type: 'recordCallBack', by: manager };
    const resets = async () => (await queued()).filter((key) => key.startsWith('resetMethods'));

    beforeEach(async () => {
      await world.put(request('awaitingApproval', { target: HELD.target!, risks: HELD.risks! }));
      await given(approve());
      world.clock.advance(MINUTE);
    });

    it('ends the hold by a call back, and the reset that was queued for its end is overtaken', async () => {
      expect(taken(await given(callBack))).to.deep.include({ attempt: 2, executeAt: APPROVED + MINUTE + 10 * SECOND });
      expect((await world.journal()).map(({ event, by }) => [event, by])).to.deep.equal([
        ['approved', 'manager'],
        ['callBackRecorded', 'manager'],
      ]);
      expect(await resets()).to.have.members(['resetMethods:request-1:1', 'resetMethods:request-1:2']);
    });
    it('has one of a call back and an undo at once', async () => {
      const outcomes = await Promise.all([given(callBack), given({ type: 'undo', by: manager })]);
      // The undo is taken after a call back as well; a call back after an undo has nothing to end.
      expect((await world.read()).status).to.equal('awaitingApproval');
      expect(await world.read()).to.not.have.property('calledBack');
      expect(outcomes.filter(isRefusal).length).to.be.at.most(1);
    });
    it('is one call back of ten parallel taps', async () => {
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => given(callBack)));
      expect(outcomes.filter((outcome) => !isRefusal(outcome))).to.have.length(1);
      expect(await world.read()).to.include({ attempt: 2 });
    });
  });

  it('that only the requester gives is decided without the directory', async () => {
    for (const type of ['nudge', 'note'] as const) taken(await given(command(type)));
    expect(world.directory.calls).to.deep.equal([]);
  });

  describe('before the reset', () => {
    beforeEach(async () => {
      await given(approve());
      world.clock.advance(10 * SECOND);
    });

    const start: Act = { type: 'resetStarted', by: SYSTEM, run: run() };
    const startNow = async (): Promise<ResetRequest | Refusal> =>
      act(deps, 'request-1', start, {
        atExecution: await readExecutionRights(world.directory, deps.policy, await world.read(), world.clock.now()),
      });
    const refusedNow = async (): Promise<RefusalCode | undefined> => {
      const outcome = await startNow();
      return isRefusal(outcome) ? outcome.refused : undefined;
    };

    it('goes on when everybody is still who they were', async () => {
      expect(taken(await startNow()).run).to.deep.equal(run());
      expect((await world.journal()).at(-1)).to.deep.include({
        event: 'resetStarted',
        by: 'system',
        data: { pins: [`${PIN.type}/${PIN.id}`] },
      });
    });
    it('stops when nobody read the rights', async () => {
      expect(await refused(start)).to.equal('notAllowed');
    });
    for (const call of ['person', 'manager', 'groupsAmong'] as const)
      it(`stops when ${call} is not answered`, async () => {
        world.directory.fail(call);
        expect(await startNow().catch((error: unknown) => error)).to.be.an('error');
        expect(await world.read()).to.include({ status: 'approved' });
      });
    for (const [what, happen, code] of [
      ['the approver is disabled', () => world.directory.put({ id: 'manager', enabled: false }), 'approverUnavailable'],
      [
        'the approver is gone',
        () => {
          world.directory.remove('manager');
        },
        'approverUnavailable',
      ],
      [
        'the approver is not the manager any more',
        () => {
          world.directory.setManager('target', 'boss');
        },
        'notNominated',
      ],
      ['the target is disabled', () => world.directory.put({ id: 'target', enabled: false }), 'targetChanged'],
      [
        'the target is gone',
        () => {
          world.directory.remove('target');
        },
        'targetChanged',
      ],
      [
        'the target became privileged',
        () => {
          world.directory.grant('target', { ownsRegistration: true });
        },
        'privilegedNow',
      ],
      [
        'the roles of the target can not be read',
        () => {
          world.directory.fail('privileges');
        },
        'privilegedNow',
      ],
    ] as const)
      it(`stops when ${what}`, async () => {
        happen();
        expect(await refusedNow()).to.equal(code);
        expect(await world.read()).to.not.have.property('run');
      });
    it('stops what was approved while the directory was away by somebody who had lost their role', async () => {
      await world.put(request('approved', { approvals: [approval(manager, { checkPending: true })] }));
      world.directory.setManager('target', 'boss');
      expect(await refusedNow()).to.equal('notNominated');
    });
    it('stops for two approvals when none is of security any more', async () => {
      await world.put(
        privilegedRequest({
          status: 'approved',
          approvals: [approval(manager), approval(guard)],
          executeAt: ASKED,
          attempt: 1,
        }),
      );
      world.directory.setMembers(SECURITY_GROUP, ['stranger']);
      expect(await refusedNow()).to.equal('notNominated');
    });
    it('is nothing a person can order', async () => {
      expect(await refused({ ...start, by: manager })).to.equal('notAllowed');
      expect(await refused({ ...start, by: requester })).to.equal('notAllowed');
    });
  });

  describe('that brings in somebody new', () => {
    const ids = ({ nominees }: ResetRequest): string[] => nominees.map(({ person: { id } }) => id);
    const pass = (by: Person, to: string, from = by.id): Act => ({ type: 'reassign', by, from, to });

    beforeEach(async () => {
      // By the rule ann and the manager, as the backup boss.
      world.directory.put({ id: 'ann' });
      deps = world.deps({ approvers: [{ ask: { users: ['manager', 'ann'] } }], backup: { users: ['boss'] } });
      await world.put(request('awaitingApproval', { nominees: [nominee(manager, 'named'), nominee(backup, 'named')] }));
    });

    it('finds them in the policy as it is now: by the rule first', async () => {
      const next = taken(await given({ type: 'notForMe', by: manager }));
      expect(next.nominees[0]).to.deep.equal(described(nominee(person('ann'), 'named')));
      expect(ids(next)).to.deep.equal(['ann', 'backup']);
      expect((await world.journal())[0]).to.deep.include({ event: 'passedOn', data: { added: ['ann'] } });
    });
    it('goes to the backups next, and then to nobody', async () => {
      await given({ type: 'notForMe', by: manager });
      expect(ids(taken(await given({ type: 'notForMe', by: backup })))).to.deep.equal(['ann', 'manager']);
      expect(ids(taken(await given({ type: 'notForMe', by: manager })))).to.deep.equal(['ann', 'boss']);
      await world.put(
        request('awaitingApproval', { nominees: ['ann', 'manager', 'boss'].map((id) => nominee(person(id))) }),
      );
      expect(await refused({ type: 'notForMe', by: manager })).to.equal('nobodyElse');
    });
    it('takes nobody whom the policy would not ask', async () => {
      expect(await refused(pass(manager, 'stranger'))).to.equal('notEligible');
      expect(await refused(pass(agent, 'stranger', 'manager'))).to.equal('notEligible');
      world.directory.put({ id: 'ann', enabled: false });
      expect(await refused(pass(manager, 'ann'))).to.equal('notEligible');
    });
    it("gives away nobody else's place, unless it is IT who does it", async () => {
      expect(await refused(pass(manager, 'ann', 'backup'))).to.equal('notNominated');
      expect((await world.journal()).at(-1)).to.deep.include({ event: 'attemptRefused', by: 'manager' });
      expect(ids(taken(await given(pass(agent, 'ann', 'backup'))))).to.deep.equal(['manager', 'ann']);
    });
    it('gives away no place of somebody who has approved', async () => {
      await world.put(privilegedRequest({ approvals: [approval(manager)] }));
      expect(await refused(pass(agent, 'ann', 'manager'))).to.equal('notEligible');
      expect(await refused(pass(manager, 'ann'))).to.equal('notEligible');
      expect(await refused({ type: 'notForMe', by: manager })).to.equal('alreadyApprovedByYou');
    });
    it('never asks requester or target, whatever the policy names', async () => {
      deps = world.deps({
        approvers: [{ ask: { users: ['requester', 'target', 'manager'] } }],
        backup: { users: ['target', 'requester'] },
      });
      expect(await refused({ type: 'notForMe', by: manager })).to.equal('nobodyElse');
      expect(await refused({ type: 'addBackup', by: agent })).to.equal('nobodyElse');
      world.clock.set(ASKED + 2 * HOUR);
      expect(await refused({ type: 'escalate', by: SYSTEM })).to.equal('nobodyElse');
      for (const to of ['requester', 'target']) expect(await refused(pass(manager, to)), to).to.equal('notEligible');
    });
    it('adds the backups alone, and says in the journal who was really added', async () => {
      deps = world.deps({ backup: { users: ['backup', 'boss', 'requester'] } });
      world.clock.set(ASKED + 2 * HOUR);
      expect(ids(taken(await given({ type: 'escalate', by: SYSTEM })))).to.deep.equal(['manager', 'backup', 'boss']);
      expect((await world.journal())[0]).to.deep.include({ event: 'escalated', data: { added: ['boss'] } });
      expect(await refused({ type: 'addBackup', by: agent })).to.equal('nobodyElse');
    });
    it('can be approved by the new one, and not any more by the old one', async () => {
      await given(pass(manager, 'ann'));
      expect(await refused(approve(manager))).to.equal('unknownRequest');
      expect(taken(await given(approve(person('ann')))).status).to.equal('approved');
    });
    it('is an error when the directory does not answer, and nothing has changed', async () => {
      const before = await world.read();
      world.directory.fail('person');
      for (const what of [{ type: 'notForMe', by: manager }, pass(manager, 'ann')] as const)
        expect(await given(what).catch((error: unknown) => error), what.type).to.be.an('error');
      expect(await world.read()).to.deep.equal(before);
    });
    it('replaces the last of security by security alone, so that a second approval stays possible', async () => {
      deps = world.deps({ backup: { users: ['boss'] }, securityGroup: SECURITY_GROUP });
      const guard = person('guard');
      await world.put(
        privilegedRequest({ nominees: [nominee(manager), { ...nominee(guard, 'security'), groupId: SECURITY_GROUP }] }),
      );
      expect(await refused({ type: 'notForMe', by: guard })).to.equal('nobodyElse');
      expect(await refused(pass(guard, 'boss'))).to.equal('notEligible');
      expect(ids(taken(await given({ type: 'notForMe', by: manager })))).to.deep.equal(['boss', 'guard']);
      world.directory.put({ id: 'guard2' });
      world.directory.setMembers(SECURITY_GROUP, ['guard', 'guard2']);
      expect(ids(taken(await given({ type: 'notForMe', by: guard })))).to.deep.equal(['boss', 'guard2']);
    });
    it('looks nothing up for a stranger, who could tell by it that the request exists', async () => {
      world.directory.fail('person');
      world.directory.fail('members');
      expect(await refused({ type: 'notForMe', by: stranger })).to.equal('unknownRequest');
      expect(await refused({ type: 'notForMe', by: stranger }, 'no-such-request')).to.equal('unknownRequest');
      expect(world.directory.calls).to.deep.equal([]);
    });
    it('is written down when IT names somebody who may not be asked', async () => {
      await refused(pass(agent, 'requester', 'manager'));
      expect((await world.journal()).at(-1)).to.deep.include({ event: 'attemptRefused', by: 'agent' });
    });
    it('brings in nobody where the target is gone', async () => {
      world.directory.remove('target');
      expect(await refused({ type: 'notForMe', by: manager })).to.equal('nobodyElse');
    });
  });

  describe('while the service is paused', () => {
    const start: Act = { type: 'resetStarted', by: SYSTEM, run: run() };
    for (const status of ['approved', 'resetting'] as const)
      it(`does not start a reset that is ${status}`, async () => {
        await world.put(request(status));
        await world.pause();
        world.clock.set(APPROVED + HOUR);
        const rights = await readExecutionRights(world.directory, deps.policy, await world.read(), world.clock.now());
        const before = await world.read();
        expect(await act(deps, 'request-1', start, { atExecution: rights })).to.have.property('refused', 'paused');
        expect(await world.read()).to.deep.equal(before);
      });

    it('does not retry, and takes the end of a reset that is under way', async () => {
      await world.pause();
      await world.put(request('needsAttention', { run: run() }));
      expect(await refused({ type: 'retry', by: agent })).to.equal('paused');
      await world.put(request('resetting'));
      const cleared = run({ pins: [{ ...PIN, outcome: 'removed' }] });
      expect(await refused({ type: 'resetFinished', by: SYSTEM, run: cleared })).to.equal(undefined);
    });
  });

  describe('after a reset that failed', () => {
    const attention = (different: Partial<ResetRequest> = {}) => world.put(request('needsAttention', different));

    it('is retried by IT as a reset that goes on, and queued', async () => {
      await attention({ run: run() });
      expect(taken(await given({ type: 'retry', by: agent }))).to.deep.include({ status: 'resetting', run: run() });
      expect(await queued()).to.include('resetMethods:request-1:2');
      for (const what of [
        { type: 'cancel', by: requester },
        { type: 'undo', by: manager },
      ] as const)
        expect(await refused(what), what.type).to.equal('alreadyDecided');
    });
    it('is repaired by who approved it only where the policy names no IT', async () => {
      await attention({ nominees: [nominee(manager), nominee(backup)] });
      expect(await refused({ type: 'retry', by: manager })).to.equal('notIt');
      deps = world.deps({ itGroup: null });
      expect(await refused({ type: 'retry', by: backup })).to.equal('notIt');
      expect(await refused({ type: 'close', by: requester, note: 'done by hand' })).to.equal('notIt');
      expect(taken(await given({ type: 'retry', by: manager })).status).to.equal('resetting');
    });
    it('is cancelled by the requester as long as nothing can have been deleted', async () => {
      await attention({ run: run() });
      expect(await refused({ type: 'cancel', by: requester })).to.equal('methodsClearedAlready');
      await attention();
      expect(taken(await given({ type: 'cancel', by: requester })).status).to.equal('cancelled');
    });
  });

  describe('in the same millisecond as another', () => {
    it('has effects of its own', async () => {
      await given({ type: 'note', by: requester, text: 'At the front desk' });
      await given({ type: 'note', by: requester, text: 'Now in the canteen' });
      expect(
        (await queued()).filter((key) => key.includes('manager') || key.startsWith('refresh')).sort(),
      ).to.deep.equal([
        'refreshCards:request-1:2',
        'refreshCards:request-1:3',
        'tell:request-1:2:noteAdded:manager',
        'tell:request-1:3:noteAdded:manager',
      ]);
    });
  });

  describe('of IT', () => {
    it('is taken from members of the group', async () => {
      deps = world.deps({ backup: { users: ['boss'] } });
      expect(taken(await given({ type: 'reassign', by: agent, from: 'backup', to: 'boss' })).nominees).to.deep.equal([
        nominee(manager),
        described(nominee(person('boss'), 'backup')),
      ]);
    });
    it('is taken from members of a group in the group', async () => {
      world.directory.setMembers(IT_GROUP, ['group-first-line']);
      world.directory.setMembers('group-first-line', ['stranger']);
      expect(await refused({ type: 'cancel', by: stranger })).to.equal(undefined);
    });
    it('is asked of the directory each time', async () => {
      await world.put(request('frozen'));
      world.directory.setMembers(IT_GROUP, []);
      expect(await refused({ type: 'release', by: agent, text: 'It was them' })).to.equal('unknownRequest');
    });
    it('grants nothing when the directory does not answer', async () => {
      world.directory.fail('groupsAmong');
      expect(await refused({ type: 'cancel', by: agent })).to.equal('unknownRequest');
    });
    it('is off without a group', async () => {
      deps = world.deps({ itGroup: null });
      expect(await refused({ type: 'cancel', by: agent })).to.equal('unknownRequest');
    });
    it('is not an approval', async () => {
      expect(await refused(approve(agent))).to.equal('unknownRequest');
    });
    it('never puts requester, target or oneself in as the approver, even where the policy names them', async () => {
      deps = world.deps({ backup: { users: ['requester', 'target', 'agent', 'boss'] } });
      for (const to of ['requester', 'target', 'agent'])
        expect(await refused({ type: 'reassign', by: agent, from: 'manager', to }), to).to.equal('notEligible');
      expect(await refused({ type: 'reassign', by: agent, from: 'manager', to: 'boss' })).to.equal(undefined);
    });
    it('does not wait for the directory when the requester cancels or the target objects', async () => {
      world.directory.hang('groupsAmong');
      expect(await refused({ type: 'freeze', by: target, via: 'teams' })).to.equal(undefined);
      expect(await refused({ type: 'cancel', by: requester })).to.equal(undefined);
    });
  });

  it('is the whole story of one request', async () => {
    const after = async (ms: number, what: Act): Promise<ResetRequest> => {
      world.clock.advance(ms);
      const rights =
        what.type === 'resetStarted'
          ? await readExecutionRights(world.directory, deps.policy, await world.read(), world.clock.now())
          : undefined;
      return taken(await act(deps, 'request-1', what, rights === undefined ? {} : { atExecution: rights }));
    };
    world.clock.set(ASKED);
    await after(MINUTE, { type: 'ask', by: manager, text: 'Which phone was it?' });
    await after(MINUTE, { type: 'answer', by: requester, text: 'The blue one' });
    await after(29 * MINUTE, { type: 'remind', by: SYSTEM });
    await after(MINUTE, approve());
    await after(5 * SECOND, { type: 'undo', by: manager });
    await after(MINUTE, approve(backup));
    await after(10 * SECOND, { type: 'resetStarted', by: SYSTEM, run: run() });
    await after(SECOND, { type: 'resetFailed', by: SYSTEM, reason: 'graphUnavailable', detail: '' });
    await after(MINUTE, { type: 'retry', by: agent });
    await after(0, { type: 'resetStarted', by: SYSTEM, run: run() });
    await after(SECOND, { type: 'resetFinished', by: SYSTEM, run: run({ pins: [{ ...PIN, outcome: 'removed' }] }) });
    await after(HOUR, { type: 'registered', by: SYSTEM });

    expect(await world.read()).to.include({ status: 'completed', attempt: 3 });
    expect((await world.journal()).map(({ event }) => event).join(' ')).to.equal(
      'asked answered reminded approved undone approved resetStarted resetFailed retried resetStarted resetFinished registered',
    );
  });
});

/** As the directory describes them. */
function described({ person: { id }, ...how }: Nominee): Nominee {
  const unknown = { title: undefined, department: undefined, phone: undefined };
  return { ...how, person: { id, name: id, ...unknown, userPrincipalName: `${id}@contoso.test` } };
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
