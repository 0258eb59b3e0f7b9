import pg from 'pg';

/**
 * Whether it may go better with another connection or a moment later: the connection was lost, the server is stopping or
 * starting, or two transactions stood in each other's way. What was rejected for its content is not.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code === undefined) return LOST.test(error.message);
  return PASSING.test(code);
}

/** Connection (08), out of connections (53300), deadlock and serialization (40), shutting down or starting (57P). */
const PASSING = /^(08...|53300|40001|40P01|57P0[1-3]|E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH))$/;

/** pg's own errors bear no code. */
const LOST = /^(Connection terminated|Client (was closed|has encountered)|Query read timeout|timeout expired)/;

export function codeOf(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
