import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { EffectKind } from '../core/effects.js';
import type { Status } from '../core/request.js';

export interface Metrics {
  /** `none` before a request is submitted. */
  transition(from: Status | 'none', to: Status): void;
  effect(kind: EffectKind, outcome: 'done' | 'failed'): void;
  /** Deletes that Entra's log has and the journal has not. */
  unexplainedDelete(): void;
  /** More resets were begun than is usual, and the others wait for people. */
  killSwitchTripped(): void;
  readonly parked: (effect: { readonly kind: EffectKind }) => void;
  /** `label` is the path without ids; `status` is 0 when nothing was answered. */
  graphCall(call: { method: string; label: string; status: number; seconds: number }): void;
  /** An activity that was turned away, by the gate's reason. */
  readonly denied: (why: string) => void;
  /** In Prometheus's text format. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  // A registry of its own: prom-client's global one can't be made twice in one process.
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const transitions = new Counter({
    name: 'mfa_reset_transitions_total',
    help: 'Requests by change of status',
    labelNames: ['from', 'to'],
    registers,
  });
  const effects = new Counter({
    name: 'mfa_reset_effects_total',
    help: 'Effects by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const graphCalls = new Histogram({
    name: 'mfa_reset_graph_call_seconds',
    help: 'Calls to Microsoft Graph, their tries included',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    registers,
  });
  const denied = new Counter({
    name: 'mfa_reset_denied_total',
    help: 'Activities turned away before anything was done, by reason',
    labelNames: ['why'],
    registers,
  });
  const unexplainedDeletes = new Counter({
    name: 'mfa_reset_unexplained_deletes_total',
    help: 'Deletes of methods with our registration that the journal does not explain',
    registers,
  });
  const trips = new Counter({
    name: 'mfa_reset_kill_switch_trips_total',
    help: 'How often more resets were begun within an hour than may be, so that the others wait for two people',
    registers,
  });
  return {
    killSwitchTripped: () => {
      trips.inc();
    },
    unexplainedDelete: () => {
      unexplainedDeletes.inc();
    },
    transition: (from, to) => {
      transitions.inc({ from, to });
    },
    effect: (kind, outcome) => {
      effects.inc({ kind, outcome });
    },
    parked: ({ kind }) => {
      effects.inc({ kind, outcome: 'parked' });
    },
    graphCall: ({ method, label, status, seconds }) => {
      graphCalls.observe({ method, path: label, status: String(status) }, seconds);
    },
    denied: (why) => {
      denied.inc({ why });
    },
    text: () => registry.metrics(),
  };
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `GET /metrics` for a Prometheus on this machine; nobody else can reach it. Port 0 takes a free one. */
export async function startMetricsServer(metrics: Pick<Metrics, 'text'>, port: number): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, keepAliveTimeout: 1_000 });
  server.maxConnections = 20;
  server.on('request', (request, response) => {
    request.resume();
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404);
      response.end();
      return;
    }
    // No chaining on writeHead: restify replaces it for every server of the process by one that returns nothing.
    metrics.text().then(
      (text) => {
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        response.end(text);
      },
      () => {
        response.writeHead(500);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
