import { expect } from 'chai';
import { act } from '../../core/approvals.js';
import { consider, discardDraft, draftOf, keepDraft, submit, type AskingDeps } from '../../core/asking.js';
import type { Policy } from '../../core/policy.js';
import type { Draft } from '../../core/rows.js';
import { isRefusal, type Refusal, type RefusalCode } from '../../core/refusal.js';
import type { ResetRequest } from '../../core/request.js';
import {
  ASKED,
  DAY,
  HOUR,
  manager,
  MINUTE,
  person,
  request,
  requester,
  SECURITY_GROUP,
  stranger,
} from '../fakes/rows.js';
import { draft, openWorld, taken, type World } from './world.js';

describe('asking for a reset', () => {
  let world: World;
  let deps: AskingDeps;

  beforeEach(async () => {
    world = await openWorld();
    deps = world.deps();
  });
  afterEach(() => world.close());

  const inForce = (different: Partial<Policy>): void => {
    deps = world.deps(different);
  };
  const confirm = (requestId = 'request-1', by = requester) => submit(deps, requestId, by);
  async function ask(different: Partial<Draft> = {}): Promise<ResetRequest | Refusal> {
    const asked = draft(different);
    await keepDraft(deps, asked);
    return confirm(asked.requestId, person(asked.requesterId));
  }
  async function refused(different: Partial<Draft> = {}): Promise<RefusalCode | undefined> {
    const outcome = await ask(different);
    return isRefusal(outcome) ? outcome.refused : undefined;
  }
  async function unavailable(different: Partial<Draft> = {}): Promise<string | undefined> {
    const outcome = refusalOf(await ask(different));
    expect(outcome.refused).to.equal('targetUnavailable');
    return outcome.detail?.cause;
  }

  describe('makes a request', () => {
    it('that waits for the manager, with the times of the policy', async () => {
      const row = taken(await ask());
      expect(row).to.deep.include({
        id: 'request-1',
        reference: 'MFA-00001',
        status: 'awaitingApproval',
        submittedAt: ASKED,
        remindAt: ASKED + 30 * MINUTE,
        escalateAt: ASKED + 2 * HOUR,
        expireAt: ASKED + 2 * DAY,
        approvalsNeeded: 1,
        approvals: [],
        policyHash: 'hash-1',
      });
      expect(row.nominees.map(({ person: { id }, by }) => [id, by])).to.deep.equal([['manager', 'manager']]);
    });

    it('that is stored with its journal and its effects, and whose draft is gone', async () => {
      const row = taken(await ask());
      expect(await world.read()).to.deep.equal(JSON.parse(JSON.stringify(row)));
      expect((await world.journal()).map(({ event, by, to }) => [event, by, to])).to.deep.equal([
        ['submitted', 'requester', 'awaitingApproval'],
      ]);
      const effects = await world.store.claim({ now: Infinity, limit: 100, leaseMs: 1 });
      expect(effects.map(({ effect }) => effect.kind)).to.include.members([
        'refreshCards',
        'remind',
        'escalate',
        'expire',
        'mailTarget',
      ]);
      expect(await draftOf(world.store, 'requester')).to.equal(undefined);
    });

    it('that is found by its reference, its people and its target', async () => {
      await ask();
      expect((await world.store.holder('request', 'ref:MFA-00001'))?.key).to.equal('request-1');
      for (const index of ['requester:requester', 'target:target', 'nominee:manager'])
        expect(
          (await world.store.find('request', index)).map(({ key }) => key),
          index,
        ).to.deep.equal(['request-1']);
    });

    it('with people as the directory describes them', async () => {
      world.directory.put({ id: 'requester', name: 'Riley', title: 'Nurse' });
      await keepDraft(deps, draft());
      const row = taken(await submit(deps, 'request-1', { id: 'requester', name: 'The Boss, really' }));
      expect(row.requester).to.include({ id: 'requester', name: 'Riley', title: 'Nurse' });
    });

    it("with each of the target's addresses once", async () => {
      world.directory.put({
        id: 'target',
        mail: 'target@contoso.test',
        otherMails: ['home@example.test', 'target@contoso.test'],
      });
      expect(taken(await ask()).targetAddresses).to.deep.equal(['target@contoso.test', 'home@example.test']);
    });

    it('whose status card is the one it was confirmed on', async () => {
      await keepDraft(deps, draft());
      const conversation = { id: 'chat', serviceUrl: 'https://smba.trafficmanager.net/emea/' };
      const place = { conversation, activityId: 'card-1' };
      await submit(deps, 'request-1', requester, { place });
      expect((await world.store.read('card', 'request-1:requester'))?.value).to.deep.equal({
        requestId: 'request-1',
        personId: 'requester',
        places: [place],
        contentHash: '',
      });
      expect(await world.store.find('card', 'cardsOf:request-1')).to.have.length(1);
    });

    it('that has no card where it was confirmed on none', async () => {
      await ask();
      expect(await world.store.find('card', 'cardsOf:request-1')).to.deep.equal([]);
    });

    it('that warns of what was changed lately: the phone, the manager', async () => {
      const asked: unknown[] = [];
      deps = {
        ...deps,
        directory: {
          ...world.directory,
          recentChanges: async (...given) => {
            asked.push(given);
            return ['manager', 'phone'];
          },
        },
      };
      expect(taken(await ask()).risks.map(({ kind }) => kind)).to.include.members([
        'phoneChangedLately',
        'managerChangedLately',
      ]);
      expect(asked).to.deep.equal([['target', ASKED - 3 * DAY]]);
    });

    it('that warns of no change where the log could not be read', async () => {
      world.directory.setRecentChanges('target', 'unknown');
      expect(taken(await ask()).risks.map(({ kind }) => kind)).to.deep.equal(['firstRequestOfRequester']);
    });

    it('that notes an odd hour, by the hours of the policy', async () => {
      inForce({ businessHours: { timeZone: 'Europe/London', days: [1], from: '10:00', to: '18:00' } });
      expect(taken(await ask()).risks.map(({ kind }) => kind)).to.include('oddHour');
    });
  });

  describe('clears', () => {
    const clearing = async (different: Partial<Draft>, chosen?: Draft['clearing']) => {
      await keepDraft(deps, draft(different));
      return taken(await submit(deps, 'request-1', requester, { clearing: chosen })).clearing;
    };

    it('what was chosen on the card it was confirmed on', async () => {
      expect(await clearing({ clearing: 'all' }, 'lost')).to.equal('lost');
    });
    it('everything where that was chosen on the card', async () => {
      expect(await clearing({ clearing: 'lost' }, 'all')).to.equal('all');
    });
    it('what the draft says where nothing was chosen on the card', async () => {
      expect(await clearing({ clearing: 'lost' })).to.equal('lost');
    });
    for (const lost of ['stolen', 'unknown'] as const)
      it(`everything, whatever was chosen, where a part can not be known: ${lost}`, async () => {
        expect(await clearing({ lost, clearing: 'lost' }, 'lost')).to.equal('all');
      });
  });

  describe('more than once', () => {
    it('by confirming twice is one request', async () => {
      const first = taken(await ask());
      expect(await confirm()).to.deep.include({ id: first.id, reference: first.reference });
      expect(await world.journal()).to.have.length(1);
    });

    it('by confirming twice at once is one request', async () => {
      await keepDraft(deps, draft());
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => confirm()));
      expect(new Set(outcomes.map((outcome) => taken(outcome).reference)).size).to.equal(1);
      expect(await world.journal()).to.have.length(1);
    });

    it('by confirming once more while the first is being taken is that one', async () => {
      await keepDraft(deps, draft());
      const { store } = deps;
      let first: ResetRequest | Refusal | undefined;
      const later = {
        ...store,
        async find(...asked: Parameters<typeof store.find>) {
          first ??= await confirm();
          return store.find(...asked);
        },
      } as typeof store;
      expect(await submit({ ...deps, store: later }, 'request-1', requester)).to.deep.equal(first);
    });

    it('by confirming again after it was decided shows what became of it', async () => {
      await ask();
      await act(deps, 'request-1', { type: 'reject', by: manager, reason: 'other', text: 'not today' });
      expect(taken(await confirm()).status).to.equal('rejected');
    });

    it('shows a requester their own open request, by its reference', async () => {
      await ask();
      const outcome = refusalOf(await ask({ requestId: 'request-2' }));
      expect(outcome).to.deep.equal({
        refused: 'ownOpenRequest',
        detail: { reference: 'MFA-00001', status: 'awaitingApproval' },
      });
    });

    it('by two requesters in the same instant is one request, and the other learns nothing about it', async () => {
      await keepDraft(deps, draft());
      await keepDraft(deps, draft({ requestId: 'request-2', requesterId: 'stranger' }));
      const outcomes = await Promise.all([confirm('request-1', requester), confirm('request-2', stranger)]);

      const refusals = outcomes.filter(isRefusal);
      expect(refusals).to.deep.equal([{ refused: 'targetUnavailable', detail: { cause: 'openRequest' } }]);
      expect(await world.store.find('request', 'target:target')).to.have.length(1);
    });

    it('for another target is another request', async () => {
      world.directory.setManager('stranger', 'boss');
      await ask();
      expect(await refused({ requestId: 'request-2', targetId: 'stranger' })).to.equal(undefined);
    });

    it('for the same target is possible when the first was cancelled', async () => {
      await ask();
      await act(deps, 'request-1', { type: 'cancel', by: requester });
      expect(await refused({ requestId: 'request-2' })).to.equal(undefined);
    });

    it('takes another reference when the first is in use', async () => {
      await world.put(request('cancelled', { id: 'old', reference: 'MFA-00001', target: stranger }));
      expect(taken(await ask()).reference).to.equal('MFA-00002');
    });
  });

  describe('from a draft', () => {
    it('that is not there any more is refused', async () => {
      expect(refusalOf(await confirm()).refused).to.equal('draftGone');
    });
    it('that was replaced is refused', async () => {
      await keepDraft(deps, draft());
      await keepDraft(deps, draft({ requestId: 'request-2', justification: 'The phone fell into the canal' }));
      expect(refusalOf(await confirm('request-1')).refused).to.equal('draftGone');
      expect(isRefusal(await confirm('request-2'))).to.be.false;
    });
    it('that was put together twice is the one that was there first', async () => {
      await keepDraft(deps, draft());
      expect(await keepDraft(deps, draft({ requestId: 'request-2' }))).to.deep.equal(draft());
      expect(isRefusal(await confirm('request-1'))).to.be.false;
    });
    it('of somebody else is refused as if there were none', async () => {
      await keepDraft(deps, draft());
      expect(refusalOf(await confirm('request-1', stranger)).refused).to.equal('draftGone');
    });
    it('that became a request of somebody else is refused as an unknown one', async () => {
      await ask();
      expect(await confirm('request-1', stranger)).to.deep.equal({ refused: 'unknownRequest', detail: undefined });
    });
    it('that was thrown away is refused', async () => {
      await keepDraft(deps, draft());
      await discardDraft(deps, 'request-1', requester);
      expect(refusalOf(await confirm()).refused).to.equal('draftGone');
    });
    it('that was thrown away while it was being decided is not sent, and the next one stays', async () => {
      const next = draft({ requestId: 'request-2', justification: 'The phone fell into the canal' });
      await keepDraft(deps, draft());
      let meanwhile: (() => Promise<void>) | undefined = async () => {
        await discardDraft(deps, 'request-1', requester);
        await keepDraft(deps, next);
      };
      const person: typeof deps.directory.person = async (id) => {
        const now = meanwhile;
        meanwhile = undefined;
        await now?.();
        return world.directory.person(id);
      };
      const slow = { ...deps, directory: { ...world.directory, person } };
      expect(await submit(slow, 'request-1', requester)).to.have.property('refused', 'draftGone');
      expect((await draftOf(world.store, 'requester'))?.value).to.deep.equal(next);
      expect(await world.store.read('request', 'request-1')).to.equal(undefined);
    });
    it('that was thrown away leaves the next one alone', async () => {
      await keepDraft(deps, draft({ requestId: 'request-2' }));
      await discardDraft(deps, 'request-1', requester);
      expect(isRefusal(await confirm('request-2'))).to.be.false;
    });
    it('that is refused can be confirmed later', async () => {
      world.directory.put({ id: 'target', enabled: false });
      expect(await refused()).to.equal('targetUnavailable');
      world.directory.put({ id: 'target', enabled: true });
      expect(isRefusal(await confirm())).to.be.false;
    });
    it('shows first what would happen, and keeps nothing', async () => {
      const would = taken(await consider(deps, draft(), requester));
      expect(would).to.deep.include({ id: 'request-1', status: 'awaitingApproval' });
      expect(would.nominees).to.have.length(1);
      expect(await world.store.read('request', 'request-1')).to.equal(undefined);
      expect(await world.journal()).to.deep.equal([]);
    });
    it('shows first what would be refused', async () => {
      world.directory.put({ id: 'target', guest: true });
      expect(await consider(deps, draft(), requester)).to.have.property('refused', 'targetUnavailable');
    });
  });

  describe('is refused to', () => {
    it('somebody outside of the group that may ask', async () => {
      inForce({ requesters: { group: 'group-staff' } });
      expect(await refused()).to.equal('notARequester');
      world.directory.setMembers('group-staff', ['requester']);
      expect(await refused()).to.equal(undefined);
    });
    for (const [what, change] of [
      ['a guest', { guest: true }],
      ['somebody disabled', { enabled: false }],
    ] as const)
      it(what, async () => {
        world.directory.put({ id: 'requester', ...change });
        expect(await refused()).to.equal('notARequester');
      });
    it('somebody the directory does not know', async () => {
      world.directory.remove('requester');
      expect(await refused()).to.equal('notARequester');
    });
    it('somebody for themselves, unless the policy allows it', async () => {
      world.directory.setManager('requester', 'manager');
      expect(await refused({ targetId: 'requester' })).to.equal('noSelfService');
      inForce({ selfService: true });
      expect(await refused({ targetId: 'requester' })).to.equal(undefined);
    });
    it('the eleventh request of a day, and not the next day', async () => {
      for (let index = 0; index < 10; index++)
        await world.put(
          request('cancelled', { id: `old-${index}`, reference: `OLD-${index}`, target: person(`other-${index}`) }),
        );
      const outcome = refusalOf(await ask());
      expect(outcome).to.deep.equal({ refused: 'tooManyRequests', detail: { limit: 10 } });
      world.clock.set(ASKED + DAY);
      expect(await refused()).to.equal(undefined);
    });
    it('everybody while the service is paused', async () => {
      await world.pause();
      expect(await refused()).to.equal('paused');
    });
    it('somebody who says too little, or too much', async () => {
      expect(await refused({ justification: 'new phone' })).to.equal('justificationLength');
      expect(await refused({ justification: 'x'.repeat(501) })).to.equal('justificationLength');
    });
    it('nobody when the directory does not answer: it is an error, and nothing is kept', async () => {
      for (const call of ['person', 'manager', 'groupsAmong'] as const) {
        world.directory.heal();
        world.directory.fail(call);
        expect(await ask().catch((error: unknown) => error), call).to.be.an('error');
      }
      expect(await world.store.find('request', 'target:target')).to.deep.equal([]);
    });
  });

  describe('for a target that can not be reset here tells why to IT alone', () => {
    it('a guest', async () => {
      world.directory.put({ id: 'target', guest: true });
      expect(await unavailable()).to.equal('guest');
    });
    it('somebody disabled', async () => {
      world.directory.put({ id: 'target', enabled: false });
      expect(await unavailable()).to.equal('disabled');
    });
    it('nobody', async () => {
      world.directory.remove('target');
      expect(await unavailable()).to.equal('unknown');
    });
    it('a break-glass account', async () => {
      inForce({ breakGlass: ['target'] });
      expect(await unavailable()).to.equal('breakGlass');
    });
    for (const [status, code] of [
      ['completed', 'targetUnavailable'],
      ['rejected', 'targetUnavailable'],
      ['cancelled', undefined],
      ['expired', undefined],
    ] as const)
      it(`somebody whose request was ${status} within the day: ${code ?? 'may be asked for'}`, async () => {
        await world.put(request(status, { id: 'old', requester: stranger, endedAt: ASKED - DAY + 1 }));
        expect(await refused()).to.equal(code);
      });
    it('and may be asked for when the cool-down is over', async () => {
      await world.put(request('rejected', { id: 'old', requester: stranger, endedAt: ASKED - DAY }));
      expect(await refused()).to.equal(undefined);
    });
  });

  describe('for a privileged target', () => {
    beforeEach(() => {
      world.directory.grant('target', { roles: ['62e90394'] });
    });

    it('needs two, one of them of security', async () => {
      const row = taken(await ask());
      expect(row.approvalsNeeded).to.equal(2);
      expect(row.risks).to.deep.include({ kind: 'privilegedTarget', level: 'note' });
      expect(row.nominees.map(({ person: { id }, by }) => [id, by])).to.deep.equal([
        ['manager', 'manager'],
        ['guard', 'security'],
      ]);
    });
    it('is refused without a security group', async () => {
      inForce({ securityGroup: null });
      expect(await unavailable()).to.equal('privilegedWithoutSecurity');
    });
    it('is refused when nobody is in the security group', async () => {
      world.directory.setMembers(SECURITY_GROUP, []);
      expect(await unavailable()).to.equal('privilegedWithoutSecurity');
    });
    it('is refused when security is the only one left to approve', async () => {
      world.directory.setManager('target', undefined);
      expect(await unavailable()).to.equal('privilegedWithoutSecurity');
    });
    it('is what anybody is whose roles can not be read', async () => {
      world.directory.grant('target', {});
      world.directory.fail('privileges');
      expect(taken(await ask()).approvalsNeeded).to.equal(2);
    });
    it('is what a member of security is, and it is not they who approve', async () => {
      world.directory.grant('target', {});
      world.directory.setMembers(SECURITY_GROUP, ['target', 'guard']);
      const row = taken(await ask());
      expect(row.approvalsNeeded).to.equal(2);
      expect(row.nominees.map(({ person: { id } }) => id)).to.deep.equal(['manager', 'guard']);
    });
  });

  describe('by the manager of the target', () => {
    it("goes on to the manager's manager", async () => {
      const row = taken(await ask({ requesterId: 'manager' }));
      expect(row.nominees.map(({ person: { id }, by }) => [id, by])).to.deep.equal([['boss', 'managersManager']]);
    });
    it('never goes to nobody', async () => {
      world.directory.setManager('manager', undefined);
      expect(await refused({ requesterId: 'manager' })).to.equal('noApprover');
    });
    it('can not be approved by them', async () => {
      await ask({ requesterId: 'manager' });
      expect(await act(deps, 'request-1', { type: 'approve', by: manager })).to.have.property(
        'refused',
        'selfApproval',
      );
    });
  });
});

function refusalOf(outcome: ResetRequest | Refusal): Refusal {
  if (!isRefusal(outcome)) throw new Error(`taken: ${outcome.reference}`);
  return outcome;
}
