import { LoggableError } from '../log.js';

/** Another try would change nothing: the effect is parked at once, where IT sees it. */
export class Undeliverable extends LoggableError {
  override readonly name = 'Undeliverable';
}
