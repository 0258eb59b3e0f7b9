import { expect } from 'chai';
import type { TeamsAdapter } from '../../bot/adapter.js';
import { createServer, type BotServer } from '../../bot/server.js';
import { createPages } from '../../web/pages.js';
import { collectingLog } from '../fakes/log.js';
import { unusedPort } from '../services/fixtures/stubCloud.js';
import { support } from './examples.js';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The link `open` is about a request that is open, its reference is right. */
const stopping = {
  now: () => 0,
  read: (token: string) => (token === 'open' ? { requestId: 'r', targetId: 't' } : ('unreadable' as const)),
  look: async () => 'open' as const,
  stop: async (_claim: object, reference: string) => (reference === 'right' ? 'stopped' : 'wrong'),
};

const ofTheConnection = ['connection', 'keep-alive', 'date'];

describe('public pages', () => {
  const log = collectingLog();
  let server: BotServer;
  let address: string;
  before(async () => {
    server = createServer({
      // The pages never come near it.
      adapter: {} as TeamsAdapter,
      gate: { botId: '', tenantId: '', botTokenIssuer: '', serviceUrls: [] },
      turn: async () => undefined,
      ready: {},
      pages: createPages({ support, publicUrl: 'https://mfa-reset.example.com', stopping }),
      log,
      onDenied: () => undefined,
    });
    const port = await unusedPort();
    await server.listen(port);
    address = `http://127.0.0.1:${port}`;
  });
  after(() => server.close());
  afterEach(() => {
    expect(log.messages('error')).to.deep.equal([]);
  });

  for (const [path, type] of [
    ['/next', 'text/html'],
    ['/assets/page.css', 'text/css'],
  ] as const)
    describe(path, () => {
      const ask = (method: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(address + path, { method, headers });

      it('is there for anybody, briefly cached and locked down', async () => {
        const response = await ask('GET');
        expect(response.status).to.equal(200);
        const { headers } = response;
        expect(headers.get('content-type')).to.equal(`${type}; charset=utf-8`);
        expect(headers.get('content-security-policy')).to.equal(POLICY);
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('referrer-policy')).to.equal('no-referrer');
        expect(headers.get('strict-transport-security')).to.equal('max-age=31536000');
        expect(headers.get('cache-control')).to.equal('public, max-age=300');
        expect(headers.get('set-cookie')).to.equal(null);
        expect(Number(headers.get('content-length')))
          .to.equal(Buffer.byteLength(await response.text()))
          .and.to.be.above(1000);
      });

      it('answers HEAD with the same headers and no body', async () => {
        const [get, head] = await Promise.all([ask('GET'), ask('HEAD')]);
        const comparable = ({ headers }: Response): unknown[] =>
          [...headers].filter(([name]) => !ofTheConnection.includes(name));
        expect(head.status).to.equal(200);
        expect(comparable(head)).to.deep.equal(comparable(get));
        expect(await head.text()).to.equal('');
        expect(await get.text()).not.to.equal('');
      });

      it('takes no other method', async () => {
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          const response = await ask(method);
          expect(response.status, method).to.equal(405);
          expect(response.headers.get('allow')).to.equal('GET, HEAD');
          await response.text();
        }
      });

      it('is not sent again to a browser that has it', async () => {
        const first = await ask('GET');
        await first.text();
        const etag = first.headers.get('etag')!;
        expect(etag).to.match(/^"[\w-]{22}"$/u);
        for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
          const response = await ask('GET', { 'If-None-Match': known });
          expect(response.status, known).to.equal(304);
          expect(response.headers.get('etag')).to.equal(etag);
          expect(await response.text()).to.equal('');
        }
        expect((await ask('GET', { 'If-None-Match': '"other"' })).status).to.equal(200);
      });
    });

  describe('/stop', () => {
    const post = (body: string): Promise<Response> =>
      fetch(`${address}/stop`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', connection: 'close' },
      });

    it('is kept nowhere, sends its form nowhere else, and tells nobody where from', async () => {
      for (const response of [await fetch(`${address}/stop?t=open`), await post('t=open&reference=right')]) {
        expect(response.status).to.equal(200);
        expect(response.headers.get('cache-control')).to.equal('no-store');
        expect(response.headers.get('content-security-policy')).to.equal(
          POLICY.replace("form-action 'none'", "form-action 'self'"),
        );
        expect(response.headers.get('referrer-policy')).to.equal('no-referrer');
        expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
        expect(response.headers.get('strict-transport-security')).to.equal('max-age=31536000');
        expect(response.headers.get('set-cookie')).to.equal(null);
        expect(await response.text()).not.to.match(/<script|<style| style=| on[a-z]+=/u);
      }
    });

    it('answers HEAD without a body, and no other method', async () => {
      const head = await fetch(`${address}/stop?t=open`, { method: 'HEAD' });
      expect([head.status, await head.text()]).to.deep.equal([200, '']);
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
        expect((await fetch(`${address}/stop?t=open`, { method })).status, method).to.equal(405);
    });

    it('says what is wrong with a link or a reference by its status as well', async () => {
      const statuses = [
        await fetch(`${address}/stop`),
        await fetch(`${address}/stop?t=other`),
        await post(''),
        await post('t=open'),
        await post('t=open&reference=other'),
        await post(`t=open&reference=${'x'.repeat(5_000)}`),
      ].map(({ status }) => status);
      expect(statuses).to.deep.equal([404, 404, 404, 422, 422, 413]);
    });
  });

  it('the page says its language, and that it depends on the reader’s', async () => {
    const response = await fetch(`${address}/next`, { headers: { 'Accept-Language': 'cy, en-GB;q=0.7' } });
    expect(response.headers.get('content-language')).to.equal('en');
    expect(response.headers.get('vary')).to.equal('Accept-Language');
    expect(await response.text()).to.include('<html lang="en" dir="ltr">');
  });

  it('where the public address is not known, no browser is told to insist on https', async () => {
    for (const { handle } of createPages({ support, publicUrl: undefined, stopping }))
      expect((await handle({ headers: {} })).headers).not.to.have.property('Strict-Transport-Security');
  });

  it('the probes beside them still answer, uncached', async () => {
    const response = await fetch(`${address}/healthz`);
    expect(await response.json()).to.deep.equal({ status: 'alive' });
    expect(response.headers.get('cache-control')).to.equal('no-store');
  });
});
