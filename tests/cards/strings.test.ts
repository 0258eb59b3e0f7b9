import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { refusalText } from '../../cards/refusals.js';
import { translator, type Key, type Translate } from '../../cards/strings.js';
import { duration, when } from '../../cards/wording.js';
import type { RefusalCode, RefusalDetail } from '../../core/refusal.js';
import type { Status } from '../../core/request.js';
import { gallery } from '../../sandbox/gallery/cardExamples.js';
import { marked, NOW, support } from '../../sandbox/gallery/examples.js';
import { noticeViews } from '../../sandbox/gallery/noticeExamples.js';

const t = translator('en-GB', 'Europe/London');

/** Every code, so that the compiler asks for the one that is missing here. */
const codes = Object.keys({
  notARequester: 0,
  noSelfService: 0,
  ownOpenRequest: 0,
  tooManyRequests: 0,
  paused: 0,
  justificationLength: 0,
  noApprover: 0,
  draftGone: 0,
  nudgedLately: 0,
  tooManyNotes: 0,
  notFollowedUp: 0,
  lockedOutLately: 0,
  threadFull: 0,
  targetUnavailable: 0,
  unknownRequest: 0,
  selfApproval: 0,
  targetApproval: 0,
  notNominated: 0,
  alreadyApprovedByYou: 0,
  needsSecurityApproval: 0,
  privilegedNow: 0,
  approverUnavailable: 0,
  targetChanged: 0,
  reasonMissing: 0,
  verificationMissing: 0,
  wrongCode: 0,
  codeTriesUsed: 0,
  changedLately: 0,
  callBackNotEnough: 0,
  questionOpen: 0,
  nobodyElse: 0,
  notEligible: 0,
  delegationOver: 0,
  delegationDates: 0,
  delegatedAlready: 0,
  nothingDelegated: 0,
  alreadyDecided: 0,
  expired: 0,
  frozen: 0,
  tooEarly: 0,
  alreadyDone: 0,
  methodsClearedAlready: 0,
  notAllowed: 0,
  notIt: 0,
  claimedByOther: 0,
  ownObjection: 0,
  tooManyResets: 0,
  ownCoolDown: 0,
  noCoolDown: 0,
} satisfies Record<RefusalCode, 0>) as RefusalCode[];

const statuses: readonly Status[] = [
  'awaitingApproval',
  'approved',
  'resetting',
  'needsAttention',
  'frozen',
  'completed',
  'rejected',
  'cancelled',
  'expired',
];

describe('strings', () => {
  it('has a use for every string', async () => {
    const used = new Set<string>();
    const recording = new Proxy(t, {
      apply: (translate, _this, [key, values]: Parameters<Translate>) => {
        used.add(key);
        return translate(key, values);
      },
    });
    for (const helpful of [support, { phone: '1' }, {}]) {
      gallery(marked, recording, helpful);
      for (const view of noticeViews(marked, recording, helpful)) noticeMail(view);
    }
    for (const code of codes) for (const detail of details) refusalText(code, detail, recording, support, NOW);
    const file = new URL('../../cards/strings/en.json', import.meta.url);
    const all = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as Record<Key, string>);
    const elsewhere = await sourceOf(['bot', 'dialogs', 'services', 'web']);
    expect(all.filter((key) => !used.has(key) && !elsewhere.includes(`'${key}'`))).to.deep.equal([]);
  });

  it('says nothing that helps nobody', () => {
    const file = new URL('../../cards/strings/en.json', import.meta.url);
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)) {
      expect(text, key).not.to.match(/went wrong|unexpected|invalid|oops|please try again later/iu);
      expect(text.length, key).to.be.lessThan(200);
    }
  });

  it('answers an unknown language or nonsense in English, and keeps a known region', () => {
    for (const locale of ['xx-YY', 'not a locale', '', 'de-DE', undefined, '*'])
      expect(translator(locale)('help.help')).to.equal('help');
    expect(translator('en-GB').locale).to.equal('en-GB');
    expect(translator('en-GB', 'Mars/Olympus').timeZone).to.equal(undefined);
  });

  it('tells times in the reader’s zone, and says UTC where that is unknown', () => {
    expect(when(t, NOW, NOW)).to.equal('at 10:42');
    expect(when(translator('en-GB', 'Asia/Tokyo'), NOW, NOW)).to.equal('at 19:42');
    expect(when(translator('en-GB'), NOW, NOW)).to.equal('at 10:42 UTC');
    expect(when(t, NOW + 24 * 3_600_000, NOW)).to.match(/^on Wed,? 25 Nov at 10:42$/u);
    expect(when(t, NOW)).to.match(/^on Tue,? 24 Nov at 10:42$/u);
    // The same day in London is two days in Tokyo.
    const tokyo = translator('en-GB', 'Asia/Tokyo');
    expect(when(tokyo, NOW + 5 * 3_600_000, NOW)).to.match(/^on Wed,? 25 Nov at 00:42$/u);
  });

  it('says an hour of the night so that nobody takes it for the afternoon’s', () => {
    const night = NOW - 8 * 3_600_000;
    expect(when(translator('en-GB', 'UTC'), night, night)).to.equal('at 02:42');
    expect(when(translator('en-US', 'UTC'), night, night)).to.match(/^at 2:42\sAM$/u);
  });

  it('tells durations in the unit people use', () => {
    expect(duration(t, 10_000)).to.equal('10 seconds');
    expect(duration(t, 15 * 60_000)).to.equal('15 minutes');
    expect(duration(t, 2 * 3_600_000)).to.equal('2 hours');
    expect(duration(t, 1)).to.equal('1 second');
  });
});

/** What the bot says outside of cards is found by its key. */
async function sourceOf(folders: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    const root = new URL(`../../${folder}/`, import.meta.url);
    for (const name of await readdir(root, { recursive: true }))
      if (name.endsWith('.ts')) texts.push(await readFile(new URL(name, root), 'utf8'));
  }
  return texts.join('\n');
}

const details: readonly (RefusalDetail | undefined)[] = [
  undefined,
  { reference: 'MFA-7K3Q9', limit: 1 },
  ...statuses.flatMap((status) => [
    { status },
    { status, by: { id: 'morgan', name: 'Morgan' } },
    { status, by: { id: 'morgan', name: 'Morgan' }, at: NOW, cause: 'SECRET-CAUSE', reference: 'MFA-7K3Q9', limit: 5 },
  ]),
];

describe('refusals', () => {
  it('have a sentence for every code, whatever is known', () => {
    for (const code of codes)
      for (const detail of details)
        expect(refusalText(code, detail, t, support, NOW), code).to.match(/^[A-Z“].{10,}[.:\w”]$/u);
  });

  it('tell nobody the cause', () => {
    for (const code of codes)
      for (const detail of details) expect(refusalText(code, detail, t, support)).not.to.include('SECRET-CAUSE');
  });

  it('say nothing about somebody else’s account but whom to ask', () => {
    const causes = ['guest', 'disabled', 'breakGlass', 'openRequest', 'coolDown'];
    const texts = causes.map((cause) => refusalText('targetUnavailable', { cause }, t, support));
    expect(new Set(texts).size).to.equal(1);
    expect(texts[0]).to.include(support.phone);
  });

  it('say when a reminder is possible again, and how many notes a request takes', () => {
    const next = NOW + 9 * 60_000;
    expect(refusalText('nudgedLately', { at: next }, t, support, NOW)).to.equal(
      'I reminded them a moment ago. You can do it again at 10:51.',
    );
    expect(refusalText('tooManyNotes', { limit: 5 }, t, support)).to.include('5 notes');
  });

  it('say why a call is not enough, and what happens instead', () => {
    expect(refusalText('callBackNotEnough', undefined, t, support)).to.match(/changed lately.*The reset waits/u);
  });

  it('tell the loser of a race who was first, and when', () => {
    const by = { id: 'morgan', name: 'Morgan' };
    expect(refusalText('alreadyDecided', { status: 'rejected', by, at: NOW }, t, support, NOW)).to.equal(
      'Too late: this request was rejected by Morgan at 10:42.',
    );
  });
});
