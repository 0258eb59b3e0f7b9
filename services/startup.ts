import type { Policy } from '../core/policy.js';
import { ConfigError, parseConfig, policyFileOf, type Config } from './config.js';
import { LoggableError } from './log.js';
import { loadPolicy, PolicyError } from './policyFile.js';
import type { Env } from './settings.js';

export interface Startup {
  readonly config: Config;
  readonly policy: Policy;
  readonly policyHash: string;
}

/** Neither the settings nor the policy can be used; `faults` has one sentence for each fault of both. */
export class StartupError extends LoggableError {
  override readonly name = 'StartupError';
  readonly faults: readonly string[];
  constructor(config: ConfigError, policy: PolicyError) {
    super(`${config.message}\n${policy.message}`);
    this.faults = [...config.faults, ...policy.faults];
  }
}

/** Throws a {@link ConfigError} or a {@link PolicyError}, or a {@link StartupError} that names the faults of both at once. */
export function readSettings(env: Env): Startup {
  const config = attempt(() => parseConfig(env), ConfigError);
  const policy = attempt(() => loadPolicy(policyFileOf(env)), PolicyError);
  if (config instanceof ConfigError) throw policy instanceof PolicyError ? new StartupError(config, policy) : config;
  if (policy instanceof PolicyError) throw policy;
  return { config, policy: policy.policy, policyHash: policy.hash };
}

/** What it returns, or the fault it throws; other errors go through. */
function attempt<T, F extends Error>(read: () => T, fault: new (...args: never[]) => F): T | F {
  try {
    return read();
  } catch (error) {
    if (error instanceof fault) return error;
    throw error;
  }
}
