import type { Answer } from '../http/call.js';
import { noStore } from './errors.js';

export interface OAuthAnswer {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly idToken?: string;
  readonly scope?: string;
}

export function oauthAnswer(answer: OAuthAnswer): Answer {
  return {
    status: 200,
    headers: noStore,
    body: {
      token_type: 'Bearer',
      expires_in: answer.expiresIn,
      ext_expires_in: answer.expiresIn,
      access_token: answer.accessToken,
      ...(answer.idToken === undefined ? {} : { id_token: answer.idToken }),
      ...(answer.scope === undefined ? {} : { scope: answer.scope }),
    },
  };
}
