import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parseJson } from '../json.js';

/** What the bot's endpoint answered; `timeout` and `failed` when nothing came. */
export interface Delivery {
  readonly outcome: 'answered' | 'timeout' | 'failed';
  /** 0 when nothing was answered. */
  readonly status: number;
  readonly body: unknown;
  readonly error?: string;
}

export interface DeliveryOptions {
  readonly url: string;
  /** Undefined sends no Authorization header. */
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** Trusted when the endpoint is https. */
  readonly authority: string;
  /** Aborted at the end of the cloud. */
  readonly signal: AbortSignal;
}

/** Posts one activity, once. Never throws for what the network does. */
export function deliver(activity: unknown, options: DeliveryOptions): Promise<Delivery> {
  const body = Buffer.from(JSON.stringify(activity));
  const url = new URL(options.url);
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      finish({ outcome: 'timeout', status: 0, body: undefined });
    }, options.timeoutMs);
    const outgoing = open(url, {
      method: 'POST',
      agent: false,
      signal: options.signal,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
        'User-Agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      },
      ...(url.protocol === 'https:' ? { ca: options.authority } : {}),
    });
    const finish = (delivery: Delivery) => {
      clearTimeout(timer);
      resolve(delivery);
      outgoing.destroy();
    };
    outgoing.on('error', (error) => {
      finish({ outcome: 'failed', status: 0, body: undefined, error: error.message });
    });
    outgoing.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', (error) => {
        finish({ outcome: 'failed', status: 0, body: undefined, error: error.message });
      });
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        finish({ outcome: 'answered', status: response.statusCode ?? 0, body: parseJson(text) ?? (text || undefined) });
      });
    });
    outgoing.end(body);
  });
}
