import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { ACCENT } from '../../scripts/icons/iconShapes.js';
import { RESET_COMMAND } from '../../bot/messageExtension.js';
import { schemaFaults } from '../../scripts/appPackage/manifestChecks.js';
import { changed, committed, faultsOf, manifestFor, settings, type Manifest } from './parts.js';

const manifest = manifestFor(settings());
const first = (changedOne: Manifest) => changedOne.bots[0]!;

describe('the app manifest', () => {
  for (const version of ['1.25', '1.30'])
    it(`holds against Microsoft's schema ${version}`, () => {
      expect([...schemaFaults({ ...manifest, manifestVersion: version })]).to.deep.equal([]);
    });

  it('the schema is really asked', () => {
    expect([...schemaFaults({ ...manifest, tabs: [], accentColor: 'blue' }).keys()]).to.have.members([
      '',
      '/accentColor',
    ]);
    expect([...schemaFaults({ ...manifest, manifestVersion: '9.9' }).values()][0]).to.include('no schema');
  });

  it('is a bot in the personal chat, which posts in IT’s channel, and a dialog everywhere', () => {
    expect(manifest).not.to.have.any.keys('staticTabs', 'configurableTabs', 'validDomains');
    expect(manifest.bots.map(({ scopes }) => scopes)).to.deep.equal([['personal', 'team']]);
    expect(manifest).to.include({ defaultInstallScope: 'personal', supportsChannelFeatures: 'tier1' });
    // What is typed in a channel has one answer: no command is offered there.
    const lists = manifest.bots.flatMap(({ commandLists }) => commandLists);
    expect(lists.map(({ scopes }) => scopes)).to.deep.equal([['personal']]);
    const [extension, ...others] = manifest.composeExtensions;
    expect(others).to.deep.equal([]);
    expect(extension?.botId).to.equal(manifest.bots[0]?.botId);
    expect(extension?.commands.map(({ id }) => id)).to.deep.equal([RESET_COMMAND]);
    // Fetched from the bot, so that the form knows the author; no parameters of Teams' own form.
    expect(extension?.commands[0]).to.include({ type: 'action', fetchTask: true }).and.not.have.property('parameters');
    expect(extension?.commands[0]?.context).to.have.members(['message', 'compose', 'commandBox']);
  });

  it('Graph may install it with the bot’s own registration', () => {
    const env = { ...settings(), TEAMS_APP_ID: randomUUID() };
    expect(manifestFor(env).webApplicationInfo.id).to.equal(env.BOT_ID);
  });

  it('has the colour of its icon', () => {
    const hex = ACCENT.map((part) => part.toString(16).padStart(2, '0')).join('');
    expect(manifest.accentColor).to.equal(`#${hex.toUpperCase()}`);
  });
});

describe('what Teams would refuse', () => {
  const refused: Record<string, readonly [change: (manifest: Manifest) => void, sentence: string]> = {
    'a short name of 31': [(m) => (m.name.short = 'x'.repeat(31)), 'name › short has 31 characters; Teams takes 30'],
    'a full name of 101': [(m) => (m.name.full = 'x'.repeat(101)), 'name › full has 101'],
    'a short description of 81': [(m) => (m.description.short = 'x'.repeat(81)), 'description › short has 81'],
    'a description of 4001': [(m) => (m.description.full = 'x'.repeat(4001)), 'description › full has 4001'],
    'an empty name': [(m) => (m.name.short = ' '), 'name › short is empty'],
    'an id that is no GUID': [(m) => (m.id = 'mfa'), 'manifest.json › id is not a GUID'],
    'a bot id that is no GUID': [(m) => (first(m).botId = 'mfa'), 'bots › 0 › botId is not a GUID'],
    'an odd web application': [(m) => (m.webApplicationInfo.id = 'mfa'), 'webApplicationInfo › id is not a GUID'],
    'a page over http': [(m) => (m.developer.privacyUrl = 'http://example.com'), 'privacyUrl is not an https URL'],
    'a version that is none': [(m) => (m.version = '1.2'), 'version is not a version like 1.2.3'],
    'an extension of another bot': [
      (m) => (m.composeExtensions[0]!.botId = 'mfa'),
      'composeExtensions › 0 › botId is not a GUID',
    ],
    'a bot in group chats': [(m) => first(m).scopes.push('groupChat'), 'scopes is not "personal" and "team"'],
    'a bot that posts nowhere': [(m) => first(m).scopes.pop(), 'scopes is not "personal" and "team"'],
    'channels that nobody declared': [
      (m) => delete m.supportsChannelFeatures,
      'supportsChannelFeatures is not "tier1"',
    ],
    'four lists': [
      (m) => (first(m).commandLists = Array.from({ length: 4 }, () => first(m).commandLists[0]!)),
      'commandLists has more lists of commands than the 3',
    ],
    'thirteen commands': [
      (m) =>
        (first(m).commandLists[0]!.commands = Array.from({ length: 13 }, () => ({ title: 'x', description: 'x' }))),
      'commands has more commands than the 12',
    ],
    'a long command': [
      (m) => (first(m).commandLists[0]!.commands[1]!.title = 'x'.repeat(33)),
      'commands › 1 › title has 33',
    ],
    'a long explanation': [
      (m) => (first(m).commandLists[0]!.commands[2]!.description = 'x'.repeat(129)),
      'commands › 2 › description has 129',
    ],
    'an icon that is not there': [(m) => (m.icons.color = 'colour.png'), 'icons › color names no PNG file: colour.png'],
    'the icons the wrong way round': [
      (m) => (m.icons.outline = 'color.png'),
      'icons › outline is 192 × 192 pixels; Teams wants 32 × 32',
    ],
  };
  for (const [what, [change, sentence]] of Object.entries(refused))
    it(`${what} is refused in one sentence`, () => {
      const faults = faultsOf(settings(), changed(change));
      expect(faults).to.have.length(1);
      expect(faults[0]).to.include(sentence);
    });

  it('something the schema does not know is refused', () => {
    const faults = faultsOf(
      settings(),
      changed((m) => Object.assign(m, { extra: true })),
    );
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(/^manifest\.json must NOT have additional properties .*extra/);
  });

  it('a picture that is no PNG is refused', () => {
    const icons = { ...committed.icons, 'outline.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') };
    expect(faultsOf(settings(), { ...committed, icons })[0]).to.include('names no PNG file: outline.png');
  });
});
