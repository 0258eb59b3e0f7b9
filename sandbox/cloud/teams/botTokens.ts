import { createHmac, generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { KeyRing } from '../login/keyRing.js';

/** How a forged token differs from a good one. */
export interface TokenForgery {
  /** Over the good claims; undefined takes a claim away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Over the good header: another `kid`, a key of its own. */
  readonly header?: Readonly<Record<string, unknown>>;
  /**
   * `own` is the Bot Framework's key; `otherChannel` one of its keys that may not speak for Teams; `wrong` another key
   * under the same kid; the rest as named.
   */
  readonly signature?: 'own' | 'otherChannel' | 'wrong' | 'entra' | 'none' | 'HS256' | 'broken';
}

export interface BotTokenOptions {
  readonly botFrameworkKeys: KeyRing;
  readonly otherChannelKeys: KeyRing;
  readonly entraKeys: KeyRing;
  readonly issuer: string;
  readonly botId: string;
  readonly lifetimeSeconds: number;
}

/** Tokens as the Bot Framework puts on what it sends to the bot, good ones and forged. */
export class BotTokens {
  readonly #options: BotTokenOptions;
  #wrongKey: ReturnType<typeof generateKeyPairSync>['privateKey'] | undefined;

  constructor(options: BotTokenOptions) {
    this.#options = options;
  }

  async tokenFor(serviceUrl: string, forgery: TokenForgery = {}): Promise<string> {
    const { botFrameworkKeys, otherChannelKeys, entraKeys, issuer, botId, lifetimeSeconds } = this.#options;
    const now = Math.floor(Date.now() / 1000);
    const good = { serviceurl: serviceUrl, nbf: now - 300, exp: now + lifetimeSeconds, iss: issuer, aud: botId };
    const claims = withoutUndefined({ ...good, ...forgery.claims });
    switch (forgery.signature ?? 'own') {
      case 'own':
        return botFrameworkKeys.sign(claims, forgery.header);
      case 'otherChannel':
        return otherChannelKeys.sign(claims);
      case 'entra':
        return entraKeys.sign(claims);
      case 'wrong':
        this.#wrongKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
        return new SignJWT(claims)
          .setProtectedHeader({ ...this.#header('RS256'), ...forgery.header })
          .sign(this.#wrongKey);
      case 'none':
        return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`;
      case 'HS256': {
        // The classic confusion: the public key used as a shared secret.
        const signed = `${encoded(this.#header('HS256'))}.${encoded(claims)}`;
        const secret = botFrameworkKeys.publicKey.export({ type: 'spki', format: 'pem' });
        return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      }
      case 'broken': {
        const [head = '', body = '', signature = ''] = (await botFrameworkKeys.sign(claims)).split('.');
        const turned = signature.startsWith('A') ? 'B' : 'A';
        return `${head}.${body}.${turned}${signature.slice(1)}`;
      }
    }
  }

  #header(alg: string) {
    const { kid } = this.#options.botFrameworkKeys;
    return { alg, typ: 'JWT', kid, x5t: kid };
  }
}

function withoutUndefined(claims: Readonly<Record<string, unknown>>): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
