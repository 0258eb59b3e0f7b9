import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ConfigError, parseConfig } from '../../services/config.js';
import { SETTING_NAMES } from '../../services/settings.js';

type Env = Record<string, string | undefined>;

const newKey = (): string => randomBytes(32).toString('base64url');
const minimal = (): Env => ({
  TENANT_ID: randomUUID(),
  BOT_ID: randomUUID(),
  BOT_PASSWORD: newKey(),
  MAIL_SENDER: 'mfa-reset@example.com',
  AUDIT_KEY: newKey(),
  LINK_KEY: newKey(),
});

function faultsOf(env: Env): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as ConfigError).faults;
  }
  return [];
}

describe('settings', () => {
  it('six settings are enough in the public cloud', () => {
    const env = minimal();
    const config = parseConfig(env);

    expect(config.bot.clientId).to.equal(env['BOT_ID']);
    expect(config.graph).to.equal(config.bot);
    expect(config.teamsAppId).to.equal(env['BOT_ID']);
    expect(config.store).to.deep.equal({ kind: 'file', path: './data' });
    expect(config).to.include({ policyFile: './policy.json', logLevel: 'info', port: 3978, metricsPort: 9464 });
    expect(config.cloud).to.deep.include({
      loginUrl: 'https://login.microsoftonline.com',
      graphUrl: 'https://graph.microsoft.com',
      botTokenIssuer: 'https://api.botframework.com',
      teamsUrl: 'https://teams.microsoft.com',
    });
    expect(config.warnings.map((warning) => warning.split(' ')[0])).to.deep.equal(['GRAPH_CLIENT_ID', 'PUBLIC_URL']);
  });

  it('an empty environment names every required setting at once, and where to get it', () => {
    const faults = faultsOf({});
    expect(faults.map((fault) => fault.split(' ')[0])).to.have.members([
      'TENANT_ID',
      'BOT_ID',
      'BOT_PASSWORD',
      'MAIL_SENDER',
      'AUDIT_KEY',
      'LINK_KEY',
    ]);
    expect(faults).to.include('TENANT_ID is missing; copy it from Entra admin centre › Overview › Tenant ID');
    for (const fault of faults) expect(fault).to.match(/ is missing; \S/);
  });

  for (const [name, value, problem] of [
    ['TENANT_ID', 'contoso', 'is not a GUID'],
    ['BOT_ID', '   ', 'is missing'],
    ['GRAPH_CLIENT_SECRET', newKey(), 'without GRAPH_CLIENT_ID'],
    ['BOT_CERTIFICATE', '/run/bot.pem', 'both set'],
    ['MAIL_SENDER', 'nobody', 'is not a mail address'],
    ['AUDIT_KEY', 'short', 'shorter than 32'],
    ['STORE_URL', 'postgres://user:pw@db', 'does not name a host and a database'],
    ['STORE_URL', 'postgres://user:p/w@db/x', 'does not name a host and a database'],
    ['STORE_URL', 'postgres://user:pw@db/x?sslmode=require', 'checks less than it seems to'],
    ['STORE_URL', './data', 'is neither a file URL'],
    ['PUBLIC_URL', 'http://mfa.example.com', 'is not an https URL'],
    ['LOGIN_URL', 'http://login.example.com', 'is not an https URL'],
    ['GRAPH_URL', 'https://user:pw@graph.example.com', 'plain https URL'],
    ['BOT_OPENID_METADATA_URL', 'ftp://x', 'is not an https URL'],
    ['BOT_TOKEN_ISSUER', 'api', 'is not an https URL'],
    ['TEAMS_URL', 'http://teams.example.com', 'is not an https URL'],
    ['TEAMS_APP_ID', 'mfa-reset', 'is not a GUID'],
    ['SERVICE_URLS', 'smba.example.com,http://other.example.com', 'hosts or https URLs'],
    ['SERVICE_URLS', '*.example.com', 'hosts or https URLs'],
    ['PORT', '70000', 'is not a port'],
    ['METRICS_PORT', '3978', 'equals PORT'],
    ['CLOUD', 'china', 'is not one of public, usgov'],
    ['LOG_LEVEL', 'loud', 'is not one of error'],
    ['DRY_RUN', 'true', 'not available in this version'],
    ['MicrosoftAppId', randomUUID(), 'two names for one setting'],
  ] as const) {
    it(`${name}=${value.slice(0, 12)} is refused: ${problem}`, () => {
      const faults = faultsOf({ ...minimal(), [name]: value });
      expect(faults).to.have.length(1);
      expect(faults[0]).to.include(problem);
    });
  }

  for (const [url, warned] of [
    ['postgres://user:pw@db.example.com/mfa', true],
    ['postgresql://user:pw@db.example.com/mfa?sslmode=no-verify', true],
    ['postgres://user:p%2Fw@db.example.com:5433/mfa?sslmode=verify-full', false],
    ['postgres://user:pw@127.0.0.1/mfa', false],
    ['postgres:///mfa?host=/var/run/postgresql', false],
  ] as const)
    it(`STORE_URL=${url} names PostgreSQL${warned ? ', with a warning that others may read along' : ''}`, () => {
      const { store, warnings } = parseConfig({ ...minimal(), STORE_URL: url });
      expect(store).to.deep.equal({ kind: 'postgres', url });
      expect(warnings.some((warning) => warning.startsWith('STORE_URL has no sslmode'))).to.equal(warned);
      expect(warnings.join()).not.to.include('pw@');
    });

  it('one key for both purposes is refused', () => {
    const key = newKey();
    expect(faultsOf({ ...minimal(), AUDIT_KEY: key, LINK_KEY: key })[0]).to.include('LINK_KEY equals AUDIT_KEY');
  });

  it('no fault repeats a value', () => {
    const canary = `x ${newKey()} http:`;
    const env = Object.fromEntries(SETTING_NAMES.map((name) => [name, canary]));
    const faults = faultsOf({ ...env, AUDIT_KEY: canary.slice(0, 20), LINK_KEY: canary.slice(0, 20) });
    expect(faults.length).to.be.greaterThan(10);
    expect(faults.join('\n')).not.to.include(canary.slice(2, 12));
  });

  it("the toolkits' names are taken too", () => {
    const { TENANT_ID, BOT_ID, BOT_PASSWORD, ...rest } = minimal();
    const config = parseConfig({
      ...rest,
      MicrosoftAppId: BOT_ID,
      MicrosoftAppPassword: BOT_PASSWORD,
      MicrosoftAppTenantId: TENANT_ID,
    });
    expect(config.bot.clientId).to.equal(BOT_ID);
  });

  it('a managed identity replaces the secrets of both registrations', () => {
    const id = randomUUID();
    const config = parseConfig({
      ...minimal(),
      BOT_PASSWORD: '',
      MANAGED_IDENTITY_CLIENT_ID: id,
      GRAPH_CLIENT_ID: randomUUID(),
    });
    for (const { credential } of [config.bot, config.graph])
      expect(credential).to.deep.include({ kind: 'managedIdentity', clientId: id });
  });

  it('usgov changes every address, and one address can differ from its cloud', () => {
    const { cloud } = parseConfig({
      ...minimal(),
      CLOUD: 'usgov',
      GRAPH_URL: 'https://dod-graph.microsoft.us/',
      SERVICE_URLS: 'smba.infra.dod.teams.microsoft.us, https://localhost:8443/amer',
    });
    expect(cloud).to.deep.equal({
      loginUrl: 'https://login.microsoftonline.us',
      graphUrl: 'https://dod-graph.microsoft.us',
      botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
      botTokenIssuer: 'https://api.botframework.us',
      botScope: 'https://api.botframework.us',
      serviceUrls: ['smba.infra.dod.teams.microsoft.us', 'https://localhost:8443/amer/'],
      tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
      teamsUrl: 'https://gov.teams.microsoft.us',
    });
  });

  it('links into Teams can begin elsewhere, and the Teams app can have an id of its own', () => {
    const teamsAppId = randomUUID();
    const config = parseConfig({
      ...minimal(),
      TEAMS_APP_ID: teamsAppId.toUpperCase(),
      TEAMS_URL: 'https://dod.teams.microsoft.us/',
    });
    expect(config.teamsAppId).to.equal(teamsAppId);
    expect(config.cloud.teamsUrl).to.equal('https://dod.teams.microsoft.us');
  });

  it('settings of later versions warn and do nothing', () => {
    const { warnings } = parseConfig({ ...minimal(), WEB_CLIENT_SECRET: 'secret', WEB_CLIENT_ID: randomUUID() });
    expect(warnings.filter((warning) => warning.includes('no effect yet'))).to.have.length(2);
  });

  it('.env.example lists exactly the settings the parser reads', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const listed = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(listed).to.have.members([...SETTING_NAMES]);
    expect(new Set(listed).size).to.equal(listed.length);
  });

  it('.env.example shows the real defaults', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const shown = [...example.matchAll(/^#([A-Z_]+)=(\S+)$/gm)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    const defaults = Object.fromEntries(shown.filter(([name]) => !['PUBLIC_URL', 'BOT_CERTIFICATE'].includes(name)));
    const env = minimal();
    const config = parseConfig(env);
    expect(parseConfig({ ...env, ...defaults })).to.deep.equal(config);
  });
});
