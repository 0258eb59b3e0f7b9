import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { appPackage } from '../../scripts/appPackage/appPackage.js';
import { changed, committed, faultsOf, manifestFor, settings } from './parts.js';

describe('npm run package', () => {
  it('fills in every placeholder', () => {
    const env = { ...settings(), TEAMS_APP_ID: randomUUID(), DEVELOPER_NAME: 'Desk "24/7" \\ Köln' };
    const files = unzipSync(appPackage(env, committed).zip);
    expect(Object.keys(files)).to.deep.equal(['manifest.json', 'color.png', 'outline.png']);
    expect(strFromU8(files['manifest.json']!)).not.to.include('${{');
    const manifest = manifestFor(env);
    expect(manifest).to.include({ id: env.TEAMS_APP_ID, version: '1.2.3' });
    expect(manifest.bots[0]!.botId).to.equal(env.BOT_ID);
    expect(manifest.developer).to.deep.equal({
      name: env.DEVELOPER_NAME,
      websiteUrl: 'https://mfa.example.com/next',
      privacyUrl: 'https://example.com/privacy?for=mfa#bot',
      termsOfUseUrl: 'https://example.com/terms',
    });
  });

  it('the app has the bot’s id where it has none of its own, and another version where one is set', () => {
    const env = { ...settings(), TEAMS_APP_VERSION: '2.0.1' };
    expect(manifestFor(env)).to.include({ id: env.BOT_ID, version: '2.0.1' });
    expect(appPackage(env, committed).version).to.equal('2.0.1');
  });

  it('the icons are packed as they are', () => {
    const files = unzipSync(appPackage(settings(), committed).zip);
    for (const [name, icon] of Object.entries(committed.icons)) expect(Buffer.compare(files[name]!, icon!)).to.equal(0);
  });

  it('the same settings give the same bytes, whatever the time zone', () => {
    const env = settings();
    const packed = (zone: string): string =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PACK], {
        env: { ...env, PATH: process.env['PATH'], TZ: zone },
        encoding: 'utf8',
      });
    const here = Buffer.from(appPackage(env, committed).zip).toString('base64');
    expect(packed('Pacific/Auckland')).to.equal(here);
    expect(packed('America/Los_Angeles')).to.equal(here);
  });

  it('everything that is missing is named at once, and what to do', () => {
    const faults = faultsOf({});
    expect(faults.map((fault) => fault.split(' ')[0])).to.have.members([
      'BOT_ID',
      'TENANT_ID',
      'DEVELOPER_NAME',
      'DEVELOPER_WEBSITE_URL',
      'DEVELOPER_PRIVACY_URL',
      'DEVELOPER_TERMS_URL',
    ]);
    for (const fault of faults) expect(fault).to.match(/ is missing; \S/);
  });

  it('everything that is wrong is named at once: settings, what they fill, and the manifest itself', () => {
    const env = {
      BOT_ID: 'mfa',
      TENANT_ID: randomUUID(),
      TEAMS_APP_ID: 'mfa',
      PUBLIC_URL: 'http://mfa.example.com',
      DEVELOPER_NAME: 'x'.repeat(33),
      DEVELOPER_WEBSITE_URL: 'example.com',
      DEVELOPER_PRIVACY_URL: 'https://example.com/privacy',
      DEVELOPER_TERMS_URL: 'https://example.com/terms',
      TEAMS_APP_VERSION: 'next',
      TEAMS_URL: 'teams',
    };
    const faults = faultsOf(
      env,
      changed((m) => (m.name.short = '')),
    );
    expect(faults).to.have.members([
      'BOT_ID is not a GUID',
      'TEAMS_APP_ID is not a GUID',
      'PUBLIC_URL is not an https URL',
      'TEAMS_URL is not an https URL',
      'DEVELOPER_WEBSITE_URL is not an https URL',
      'manifest.json › developer › name (DEVELOPER_NAME) has 33 characters; Teams takes 32 at most',
      'manifest.json › version (TEAMS_APP_VERSION) is not a version like 1.2.3',
      'manifest.json › name › short is empty',
    ]);
  });

  it('settings of the service that the package does not need are not asked for', () => {
    expect(faultsOf({ ...settings(), PORT: 'none', AUDIT_KEY: 'short' })).to.deep.equal([]);
  });

  it('a placeholder that nothing fills is refused, also one that comes from a setting', () => {
    const typo = faultsOf(
      settings(),
      changed((m) => (m.name.full = '${{APP_NAME}}')),
    );
    expect(typo).to.deep.equal(['manifest.json would still say ${{APP_NAME}}; nothing fills it']);
    expect(faultsOf({ ...settings(), DEVELOPER_NAME: '${{ OWNER }}' })[0]).to.include('${{ OWNER }}');
  });

  it('a manifest that is not JSON is refused', () => {
    expect(faultsOf(settings(), { ...committed, template: '{ "id": }' })[0]).to.include('is not JSON');
  });

  it('the links lead to the chat with this bot, where the cloud has its Teams', () => {
    const env = { ...settings(), CLOUD: 'usgov' };
    const { links } = appPackage(env, committed);
    expect(links.chat).to.match(/^https:\/\/gov\.teams\.microsoft\.us\/l\/chat\//);
    expect(new URL(links.form).searchParams.get('users')).to.equal(`28:${env.BOT_ID}`);
    expect(links.next).to.equal('https://mfa.example.com/next');
  });

  it('the command says what is missing and ends with 1', () => {
    // An empty value keeps a developer's own .env out of the way.
    const empty = Object.fromEntries(Object.keys(settings()).map((name) => [name, '']));
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/package.ts'], {
      env: { ...empty, PATH: process.env['PATH'] },
      encoding: 'utf8',
    });
    expect(run.status).to.equal(1);
    expect(run.stderr).to.include('BOT_ID is missing').and.to.include('DEVELOPER_TERMS_URL is missing');
    expect(run.stdout).to.equal('');
  });
});

const PACK = `
  import { appPackage } from './scripts/appPackage/appPackage.ts';
  import { committed } from './tests/appPackage/parts.ts';
  process.stdout.write(Buffer.from(appPackage(process.env, committed).zip).toString('base64'));
`;
