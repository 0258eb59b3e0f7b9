import { expect } from 'chai';
import { cardsOf } from '../../sandbox/cloud/teams/card.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from '../product/journal.js';
import { nodes } from '../cards/cardCheck.js';
import { newTrio } from './people.js';
import { seeded } from './seeds.js';
import { ask, AT_ONCE, cast, createWorld, managerOf, readable, send, type World } from '../product/world.js';

/** As typed; a card shows the same, but for what is invisible or would break the line. */
const HOSTILE = [
  '${process.env} and ${$root.requester.name}',
  '[click here](https://evil.example) ![x](https://evil.example/x.png)',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=cmd|"/c calc"!A1 and +1 and @SUM(1)',
  '{{DATE(2026-01-01T00:00:00Z, SHORT)}} and {0} and {name}',
  '**bold** _it_ `code` # heading',
];
interface Words {
  readonly typed: string;
  readonly seen: string;
}
/** What is typed, and what is left of it to see: everything that can be seen. */
const PARTS: readonly Words[] = [
  ...HOSTILE.filter((words) => !words.includes('{{DATE')).map((words) => ({
    typed: words.slice(0, 60),
    seen: words.slice(0, 60).trim(),
  })),
  { typed: 'left\u202Ethgir\u202C', seen: 'leftthgir' },
  { typed: 'a\u200Bb\u2066c\u2069', seen: 'abc' },
  { typed: 'one\r\nSubject: another', seen: 'one Subject: another' },
  { typed: 'x\0y\u0007z', seen: 'xyz' },
  { typed: 'half \ud800 of one', seen: 'half \ufffd of one' },
  { typed: '{{DATE(2026-01-01T00:00:00Z, SHORT)}}', seen: '{ {DATE(2026-01-01T00:00:00Z, SHORT)}}' },
  { typed: '<at>Morgan</at> @everyone', seen: '<at>Morgan</at> @everyone' },
  { typed: '&lt;b&gt; &amp; &#x27;', seen: '&lt;b&gt; &amp; &#x27;' },
  { typed: '](https://evil.example)[', seen: '](https://evil.example)[' },
];

const BIDI = 'safe\u202Etxet desrever\u202C\u200B\u2066 end\r\nSubject: another\u0007';

describe('F15 hostile words', () => {
  let world: World;
  before(async () => {
    world = await createWorld({
      policy: { ...AT_ONCE, coolDown: { afterDecline: 'PT0S' }, limits: { requestsPerDay: 100 } },
    });
  });
  after(() => world.close());

  it('stand literally in cards and mails, and nowhere in the log', async () => {
    const targets = [cast.target, cast.phoneOnly, cast.twoPhones, cast.everything, cast.deadlock, cast.nothing];
    for (const [index, words] of HOSTILE.entries()) {
      const target = targets[index]!;
      const { card, reference } = await askWith(target, words);
      expectLiteral(card, words);
      const approver = world.user(managerOf(world, target));
      await send(approver, 'ask', { requestId: requestId(card), text: words });
      await send(world.user(cast.requester), 'answer', { requestId: requestId(card), text: words });
      await send(world.user(cast.requester), 'note', { requestId: requestId(card), text: words });
      const noted = await approver.waitFor((message) => message.id === card.id && count(message, words) >= 4);
      expectLiteral(noted, words);
      await send(approver, 'reject', { requestId: requestId(card), reason: 'other', text: words });
      const declined = await world.cloud.mailbox.waitFor(
        ({ subject }) => /declined/.test(subject) && subject.includes(reference),
      );
      expect(declined.content).to.include(shown(words));
      expect(declined.html).to.not.include('<script>').and.not.include('<img src=x');
      expect(declined.html).to.not.include('href="https://evil.example');
    }
    for (const words of HOSTILE) expect(world.product.output()).to.not.include(words);
  });

  it('turn no text around and begin no line of their own', async () => {
    const { card } = await askWith('Harriet Fairbairn', BIDI);
    expect(readable(card)).to.include('“safetxet desrever end Subject: another”');
    for (const mail of world.cloud.mailbox.all) {
      expect(mail.subject).to.not.match(/[\r\n]/u);
      expect(mail.content).to.not.match(/[\u202a-\u202e\u2066-\u2069\u200b\u0007]/u);
    }
  });

  it('of any length are taken or refused with a sentence, and stored no longer than said', async () => {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${cast.phoneOnly} because ${'x'.repeat(100_000)}`);
    expect(readable(sam.botMessages.at(-1)!)).to.match(/10 to 500 characters|didn’t get that/);
    await sam.say('cancel');
    const { card } = await ask(world, { target: cast.phoneOnly });
    const { body } = await send(world.user(managerOf(world, cast.phoneOnly)), 'reject', {
      requestId: requestId(card),
      reason: 'other',
      text: 'y'.repeat(5_000),
    });
    expect(JSON.stringify(body)).to.match(/3 to 500 characters/);
    expect((await journalOf(world.product)).includes('x'.repeat(600))).to.equal(false);
  });

  it('in names come from the directory and stay names', async () => {
    const person = world.cloud.directory.user('Harriet Fairbairn');
    const name = 'Eve [IT](https://evil.example) <b>Admin</b> ${x}';
    const target = world.cloud.directory.user(cast.managerless);
    world.cloud.directory.setManager(target.id, cast.ceo);
    person.displayName = name;
    try {
      const { card } = await ask(world, { requester: name, target: cast.managerless, approver: cast.ceo });
      expectLiteral(card, name);
    } finally {
      person.displayName = 'Harriet Fairbairn';
    }
  });

  seeded(
    'put together in any way they are literal in cards and mails, and in no log, metric or header',
    async (random) => {
      const trio = newTrio(world);
      const { requester, target, approver } = trio;
      const some = (): Words => {
        const parts = Array.from({ length: 4 }, () => random.pick(PARTS));
        const join = (how: keyof Words): string => `Kiwi ${parts.map((part) => part[how]).join(' ')} end`;
        return { typed: join('typed'), seen: join('seen') };
      };
      const [why, question, note, reason] = [some(), some(), some(), some()];
      const { card } = await askAs(requester, target, approver, why.typed);
      const id = requestId(card);
      await send(approver, 'ask', { requestId: id, text: question.typed });
      await send(requester, 'answer', { requestId: id, text: question.typed });
      await send(requester, 'note', { requestId: id, text: note.typed });
      await approver.waitFor((message) => message.id === card.id && readable(message).includes(note.seen));
      await send(approver, 'reject', { requestId: id, reason: 'other', text: reason.typed });
      const declined = await world.cloud.mailbox.waitFor(
        ({ subject, to }) => /declined/.test(subject) && to.includes(requester.person.mail ?? ''),
      );
      expect(declined.content).to.include(reason.seen);
      for (const mail of world.cloud.mailbox.all) {
        expect(mail.subject).to.not.match(/Kiwi|[\r\n]/u);
        for (const [name, value] of Object.entries(mail.headers))
          expect(`${name}: ${value}`).to.not.match(/Kiwi|another/u);
        expect(mail.html ?? '').to.not.match(/<script|<img src=x|href="https:\/\/evil|onerror=alert\(1\)>/u);
      }
      for (const shown of [approver, requester].flatMap((user) => user.botMessages)) {
        const holders = cardsOf(shown.activity).flatMap((one) => [...nodes(one)]);
        for (const { node } of holders)
          if (Object.values(node).some((value) => typeof value === 'string' && value.includes('Kiwi')))
            expect(node['type']).to.be.oneOf(['TextRun', 'Input.Text']);
      }
      const metrics = await (await fetch(world.product.metricsUrl)).text();
      expect(world.product.output() + metrics).to.not.include('Kiwi');
    },
  );

  async function askAs(requester: TeamsUser, target: TeamsUser, approver: TeamsUser, why: string) {
    const form = { personId: target.person.id, why, lost: 'newPhone' };
    const { body } = await send(requester, 'submitForm', form);
    const id = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(body))![1]!;
    await send(requester, 'confirm', { requestId: id });
    const card = await approver.waitFor((message) => JSON.stringify(message.activity).includes(id));
    return { card };
  }

  async function askWith(target: string, words: string): Promise<{ card: ChatMessage; reference: string }> {
    const sam = world.user(cast.requester);
    const form = { personId: world.cloud.directory.user(target).id, why: words, lost: 'newPhone' };
    const { body } = await send(sam, 'submitForm', form);
    const id = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(body))![1]!;
    const { body: pending } = await send(sam, 'confirm', { requestId: id });
    const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(pending))![0];
    const card = await world.user(managerOf(world, target)).waitFor((message) => readable(message).includes(reference));
    return { card, reference };
  }

  const requestId = (card: ChatMessage): string =>
    /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(card.activity))![1]!;

  /** The one change: an expression that Teams' own renderer would compute. */
  const shown = (words: string): string => words.replace(/\{\{(?=DATE)/u, '{ {');

  function count(message: ChatMessage, words: string): number {
    return readable(message).split(shown(words)).length - 1;
  }

  /** In a TextRun, the one element whose text no client computes or formats. */
  function expectLiteral(message: ChatMessage, words: string): void {
    const holders = cardsOf(message.activity)
      .flatMap((card) => [...nodes(card)])
      .filter(({ node }) =>
        Object.values(node).some((value) => typeof value === 'string' && value.includes(shown(words))),
      );
    expect(holders.length, words).to.be.greaterThan(0);
    for (const { node } of holders) expect(node['type'], words).to.equal('TextRun');
  }
});
