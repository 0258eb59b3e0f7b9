import { expect } from 'chai';
import { nominate, poolFor, stillEligible, withStandIns } from '../../core/nominate.js';
import { MAX_NOMINEES, type Policy } from '../../core/policy.js';
import type { Nominee } from '../../core/request.js';
import { readExecutionRights, readPrivileges, readTapRights } from '../../core/rights.js';
import { fakeDirectory, type FakeDirectory } from '../fakes/directory.js';
import {
  ASKED,
  HOUR,
  IT_GROUP,
  SECURITY_GROUP,
  approval,
  guard,
  manager,
  nominee,
  person,
  policy,
  privilegedRequest,
  request,
} from '../fakes/rows.js';

const boss = person('boss');
const desk = { group: 'group-desk' } as const;

describe('nomination', () => {
  let directory: FakeDirectory;

  beforeEach(() => {
    directory = fakeDirectory('requester', 'target', 'manager', 'boss', 'backup', 'guard', 'ann', 'bob');
    directory.setManager('target', 'manager');
    directory.setManager('manager', 'boss');
    directory.setMembers('group-desk', ['ann', 'bob']);
    directory.setMembers(SECURITY_GROUP, ['guard']);
  });

  async function nominated(
    different: Partial<Policy> = {},
    asked: { requesterId?: string; privileged?: boolean; targetGroups?: readonly string[] } = {},
  ): Promise<readonly string[]> {
    const target = (await directory.person('target'))!;
    const defaults = { requesterId: 'requester', target, targetGroups: [], privileged: false };
    const found = await nominate(directory, policy(different), { ...defaults, ...asked });
    return found.map(({ person: { id }, by, groupId }) =>
      [id, by, ...(groupId === undefined ? [] : [groupId])].join(' '),
    );
  }

  it("asks the target's manager", async () => {
    expect(await nominated()).to.deep.equal(['manager manager']);
  });
  it("asks the manager's manager when the requester is the target's manager", async () => {
    expect(await nominated({}, { requesterId: 'manager' })).to.deep.equal(['boss managersManager']);
  });
  it('asks the backup when the requester is the manager and there is nobody above them', async () => {
    directory.setManager('manager', undefined);
    expect(await nominated({ backup: desk }, { requesterId: 'manager' })).to.deep.equal([
      'ann backup group-desk',
      'bob backup group-desk',
    ]);
  });
  it('asks nobody when there is nobody else', async () => {
    directory.setManager('manager', undefined);
    expect(await nominated({}, { requesterId: 'manager' })).to.deep.equal([]);
  });
  it('goes on in the order of the policy', async () => {
    const order = { backup: desk, ifExcluded: ['backup', 'managersManager'] } as const;
    expect(await nominated(order, { requesterId: 'manager' })).to.deep.equal([
      'ann backup group-desk',
      'bob backup group-desk',
    ]);
  });
  it('goes on when the manager is disabled, a guest, or not there', async () => {
    directory.put({ id: 'manager', enabled: false });
    expect(await nominated()).to.deep.equal(['boss managersManager']);
    directory.put({ id: 'manager', enabled: true, guest: true });
    expect(await nominated()).to.deep.equal(['boss managersManager']);
    directory.setManager('target', undefined);
    expect(await nominated({ backup: desk })).to.have.length(2);
  });
  it('asks the members of a group, nested ones too, but requester and target', async () => {
    directory.setMembers('group-desk', ['requester', 'group-nested', 'target']);
    directory.setMembers('group-nested', ['ann']);
    expect(await nominated({ approvers: [{ ask: desk }] })).to.deep.equal(['ann group group-desk']);
  });
  it('asks named people who are there', async () => {
    expect(await nominated({ approvers: [{ ask: { users: ['ann', 'gone', 'requester'] } }] })).to.deep.equal([
      'ann named',
    ]);
  });
  it('asks by the rule that fits the target', async () => {
    const approvers = [{ when: { group: 'group-vip' }, ask: { users: ['ann'] } }, { ask: { users: ['bob'] } }];
    expect(await nominated({ approvers }, { targetGroups: ['group-vip'] })).to.deep.equal(['ann named']);
    expect(await nominated({ approvers })).to.deep.equal(['bob named']);
  });
  it(`asks ${MAX_NOMINEES} people of a group at most`, async () => {
    const many = Array.from({ length: MAX_NOMINEES + 5 }, (_, index) => directory.put({ id: `member-${index}` }).id);
    directory.setMembers('group-desk', many);
    expect(await nominated({ approvers: [{ ask: desk }] })).to.have.length(MAX_NOMINEES);
  });
  it('asks security as well about a privileged target', async () => {
    expect(await nominated({}, { privileged: true })).to.deep.equal([
      'manager manager',
      `guard security ${SECURITY_GROUP}`,
    ]);
  });
  it('asks nobody twice', async () => {
    directory.setMembers(SECURITY_GROUP, ['manager', 'guard']);
    expect(await nominated({}, { privileged: true })).to.deep.equal([
      `manager security ${SECURITY_GROUP}`,
      `guard security ${SECURITY_GROUP}`,
    ]);
  });
  it('asks somebody of security who is named or in a group as well as security, where that is needed', async () => {
    directory.setMembers(SECURITY_GROUP, ['guard']);
    for (const ask of [{ users: ['ann', 'guard'] }, desk] as const) {
      directory.setMembers('group-desk', ['ann', 'guard']);
      const asked = await nominated({ approvers: [{ ask }] }, { privileged: true });
      expect(asked.at(-1)).to.equal(`guard security ${SECURITY_GROUP}`);
      expect(asked).to.have.length(2);
      expect((await nominated({ approvers: [{ ask }] })).at(-1)).to.match(/^guard (named|group group-desk)$/);
    }
  });
  describe('beside somebody who is out of office', () => {
    const parties = { requesterId: 'requester', targetId: 'target' };
    const asked = async (different: Partial<Policy>, ...nominees: readonly Nominee[]): Promise<readonly string[]> => {
      const found = await withStandIns(directory, policy(different), nominees, parties);
      return found.map(
        ({ person: { id }, away, standIn }) => `${id}${away ? ' away' : ''}${standIn ? ' stands in' : ''}`,
      );
    };

    it('is the backup as well, never instead', async () => {
      directory.setAway('manager', true);
      expect(await asked({}, nominee(person('manager')))).to.deep.equal(['manager away', 'boss stands in']);
      expect(await asked({ backup: desk }, nominee(person('manager')))).to.deep.equal([
        'manager away',
        'ann stands in',
        'bob stands in',
      ]);
    });
    it('is nobody where they are there, and never requester, target or somebody twice', async () => {
      expect(await asked({}, nominee(person('manager')))).to.deep.equal(['manager']);
      directory.setAway('manager', true);
      directory.setManager('manager', 'requester');
      expect(await asked({}, nominee(person('manager')))).to.deep.equal(['manager away']);
      expect(await asked({ backup: desk }, nominee(person('manager')), nominee(person('ann')))).to.deep.equal([
        'manager away',
        'ann',
        'bob stands in',
      ]);
    });
    it('is not looked for among many, nor among security', async () => {
      const many = ['a', 'b', 'c', 'd', 'manager'].map((id) => nominee(person(id)));
      directory.setAway('manager', true);
      directory.setAway('guard', true);
      expect(await asked({}, ...many)).to.have.length(5);
      expect(await asked({}, nominee(person('ann')), nominee(person('guard'), 'security'))).to.deep.equal([
        'ann',
        'guard',
      ]);
    });
  });

  it('does not guess when the directory does not answer', async () => {
    directory.fail('manager');
    const outcome = await nominated().catch((error: unknown) => error);
    expect(outcome).to.be.an('error');
  });

  describe('of somebody new', () => {
    const brought = async (different: Partial<Policy> = {}, row = request()) => {
      const { rule, backups } = await poolFor(directory, policy(different), row);
      const line = ({ person: { id }, by }: Nominee): string => `${id} ${by}`;
      return { rule: rule.map(line), backups: backups.map(line) };
    };

    it("is by the rule, and the manager's manager as the backup without a policy", async () => {
      expect(await brought()).to.deep.equal({ rule: ['manager manager'], backups: ['boss managersManager'] });
    });
    it("takes the policy's backups", async () => {
      expect(await brought({ backup: desk })).to.deep.equal({
        rule: ['manager manager'],
        backups: ['ann backup', 'bob backup'],
      });
    });
    it('never is requester or target, by the rule or as the backup', async () => {
      directory.setMembers('group-desk', ['target', 'requester', 'ann']);
      expect(await brought({ approvers: [{ ask: desk }], backup: desk })).to.deep.equal({
        rule: ['ann group'],
        backups: ['ann backup'],
      });
      directory.setManager('manager', 'requester');
      expect((await brought()).backups).to.deep.equal([]);
    });
    it('is nobody who can not sign in', async () => {
      directory.put({ id: 'ann', enabled: false });
      directory.put({ id: 'bob', guest: true });
      expect((await brought({ backup: desk })).backups).to.deep.equal([]);
    });
    it('follows the groups of the target as they are now', async () => {
      const approvers = [{ when: { group: 'group-vip' }, ask: { users: ['ann'] } }, { ask: { users: ['bob'] } }];
      expect((await brought({ approvers })).rule).to.deep.equal(['bob named']);
      directory.setMembers('group-vip', ['target']);
      expect((await brought({ approvers })).rule).to.deep.equal(['ann named']);
    });
    it('includes security for a request that needs two approvals, and for no other', async () => {
      expect((await brought({}, privilegedRequest())).rule).to.deep.equal(['manager manager', 'guard security']);
    });
    it('is nobody where the target is gone', async () => {
      directory.remove('target');
      expect(await brought({ backup: desk })).to.deep.equal({ rule: [], backups: [] });
    });
    for (const call of ['person', 'manager', 'members', 'groupsAmong'] as const)
      it(`is not guessed when ${call} is not answered`, async () => {
        directory.fail(call);
        const asked = brought({ backup: desk }).catch((error: unknown) => error);
        expect(await asked).to.be.an('error');
      });
  });

  describe('is still good', () => {
    const good = (nominated: Nominee, different: Partial<Policy> = {}) =>
      stillEligible(directory, policy(different), nominated, 'target');

    it('while the manager is the manager', async () => {
      expect(await good(nominee(manager))).to.be.true;
      directory.setManager('target', 'boss');
      expect(await good(nominee(manager))).to.be.false;
    });
    it("while the manager's manager is that", async () => {
      expect(await good(nominee(boss, 'managersManager'))).to.be.true;
      directory.setManager('manager', 'ann');
      expect(await good(nominee(boss, 'managersManager'))).to.be.false;
      directory.setManager('target', undefined);
      expect(await good(nominee(boss, 'managersManager'))).to.be.false;
    });
    it('while somebody is in the group, and the group in the policy', async () => {
      const ann = nominee(person('ann'), 'group', 'group-desk');
      const asked = { approvers: [{ ask: desk }] };
      expect(await good(ann, asked)).to.be.true;
      expect(await good(ann)).to.be.false;
      directory.setMembers('group-desk', ['bob']);
      expect(await good(ann, asked)).to.be.false;
    });
    it('while somebody is named', async () => {
      const ann = nominee(person('ann'), 'named');
      expect(await good(ann, { approvers: [{ ask: { users: ['ann'] } }] })).to.be.true;
      expect(await good(ann, { backup: { users: ['ann'] } })).to.be.true;
      expect(await good(ann, { approvers: [{ ask: { users: ['bob'] } }] })).to.be.false;
    });
    for (const by of ['group', 'security'] as const)
      it(`never as ${by} without the group that vouches for it`, async () => {
        expect(await good(nominee(person('ann'), by))).to.be.false;
      });
    it('only when the directory answers', async () => {
      directory.fail('manager');
      expect(await good(nominee(manager)).catch((error: unknown) => error)).to.be.an('error');
    });
  });

  describe('rights', () => {
    const row = privilegedRequest({ approvals: [approval(manager), approval(guard)] });
    const deskRow = request('approved', {
      nominees: [nominee(person('ann'), 'group', 'group-desk')],
      approvals: [approval(person('ann'))],
    });

    it('are those of each who approved, and of the target, as they are now', async () => {
      directory.put({ id: 'guard', enabled: false });
      directory.setManager('target', 'boss');
      expect(await readExecutionRights(directory, policy(), row, ASKED)).to.deep.equal({
        approvers: [
          { id: 'manager', enabled: true, eligible: false, security: false },
          { id: 'guard', enabled: false, eligible: true, security: true },
        ],
        target: { enabled: true, guest: false, privileges: [] },
        warnings: [],
      });
    });
    it('come with what was changed of the target lately', async () => {
      directory.put({ id: 'target', passwordChangedAt: ASKED - HOUR });
      directory.setRecentChanges('target', ['manager']);
      expect((await readExecutionRights(directory, policy(), row, ASKED)).warnings).to.deep.equal([
        { kind: 'passwordChangedLately', level: 'warning' },
        { kind: 'managerChangedLately', level: 'warning' },
      ]);
    });
    it('warn of nothing where the log can not be read', async () => {
      directory.setRecentChanges('target', 'unknown');
      expect((await readExecutionRights(directory, policy(), row, ASKED)).warnings).to.deep.equal([]);
    });
    it('are none of somebody who is gone, who is a guest by now, or whom nobody asks any more', async () => {
      directory.remove('ann');
      const different = policy({ approvers: [{ ask: desk }] });
      const [gone] = (await readExecutionRights(directory, different, deskRow, ASKED)).approvers;
      expect(gone).to.include({ enabled: false });
      directory.put({ id: 'ann', guest: true });
      const [guest] = (await readExecutionRights(directory, different, deskRow, ASKED)).approvers;
      expect(guest).to.include({ enabled: false });
      const [passedOn] = (await readExecutionRights(directory, different, { ...deskRow, nominees: [] }, ASKED))
        .approvers;
      expect(passedOn).to.include({ eligible: false });
    });
    it('are not of security where the policy has no such group', async () => {
      const { approver } = await readTapRights(directory, policy({ securityGroup: null }), row, 'guard');
      expect(approver.security).to.be.false;
    });
    it('make a target privileged that has a role by now, is in a group of ours, or can not be looked up', async () => {
      const privileges = () => readPrivileges(directory, policy(), 'target');
      expect(await privileges()).to.deep.equal([]);
      directory.grant('target', { roles: ['62e90394'] });
      expect(await privileges()).to.deep.equal(['role']);
      directory.setMembers(IT_GROUP, ['target']);
      expect(await privileges()).to.deep.equal(['role', 'powerfulGroup']);
      directory.fail('privileges');
      expect(await privileges()).to.deep.equal(['lookUpFailed', 'powerfulGroup']);
    });
    it('make a target that is gone one that is not enabled', async () => {
      directory.remove('target');
      const { target } = await readTapRights(directory, policy(), row, 'manager');
      expect(target).to.include({ enabled: false });
    });
    for (const call of ['person', 'manager', 'groupsAmong'] as const)
      it(`are not known when ${call} is not answered`, async () => {
        directory.fail(call);
        expect(await readExecutionRights(directory, policy(), row, ASKED).catch((error: unknown) => error)).to.be.an(
          'error',
        );
        expect(await readTapRights(directory, policy(), row, 'manager').catch((error: unknown) => error)).to.be.an(
          'error',
        );
      });
  });
});
