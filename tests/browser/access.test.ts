import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { axe } from './axe.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const THEMES = ['light', 'dark', 'contrast'];
const WIDTHS = [1500, 1000, 360];
const PANELS = ['Guide', 'Mail', 'Directory', 'Channel', 'Timeline', 'Log', 'Levers'];
/** The landmarks are the mail program's: a mail stands in its page. */
const IN_MAILS = { not: ['landmark-one-main', 'region'] };

describe('what the sandbox’s page is to whoever does not see it, or sees it otherwise', () => {
  let open: SandboxPage;
  let page: Page;
  let chat: SandboxPage['chat'];

  before(async () => {
    open = await openSandbox();
    ({ page, chat } = open);
    await everyKindOfCard();
  });
  after(() => open.close());

  /** Sam's chat: done, waiting, a confirmation and a form. Morgan's: done. Ingrid's: to be decided, with Reject opened. */
  async function everyKindOfCard(): Promise<void> {
    const { cloud } = open.sandbox.world;
    const sam = chat('Sam Whitfield');
    const says = async (text: string): Promise<void> => {
      await sam.getByRole('textbox', { name: 'Write as Sam Whitfield' }).fill(text);
      await page.keyboard.press('Enter');
    };
    await open.sandbox.lever('shortTimes', true);
    await says('Reset MFA for Priya – new phone');
    await sam.getByRole('button', { name: 'Send request' }).click();
    await chat('Morgan Okafor').getByRole('button', { name: 'Approve', exact: true }).click();
    await sam.getByText('MFA reset done').waitFor();
    await open.sandbox.lever('shortTimes', false);
    await says('reset mfa for Alex Osei because the phone is gone');
    await sam.getByRole('button', { name: 'Send request' }).click();
    await sam.getByText('Waiting for approval').waitFor();
    await says('reset mfa for Alex Novak because the phone is gone');
    await sam.getByRole('button', { name: 'Send request' }).waitFor();
    await says('reset mfa');
    await sam.getByRole('combobox', { name: 'Colleague' }).waitFor();
    await page
      .getByRole('combobox', { name: 'Whose chat is in column 3' })
      .selectOption({ value: cloud.directory.user('Ingrid Sørensen').id });
    await chat('Ingrid Sørensen').getByRole('button', { name: 'Reject', exact: true }).click();
    await chat('Ingrid Sørensen').getByRole('button', { name: 'Reject request' }).waitFor();
  }

  /** A message that passes, with the list of commands and the people picker open, all in sight at once. */
  async function everythingOpen(): Promise<void> {
    const sam = chat('Sam Whitfield');
    const menu = sam.getByRole('button', { name: 'What I can say' });
    if ((await menu.getAttribute('aria-expanded')) === 'false') await menu.click();
    await open.sandbox.world.cloud.teams.user('Dana Kowalski').say('help');
    await page.getByRole('button', { name: 'Show the chat' }).first().waitFor();
    const picker = sam.getByRole('combobox', { name: 'Colleague' });
    await picker.fill('');
    await picker.pressSequentially('alex');
    await sam.getByRole('listbox', { name: 'Colleague' }).getByRole('option').first().waitFor();
  }

  const chatOf = (name: string): Locator =>
    page.getByRole('group', { name: 'Whose chat' }).getByRole('button', { name });

  for (const width of WIDTHS)
    for (const theme of THEMES)
      it(`has nothing that axe finds at ${width} pixels, ${theme}`, async () => {
        const found: string[] = [];
        const look = async (at: string): Promise<void> => {
          found.push(...(await axe(page)).map((finding) => `${at}: ${finding}`));
        };
        await page.setViewportSize({ width, height: 900 });
        await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
        for (const panel of PANELS) {
          await open.turnTo(panel);
          await look(panel);
          if (panel !== 'Mail') continue;
          await page.getByRole('tabpanel').getByRole('listitem').first().getByRole('button').click();
          await page.getByRole('tabpanel').getByRole('heading').waitFor();
          await look('an opened mail');
          await page.getByRole('button', { name: 'All mail' }).click();
        }
        if (width < 900) {
          await open.turnTo('Chats');
          for (const name of ['Morgan', 'Ingrid', 'Sam']) {
            await chatOf(name).click();
            await look(`${name}’s chat`);
          }
        }
        await everythingOpen();
        await look('everything open');
        expect(found).to.deep.equal([]);
      });

  for (const scheme of ['light', 'dark'] as const)
    it(`has sent no mail in which axe finds anything, ${scheme}`, async () => {
      const reader = await open.browser.newPage({ viewport: { width: 600, height: 800 }, colorScheme: scheme });
      const found: string[] = [];
      const { mails } = open.sandbox.snapshot;
      for (const { html, subject } of mails) {
        await reader.setContent(html);
        found.push(...(await axe(reader, IN_MAILS)).map((finding) => `${subject}: ${finding}`));
      }
      await reader.close();
      expect(mails.length).to.be.greaterThan(5);
      expect(found).to.deep.equal([]);
    });

  it('moves nothing for whoever wants nothing to move', async () => {
    await page.setViewportSize({ width: 1500, height: 900 });
    await open.turnTo('Directory');
    await page.getByRole('tabpanel').getByText('gone', { exact: true }).nth(3).waitFor();
    // The browser applies a new size and a new wish at its next frame.
    const moving = (count: number): Promise<unknown> =>
      page.waitForFunction(`[...document.querySelectorAll('*')].filter((one) => {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
        return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto';
      }).length === ${count}`);
    await moving(4);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await moving(0);
    await page.emulateMedia({ reducedMotion: null });
  });

  it('says in the reader’s own colours what is chosen, what is on, and where the focus is', async () => {
    const style = (selector: string, name: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${name}`);
    await page.emulateMedia({ forcedColors: 'active' });
    await open.turnTo('Levers');
    const ground = await style('html', 'backgroundColor');
    expect(await style('[role=tab][aria-selected=false]', 'borderBottomColor')).to.equal(ground);
    expect(await style('[role=tab][aria-selected=true]', 'borderBottomColor')).not.to.equal(ground);
    // The browser's own box and tick, which follow the reader's colours.
    expect(await style('[role=switch]', 'appearance')).to.equal('auto');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await style(':focus', 'outlineStyle')).to.equal('solid');
    await page.setViewportSize({ width: 360, height: 740 });
    await open.turnTo('Chats');
    const ring = (pressed: boolean): Promise<string> =>
      style(`[aria-label="Whose chat"] [aria-pressed=${pressed}]`, 'outlineStyle');
    expect([await ring(true), await ring(false)]).to.deep.equal(['solid', 'none']);
    await page.emulateMedia({ forcedColors: null });
  });
});
