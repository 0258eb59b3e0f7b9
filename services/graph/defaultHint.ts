import { z } from 'zod';
import type { ListedMethod } from '../../core/ports.js';
import type { Graph } from './client.js';
import { GraphError } from './graphError.js';
import { PHONE_IDS } from './methodTypes.js';
import { path } from './path.js';

/** Without AuditLog.Read.All or a P1 licence the report is refused: asking each time only costs. */
const REFUSAL_KEPT = 10 * 60 * 1000;
const TIMEOUT = 2_000;
const MOST_REMEMBERED = 1_000;

const report = z.object({ userPreferredMethodForSecondaryAuthentication: z.string().nullish() });

type Matches = (method: ListedMethod) => boolean;
const ofType =
  (...types: readonly string[]): Matches =>
  ({ type }) =>
    types.includes(type);
const phone =
  (kind: keyof typeof PHONE_IDS): Matches =>
  ({ type, id }) =>
    type === 'phoneAuthenticationMethod' && id === PHONE_IDS[kind];

/** Graph's enum `userDefaultAuthenticationMethod`, and which listed method it means. */
const MEANING: Readonly<Record<string, Matches>> = {
  push: ofType('microsoftAuthenticatorAuthenticationMethod'),
  oath: ofType('softwareOathAuthenticationMethod', 'hardwareOathAuthenticationMethod'),
  sms: phone('mobile'),
  voiceMobile: phone('mobile'),
  voiceAlternateMobile: phone('alternateMobile'),
  voiceOffice: phone('office'),
};

/** Which method is the default, as the registration report tells: it lags, and it is allowed to fail. */
export function createDefaultHint(graph: Graph, now: () => number) {
  const refused = new Map<string, number>();

  async function of(userId: string): Promise<string | undefined> {
    if (['report', userId].some((key) => now() < (refused.get(key) ?? 0))) return undefined;
    if (refused.size > MOST_REMEMBERED) refused.clear();
    try {
      const body = await graph.get(path`/reports/authenticationMethods/userRegistrationDetails/${userId}`, {
        timeoutMs: TIMEOUT,
        idempotent: false,
      });
      return report.parse(body).userPreferredMethodForSecondaryAuthentication ?? undefined;
    } catch (error) {
      if (error instanceof GraphError && error.status === 403) refused.set('report', now() + REFUSAL_KEPT);
      if (error instanceof GraphError && error.status === 404) refused.set(userId, now() + REFUSAL_KEPT);
      return undefined;
    }
  }

  /** The id of the one listed method that is meant; undefined where several or none could be. */
  function among(methods: readonly ListedMethod[], preferred: string | undefined): string | undefined {
    const matches = preferred !== undefined && Object.hasOwn(MEANING, preferred) ? MEANING[preferred] : undefined;
    const [one, ...others] = matches === undefined ? [] : methods.filter(matches);
    return others.length === 0 ? one?.id : undefined;
  }

  return { of, among };
}
