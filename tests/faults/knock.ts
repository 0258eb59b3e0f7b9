import { request } from 'node:http';
import type { World } from '../../sandbox/world.js';

export interface Knock {
  readonly status: number;
  readonly body: string;
}

/**
 * Posts to the bot's endpoint whatever is given, on a connection of its own and with no client between that would mend
 * it. Rejects when nothing is answered within what Teams waits for an invoke.
 */
export function knock(
  { product }: Pick<World, 'product'>,
  body: string | Buffer,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Knock> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${product.url}/api/messages`, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(15_000),
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string | string[]>) },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject).on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    outgoing.end(body);
  });
}

/** A token that nobody signed; the gate reads it before the SDK does. */
export function unsigned(claims: object, header: object = { alg: 'RS256', typ: 'JWT', kid: 'x' }): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(claims)}.c2lnbmF0dXJl`;
}
