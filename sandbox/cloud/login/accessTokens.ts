import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { KeyRing } from './keyRing.js';
import type { Registration } from './registrations.js';

export type TokenFault = 'empty' | 'malformed' | 'expired' | 'audience' | 'signature';

export interface Bearer {
  readonly appId: string;
  readonly roles: readonly string[];
}

export interface AccessTokens {
  /** An app-only token of the kind Graph and the connector are called with: version 1, one hour. */
  issue(
    registration: Registration,
    audience: string,
    roles: readonly string[],
  ): Promise<{ token: string; expiresIn: number }>;
  verify(token: string | undefined, audiences: readonly string[]): Promise<Bearer | TokenFault>;
}

export interface AccessTokenOptions {
  readonly keys: KeyRing;
  readonly tenantId: string;
  readonly issuer: string;
  readonly lifetimeSeconds: number;
}

export function accessTokens({ keys, tenantId, issuer, lifetimeSeconds }: AccessTokenOptions): AccessTokens {
  return {
    async issue(registration, audience, roles) {
      const now = Math.floor(Date.now() / 1000);
      const claims: JWTPayload = {
        aud: audience,
        iss: issuer,
        iat: now,
        nbf: now,
        exp: now + lifetimeSeconds,
        appid: registration.appId,
        appidacr: '1',
        app_displayname: registration.displayName,
        idp: issuer,
        idtyp: 'app',
        oid: registration.servicePrincipalId,
        sub: registration.servicePrincipalId,
        tid: tenantId,
        ...(roles.length > 0 ? { roles: [...roles] } : {}),
        uti: randomUUID(),
        ver: '1.0',
      };
      return { token: await keys.sign(claims), expiresIn: lifetimeSeconds };
    },

    async verify(token, audiences) {
      if (token === undefined) return 'empty';
      try {
        const { payload } = await jwtVerify(token, keys.publicKey, {
          algorithms: ['RS256'],
          issuer,
          audience: [...audiences],
          requiredClaims: ['exp', 'appid'],
        });
        const roles = Array.isArray(payload.roles) ? payload.roles.filter((role) => typeof role === 'string') : [];
        return { appId: String(payload.appid), roles };
      } catch (error) {
        return faultOf(error);
      }
    },
  };
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'expired' : 'audience';
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed)
    return 'signature';
  return 'malformed';
}
