import { ConfigError, DEFAULT_STORE, type Config } from '../config.js';
import { reader, type Env } from '../settings.js';

/** What reading the audit trail takes, and no more: an auditor needs none of the service's secrets for Entra. */
export type AuditSettings = Pick<Config, 'store' | 'auditKey' | 'anchorFile'>;

/** Throws a {@link ConfigError} that names every fault at once. */
export function readAuditSettings(env: Env): AuditSettings {
  const faults: string[] = [];
  const read = reader(env, faults, ['STORE_URL', 'AUDIT_KEY', 'ANCHOR_FILE']);
  const auditKey = read('AUDIT_KEY');
  if (faults.length > 0 || auditKey === undefined) throw new ConfigError(faults);
  return { auditKey, store: read('STORE_URL') ?? DEFAULT_STORE, anchorFile: read('ANCHOR_FILE') };
}
