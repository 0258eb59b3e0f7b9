import type { Answer } from '../http/call.js';

/** A refusal in the connector's words; thrown by handlers, written by the service. */
export class ConnectorError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function connectorError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
