import { expect } from 'chai';
import {
  approverSource,
  coolingDown,
  policyGroups,
  policyWarnings,
  privilegeReasons,
  requestsToday,
  toPerson,
  withoutParties,
  type Policy,
} from '../../core/policy.js';
import { decidedAt, decidedIn, requestKeys } from '../../core/requestKeys.js';
import { delayBeforeReset, isRisky, RISK_WINDOW, risks } from '../../core/risks.js';
import type { ResetRequest } from '../../core/request.js';
import { fakeDirectory } from '../fakes/directory.js';
import {
  approval,
  APPROVED,
  ASKED,
  backup,
  DAY,
  guard,
  HOUR,
  IT_GROUP,
  manager,
  MINUTE,
  nominee,
  policy,
  request,
  requester,
  SECOND,
  SECURITY_GROUP,
  stranger,
  target,
} from '../fakes/rows.js';

const NO_PRIVILEGES = { roles: [], roleAssignableGroups: [], eligibleGroups: [], ownsRegistration: false };
const sales = { when: { department: 'Sales' }, ask: { users: ['head-of-sales'] } } as const;
const swiss = { when: { country: 'CH', group: 'group-zurich' }, ask: { group: 'group-approvers' } } as const;
const anybody = { ask: { group: 'group-desk' } } as const;

describe('who approves', () => {
  const source = (
    approvers: Policy['approvers'],
    about: { department?: string; country?: string },
    groups: string[] = [],
  ) => approverSource(policy({ approvers }), about, groups);

  it('is the manager where there is no rule', () => {
    expect(source([], {})).to.equal('manager');
  });
  it('is the manager where no rule fits', () => {
    expect(source([sales], { department: 'Finance' })).to.equal('manager');
  });
  it('is what the first fitting rule says', () => {
    expect(source([sales, anybody], { department: 'Sales' })).to.equal(sales.ask);
    expect(source([anybody, sales], { department: 'Sales' })).to.equal(anybody.ask);
  });
  it('follows a rule only when all of its conditions hold', () => {
    expect(source([swiss], { country: 'CH' })).to.equal('manager');
    expect(source([swiss], {}, ['group-zurich'])).to.equal('manager');
    expect(source([swiss], { country: 'CH' }, ['group-zurich'])).to.equal(swiss.ask);
  });
  it('is looked up in every group the policy names, each once', () => {
    const groups = policyGroups(
      policy({
        requesters: { group: 'group-staff' },
        approvers: [swiss, anybody],
        backup: { group: 'group-desk' },
        privileged: { users: [], groups: ['group-board'] },
      }),
    );
    expect(groups).to.have.members([
      'group-staff',
      IT_GROUP,
      SECURITY_GROUP,
      'group-board',
      'group-zurich',
      'group-approvers',
      'group-desk',
    ]);
  });
});

describe('a privileged target', () => {
  const reasons = (different: Parameters<typeof policy>[0], groups: string[] = []) =>
    privilegeReasons(policy(different), target.id, groups, NO_PRIVILEGES);

  it('is not an ordinary one', () => {
    expect(reasons({})).to.deep.equal([]);
    expect(reasons({}, ['group-staff'])).to.deep.equal([]);
  });
  for (const [what, privileges, reason] of [
    ['holds a role', { ...NO_PRIVILEGES, roles: ['62e90394'] }, 'role'],
    ['may make themselves a member of a group', { ...NO_PRIVILEGES, eligibleGroups: ['g'] }, 'eligibleGroup'],
    ['is in a group that may be given roles', { ...NO_PRIVILEGES, roleAssignableGroups: ['g'] }, 'roleAssignableGroup'],
    ["owns one of the bot's registrations", { ...NO_PRIVILEGES, ownsRegistration: true }, 'ownsRegistration'],
    ['is one whose roles could not be read', 'unknown', 'lookUpFailed'],
  ] as const)
    it(what, () => {
      expect(privilegeReasons(policy(), target.id, [], privileges)).to.deep.equal([reason]);
    });
  it("is on the policy's list", () => {
    expect(reasons({ privileged: { users: [target.id], groups: [] } })).to.deep.equal(['listed']);
  });
  for (const [what, different, group] of [
    ['IT', {}, IT_GROUP],
    ['security', {}, SECURITY_GROUP],
    ['a group of approvers', { approvers: [anybody] }, 'group-desk'],
    ['the backups', { backup: { group: 'group-backup' } }, 'group-backup'],
    ["a group of the policy's list", { privileged: { users: [], groups: ['group-board'] } }, 'group-board'],
  ] as const)
    it(`is in ${what}`, () => {
      expect(reasons(different, [group])).to.deep.equal(['powerfulGroup']);
    });
  it('is not who may merely ask, or fits a rule', () => {
    expect(
      reasons({ requesters: { group: 'group-staff' }, approvers: [swiss] }, ['group-staff', 'group-zurich']),
    ).to.deep.equal([]);
  });
});

describe('the risk line', () => {
  interface Found extends Partial<Parameters<typeof risks>[4]> {
    readonly passwordChangedAt?: number;
    readonly businessHours?: Policy['businessHours'];
  }
  const kinds = (
    earlier: readonly ResetRequest[],
    { passwordChangedAt, businessHours = null, ...found }: Found = {},
  ): readonly string[] =>
    risks(
      ASKED,
      policy({ businessHours }),
      requester.id,
      { id: target.id, passwordChangedAt },
      { privileged: false, changed: [], earlier, ...found },
    ).map(({ kind, level }) => `${level} ${kind}`);
  const before = request('cancelled', { target: stranger, submittedAt: ASKED - 60 * DAY });
  const reset = (submittedAt: number) => request('completed', { requester: stranger, submittedAt });

  it('is empty for an ordinary request', () => {
    expect(kinds([before])).to.deep.equal([]);
  });
  it('notes the first request of a requester, also where others asked for the target', () => {
    expect(kinds([])).to.deep.equal(['note firstRequestOfRequester']);
    expect(kinds([reset(ASKED - DAY)])).to.deep.equal(['note firstRequestOfRequester']);
  });
  it('warns of two resets within 30 days, and not of one', () => {
    expect(kinds([before, reset(ASKED - DAY), reset(ASKED - 2 * DAY)])).to.deep.equal(['warning severalResetsLately']);
    expect(kinds([before, reset(ASKED - DAY), reset(ASKED - RISK_WINDOW)])).to.deep.equal([]);
    const inVain = request('expired', { requester: stranger, submittedAt: ASKED - DAY });
    expect(kinds([before, reset(ASKED - DAY), inVain, inVain])).to.deep.equal([]);
  });
  it('warns of a decline within 30 days', () => {
    const declined = (at: number) => request('rejected', { requester: stranger, submittedAt: at });
    expect(kinds([before, declined(ASKED - RISK_WINDOW + 1)])).to.deep.equal(['warning declinedRecently']);
    expect(kinds([before, declined(ASKED - RISK_WINDOW)])).to.deep.equal([]);
  });
  it("does not count a decline of somebody else's request", () => {
    expect(kinds([before, request('rejected', { target: stranger, submittedAt: ASKED - DAY })])).to.deep.equal([]);
  });
  it('warns of a password that was changed within three days', () => {
    expect(kinds([before], { passwordChangedAt: ASKED - 3 * DAY + 1 })).to.deep.equal([
      'warning passwordChangedLately',
    ]);
    expect(kinds([before], { passwordChangedAt: ASKED - 3 * DAY })).to.deep.equal([]);
  });
  it('notes a privileged target', () => {
    expect(kinds([before], { privileged: true })).to.deep.equal(['note privilegedTarget']);
  });
  it('warns of a phone number and of a manager that were changed lately', () => {
    expect(kinds([before], { changed: ['phone'] })).to.deep.equal(['warning phoneChangedLately']);
    expect(kinds([before], { changed: ['manager'] })).to.deep.equal(['warning managerChangedLately']);
  });
  it('warns of nothing where the log was not read', () => {
    expect(kinds([before], { changed: 'unknown' })).to.deep.equal([]);
  });
  it('notes an hour outside of business hours, and no hour is odd without them', () => {
    // It is Monday, nine o'clock in Greenwich.
    const week = { timeZone: 'Europe/London', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };
    expect(kinds([before], { businessHours: week })).to.deep.equal([]);
    expect(kinds([before], { businessHours: { ...week, from: '09:01' } })).to.deep.equal(['note oddHour']);
  });
  it('has what holds an approval first', () => {
    expect(
      kinds([reset(ASKED - DAY), reset(ASKED - DAY), request('rejected', { requester: stranger })], {
        passwordChangedAt: ASKED,
        changed: ['manager', 'phone'],
        privileged: true,
        businessHours: { timeZone: 'Europe/London', days: [7], from: '08:00', to: '18:00' },
      }),
    ).to.deep.equal([
      'warning severalResetsLately',
      'warning declinedRecently',
      'warning passwordChangedLately',
      'warning phoneChangedLately',
      'warning managerChangedLately',
      'note privilegedTarget',
      'note firstRequestOfRequester',
      'note oddHour',
    ]);
  });
  it('holds an approval for a warning and not for a note', () => {
    const warned = { risks: [{ kind: 'declinedRecently', level: 'warning' }] } as const;
    const noted = { risks: [{ kind: 'privilegedTarget', level: 'note' }] } as const;
    expect([isRisky(warned), isRisky(noted)]).to.deep.equal([true, false]);
    expect(delayBeforeReset(policy(), warned)).to.equal(15 * MINUTE);
    expect(delayBeforeReset(policy(), noted)).to.equal(10 * SECOND);
  });
  it('never makes the time to take an approval back shorter', () => {
    const warned = { risks: [{ kind: 'declinedRecently', level: 'warning' }] } as const;
    expect(delayBeforeReset(policy({ holdFor: 0 }), warned)).to.equal(10 * SECOND);
  });
});

describe('limits', () => {
  it('cool a target down for a day after a reset or a decline, to the millisecond', () => {
    for (const status of ['completed', 'rejected'] as const) {
      const earlier = [request(status, { endedAt: ASKED })];
      expect(coolingDown(policy(), ASKED + DAY - 1, earlier), status).to.be.true;
      expect(coolingDown(policy(), ASKED + DAY, earlier), status).to.be.false;
    }
  });
  it('have a time of their own for each', () => {
    const shorter = policy({ coolDown: { afterReset: HOUR, afterDecline: 2 * HOUR } });
    expect(coolingDown(shorter, ASKED + HOUR, [request('completed', { endedAt: ASKED })])).to.be.false;
    expect(coolingDown(shorter, ASKED + HOUR, [request('rejected', { endedAt: ASKED })])).to.be.true;
  });
  it('cool nobody down after a request that was cancelled or expired, or that is open', () => {
    const earlier = [
      request('cancelled', { endedAt: ASKED }),
      request('expired', { endedAt: ASKED }),
      request('needsAttention'),
    ];
    expect(coolingDown(policy(), ASKED, earlier)).to.be.false;
  });
  it('count what the requester asked within a day, whatever became of it', () => {
    const earlier = [
      request('cancelled', { submittedAt: ASKED - DAY }),
      request('cancelled', { submittedAt: ASKED - DAY + 1 }),
      request('completed', { submittedAt: ASKED }),
      request('completed', { submittedAt: ASKED, requester: stranger }),
    ];
    expect(requestsToday(ASKED, requester.id, earlier)).to.equal(2);
  });
});

describe('the people of a request', () => {
  it('are asked once each, in order, and are neither requester nor target', () => {
    const found = [manager, requester, backup, target, manager].map((who) => nominee(who));
    expect(withoutParties(found, requester.id, target.id)).to.deep.equal([nominee(manager), nominee(backup)]);
  });
  it('are described without their addresses', () => {
    const found = fakeDirectory().put({
      id: 'ann',
      title: 'Head',
      department: 'Sales',
      phone: '+44 1',
      otherMails: ['a@b.c'],
    });
    expect(toPerson(found)).to.deep.equal({
      id: 'ann',
      name: 'ann',
      title: 'Head',
      department: 'Sales',
      phone: '+44 1',
      userPrincipalName: 'ann@contoso.test',
    });
  });
});

describe('the moment of a decision', () => {
  it('is that of the rejection, or of the last approval that was needed', () => {
    expect(decidedAt(request('rejected'))).to.equal(APPROVED);
    expect(decidedAt(request('approved'))).to.equal(APPROVED);
    const both = [approval(manager), approval(guard, { at: APPROVED + HOUR })];
    expect(decidedAt(request('approved', { approvalsNeeded: 2, approvals: both }))).to.equal(APPROVED + HOUR);
  });
  it('is that of the rejection where somebody had approved before', () => {
    const { rejection } = request('rejected');
    const row = request('rejected', {
      approvalsNeeded: 2,
      approvals: [approval(manager)],
      rejection: { ...rejection!, at: APPROVED + HOUR },
    });
    expect(decidedAt(row)).to.equal(APPROVED + HOUR);
  });
  it('has not come while an approval is missing', () => {
    expect(decidedAt(request())).to.equal(undefined);
    expect(decidedAt(request('awaitingApproval', { approvalsNeeded: 2, approvals: [approval(manager)] }))).to.equal(
      undefined,
    );
    expect(decidedAt(request('cancelled'))).to.equal(undefined);
  });
  it('is in a month of UTC', () => {
    expect(decidedIn(Date.parse('2026-01-31T23:59:59.999Z'))).to.equal('decided:2026-01');
    expect(decidedIn(Date.parse('2026-02-01T00:00:00.000Z'))).to.equal('decided:2026-02');
  });
});

describe('what the start says of a policy', () => {
  it('is nothing where both groups are named, with a channel or without', () => {
    expect(policyWarnings(policy())).to.deep.equal([]);
    expect(policyWarnings(policy({ itChannel: '19:it@thread.tacv2' }))).to.deep.equal([]);
  });

  it('names a channel that nobody could open anything from', () => {
    const warnings = policyWarnings(policy({ itGroup: null, itChannel: '19:it@thread.tacv2' }));
    expect(warnings.join()).to.match(/itChannel and no itGroup.*names no itGroup/u);
  });
});

describe('the keys of a request', () => {
  const always = ['requester:requester', 'target:target'];
  const history = [
    ...['all', 'about:requester', 'about:target', 'seen:requester', 'seen:requester:target'],
    ...['seen:manager', 'seen:manager:requester', 'seen:manager:target'],
  ];
  for (const [status, found] of [
    ['awaitingApproval', ['nominee:manager']],
    ['frozen', ['nominee:manager']],
    ['approved', ['decided:2026-01', 'nominee:manager']],
    ['resetting', ['decided:2026-01', 'nominee:manager']],
    ['needsAttention', ['decided:2026-01', 'nominee:manager']],
  ] as const)
    it(`hold its target while it is ${status}`, () => {
      const { unique, index } = requestKeys(request(status));
      expect(unique).to.deep.equal(['ref:MFA-7K3Q9', 'openTarget:target']);
      expect(index).to.have.members([...always, ...found, ...history, 'open']);
    });
  for (const [status, found] of [
    ['completed', ['decided:2026-01']],
    ['rejected', ['decided:2026-01']],
    ['cancelled', []],
    ['expired', []],
  ] as const)
    it(`let go of its target when it is ${status}`, () => {
      const { unique, index } = requestKeys(request(status));
      expect(unique).to.deep.equal(['ref:MFA-7K3Q9']);
      expect(index).to.have.members([...always, ...found, ...history]);
    });
  it('have the month in which it was decided, not the one in which it was asked', () => {
    const row = request('rejected', { rejection: { ...request('rejected').rejection!, at: ASKED + 40 * DAY } });
    expect(requestKeys(row).index).to.include('decided:2026-02').and.not.include('decided:2026-01');
  });
});
