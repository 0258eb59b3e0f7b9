import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../services/config.js';
import { loadPolicy, PolicyError } from '../../services/policyFile.js';
import type { Env } from '../../services/settings.js';
import { readSettings, StartupError } from '../../services/startup.js';

describe('settings and policy at start', () => {
  let folder: string;
  let valid: Env;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'startup-'));
    const newKey = (): string => randomBytes(32).toString('base64url');
    valid = {
      TENANT_ID: randomUUID(),
      BOT_ID: randomUUID(),
      BOT_PASSWORD: newKey(),
      MAIL_SENDER: 'mfa-reset@example.com',
      AUDIT_KEY: newKey(),
      LINK_KEY: newKey(),
      POLICY_FILE: policyFile('{ "undoFor": "PT5S" }'),
    };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function policyFile(text: string): string {
    const file = join(folder, 'policy.json');
    writeFileSync(file, text);
    return file;
  }

  function errorOf(env: Env): unknown {
    try {
      readSettings(env);
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  }

  it('both are read where both are right', () => {
    const { config, policy, policyHash } = readSettings(valid);
    expect(config.tenantId).to.equal(valid['TENANT_ID']);
    expect(policy.undoFor).to.equal(5_000);
    expect(policyHash).to.equal(loadPolicy(config.policyFile).hash);
  });

  it('wrong settings and a wrong policy are named in one error', () => {
    const file = policyFile('{ "itGroup": "IT", "undoFor": 10 }');
    const error = errorOf({ ...valid, BOT_ID: undefined, PORT: 'x' }) as StartupError;
    expect(error).to.be.instanceOf(StartupError);
    expect(error.faults.map((fault) => fault.split(' ')[0])).to.have.members(['BOT_ID', 'PORT', 'itGroup', 'undoFor']);
    for (const fault of error.faults) expect(error.message).to.include(fault);
    expect(error.message)
      .to.match(/^The settings have 2 faults:\n/)
      .and.include(`\nThe policy ${file} has 2 faults:\n`);
  });

  it('wrong settings and a missing policy are named in one error', () => {
    const missing = join(folder, 'nowhere.json');
    const { message } = errorOf({ POLICY_FILE: ` ${missing} ` }) as StartupError;
    expect(message).to.include('TENANT_ID is missing').and.include(`The policy ${missing} has 1 fault`);
  });

  it('without POLICY_FILE the policy is ./policy.json, whatever else is wrong', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      policyFile('[]');
      expect((errorOf({ POLICY_FILE: '' }) as StartupError).message).to.include('The policy ./policy.json has 1 fault');
    } finally {
      process.chdir(before);
    }
  });

  it('where one of them is right, the other has its own error', () => {
    expect(errorOf({ ...valid, PORT: 'x' })).to.be.instanceOf(ConfigError);
    policyFile('[]');
    expect(errorOf(valid)).to.be.instanceOf(PolicyError);
  });
});
