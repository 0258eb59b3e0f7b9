import type { Links } from '../../cards/links.js';
import type { AskingDeps } from '../../core/asking.js';
import type { AuthenticationMethods, Log, Mailer, Messenger, MethodDeletes } from '../../core/ports.js';
import type { TapRightsSource } from '../tapRights.js';

export interface HandlerDeps extends AskingDeps {
  readonly methods: AuthenticationMethods;
  readonly deletes: MethodDeletes;
  readonly messenger: Messenger;
  readonly mailer: Mailer;
  readonly links: Links;
  readonly tapRights: TapRightsSource;
  readonly log: Log;
}
