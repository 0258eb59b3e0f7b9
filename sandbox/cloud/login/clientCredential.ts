import { timingSafeEqual, X509Certificate } from 'node:crypto';
import { jwtVerify } from 'jose';
import { problems } from './errors.js';
import type { Registration } from './registrations.js';

type Problem = ReturnType<(typeof problems)[keyof typeof problems]>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What is wrong with the credential in a token request; undefined when it is good. */
export async function credentialProblem(
  registration: Registration,
  form: URLSearchParams,
  audiences: readonly string[],
): Promise<Problem | undefined> {
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const good =
      form.get('client_assertion_type') === assertionType && (await signedBy(registration, assertion, audiences));
    return good ? undefined : problems.assertion();
  }
  const secret = form.get('client_secret');
  if (secret === null) return problems.noCredential();
  const match = registration.secrets.find((known) => same(known.value, secret));
  if (!match) return problems.secret(registration.appId);
  return match.expiresAt && match.expiresAt <= new Date() ? problems.secretExpired(registration.appId) : undefined;
}

async function signedBy(registration: Registration, assertion: string, audiences: readonly string[]): Promise<boolean> {
  for (const pem of registration.certificates) {
    try {
      await jwtVerify(assertion, new X509Certificate(pem).publicKey, {
        algorithms: ['RS256', 'PS256'],
        audience: [...audiences],
        issuer: registration.appId,
        subject: registration.appId,
        requiredClaims: ['exp'],
      });
      return true;
    } catch {
      // Another certificate may fit.
    }
  }
  return false;
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
