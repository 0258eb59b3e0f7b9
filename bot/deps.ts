import type { Links } from '../cards/links.js';
import type { AskingDeps } from '../core/asking.js';
import type { Log } from '../core/ports.js';

/** What a turn needs beside the activity. */
export interface BotDeps extends AskingDeps {
  readonly links: Links;
  readonly log: Log;
}
