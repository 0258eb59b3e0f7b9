import { createHash, randomBytes } from 'node:crypto';
import type { Directory } from '../directory/directory.js';
import type { Person } from '../directory/person.js';
import type { Answer, Call } from '../http/call.js';
import type { AccessTokens } from './accessTokens.js';
import { problems, tokenError } from './errors.js';
import type { SignIn } from './loginService.js';
import type { Registration, Registrations } from './registrations.js';
import type { UserTokens } from './userTokens.js';

interface Granted {
  readonly person: Person;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly scope: string;
  readonly authTime: number;
  readonly until: number;
}

export interface SignInOptions {
  readonly directory: Directory;
  readonly registrations: Registrations;
  readonly tokens: AccessTokens;
  readonly userTokens: UserTokens;
  readonly tenantId: string;
}

/** How long a code can be redeemed. */
const codeLifeMs = 10 * 60_000;

/**
 * Sign-in by authorization code with PKCE. Nobody types a password here: the page asks who you are, and a caller that
 * sends `user` (id, address or name) with the request is signed in at once.
 */
export function signInOf(options: SignInOptions): SignIn {
  const codes = new Map<string, Granted>();
  return {
    async authorize(call) {
      const asked = call.method === 'POST' ? new URLSearchParams(call.raw.toString('utf8')) : call.query;
      const wrong = requestProblem(call, asked, options);
      if (wrong) return wrong;
      const who = asked.get('user');
      if (who === null) return choosePage(call, asked, options.directory);
      const person = options.directory.user(who);
      if (!person.accountEnabled)
        return back(asked, { error: 'access_denied', error_description: 'AADSTS50057: The user account is disabled.' });
      const code = randomBytes(32).toString('base64url');
      codes.set(code, {
        person,
        clientId: asked.get('client_id') ?? '',
        redirectUri: asked.get('redirect_uri') ?? '',
        challenge: asked.get('code_challenge') ?? undefined,
        nonce: asked.get('nonce') ?? undefined,
        scope: asked.get('scope') ?? '',
        // `ago` lets a test sign in with an old session; a prompt for login is always fresh.
        authTime: Math.floor(Date.now() / 1000) - (asked.get('prompt') === 'login' ? 0 : Number(asked.get('ago') ?? 0)),
        until: Date.now() + codeLifeMs,
      });
      return back(asked, { code });
    },

    async redeem(form, registration) {
      const code = form.get('code') ?? '';
      const granted = codes.get(code);
      codes.delete(code);
      if (!granted || !fits(granted, form, registration)) return undefined;
      const { token, expiresIn } = await options.tokens.issue(registration, registration.appId, []);
      const more = { authTime: granted.authTime, ...(granted.nonce === undefined ? {} : { nonce: granted.nonce }) };
      const idToken = await options.userTokens.idToken(granted.person, registration.appId, more);
      return { accessToken: token, expiresIn, idToken, scope: granted.scope };
    },
  };
}

function requestProblem(call: Call, asked: URLSearchParams, options: SignInOptions): Answer | undefined {
  const tenant = call.params.tenant ?? '';
  if (tenant.toLowerCase() !== options.tenantId) return tokenError(problems.tenant(tenant), call.requestId);
  const clientId = asked.get('client_id') ?? '';
  const app = options.registrations.find(clientId);
  if (!app) return tokenError(problems.client(clientId, options.tenantId), call.requestId);
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (!app.redirectUris.includes(redirectUri)) return tokenError(problems.redirect(redirectUri), call.requestId);
  const isCode = asked.get('response_type') === 'code';
  const isPlain = asked.has('code_challenge') && asked.get('code_challenge_method') !== 'S256';
  if (!isCode || isPlain || !(asked.get('scope') ?? '').split(' ').includes('openid')) {
    return back(asked, {
      error: 'invalid_request',
      error_description: 'AADSTS90014: The request is not one for a code with S256 and openid.',
    });
  }
  return undefined;
}

function fits(granted: Granted, form: URLSearchParams, registration: Registration): boolean {
  const verifier = form.get('code_verifier');
  const challenge = verifier === null ? undefined : createHash('sha256').update(verifier).digest('base64url');
  return (
    granted.until > Date.now() &&
    granted.clientId.toLowerCase() === registration.appId &&
    granted.redirectUri === form.get('redirect_uri') &&
    granted.challenge === challenge
  );
}

function back(asked: URLSearchParams, answer: Record<string, string>): Answer {
  const target = new URL(asked.get('redirect_uri') ?? '');
  const state = asked.get('state');
  const parts = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) });
  if (asked.get('response_mode') === 'form_post') {
    const fields = [...parts].map(([name, value]) => hidden(name, value)).join('');
    return html(
      `<form method="post" action="${escaped(target.href)}">${fields}<button>Continue</button></form><script>document.forms[0].submit()</script>`,
    );
  }
  for (const [name, value] of parts) target.searchParams.set(name, value);
  return { status: 302, headers: { Location: target.href, 'Cache-Control': 'no-store' } };
}

function choosePage(call: Call, asked: URLSearchParams, directory: Directory): Answer {
  const hint = asked.get('login_hint')?.toLowerCase();
  const people = directory.people
    .map(
      (person) =>
        `<option value="${escaped(person.id)}"${person.userPrincipalName.toLowerCase() === hint ? ' selected' : ''}>${escaped(person.displayName)}</option>`,
    )
    .join('');
  const fields = [...asked].map(([name, value]) => hidden(name, value)).join('');
  return html(
    `<h1>Sandbox sign-in</h1><form method="post" action="${escaped(call.path)}">${fields}<label>Who are you? <select name="user">${people}</select></label> <button>Sign in</button></form>`,
  );
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

function html(body: string): Answer {
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: `<!doctype html><meta charset="utf-8"><title>Sandbox sign-in</title>${body}`,
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
