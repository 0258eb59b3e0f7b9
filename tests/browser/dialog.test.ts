import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { axe } from './axe.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const SAM = 'Sam Whitfield';
const COMMAND = 'Request MFA reset';
/** What stands out to the right of the dialog, or is cut off in it. */
const OVERFLOW = `[...document.querySelectorAll('dialog *')]
  .filter((one) => one.checkVisibility() && (one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches('select, .people-list, .hidden') && getComputedStyle(one).overflowX !== 'visible'))
  .map((one) => one.outerHTML.slice(0, 160))`;

describe('a dialog in the sandbox’s page', () => {
  let open: SandboxPage;
  let page: Page;
  let dialog: Locator;
  let sam: Locator;

  before(async () => {
    open = await openSandbox();
    ({ page } = open);
    dialog = page.getByRole('dialog', { name: COMMAND });
    sam = open.chat(SAM);
  });
  after(() => open.close());

  const write = (from: string): void => {
    const { teams } = open.sandbox.world.cloud;
    teams.user(from).writeTo(teams.user(SAM), 'SECRETWORDS: my phone is gone');
  };
  const command = (): Locator => sam.getByRole('group', { name: /wrote, in another chat/ }).getByRole('button');

  it('leads by clicks from a colleague’s message to the request, and back to where it began', async () => {
    const tour = page.getByRole('region', { name: 'Help from a message' });
    await tour.getByRole('button', { name: 'Mateo writes to Sam' }).click();
    await sam.getByText('My phone fell into the harbour').waitFor();
    await command().click();
    await dialog.getByRole('combobox', { name: 'Colleague' }).waitFor();
    expect(await dialog.getByRole('combobox', { name: 'Colleague' }).inputValue()).to.equal('Mateo Fernández');
    expect(await dialog.innerText()).to.not.include('harbour');
    await dialog.getByRole('textbox', { name: /Why do they need it/ }).fill('His phone fell into the water');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('Check before you send').waitFor();
    await dialog.getByRole('button', { name: 'Send request' }).click();
    await dialog.getByText('Request sent').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await command().and(page.locator(':focus')).waitFor();
    await sam.getByText('Waiting for approval').waitFor();
    await tour.getByText('All of it happened').waitFor();
  });

  it('leads there by keys alone, keeps the focus in it, and lets it go with Escape', async () => {
    write('Priya Raman');
    await sam.getByText('Priya Raman, in another chat').waitFor();
    await command().focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    expect(await focusIsIn(dialog)).to.be.true;
    for (let stop = 0; stop < 20; stop += 1) {
      await page.keyboard.press('Tab');
      // The browser's own modal dialog lets the focus out to the browser, and to nothing of the page.
      expect(await page.evaluate(INSIDE), `stop ${stop}`).to.be.true;
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await isFocused(command())).to.be.true;

    await page.keyboard.press('Enter');
    await go(dialog.getByRole('textbox', { name: /Why do they need it/ }));
    await page.keyboard.type('Her phone fell into the lake');
    await go(dialog.getByRole('button', { name: 'Continue' }));
    await page.keyboard.press('Enter');
    await dialog.getByText('Check before you send').waitFor();
    expect(await focusIsIn(dialog)).to.be.true;
    await go(dialog.getByRole('button', { name: 'Send request' }));
    await page.keyboard.press('Enter');
    await dialog.getByText('Request sent').waitFor();
    await go(dialog.getByRole('button', { name: 'Close', exact: true }));
    await page.keyboard.press('Space');
    await dialog.waitFor({ state: 'detached' });
    expect(await isFocused(command())).to.be.true;
  });

  it('opens beside the compose box as well, says what is missing, and a refusal stands in it', async () => {
    await sam.getByRole('button', { name: 'What I can say' }).click();
    await sam.getByRole('list', { name: 'Apps' }).getByRole('button', { name: COMMAND }).click();
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('Still missing').waitFor();
    const picker = dialog.getByRole('combobox', { name: 'Colleague' });
    await picker.fill('priya');
    await dialog.getByRole('option', { name: /Priya Raman/ }).click();
    await dialog.getByRole('textbox', { name: /Why do they need it/ }).fill('The new phone has come');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('Not sent').waitFor();
    await dialog.getByRole('link', { name: 'Open our chat' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('has nothing that axe finds, in any theme, and fits a phone', async () => {
    write('Alex Novak');
    await sam.getByText('Alex Novak, in another chat').waitFor();
    await page.setViewportSize({ width: 1500, height: 900 });
    for (const theme of ['light', 'dark', 'contrast']) {
      await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
      await command().click();
      await dialog.getByRole('button', { name: 'Continue' }).waitFor();
      expect(await axe(page), theme).to.deep.equal([]);
      await dialog.getByRole('button', { name: 'Close the dialog' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await command().click();
    for (const [width, height] of [
      [320, 640],
      [320, 256],
      [750, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      await dialog.getByRole('button', { name: 'Continue' }).scrollIntoViewIfNeeded();
      expect(await page.evaluate(OVERFLOW), `${width} × ${height}`).to.deep.equal([]);
    }
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1500, height: 900 });
  });

  it('says in Teams’ words that the bot is down, and can be left', async () => {
    await open.sandbox.kill();
    await command().click();
    const failed = page.getByRole('dialog', { name: /^Teams/ });
    await failed.getByText('Unable to reach app').waitFor();
    await page.keyboard.press('Escape');
    await failed.waitFor({ state: 'detached' });
    await open.sandbox.startBot();
  });

  it('first aid answers a question with the requests in view, and leads on to the next', async () => {
    await sam.getByRole('textbox', { name: `Write as ${SAM}` }).fill('nobody answers');
    await page.keyboard.press('Enter');
    const answer = sam.getByRole('group', { name: /Nobody answers/ });
    await answer.getByText('MFA-').first().waitFor();
    await answer.getByRole('button', { name: 'More' }).or(answer.locator('[aria-haspopup=menu]')).first().click();
    await answer.getByRole('menuitem', { name: 'Other questions' }).click();
    const menu = sam.getByRole('group', { name: /First aid/ });
    await menu.getByRole('radio', { name: 'Is it safe?' }).check();
    await menu.getByRole('button', { name: 'Show me' }).click();
    await sam.getByText('Nothing is cleared unless an approver agrees').waitFor();
    expect(await axe(page)).to.deep.equal([]);
  });

  it('asks nothing of any other machine, and has nothing to complain about', () => {
    expect(open.outside).to.deep.equal([]);
    expect(open.complaints).to.deep.equal([]);
  });

  /** Stop by stop; nobody needs more than thirty in a dialog. */
  async function go(place: Locator): Promise<void> {
    await place.waitFor();
    for (let stop = 0; stop < 30; stop += 1) {
      if (await isFocused(place)) return;
      await page.keyboard.press('Tab');
    }
    expect.fail(`no way by Tab to ${String(place)}`);
  }

  async function isFocused(place: Locator): Promise<boolean> {
    return (await place.and(page.locator(':focus')).count()) === 1;
  }

  async function focusIsIn(place: Locator): Promise<boolean> {
    return (await place.and(page.locator(':focus-within')).count()) === 1;
  }
});

const INSIDE = `document.activeElement === document.body || document.activeElement.closest('dialog') !== null`;
