import { expect } from 'chai';
import { path, quoted } from '../../services/graph/path.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

const ME = { path: '/users/x', label: '/users/{}' };
const ok: StubAnswer = { status: 200, body: { id: 'x' } };
const failing = (status: number, code = 'code', headers = {}): StubAnswer => ({
  status,
  headers: { 'request-id': 'r-1', ...headers },
  body: { error: { code, message: 'about priya@example.com', innerError: { 'request-id': 'r-0' } } },
});

describe('Graph client', () => {
  let cloud: StubCloud;
  let product: Product;

  before(async () => {
    cloud = await startStubCloud();
    product = await startProduct(cloud.environment());
  });
  beforeEach(() => {
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const graphCalls = () => cloud.calls.filter(({ path: at }) => /^\/(v1\.0|beta)\//.test(at));
  /** The first answer for the first call, …, the last for all others. */
  const answers = (...list: readonly StubAnswer[]) => {
    let next = 0;
    cloud.graph(() => list[Math.min(next++, list.length - 1)] ?? 'reset');
  };

  it('sends the token, a request id of ours, and only what was asked', async () => {
    answers(ok);
    expect(await product.ask('graph.get', ME)).to.deep.equal({ id: 'x' });
    const [call] = graphCalls();
    expect(call?.path).to.equal('/v1.0/users/x');
    expect(call?.headers.authorization).to.match(/^Bearer \S+$/);
    expect(call?.headers['client-request-id']).to.match(/^[\da-f-]{36}$/);
    expect(call?.headers).not.to.have.property('consistencylevel');
  });

  for (const answer of [failing(429), failing(502), failing(503), failing(504), 'reset'] as const) {
    const name = typeof answer === 'string' ? answer : answer.status;
    it(`a read is tried again after ${name}, three times at most`, async () => {
      answers(answer, answer, ok);
      expect(await product.ask('graph.get', ME)).to.deep.equal({ id: 'x' });
      cloud.calls.length = 0;
      answers(answer);
      const error = await product.failure('graph.get', ME);
      expect(error['isGraphError']).to.be.true;
      expect(error['status']).to.equal(name === 'reset' ? 0 : name);
      expect(graphCalls()).to.have.length(3);
    });
  }

  for (const status of [400, 401, 403, 404, 409, 500]) {
    it(`a read is not tried again after ${status}`, async () => {
      answers(failing(status));
      expect(await product.failure('graph.get', ME)).to.include({ status });
      expect(graphCalls()).to.have.length(1);
    });
  }

  it('a POST is sent once, whatever happens to it', async () => {
    for (const answer of [failing(429), failing(503), failing(504), 'reset'] as const) {
      cloud.calls.length = 0;
      answers(answer);
      await product.failure('graph.call', 'POST', ME, { body: { a: 1 } });
      expect(graphCalls()).to.have.length(1);
    }
  });

  it('a short Retry-After is waited for, a long one is handed to the caller', async () => {
    answers(failing(429, 'TooManyRequests', { 'retry-after': '1' }), ok);
    const begun = Date.now();
    await product.ask('graph.get', ME);
    expect(Date.now() - begun).to.be.greaterThan(950);

    answers(failing(429, 'TooManyRequests', { 'retry-after': '120' }));
    cloud.calls.length = 0;
    expect(await product.failure('graph.get', ME)).to.include({ status: 429, retryAfterMs: 120_000 });
    expect(graphCalls()).to.have.length(1);
  });

  it('a call that hangs ends at its time limit, as nobody-knows', async () => {
    answers('hang');
    const begun = Date.now();
    const error = await product.failure('graph.get', ME, { timeoutMs: 1_500 });
    expect(error).to.include({ status: 0, code: 'timeout', ambiguous: true });
    expect(Date.now() - begun).to.be.within(1_400, 15_000);
    expect(graphCalls()).to.have.length(1);
  });

  it('the tries share one time limit', async () => {
    answers(failing(503, 'busy', { 'retry-after': '2' }));
    expect(await product.failure('graph.get', ME, { timeoutMs: 1_500 })).to.include({ status: 503 });
    expect(graphCalls()).to.have.length(1);
  });

  it("an error keeps Graph's words apart from the message that is logged", async () => {
    answers(failing(403, 'Authorization_RequestDenied'));
    const error = await product.failure('graph.get', ME);
    expect(error).to.include({
      code: 'Authorization_RequestDenied',
      requestId: 'r-1',
      detail: 'about priya@example.com',
    });
    expect(error.message).to.equal('GET /users/{} was answered 403 (Authorization_RequestDenied); request-id r-1');
  });

  it('an answer that is no JSON is an error, not data', async () => {
    answers({ status: 404, body: '<html>', headers: { 'content-type': 'text/html' } });
    expect(await product.failure('graph.get', ME)).to.include({ status: 404, code: 'unexplained' });
    answers({ status: 200, body: '<html>', headers: { 'content-type': 'text/html' } });
    expect(await product.failure('graph.get', ME)).to.include({ status: 200, code: 'unexplained' });
  });

  it('a redirect is not followed', async () => {
    answers({ status: 302, headers: { location: `${cloud.url}/v1.0/elsewhere` } });
    expect(await product.failure('graph.get', ME)).to.include({ status: 302 });
    expect(graphCalls()).to.have.length(1);
  });

  it("a token that can't be had is the identity's error, not Graph's", async () => {
    const other = await startProduct(cloud.environment());
    cloud.login(() => ({ status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: no' } }));
    const error = await other.failure('graph.get', ME);
    cloud.login(undefined);
    await other.stop();
    expect(error).to.include({ name: 'IdentityError', code: 'AADSTS7000215' });
    expect(graphCalls()).to.have.length(0);
  });

  it('pages are followed, up to the limit asked for', async () => {
    cloud.graph(({ query }) => {
      const page = Number(query.get('page') ?? 0);
      const next = { '@odata.nextLink': `${cloud.url}/v1.0/users?page=${page + 1}&$select=id` };
      return { status: 200, body: { value: [page * 2, page * 2 + 1], ...(page < 3 ? next : {}) } };
    });
    const users = { path: '/users?$select=id', label: '/users' };
    expect(await product.ask('graph.list', users)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    cloud.calls.length = 0;
    expect(await product.ask('graph.list', users, { limit: 3 })).to.deep.equal([0, 1, 2]);
    expect(graphCalls()).to.have.length(2);
    expect(graphCalls()[1]?.query.get('$select')).to.equal('id');
  });

  it('pages that never end are an error, not half an answer', async () => {
    cloud.graph(() => ({ status: 200, body: { value: [1], '@odata.nextLink': `${cloud.url}/v1.0/users?x=1` } }));
    expect(await product.failure('graph.list', ME)).to.include({ code: 'tooManyPages' });
    expect(graphCalls()).to.have.length(20);
  });

  it('a next page on another host is refused', async () => {
    cloud.graph(() => ({
      status: 200,
      body: { value: [1], '@odata.nextLink': 'https://evil.example.com/v1.0/users' },
    }));
    expect(await product.failure('graph.list', ME)).to.include({ code: 'unexpectedAnswer' });
    expect(graphCalls()).to.have.length(1);
  });

  it('each call is observed once, by its path without ids', async () => {
    await product.ask('test.observed');
    answers(failing(503), ok);
    await product.ask('graph.get', ME);
    const [call, ...others] = await product.ask<{ label: string; status: number; seconds: number }[]>('test.observed');
    expect(others).to.deep.equal([]);
    expect(call).to.include({ method: 'GET', label: '/users/{}', status: 200 });
    expect(call?.seconds).to.be.greaterThan(0.05);
  });
});

describe('Graph path', () => {
  it('a value is one segment or one query value, whatever is in it', () => {
    const id = 'a/../b?$filter=x&y#z%';
    const { path: at, label } = path`/users/${id}/manager?$select=${'a,b'}&$filter=${"n eq 'O''Brien & Co'"}`;
    const url = new URL(`https://graph.example.com/v1.0${at}`);
    expect(url.pathname.split('/').slice(3).map(decodeURIComponent)).to.deep.equal([id, 'manager']);
    expect(url.searchParams.get('$filter')).to.equal("n eq 'O''Brien & Co'");
    expect([...url.searchParams.keys()]).to.deep.equal(['$select', '$filter']);
    expect(label).to.equal('/users/{}/manager');
  });

  it('an id that would climb the path is refused', () => {
    for (const id of ['', '.', '..']) expect(() => path`/users/${id}`).to.throw(RangeError);
  });

  it('an apostrophe stays inside its OData string', () => {
    expect(quoted("x' or '1' eq '1")).to.equal("x'' or ''1'' eq ''1");
  });
});
