import { parse as legacyParse } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { readActivity } from '../../bot/activity.js';
import { readInput } from '../../bot/cardActions.js';
import { commandFor } from '../../bot/commands.js';
import { formWish } from '../../bot/formInput.js';
import { denial, isAllowed, type GateSettings } from '../../bot/gate.js';
import { wordsOf } from '../../bot/sender.js';
import { languageOffered, translator } from '../../cards/strings.js';
import { userText } from '../../cards/userText.js';
import { parseReset } from '../../dialogs/utterance.js';
import { seeds } from './seeds.js';
import { damage, damaged, hostile, WORDS } from './shapes.js';

const RUNS = 1_000 * seeds().length;
const check = (property: fc.IRawProperty<unknown>): void => {
  fc.assert(property as fc.IProperty<unknown>, { seed: seeds()[0]!, numRuns: RUNS });
};

const settings: GateSettings = {
  botId: '11111111-0000-4000-8000-000000000000',
  tenantId: '22222222-0000-4000-8000-000000000000',
  botTokenIssuer: 'https://api.botframework.com',
  serviceUrls: ['https://smba.trafficmanager.net/emea/', 'https://localhost:8443/'],
};
const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const header = { alg: 'RS256', kid: 'k', typ: 'JWT' };
const claims = { iss: settings.botTokenIssuer, aud: settings.botId, serviceurl: serviceUrl, exp: 2_000_000_000 };
const activity = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:x', name: 'Sam', aadObjectId: '33333333-0000-4000-8000-000000000000', tenantId: settings.tenantId },
  conversation: { id: 'a:1', tenantId: settings.tenantId },
  recipient: { id: '28:x', name: 'Bot' },
  channelData: { tenant: { id: settings.tenantId } },
  text: 'help',
  deliveryMode: 'expectReplies',
  entities: [{ type: 'clientInfo' }],
};
/** As somebody may have written it. */
type Named = { readonly id?: unknown; readonly tenantId?: unknown } | null;
const pathsOf = (value: object): readonly string[] =>
  Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    typeof item === 'object' && item !== null ? [key, ...pathsOf(item).map((path) => `${key}.${path}`)] : [key],
  );

describe('fuzzed input', () => {
  it('the gate lets nothing in but our tenant’s activities of Teams with the claims for them, and never fails', () => {
    const part = (good: object): fc.Arbitrary<string> =>
      fc.array(damage(pathsOf(good)), { maxLength: 2 }).map((damages) => damaged(good, damages));
    const encoded = (text: string): string => Buffer.from(text).toString('base64url');
    check(
      fc.property(
        fc.record({ header: part(header), claims: part(claims), activity: part(activity) }),
        fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...WORDS) }),
        (parts, garbage) => {
          const token = `${encoded(parts.header)}.${encoded(parts.claims)}.c2ln`;
          const incoming = JSON.parse(parts.activity) as typeof activity;
          if (denial(`Bearer ${garbage ?? token}`, incoming, settings) !== undefined) return;
          const said = JSON.parse(parts.claims) as typeof claims;
          expect((JSON.parse(parts.header) as typeof header).alg).to.equal('RS256');
          expect([said.iss, said.aud]).to.deep.equal([settings.botTokenIssuer, settings.botId]);
          expect([incoming.channelId, incoming.serviceUrl]).to.deep.equal(['msteams', serviceUrl]);
          expect(parts.activity).to.include(settings.tenantId);
          const { conversation, channelData } = incoming as { conversation?: Named; channelData?: { tenant?: Named } };
          for (const tenant of [conversation?.tenantId, channelData?.tenant?.id])
            if (typeof tenant === 'string' && tenant !== '') expect(tenant).to.equal(settings.tenantId);
          if (incoming.type === 'message') expect(incoming.from.aadObjectId).to.match(/^[\da-f-]{36}$/);
        },
      ),
    );
  });

  it('an address that the bot’s token may go to names the listed host in whatever parser reads it', () => {
    const pieces = [
      'https://',
      'smba.trafficmanager.net',
      'localhost',
      ':8443',
      ':443',
      '/emea/',
      '/',
      '..',
      '%2e',
      '@',
    ];
    const tricks = [
      '\\',
      '\t',
      '\n',
      '#',
      '?',
      ';',
      'evil.example',
      '.',
      'user:pw',
      'ѕ',
      '。',
      '\u200b',
      '[::1]',
      '%00',
    ];
    const piece = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      { weight: 2, arbitrary: fc.constantFrom(...tricks) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    );
    const address = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
      fc
        .tuple(fc.nat(serviceUrl.length), piece)
        .map(([at, put]) => serviceUrl.slice(0, at) + put + serviceUrl.slice(at)),
    );
    check(
      fc.property(address, (url) => {
        if (!isAllowed(url, settings.serviceUrls)) return;
        const listed = ['smba.trafficmanager.net', 'localhost:8443'];
        expect(new URL(url).host, url).to.be.oneOf(listed);
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- as some client below may read it
        expect(legacyParse(url).host, url).to.be.oneOf(listed);
      }),
    );
  });

  it('an activity has the shape that the bot reads, or is none', () => {
    const shape = fc
      .array(damage([...pathsOf(activity), 'value', 'membersAdded', 'timestamp', 'locale', '__proto__']), {
        maxLength: 4,
      })
      .map((damages) => damaged(activity, damages));
    check(
      fc.property(shape, (text) => {
        const read = readActivity(JSON.parse(text) as object);
        if (read === undefined) return;
        expect(read.conversation.id).to.match(/^[\x21-\x7e]+$/);
        for (const key of ['text', 'name', 'replyToId', 'locale'] as const)
          expect(typeof read[key]).to.be.oneOf(['string', 'undefined']);
        expect(JSON.stringify(read)).to.not.match(/\\u0000|\\ud[89a-f]/);
        expect(Object.getPrototypeOf(read)).to.equal(Object.prototype);
        expect(read).to.not.have.any.keys('deliveryMode', 'callerId', 'relatesTo', 'entities');
      }),
    );
    expect(
      readActivity({ ...activity, value: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown }),
    ).to.equal(undefined);
  });

  it('what a card sends is read or left out, by type', () => {
    const fields = [
      'requestId',
      'effect',
      'clearing',
      'reason',
      'text',
      'personId',
      'why',
      'lost',
      'urgent',
      '__proto__',
    ];
    const data = fc.oneof(
      hostile().map((given) => JSON.stringify(given)),
      fc.array(damage(fields), { maxLength: 5 }).map((damages) => damaged({}, damages)),
    );
    check(
      fc.property(data, (text) => {
        const read: object = readInput(JSON.parse(text)) ?? {};
        for (const value of Object.values(read)) expect(typeof value).to.be.oneOf(['string', 'undefined']);
        const wish = formWish(JSON.parse(text));
        expect(wish.lost).to.be.oneOf(['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown']);
        expect(typeof wish.urgent).to.equal('boolean');
      }),
    );
    expect(Object.prototype).to.not.have.any.keys('requestId', 'verb', 'a');
  });

  it('whatever is typed is a command, a wish or neither', () => {
    const spoken = [
      'reset',
      'mfa',
      'for',
      'Priya',
      '’s',
      'lost',
      'her',
      'phone',
      'because',
      ' – ',
      ', ',
      'note',
      'MFA-7K3Q9',
    ];
    const sentence = fc
      .array(fc.oneof(fc.constantFrom(...spoken), fc.constantFrom(...WORDS), fc.string({ unit: 'binary' })), {
        maxLength: 60,
      })
      .map((parts) => parts.join(' '));
    check(
      fc.property(sentence, (said) => {
        const words = wordsOf({ text: said } as never);
        commandFor(words);
        commandFor(words, { talking: true });
        const wish = parseReset(words);
        if (wish !== undefined) expect(wish.lost).to.be.a('string');
        expect(Array.from(userText(said, 500)).length).to.be.at.most(500);
      }),
    );
  });

  it('a language or a time zone is one that exists, or none', () => {
    check(
      fc.property(fc.oneof(hostile(), fc.constantFrom('en-GB', 'fr', 'en-x-private', 'EN-us')), (given) => {
        if (typeof given !== 'string') return;
        expect(translator(given, given)('chat.stopped')).to.be.a('string');
        languageOffered(given);
      }),
    );
  });
});
