import { createHash } from 'node:crypto';

/** What goes back to a browser. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Something public, the same for everybody who reads it in its language. */
export interface Document {
  readonly type: 'text/html' | 'text/css';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The document, or 304 where the browser has it. `https`: whether it is reached through TLS only. */
export function answer(document: Document, ifNoneMatch: string | undefined, https: boolean): Answer {
  const etag = `"${createHash('sha256').update(document.body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ...SECURITY,
    ...(https ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
    // Short, since support's number is on it.
    'Cache-Control': 'public, max-age=300',
    ...document.headers,
    ETag: etag,
  };
  // A proxy that compresses marks the tag as weak.
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//u, ''));
  if (known.includes(etag)) return { status: 304, headers, body: '' };
  const length = String(Buffer.byteLength(document.body));
  const content = { 'Content-Type': `${document.type}; charset=utf-8`, 'Content-Length': length };
  return { status: 200, headers: { ...headers, ...content }, body: document.body };
}

/** For whoever has the link alone: kept nowhere. Its form goes to this service and nowhere else. */
export function privateAnswer(
  { status, body, headers }: { readonly status: number; readonly body: string; readonly headers: Answer['headers'] },
  https: boolean,
): Answer {
  const policy = SECURITY['Content-Security-Policy'].replace("form-action 'none'", "form-action 'self'");
  return {
    status,
    body,
    headers: {
      ...SECURITY,
      'Content-Security-Policy': policy,
      ...(https ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
    },
  };
}

const SECURITY = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;
