import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import type { Log } from '../../core/ports.js';
import { ConfigError } from '../../services/config.js';
import { GraphError } from '../../services/graph/index.js';
import { createLog, type LogLevel } from '../../services/log.js';
import { createMetrics, startMetricsServer } from '../../services/metrics.js';

function written(act: (log: Log) => void, level: LogLevel = 'info'): string {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  act(createLog(level, stream));
  return lines.join('');
}

const canary = (): string => `canary${randomBytes(6).toString('hex')}`;

describe('log', () => {
  it('keeps ids, codes and what happened', () => {
    const requestId = randomUUID();
    const line = written((log) => {
      log.info(
        { requestId, from: 'approved', to: 'resetting', attempt: 2, key: `resetMethods:${requestId}:1` },
        'request moved',
      );
    });
    expect(JSON.parse(line)).to.deep.include({
      level: 'info',
      requestId,
      from: 'approved',
      to: 'resetting',
      attempt: 2,
      key: `resetMethods:${requestId}:1`,
      msg: 'request moved',
    });
  });

  it('no personal field and no secret gets out, however deep', () => {
    const canaries = Array.from({ length: 12 }, canary);
    const [name, phone, mail, words, secret, token, ...deep] = canaries;
    const output = written((log) => {
      log.info(
        { target: { id: 'x', name, phone, title: name }, otherMails: [mail], justification: words },
        'submitted',
      );
      log.warn({ clientSecret: secret, headers: { authorization: token, cookie: token } }, 'called');
      log.error({ a: { b: { c: { d: { e: { f: { g: deep[0] } } } } } }, list: [{ displayName: deep[1] }] }, 'deep');
      log.info({ mail: { to: [deep[2]], subject: deep[3], text: deep[4] }, question: { text: deep[5] } }, 'mail');
    });
    for (const planted of canaries) expect(output).not.to.include(planted);
  });

  it('addresses, numbers and tokens are seen by their looks', () => {
    const who = canary();
    const jwt = `eyJ${randomBytes(20).toString('base64url')}.eyJ${randomBytes(20).toString('base64url')}.${randomBytes(9).toString('base64url')}`;
    const output = written((log) => {
      log.info({ reason: `sent to ${who}@example.com by +44 (0) 7700 900123`, used: jwt }, `for ${who}@example.com`);
      log.info({ header: `Bearer ${who}` }, `with ${jwt}`);
    });
    expect(output).not.to.include(who).and.not.to.include('900123');
    for (const part of jwt.split('.')) expect(output).not.to.include(part);
  });

  it('a foreign error leaves its place and its code, and none of its words', () => {
    const words = canary();
    const cause = Object.assign(new TypeError(`${words}\n    at ${words}`), { code: 'ECONNRESET' });
    const error = Object.assign(new Error(`no ${words}\n    at ${words} (x)`, { cause }), {
      statusCode: 502,
      detail: words,
    });
    const output = written((log) => {
      log.error({ error }, 'failed');
    });
    expect(output).not.to.include(words);
    const { error: logged } = JSON.parse(output) as { error: { stack: string[]; statusCode: number; cause: object } };
    expect(logged).to.include({ type: 'Error', statusCode: 502 });
    expect(logged.stack[0]).to.include('log.test.ts');
    expect(logged.cause).to.include({ type: 'TypeError', code: 'ECONNRESET' });
  });

  it('an error of ours keeps its message', () => {
    const words = canary();
    const error = new GraphError({
      ...{ call: 'DELETE /users/{}/x', status: 403, code: 'accessDenied', detail: words, requestId: 'r-1' },
      clientRequestId: 'c-1',
    });
    const output = written((log) => {
      log.error({ error, other: new ConfigError(['BOT_ID is missing']) }, 'failed');
    });
    expect(output).to.include('DELETE /users/{}/x was answered 403 (accessDenied); request-id r-1');
    expect(output).to.include('BOT_ID is missing').and.include('"type":"GraphError"').and.include('"status":403');
    expect(output).not.to.include(words);
  });

  it('a code that is a sentence is not logged', () => {
    const error = Object.assign(new Error('x'), { code: 'Priya Nair is unknown' });
    expect(
      written((log) => {
        log.error({ error }, 'failed');
      }),
    ).not.to.include('Priya');
  });

  it('nothing thrown at it makes it throw', () => {
    const ring: Record<string, unknown> = { id: 1 };
    ring['self'] = ring;
    const odd = { ring, big: 1n, when: new Date(NaN), act: () => 1, none: null, missing: undefined, mark: Symbol('x') };
    expect(
      written((log) => {
        log.info(odd, 'odd');
      }),
    ).to.include('"big":"1"');
    expect(
      written((log) => {
        log.info([odd], 'odd');
      }),
    ).to.include('odd');
    expect(
      written((log) => {
        log.info(new Error('secret words'), 'odd');
      }),
    ).not.to.include('secret words');
  });

  it('the level decides', () => {
    const act = (log: Log): void => {
      log.info({}, 'quiet');
      log.error({}, 'loud');
    };
    expect(written(act, 'error')).to.include('loud').and.not.to.include('quiet');
    expect(written(act, 'silent')).to.equal('');
  });
});

describe('metrics', () => {
  it('are served on the loopback only, and count what was reported', async () => {
    const metrics = createMetrics();
    metrics.transition('none', 'awaitingApproval');
    metrics.parked({ kind: 'resetMethods' });
    metrics.graphCall({ method: 'GET', label: '/users/{}', status: 200, seconds: 0.3 });
    const server = await startMetricsServer(metrics, 0);
    const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    try {
      const text = await (await at('/metrics')).text();
      expect(text).to.include('mfa_reset_transitions_total{from="none",to="awaitingApproval"} 1');
      expect(text).to.include('mfa_reset_effects_total{kind="resetMethods",outcome="parked"} 1');
      expect(text).to.include(
        'mfa_reset_graph_call_seconds_bucket{le="0.5",method="GET",path="/users/{}",status="200"} 1',
      );
      expect(text).to.include('process_cpu_seconds_total');
      expect((await at('/')).status).to.equal(404);
      expect((await at('/metrics', 'POST')).status).to.equal(404);
    } finally {
      await server.close();
    }
  });

  it('two in one process do not meet', async () => {
    const [one, two] = [createMetrics(), createMetrics()];
    one.effect('remind', 'done');
    expect(await two.text()).not.to.include('kind="remind"');
  });

  it('a port that is taken is an error, not a silent nothing', async () => {
    const first = await startMetricsServer(createMetrics(), 0);
    const error: unknown = await startMetricsServer(createMetrics(), first.port).catch((reason: unknown) => reason);
    await first.close();
    expect(error).to.have.property('code', 'EADDRINUSE');
  });
});
