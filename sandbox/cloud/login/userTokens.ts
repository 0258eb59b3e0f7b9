import { createHash, randomUUID } from 'node:crypto';
import type { Person } from '../directory/person.js';
import type { KeyRing } from './keyRing.js';

/** Teams' own client ids, which ask for the tokens of a tab. Source: Microsoft Teams, "Enable SSO for tab apps". */
export const teamsClients = {
  desktopAndMobile: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  web: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
} as const;

export interface UserTokens {
  /** Proof of a sign-in for a client; `authTime` in seconds. */
  idToken(
    person: Person,
    clientId: string,
    more: { readonly nonce?: string; readonly authTime: number },
  ): Promise<string>;
  /** What teams-js gives a tab; `claims` over the good ones, for forgeries. */
  tabToken(person: Person, clientId: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
}

export function userTokens(keys: KeyRing, tenantId: string, issuer: () => string): UserTokens {
  const common = (person: Person, clientId: string) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      aud: clientId,
      iss: issuer(),
      iat: now,
      nbf: now,
      exp: now + 3600,
      name: person.displayName,
      oid: person.id,
      preferred_username: person.userPrincipalName,
      // Pairwise: another client sees another subject.
      sub: createHash('sha256').update(`${clientId} ${person.id}`).digest('base64url'),
      tid: tenantId,
      uti: randomUUID(),
      ver: '2.0',
      ...(person.userType === 'Guest' ? { acct: 1 } : {}),
    };
  };
  return {
    idToken: (person, clientId, { nonce, authTime }) =>
      keys.sign({ ...common(person, clientId), auth_time: authTime, ...(nonce === undefined ? {} : { nonce }) }),
    tabToken: (person, clientId, claims = {}) =>
      keys.sign({ ...common(person, clientId), azp: teamsClients.web, azpacr: '0', scp: 'access_as_user', ...claims }),
  };
}
