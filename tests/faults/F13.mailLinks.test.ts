import { expect } from 'chai';
import type { Mail } from '../../sandbox/cloud/index.js';
import { ask, AT_ONCE, cast, createWorld, requestIdOf, typesOf, type World } from '../product/world.js';
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

/** As far as the mails have links today: into Teams, and to the public page. */
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

  it('the pages and the endpoint take nothing from somebody without a token', async () => {
    await ask(world, { target: cast.nothing });
    await quiet(world);
    const paths = [
      '/next',
      '/next/',
      '/next?approve=1',
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
      // A link says where to go and never what to do: nothing in it names a request, or is long enough to be a key.
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
          ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: new URLSearchParams({ decision: 'approve' }) }),
        });
        const text = await response.text();
        const fine = method === 'GET' || method === 'HEAD' ? [200, 304, 404, 405] : [400, 404, 405];
        expect(response.status, `${method} ${link}`).to.be.oneOf(fine);
        if (method !== 'GET' || !/html/.test(response.headers.get('content-type') ?? '')) continue;
        expect(text).to.not.match(/<script|<form|onload=|http-equiv/i);
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
