import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseDuration } from '../../services/duration.js';
import { findJsonFault } from '../../services/jsonText.js';
import { loadPolicy, parsePolicy, PolicyError } from '../../services/policyFile.js';
import { policyJsonSchema } from '../../services/policySchema.js';

const MINUTE = 60_000;

function faultsOf(policy: object | string): readonly string[] {
  try {
    parsePolicy('policy.json', typeof policy === 'string' ? policy : JSON.stringify(policy));
  } catch (error) {
    expect(error).to.be.instanceOf(PolicyError);
    return (error as PolicyError).faults;
  }
  return [];
}

describe('policy file', () => {
  it('{} is a valid policy with the promised times', () => {
    const { policy } = parsePolicy('policy.json', '{}');
    expect(policy).to.deep.equal({
      requesters: 'everyone',
      selfService: false,
      approvers: [],
      backup: null,
      ifExcluded: ['managersManager', 'backup'],
      remindAfter: 30 * MINUTE,
      escalateAfter: 120 * MINUTE,
      expireAfter: 48 * 60 * MINUTE,
      undoFor: 10_000,
      holdFor: 15 * MINUTE,
      watchFor: 24 * 60 * MINUTE,
      adviseAfter: 240 * MINUTE,
      reentry: 'register',
      contain: { blockSignIn: false },
      verification: 'none',
      quietHours: null,
      retention: 730 * 24 * 60 * MINUTE,
      businessHours: null,
      scope: 'all',
      privileged: { users: [], groups: [] },
      breakGlass: [],
      limits: { requestsPerDay: 10, resetsPerHour: 'auto' },
      digestAt: '08:00',
      coolDown: { afterReset: 24 * 60 * MINUTE, afterDecline: 24 * 60 * MINUTE },
      itGroup: null,
      itChannel: null,
      securityGroup: null,
      support: {},
    });
  });

  it('business hours have a zone that exists, weekdays, and an end after their beginning', () => {
    const { policy } = parsePolicy('policy.json', '{"businessHours": {"timeZone": "Europe/London", "to": "17:30"}}');
    expect(policy.businessHours).to.deep.equal({
      timeZone: 'Europe/London',
      days: [1, 2, 3, 4, 5],
      from: '08:00',
      to: '17:30',
    });
    const wrong = { timeZone: 'Europe/Londinium', days: [0], from: '8:00', to: '24:00' };
    expect(faultsOf({ businessHours: wrong }).join('\n'))
      .to.include('businessHours.timeZone is not a time zone')
      .and.include('businessHours.days.0 is less than 1')
      .and.include('businessHours.from is not a time such as "08:30"')
      .and.include('businessHours.to is not a time');
    expect(faultsOf({ businessHours: { timeZone: 'UTC', from: '18:00', to: '08:00' } })).to.deep.equal([
      'businessHours.from is not before to',
    ]);
  });

  it('passes that IT issues need an IT', () => {
    expect(faultsOf({ reentry: 'itIssuesPass' })).to.deep.equal(['reentry needs an itGroup: IT issues the pass']);
    expect(faultsOf({ reentry: 'never' })).to.deep.equal(['reentry is not "register" or "itIssuesPass"']);
    expect(faultsOf({ contain: { blockSignin: true } }).join()).to.include('blockSignin');
  });

  it('a missing file is named, with the way out', () => {
    expect(() => loadPolicy('/nowhere/policy.json'))
      .to.throw(PolicyError)
      .with.property('message')
      .that.includes('/nowhere/policy.json')
      .and.includes('{}');
  });

  for (const [text, where] of [
    ['{"selfService": yes}', 'line 1, column 17'],
    ['{\n  "undoFor": "PT1S",\n}', 'line 3, column 1'],
    ['{"undoFor": "PT1S"', 'line 1, column 19'],
    ['', 'line 1, column 1'],
    ['{} {}', 'line 1, column 4'],
    ['{"itGroup": null,\n "itGroup": null}', 'line 2, column 2: "itGroup" stands here a second time'],
    ["{'a': 1}", 'line 1, column 2'],
  ] as const) {
    it(`broken JSON is found at ${where}: ${JSON.stringify(text)}`, () => {
      expect(faultsOf(text)[0]).to.include(where);
    });
  }

  it('the fault finder agrees with JSON.parse about what is JSON', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-0.5e3', 'true', 'null', ' ', '01');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
        (text) => {
          const fault = findJsonFault(text);
          if (fault?.problem.includes('second time') === true) return;
          expect(fault === undefined, text).to.equal(parses(text));
        },
      ),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(findJsonFault(text)).to.equal(undefined);
      }),
    );
  });

  it('all faults are named at once, each with its path', () => {
    expect(
      faultsOf({
        remindAfter: '30 minutes',
        expireAfter: 'P31D',
        undoFor: 10,
        itGroup: 'IT',
        approver: 'manager',
        approvers: [{ when: { dept: 'Sales' }, ask: 'boss' }],
        limits: { requestsPerDay: 0, resetsPerHour: 'often' },
        digestAt: '8 in the morning',
        breakGlass: 'none',
        selfService: 'yes',
        support: { portal: 'http://portal.example.com' },
      }),
    ).to.have.members([
      'remindAfter is not a duration such as "PT30M" or "P2D"',
      'expireAfter is longer than 30 days',
      'undoFor is not a duration such as "PT30M" or "P2D"',
      'itGroup is not an object id (a GUID); copy it from Entra admin centre › Users or Groups › Object ID',
      'approver is not a setting of the policy',
      'approvers.0.when.dept is not a setting of the policy',
      'approvers.0.ask is not "manager", {"users": [object ids]} or {"group": object id}',
      'limits.requestsPerDay is less than 1',
      'limits.resetsPerHour is not "auto" or a number from 1 to 10000',
      'digestAt is not a time such as "08:30"',
      'breakGlass is not a list',
      'selfService is not a boolean',
      'support.portal is not an https URL',
    ]);
  });

  it('a policy that is no object is refused', () => {
    expect(faultsOf('[]')).to.deep.equal(['the policy is not an object']);
  });

  it('a channel is named by the id that Teams gives it, and by nothing that could lead elsewhere', () => {
    const itChannel = '19:0bd9e9c9a1d74a6f8a2e1c9a7b0d4e3f@thread.tacv2';
    expect(parsePolicy('p', JSON.stringify({ itChannel })).policy.itChannel).to.equal(itChannel);
    for (const wrong of ['General', '19:a/../b@thread.tacv2', `${itChannel};messageid=1`, 'a:1', 7])
      expect(faultsOf({ itChannel: wrong }), String(wrong)).to.have.length(1);
  });

  it('times that would never come are refused', () => {
    expect(faultsOf({ remindAfter: 'PT3H' })).to.deep.equal(['remindAfter is not shorter than escalateAfter']);
    expect(faultsOf({ remindAfter: 'PT0S' })).to.deep.equal(['remindAfter must be longer than nothing']);
    expect(faultsOf({ undoFor: 'PT0S', holdFor: 'P0D' })).to.deep.equal([]);
  });

  it('rules are kept in order, and ids compare whatever their case', () => {
    const group = randomUUID();
    const { policy } = parsePolicy(
      'p',
      JSON.stringify({
        approvers: [{ when: { country: 'GB' }, ask: { group: group.toUpperCase() } }, { ask: 'manager' }],
      }),
    );
    expect(policy.approvers).to.deep.equal([{ when: { country: 'GB' }, ask: { group } }, { ask: 'manager' }]);
  });

  it('the hash follows the meaning, not the spelling', () => {
    const hash = (text: string): string => parsePolicy('p', text).hash;
    expect(hash('{}')).to.match(/^[\da-f]{64}$/);
    expect(hash('{ "undoFor": "PT10S", "remindAfter": "PT1800S", "$schema": "./policy.schema.json" }')).to.equal(
      hash('{}'),
    );
    expect(hash('{"undoFor":"PT11S"}')).not.to.equal(hash('{}'));
  });

  it('durations are ISO 8601 and nothing else', () => {
    expect(parseDuration('P1DT2H3M4S')).to.equal(((24 + 2) * 60 + 3) * MINUTE + 4_000);
    for (const text of [
      'P',
      'PT',
      'P1',
      '1D',
      'PT1D',
      'P1H',
      'P1M',
      'PT-1S',
      'PT1.5H',
      'pt1s',
      ' PT1S',
      'PT1S\n',
      'P1DT',
    ])
      expect(parseDuration(text), text).to.equal(undefined);
  });

  it('policy.schema.json is what the code says (npx tsx scripts/policy-schema.ts)', () => {
    const committed = readFileSync(new URL('../../policy.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).to.deep.equal(JSON.parse(JSON.stringify(policyJsonSchema())));
  });

  it("an editor's schema takes what the service takes, and marks what it refuses", () => {
    const valid = new Ajv().compile(policyJsonSchema());
    expect(valid({})).to.be.true;
    expect(valid({ backup: { users: [randomUUID()] }, remindAfter: 'PT5M', itGroup: null })).to.be.true;
    expect(valid({ remindAfter: '5 minutes' })).to.be.false;
    expect(valid({ approver: 'manager' })).to.be.false;
  });
});
