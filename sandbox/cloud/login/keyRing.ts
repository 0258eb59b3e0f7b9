import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK, type JWK, type JWTPayload, SignJWT } from 'jose';

/** One RSA signing key with the public set that names it. */
export interface KeyRing {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: JWK;
  /** A JWT with these claims and no others; RS256, or whatever the header overrides say. */
  sign(claims: JWTPayload, header?: Readonly<Record<string, unknown>>): Promise<string>;
}

const generate = promisify(generateKeyPair);

export async function newKeyRing(): Promise<KeyRing> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  const kid = randomUUID().replaceAll('-', '');
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', x5t: kid };
  return {
    kid,
    privateKey,
    publicKey,
    jwk,
    sign: (claims, header) =>
      new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t: kid, ...header }).sign(privateKey),
  };
}
