import { existsSync } from 'node:fs';
import { TeamsAdapter } from './bot/adapter.js';
import { createTurn, waitingTime } from './bot/activities.js';
import { createServer } from './bot/server.js';
import { useSigningKeys } from './bot/signingKeys.js';
import { createTeamsMessenger } from './bot/teamsMessenger.js';
import { policyWarnings } from './core/policy.js';
import { begin } from './core/service.js';
import { steadyClock } from './services/clock.js';
import { countEffects, countTransitions } from './services/counted.js';
import { createHandlers } from './services/effectHandlers/index.js';
import { parkedTeller } from './services/effectHandlers/parked.js';
import { connectEntra } from './services/entra.js';
import { createHolds } from './services/holds.js';
import { createLog } from './services/log.js';
import { createMetrics, startMetricsServer } from './services/metrics.js';
import { startPump } from './services/outbox.js';
import { quietConsole } from './services/quietConsole.js';
import { readiness } from './services/readiness.js';
import { newReference } from './services/reference.js';
import { createStopLinks, stoppingBy } from './services/stopLinks.js';
import { readSettings } from './services/startup.js';
import { openStore } from './services/store/openStore.js';
import { createTapRights } from './services/tapRights.js';
import { teamsLinks } from './services/teamsLinks.js';
import { withTurnLimit } from './services/turnLimit.js';
import { createVerificationCodes } from './services/verificationCodes.js';
import { createPages } from './web/pages.js';

/** Milliseconds a stop gives to what is under way; a container is killed after ten seconds. */
const DRAIN_LIMIT = 7_000;

/** Settings → store → services → bot → server → pump. Resolves with how to stop. */
async function start(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  quietConsole();
  const { config, policy, policyHash } = readSettings(env);
  const log = createLog(config.logLevel);
  for (const warning of [...config.warnings, ...policyWarnings(policy)]) log.warn({}, warning);
  const clock = steadyClock();
  const holds = createHolds(clock);
  const metrics = createMetrics();
  const store = holds.noting(countTransitions(await openStore({ ...config, clock, log }), metrics));

  const entra = connectEntra(config, metrics, clock, log);
  const tapRights = createTapRights({ directory: entra.directory, policy, clock, log });
  const codes = createVerificationCodes(config.linkKey);
  const stopLinks = createStopLinks({ ...config, watchFor: policy.watchFor });
  const links = { ...teamsLinks({ ...config.cloud, ...config, botId: config.bot.clientId }), stop: stopLinks.of };
  const known = { store, directory: entra.directory, clock, policy, policyHash, codes, tapRights };
  const deps = { ...known, newReference, links, log };

  const bot = { ...config.cloud, botId: config.bot.clientId, tenantId: config.tenantId };
  const adapter = new TeamsAdapter({ ...bot, tokens: entra.botTokens });
  const messenger = createTeamsMessenger({ ...bot, adapter, store, installer: entra.installer, log });
  const ready = readiness({ store, entra, keys: useSigningKeys(config.cloud.botOpenIdMetadataUrl, clock), clock });
  const pages = createPages({
    support: policy.support,
    publicUrl: config.publicUrl,
    stopping: stoppingBy(deps, stopLinks.read),
  });
  const serving = { turn: withTurnLimit(createTurn(deps), waitingTime), ready, pages, log, onDenied: metrics.denied };
  const server = createServer({ adapter, gate: bot, ...serving });
  const handlers = countEffects(holds.keeping(createHandlers({ ...deps, ...entra, messenger })), metrics);

  await begin(deps, policyHash);
  const metricsServer = await startMetricsServer(metrics, config.metricsPort);
  await server.listen(config.port);
  const pump = startPump({ store, handlers, clock, log, options: { onParked: parkedTeller(deps, metrics) } });
  log.info({ port: config.port, policy: policyHash }, 'ready for Teams');
  return async () => {
    await server.close();
    await pump.stop(DRAIN_LIMIT);
    await Promise.all([metricsServer.close(), store.close()]);
    log.info({}, 'stopped');
  };
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const stop = await start(process.env);
  const end = (): void => {
    stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', end).once('SIGINT', end);
} catch (error) {
  fail(error);
}

/** The one place that gives up. Errors of ours say what to do; of others the first line must do. */
function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
