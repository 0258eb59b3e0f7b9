import type { Support } from '../core/policy.js';
import type { Instant, ResetRequest } from '../core/request.js';
import type { Translate } from './strings.js';

export interface RequestView {
  readonly request: ResetRequest;
  /** A mail has none: there every date is written out. */
  readonly now?: Instant | undefined;
  readonly t: Translate;
  readonly support: Support;
}
