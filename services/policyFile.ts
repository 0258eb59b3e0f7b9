import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Policy } from '../core/policy.js';
import { findJsonFault } from './jsonText.js';
import { LoggableError } from './log.js';
import { policySchema } from './policySchema.js';

export interface LoadedPolicy {
  readonly policy: Policy;
  /** SHA-256 over the meaning, not the spelling: spaces, order and written-out defaults don't change it. */
  readonly hash: string;
}

/** The policy can't be used; `faults` has one sentence for each fault. */
export class PolicyError extends LoggableError {
  override readonly name = 'PolicyError';
  constructor(
    file: string,
    readonly faults: readonly string[],
  ) {
    super(
      `The policy ${file} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:\n  ${faults.join('\n  ')}`,
    );
  }
}

/** Throws a {@link PolicyError} that names every fault at once. */
export function loadPolicy(file: string): LoadedPolicy {
  return parsePolicy(file, textOf(file));
}

export function parsePolicy(file: string, text: string): LoadedPolicy {
  const bare = text.replace(/^\uFEFF/, '');
  const fault = findJsonFault(bare);
  if (fault !== undefined)
    throw new PolicyError(file, [`line ${fault.line}, column ${fault.column}: ${fault.problem}`]);
  const result = policySchema.safeParse(JSON.parse(bare));
  if (!result.success)
    throw new PolicyError(
      file,
      result.error.issues.flatMap((issue) => sentences(issue)),
    );
  return { policy: result.data, hash: createHash('sha256').update(canonical(result.data)).digest('hex') };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new PolicyError(file, [
      missing
        ? 'there is no such file; make one that holds {} (a valid policy), or set POLICY_FILE'
        : `it can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
    ]);
  }
}

function sentences(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly string[] {
  const path = [...above, ...issue.path];
  const here = path.length === 0 ? 'the policy' : path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `${[...path, key].map(String).join('.')} is not a setting of the policy`);
    case 'invalid_type':
      return [`${here} ${ours(issue.message) ?? `is not ${article(issue.expected)}`}`];
    case 'too_big':
      return [`${here} ${ours(issue.message) ?? `is more than ${issue.maximum}`}`];
    case 'too_small':
      return [`${here} ${ours(issue.message) ?? `is less than ${issue.minimum}`}`];
    default:
      return [`${here} ${issue.message}`];
  }
}

/** Our own messages end a sentence that begins with the path; zod's own begin one. */
function ours(message: string): string | undefined {
  return /^(is|must) /.test(message) ? message : undefined;
}

function article(type: string): string {
  return type === 'array' ? 'a list' : /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** JSON with the keys in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
