import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { noticeMail } from '../../cards/mail/noticeMail.js';
import { translator } from '../../cards/strings.js';
import { inScheme } from '../../sandbox/client/gallery/scheme.js';
import { galleryEntries } from '../../sandbox/gallery/entries.js';
import { gallery } from '../../sandbox/gallery/cardExamples.js';
import { noticeViews } from '../../sandbox/gallery/noticeExamples.js';
import { galleryPage } from '../../sandbox/gallery/page.js';
import { readable, withNames } from '../../sandbox/gallery/readable.js';
import { axe } from './axe.js';
import { openBrowser } from '../../sandbox/browser/browser.js';

/** Draws everything at once, as if the window were as long as the page. */
const LONG_WINDOW = `window.IntersectionObserver = class {
  constructor(near) { this.near = near; }
  observe(target) { queueMicrotask(() => this.near([{ isIntersecting: true, target }])); }
  unobserve() {}
  disconnect() {}
};`;

/** What a scheme changes. */
const COLOURS = { only: ['color-contrast', 'link-in-text-block'] };
/** The landmarks are the mail program's: a mail stands in its page. */
const IN_MAILS = { not: ['landmark-one-main', 'region'] };

describe('the gallery', function () {
  this.timeout(300_000);
  const entries = galleryEntries();
  const t = translator('en-GB', 'Europe/London');
  /** Requests that would leave the page, and what the console says of them or of anything else. */
  const faults: string[] = [];
  let browser: Browser;
  let folder: string;
  let address: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gallery-'));
    address = pathToFileURL(join(folder, 'index.html')).href;
    await writeFile(join(folder, 'index.html'), await galleryPage(entries));
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => {
    expect(faults.splice(0)).to.deep.equal([]);
  });

  async function open(width: number, view = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      if (url === address + view) return route.continue();
      faults.push(url);
      return route.abort();
    });
    if (view !== '') await page.addInitScript(LONG_WINDOW);
    await page.goto(address + view);
    return page;
  }

  /** Everything in one theme, at 320 pixels. */
  async function drawn(theme: string): Promise<Page> {
    const page = await open(1000, `?theme=${theme}&width=narrow`);
    await page
      .locator('.pane')
      .nth(entries.length - 1)
      .waitFor({ state: 'attached' });
    return page;
  }

  it('has every example of every card, and every mail', async () => {
    const page = await open(1000);
    const read = (await page.locator('.figure').allTextContents()).join('\n');
    const names = [
      ...[...gallery(readable, t).keys()].map(withNames),
      ...noticeViews(readable, t).map(({ notice, to }, index) => `mail ${index}: ${notice} to ${to}`),
    ];
    expect(names.filter((name) => !read.includes(name))).to.deep.equal([]);
  });

  it('draws what is near the window, in two themes and two widths, and the rest when one comes to it', async () => {
    const page = await open(1000);
    await page.locator('.figure').first().locator('.pane').nth(3).waitFor();
    const last = page.locator('.figure').last();
    expect(await last.locator('.pane').count()).to.equal(0);
    await last.scrollIntoViewIfNeeded();
    await last.locator('.pane').nth(3).waitFor();
  });

  it('is filtered by words, and used by keys alone', async () => {
    const page = await open(360);
    await page.getByRole('searchbox', { name: 'Filter' }).press('~');
    expect(await page.getByText(`0 of ${entries.length} shown`).isVisible()).to.be.true;
    await page.keyboard.press('Backspace');
    await page.keyboard.type('pendingUrgent never use a number');
    const shown = await page.locator('.figure:visible h3').allTextContents();
    expect(shown).to.include('approval pendingUrgent for Morgan Okafor');
    expect(shown).not.to.include('request pendingUrgent');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const near = page.locator('.figure:visible').first();
    await near.locator('.pane[data-theme=dark]').first().waitFor({ state: 'detached' });
    expect(await near.locator('.pane').count(), 'light, in both widths').to.equal(2);
  });

  it('says what a tap would send', async () => {
    const page = await open(1000);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('approval in the README');
    await page.locator('#approval-in-the-README').getByRole('button', { name: 'Approve' }).first().click();
    expect(await page.locator('#told').textContent()).to.contain('"verb":"approve"');
  });

  for (const width of [360, 1280])
    it(`has no fault that axe finds around the cards at ${width} pixels, and does not overflow`, async () => {
      const page = await open(width);
      await page.locator('.pane').first().waitFor();
      expect(await axe(page)).to.deep.equal([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(width);
    });

  it('has no card in which axe finds a fault', async () => {
    const page = await drawn('light');
    expect(await axe(page)).to.deep.equal([]);
  });

  // What a theme changes is colours; everything else axe has looked at in the light one.
  for (const theme of ['dark', 'contrast'])
    it(`has no card in which axe finds too little contrast in the theme ${theme}`, async () => {
      const page = await drawn(theme);
      expect(await axe(page, COLOURS)).to.deep.equal([]);
    });

  it('has no card and no mail that overflows 320 pixels', async () => {
    const page = await drawn('light');
    await page.locator('iframe:not([style*=block-size])').first().waitFor({ state: 'detached' });
    const wide = await page.evaluate(`[...document.querySelectorAll('.pane')].flatMap((pane) => {
      const inside = pane.querySelector('iframe')?.contentDocument.documentElement ?? pane.firstElementChild;
      const parts = [pane, inside, ...inside.querySelectorAll('*')].filter((part) => part.clientWidth > 0);
      return parts.some((part) => part.scrollWidth > part.clientWidth) ? [pane.closest('.figure').id] : [];
    })`);
    expect(wide).to.deep.equal([]);
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`has no mail in which axe finds a fault, ${scheme}`, async () => {
      const page = await browser.newPage({ viewport: { width: 600, height: 800 }, colorScheme: scheme });
      const found: string[] = [];
      for (const { shown } of entries) {
        if (!('mail' in shown)) continue;
        await page.setContent(shown.mail.html);
        found.push(
          ...(await axe(page, scheme === 'dark' ? COLOURS : IN_MAILS)).map((f) => `${shown.mail.subject}: ${f}`),
        );
      }
      expect(found).to.deep.equal([]);
    });

  it('shows a dark mail as a mail program in the dark does', async () => {
    const { html } = noticeMail(noticeViews(readable, t)[0]!);
    const grounds = async (page: Page): Promise<unknown> =>
      page.evaluate(`[...document.querySelectorAll('*')].map((one) => getComputedStyle(one).backgroundColor)`);
    const dark = await browser.newPage({ colorScheme: 'dark' });
    await dark.setContent(html);
    for (const scheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme: scheme === 'dark' ? 'light' : 'dark' });
      await page.setContent(inScheme(html, scheme));
      if (scheme === 'dark') expect(await grounds(page)).to.deep.equal(await grounds(dark));
      else expect(await grounds(page)).not.to.deep.equal(await grounds(dark));
    }
  });
});
