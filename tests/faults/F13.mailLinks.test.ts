import { expect } from 'chai';
import type { Mail } from '../../sandbox/cloud/index.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { ask, AT_ONCE, cast, createWorld, readable, requestIdOf, typesOf, type World } from '../product/world.js';
import { newTrio } from './people.js';
import { metric } from './metric.js';
import { quiet } from './quiet.js';
import { seeded } from './seeds.js';

const ORIGIN = 'https://mfa.contoso.example';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** What is done where something happens; the look for new registrations goes on by itself. */
const WORK = ['refreshCards', 'tell', 'mail', 'mailTarget', 'resetMethods'] as const;

interface Letter {
  readonly html: string;
  readonly text: string;
}

/** What a form that a scanner submits holds: the token of the link, where it has one, and no reference. */
function formOf(link: string): URLSearchParams {
  const token = new URL(link).searchParams.get('t');
  return new URLSearchParams({ decision: 'approve', ...(token !== null && { t: token, reference: 'MFA-22222' }) });
}

/** Links into Teams, to the public page, and the one that stops a request. */
describe('F13 links in mails', () => {
  let world: World;
  before(async () => {
    world = await createWorld({
      policy: AT_ONCE,
      environment: { PUBLIC_URL: ORIGIN },
    });
  });
  after(() => world.close());

  seeded('opened, posted to and followed by scanners change nothing, in any state', async () => {
    const trio = newTrio(world);
    const [requester, target, named] = [trio.requester, trio.target, trio.approver].map(
      (user) => user.person.displayName,
    );
    const { card, reference } = await ask(world, { requester: requester!, target: target!, approver: named! });
    const before = typesOf(world, target!);
    const pending = await mailsOf(reference, /your decision/);
    await scanned(pending);
    expect(typesOf(world, target!)).to.deep.equal(before);
    // Still open for the approver, who decides.
    const { card: decided } = await trio.approver.tap(card, 'approve');
    expect(JSON.stringify(decided)).to.include('Approved by');
    const cleared = await mailsOf(reference, /were cleared/);
    await scanned(cleared);
    expect(JSON.stringify([pending, cleared])).to.not.include(requestIdOf(card));
    expect(cleared.some(({ html }) => html.includes(`${ORIGIN}/next`))).to.equal(true);
  });

  seeded(
    'the link that stops: whatever was altered, borrowed, guessed or sent without the reference stops nothing',
    async (random) => {
      const [mine, other] = [await asked(), await asked()];
      const [token, others] = [mine.token, other.token];
      const at = random.below(token.length);
      const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      const [body = '', mac = ''] = token.split('.');
      const [otherBody = '', otherMac = ''] = others.split('.');
      const forged = [altered, `${body}.${otherMac}`, `${otherBody}.${mac}`, body, `${body}.`, '', `${token}x`];
      for (const t of forged) expect((await submit(t, mine.reference)).status, t).to.equal(404);
      // Another request's link stops only its own.
      expect((await submit(others, mine.reference)).status).to.equal(422);
      expect((await submit(token, '')).status).to.equal(422);
      for (let tries = 0; tries < 4; tries++) expect((await submit(token, `MFA-2222${tries}`)).status).to.equal(422);
      expect((await submit(token, 'MFA-33333')).status).to.equal(429);
      expect((await submit(token, mine.reference)).status, 'not the right one either').to.equal(429);
      expect(isOpen(mine.approver, mine.reference)).to.equal(true);
      expect(isOpen(other.approver, other.reference)).to.equal(true);
      // With the reference it stops once, and says so ever after.
      expect((await submit(others, other.reference)).text).to.include('is stopped');
      await other.approver.waitFor(() => !isOpen(other.approver, other.reference));
      const before = await metric(world, 'mfa_reset_transitions_total');
      for (const typed of [other.reference, other.reference, 'MFA-22222', ''])
        expect((await submit(others, typed)).text).to.include('is stopped');
      expect(await metric(world, 'mfa_reset_transitions_total')).to.equal(before);
      expect(
        world.cloud.log.methodDeletes(mine.target).concat(world.cloud.log.methodDeletes(other.target)),
      ).to.deep.equal([]);
    },
  );

  it('the link that stops is heard after the end as well, and approves, releases and clears nothing', async () => {
    const one = await asked();
    await one.approver.tap(one.card, 'approve');
    await mailsOf(one.reference, /were cleared/);
    const deletes = world.cloud.log.methodDeletes(one.target).length;
    expect((await submit(one.token, one.reference)).text)
      .to.include('have been told')
      .and.not.include('<form');
    await quiet(world);
    expect(world.cloud.log.methodDeletes(one.target)).to.have.length(deletes);
  });

  async function asked() {
    const trio = newTrio(world);
    const [requester = '', target = '', approver = ''] = [trio.requester, trio.target, trio.approver].map(
      (user) => user.person.displayName,
    );
    const { card, reference } = await ask(world, { requester, target, approver });
    const [{ text } = { text: '' }] = (await mailsOf(reference, /asked to reset/)).filter((mail) =>
      mail.text.includes('/stop?t='),
    );
    const token = /\/stop\?t=(\S+)/.exec(text)?.[1] ?? '';
    return { reference, card, token, approver: trio.approver, target: trio.target.person.id };
  }

  async function submit(t: string, reference: string) {
    const body = new URLSearchParams({ t, reference });
    const response = await fetch(`${world.product.url}/stop`, {
      method: 'POST',
      body,
      headers: { connection: 'close' },
    });
    return { status: response.status, text: await response.text() };
  }

  const isOpen = (approver: TeamsUser, reference: string): boolean =>
    approver.botMessages.some(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );

  it('the pages and the endpoint take nothing from somebody without a token', async () => {
    await ask(world, { target: cast.nothing });
    await quiet(world);
    const paths = [
      '/next',
      '/next/',
      '/next?approve=1',
      '/stop',
      '/stop?t=1',
      '/stop/1',
      '/assets/page.css',
      '/api/messages',
      '/healthz',
      '/readyz',
      '/',
      '/metrics',
    ];
    await unchanged(() => scan(paths.map((path) => `${ORIGIN}${path}`)));
  });

  /** The mails about a request, once one of this subject is there. */
  async function mailsOf(reference: string, subject: RegExp): Promise<readonly Letter[]> {
    const about = (mail: Mail): boolean => `${mail.subject} ${mail.content}`.includes(reference);
    await world.cloud.mailbox.waitFor((mail) => about(mail) && subject.test(mail.subject));
    await quiet(world);
    return world.cloud.mailbox.all.filter(about).map(({ html = '', content }) => ({ html, text: content }));
  }

  async function scanned(mails: readonly Letter[]): Promise<void> {
    const links = new Set(
      mails.flatMap(({ html, text }) => [...hrefsIn(html), ...(text.match(/https?:\/\/[^\s<>")]+/g) ?? [])]),
    );
    expect(links.size).to.be.at.least(1);
    for (const link of links) {
      // A link says where to go and never what to do: nothing in it names a request. The one that can stop is signed.
      expect(link)
        .to.match(/^(https:|tel:)/)
        .and.not.match(/MFA-|requestId|token|[?&](?:sig|code|key|action)=/i);
    }
    const own = [...links].filter((link) => link.startsWith(ORIGIN));
    await unchanged(() => scan(own));
  }

  /** Ten times GET, each other method with what a form would send, and whatever the pages lead to. */
  async function scan(links: readonly string[], seen = new Set<string>()): Promise<void> {
    for (const link of links) {
      if (seen.has(link)) continue;
      seen.add(link);
      for (const method of [...Array<'GET'>(9).fill('GET'), ...METHODS]) {
        const response = await fetch(link.replace(ORIGIN, world.product.url), {
          method,
          redirect: 'manual',
          headers: { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks)', cookie: 'session=1', connection: 'close' },
          ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: formOf(link) }),
        });
        const text = await response.text();
        const stops = new URL(link).pathname === '/stop';
        const fine = method === 'GET' || method === 'HEAD' ? [200, 304, 404, 405] : [400, 404, 405];
        // A form without its reference, or with what a scanner fills in: a sentence.
        if (stops && method === 'POST') fine.push(422, 429);
        expect(response.status, `${method} ${link}`).to.be.oneOf(fine);
        if (method !== 'GET' || !/html/.test(response.headers.get('content-type') ?? '')) continue;
        expect(text).to.not.match(stops ? /<script|onload=|http-equiv/i : /<script|<form|onload=|http-equiv/i);
        if (stops) expect(text, 'says nothing about anybody').to.not.match(/MFA-(?!7K3Q9)|@|Newcomer/);
        await scan(
          hrefsIn(text)
            .map((href) => new URL(href, link).href)
            .filter((href) => href.startsWith(ORIGIN)),
          seen,
        );
      }
    }
  }

  async function unchanged(act: () => Promise<void>): Promise<void> {
    const done = async () => [
      await metric(world, 'mfa_reset_transitions_total'),
      ...(await Promise.all(WORK.map((kind) => metric(world, 'mfa_reset_effects_total', `kind="${kind}"`)))),
      world.cloud.log.of({ service: 'connector' }).length,
      world.cloud.log.methodDeletes().length,
      world.cloud.mailbox.all.length,
    ];
    const before = await done();
    await act();
    expect(await done()).to.deep.equal(before);
  }
});

function hrefsIn(html: string): readonly string[] {
  return [...html.matchAll(/(?:href|src|action)="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
