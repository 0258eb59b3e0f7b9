import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { axe } from './axe.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const PUBLIC = 'https://mfa-reset.contoso.example';

describe('“this wasn’t me”, by hand', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  async function asked(who: string): Promise<string> {
    const sam = open.chat('Sam Whitfield');
    await sam.getByRole('textbox', { name: 'Write as Sam Whitfield' }).fill(`Reset MFA for ${who} – new phone`);
    await open.page.keyboard.press('Enter');
    await sam.getByRole('button', { name: 'Send request' }).last().click();
    const { mailbox } = open.sandbox.world.cloud;
    const about = ({ subject, html }: { subject: string; html?: string | undefined }): boolean =>
      /asked to reset your MFA/.test(subject) && html?.includes('/stop?t=') === true && !seen.has(subject);
    const { subject } = await mailbox.waitFor(about);
    seen.add(subject);
    return subject;
  }
  const seen = new Set<string>();
  const referenceIn = (subject: string): string => /MFA-[0-9A-Z]{5}/.exec(subject)?.[0] ?? '';

  it('a thumb opens the question, and the second tap stops it', async () => {
    await asked('Priya');
    const priya = open.chat('Priya Raman');
    await priya.getByRole('button', { name: 'This wasn’t me' }).last().click();
    await priya.getByText('is stopped at once').waitFor();
    expect(await open.chat('Sam Whitfield').getByText('Your request is on hold').count()).to.equal(0);
    await priya.getByRole('button', { name: 'Yes, stop it' }).click();
    await priya.getByText('The reset is stopped').first().waitFor();
    await open.chat('Sam Whitfield').getByText('Your request is on hold').waitFor();
  });

  for (const [scheme, width] of [
    ['light', 320],
    ['dark', 900],
  ] as const)
    it(`the page behind the mail’s link asks for the reference, ${scheme}, ${width} pixels wide`, async () => {
      const subject = await asked(width === 320 ? 'Alex Novak' : 'Alex Osei');
      const mail = open.sandbox.world.cloud.mailbox.all.find((each) => each.subject === subject);
      const link = /href="([^"]*\/stop\?t=[^"]*)"/.exec(mail?.html ?? '')?.[1] ?? '';
      const page = await open.browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(link.replaceAll('&amp;', '&').replace(PUBLIC, open.sandbox.world.product.url));
      await page.getByRole('heading', { name: 'Was this reset not your doing?' }).waitFor();
      await fits(page);
      expect(await axe(page)).to.deep.equal([]);

      await page.getByRole('button', { name: 'Stop it' }).click();
      expect(new URL(page.url()).search, 'nothing was sent without it').to.include('t=');
      await page.getByRole('textbox', { name: 'The reference of that mail' }).fill('MFA-22222');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'That isn’t the reference' }).waitFor();
      expect(page.url(), 'what is sent stands in no address').to.match(/\/stop$/);
      expect(await axe(page)).to.deep.equal([]);

      await page.getByRole('textbox', { name: 'The reference of that mail' }).fill(referenceIn(subject).toLowerCase());
      await page.getByRole('button', { name: 'Stop it' }).click();
      await page.getByRole('heading', { name: 'The reset is stopped' }).waitFor();
      await fits(page);
      expect(await axe(page)).to.deep.equal([]);
      expect(complaints.filter((text) => !text.includes('422'))).to.deep.equal([]);
      await page.close();
    });

  async function fits(page: Page): Promise<void> {
    const [inside, seenAtOnce] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    expect(inside).to.be.at.most(seenAtOnce);
  }
});
