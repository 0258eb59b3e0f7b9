import type { Answer, Call } from '../http/call.js';
import type { Directory } from '../directory/directory.js';
import type { Person } from '../directory/person.js';
import type { Roster } from '../connector/roster.js';
import type { Registrations } from '../login/registrations.js';
import type { Mailbox } from '../mailbox.js';
import { notFound } from './graphError.js';

/** What the handlers of Graph stand on. */
export interface GraphContext {
  readonly tenantId: string;
  readonly directory: Directory;
  readonly registrations: Registrations;
  readonly mailbox: Mailbox;
  readonly roster: Roster;
  /** `https://localhost:PORT/v1.0` or `…/beta`, as the call came in. */
  base(call: Call): string;
}

/**
 * One operation: the permissions that open it (any of the sets, each whole) and what it does.
 * `beta` operations do not exist on v1.0.
 */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly roles: readonly (string | readonly string[])[] | ((call: Call) => readonly (string | readonly string[])[]);
  readonly only?: 'beta';
  /** The words of a missing permission; Graph's authentication-methods service has its own. */
  readonly denial?: 'authentication';
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export function personIn(call: Call, context: GraphContext): Person {
  const id = call.params.id ?? '';
  const person = context.directory.find(id);
  if (!person) throw notFound(id);
  return person;
}
