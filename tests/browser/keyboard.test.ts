import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

/** More stops than the page has. */
const STOPS = 150;

/** Notes whenever nothing has had the focus for a tenth of a second, and what had it before. */
const WATCH = `
  window.lost = [];
  let last = document.activeElement, empty = 0;
  setInterval(() => {
    const now = document.activeElement;
    if (now !== document.body) { last = now; empty = 0; }
    else if (++empty === 2) lost.push(last.outerHTML.slice(0, 200));
  }, 50);
`;

/** The stop somebody is at, as they hear it, and what is wrong with it for the eye. */
const STOP = `(() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const faults = [];
  if (at === document.body) faults.push('is the body');
  else if (at.tagName !== 'IFRAME' && (outlineStyle === 'none' || parseFloat(outlineWidth) < 2)) faults.push('has no ring');
  if (bottom < 0 || right < 0 || top > innerHeight || left > innerWidth) faults.push('is out of sight');
  const labelled = at.labels?.[0]?.querySelector('span') ?? at.labels?.[0];
  const name = at.getAttribute('aria-label') ?? labelled?.innerText ?? document.getElementById(at.getAttribute('aria-labelledby'))?.innerText ?? at.innerText;
  return { name: name.trim().replace(/\\s+/g, ' '), faults };
})()`;

interface Stop {
  readonly name: string;
  readonly faults: readonly string[];
}

describe('the sandbox’s page, by keys alone', () => {
  let open: SandboxPage;
  let page: Page;
  let chat: SandboxPage['chat'];
  let tour: Locator;
  let panel: Locator;

  before(async () => {
    open = await openSandbox();
    ({ page, chat } = open);
    panel = page.getByRole('tabpanel');
    tour = page.getByRole('region', { name: 'Get Priya back in' });
    // Its clock can be put forward: messages that pass stay for seconds.
    await page.clock.install();
    await page.reload();
    await tour.waitFor();
  });
  after(() => open.close());

  async function stop(): Promise<string> {
    const { name, faults } = await page.evaluate<Stop>(STOP);
    expect(faults, name).to.deep.equal([]);
    return name;
  }

  async function isAt(place: Locator): Promise<boolean> {
    return (await place.and(page.locator(':focus')).count()) === 1;
  }

  async function isIn(place: Locator): Promise<boolean> {
    return (await place.and(page.locator(':focus-within')).count()) === 1;
  }

  /** Goes there, stop by stop; each has to show that it has the focus. Gives their names. */
  async function go(key: 'Tab' | 'Shift+Tab', place: Locator): Promise<readonly string[]> {
    await place.waitFor();
    const stops: string[] = [];
    while (stops.length < STOPS) {
      await page.keyboard.press(key);
      stops.push(await stop());
      if (await isAt(place)) return stops;
    }
    return expect.fail(`No way by ${key} to ${String(place)}`);
  }

  it('goes from the header through the chats to the panel', async () => {
    const names: string[] = [];
    do {
      await page.keyboard.press('Tab');
      names.push(await stop());
    } while (names.at(-1)?.startsWith('Sam says') !== true);
    const column = (number: number, name: string): string[] => [
      `Whose chat is in column ${number}`,
      `Messages of ${name}`,
      ...['Ask for a reset', 'My requests', 'Help'],
      ...['What I can say', `Write as ${name}`, 'Send'],
    ];
    expect(names).to.deep.equal([
      ...['Skip the chats, to: Guide', 'Kill the bot (kill -9)', 'Start over', 'Theme'],
      ...[...column(1, 'Sam Whitfield'), ...column(2, 'Morgan Okafor'), ...column(3, 'Priya Raman')],
      ...['Guide', 'Guide', 'Sam says: Reset MFA for Priya – new phone'],
    ]);
  });

  it('leads through the whole job, and the focus is always somewhere', async () => {
    await page.reload();
    await tour.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await isAt(panel), 'skipped the chats').to.be.true;
    await page.evaluate(WATCH);

    await go('Tab', tour.getByRole('button', { name: /^Sam says/ }));
    await page.keyboard.press('Enter');
    await go('Tab', chat('Sam Whitfield').getByRole('button', { name: 'Send request' }));
    await page.keyboard.press('Enter');
    await chat('Sam Whitfield').getByText('Waiting for approval').waitFor();
    expect(await isIn(chat('Sam Whitfield').getByRole('article').last()), 'in the card that changed').to.be.true;
    await go('Tab', chat('Morgan Okafor').getByRole('button', { name: 'Approve', exact: true }));
    await page.keyboard.press('Enter');
    await chat('Morgan Okafor').getByText('You can take it back').waitFor();
    expect(await isIn(chat('Morgan Okafor').getByRole('article').last())).to.be.true;
    await go('Tab', tour.getByRole('button', { name: 'Watch the directory' }));
    await page.keyboard.press('Enter');
    await panel.getByRole('region', { name: 'Priya Raman' }).getByText('gone').nth(3).waitFor();
    expect(await isAt(panel), 'in the panel that was turned to').to.be.true;
    await chat('Sam Whitfield').getByText('MFA reset done').waitFor();

    await go('Shift+Tab', page.getByRole('tab', { name: 'Directory' }));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await stop()).to.equal('Guide');
    await go('Tab', tour.getByRole('button', { name: 'Priya registers again' }));
    await page.keyboard.press('Enter');
    await tour.getByText('All of it happened').waitFor();
    expect(await isAt(tour), 'where the button was').to.be.true;
    expect(await page.evaluate('lost')).to.deep.equal([]);
  });

  it('turns from tab to tab by arrows, Home and End, around both ends', async () => {
    await go('Shift+Tab', page.getByRole('tab', { name: 'Guide' }));
    const seen: string[] = [];
    for (const key of ['ArrowLeft', 'ArrowRight', 'End', 'Home', 'ArrowRight']) {
      await page.keyboard.press(key);
      await page.getByRole('tabpanel', { name: await stop() }).waitFor();
      seen.push(await stop());
    }
    expect(seen).to.deep.equal(['Levers', 'Guide', 'Levers', 'Guide', 'Mail']);
  });

  it('opens a mail and comes back to its line', async () => {
    const line = panel.getByRole('button', { name: /MFA reset: your decision/ });
    await go('Tab', line);
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: /MFA reset: your decision/ }).waitFor();
    expect(await isAt(panel)).to.be.true;
    await go('Tab', panel.getByRole('button', { name: 'All mail' }));
    await page.keyboard.press('Enter');
    await line.waitFor();
    expect(await isAt(line)).to.be.true;
  });

  it('lists what can be said, and takes the focus there and back', async () => {
    const sam = chat('Sam Whitfield');
    const menu = sam.getByRole('button', { name: 'What I can say' });
    await go('Shift+Tab', menu);
    await page.keyboard.press('Enter');
    await sam.getByRole('list', { name: 'Commands' }).waitFor();
    expect(await stop()).to.match(/^reset mfa/);
    await page.keyboard.press('ArrowDown');
    expect(await stop()).to.match(/^my requests/);
    await page.keyboard.press('Escape');
    await sam.getByRole('list', { name: 'Commands' }).waitFor({ state: 'detached' });
    expect(await isAt(menu)).to.be.true;
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const box = sam.getByRole('textbox', { name: 'Write as Sam Whitfield' });
    expect(await isAt(box)).to.be.true;
    expect(await box.inputValue()).to.equal('reset mfa');
  });

  it('fills in the form with its people picker', async () => {
    const sam = chat('Sam Whitfield');
    await page.keyboard.press('Enter');
    const picker = sam.getByRole('combobox', { name: 'Colleague' });
    await go('Shift+Tab', picker);
    await page.keyboard.type('alex');
    const found = sam.getByRole('listbox', { name: 'Colleague' });
    await found.getByRole('option', { name: 'Alex Osei' }).waitFor();
    for (let at = await found.getByRole('option').count(); at > 0; at -= 1) {
      if ((await found.getByRole('option', { selected: true }).innerText()).includes('Alex Osei')) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    expect(await picker.inputValue()).to.equal('Alex Osei');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Alex called me');
    await go('Tab', sam.getByRole('button', { name: 'Continue' }));
    await page.keyboard.press('Enter');
    await go('Tab', sam.getByRole('button', { name: 'Send request' }));
    await page.keyboard.press('Enter');
    await sam.getByText('Waiting for approval').last().waitFor();
    expect(await isIn(sam.getByRole('article').last())).to.be.true;
  });

  it('puts somebody else into a column, and rejects with a reason', async () => {
    await go('Tab', page.getByRole('combobox', { name: 'Whose chat is in column 2' }));
    await page.keyboard.type('Ingrid');
    const ingrid = chat('Ingrid Sørensen');
    await ingrid.waitFor();
    await go('Tab', ingrid.getByRole('button', { name: 'Reject', exact: true }));
    await page.keyboard.press('Enter');
    await go('Tab', ingrid.getByRole('radio').first());
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await go('Tab', ingrid.getByRole('button', { name: 'Reject request' }));
    await page.keyboard.press('Enter');
    await ingrid.getByText('Rejected by Ingrid Sørensen').waitFor();
    expect(await isIn(ingrid.getByRole('article').last())).to.be.true;
  });

  it('keeps a message that passes for as long as somebody is at it, and gives the focus back', async () => {
    const { teams } = open.sandbox.world.cloud;
    await teams.user('Dana Kowalski').say('help');
    const close = page.getByRole('button', { name: 'Close' });
    const stops = await go('Tab', close.last());
    const before = stops.findLast((name) => !['Close', 'Show the chat', 'Read it'].includes(name));
    await page.clock.fastForward(30_000);
    expect(await isAt(close.last())).to.be.true;
    while ((await close.count()) > 0) await page.keyboard.press('Enter');
    expect(await stop()).to.equal(before);
  });

  it('leads from such a message into the chat', async () => {
    const { teams } = open.sandbox.world.cloud;
    await teams.user('Dana Kowalski').say('help');
    await go('Tab', page.getByRole('button', { name: 'Show the chat' }).last());
    await page.keyboard.press('Enter');
    await chat('Dana Kowalski').waitFor();
    expect(await isIn(chat('Dana Kowalski'))).to.be.true;
  });

  it('kills the bot and starts it by one button, which keeps the focus', async () => {
    await go('Shift+Tab', page.getByRole('button', { name: 'Kill the bot' }));
    await page.keyboard.press('Enter');
    await page.getByText('The bot is down').waitFor();
    expect(await stop()).to.equal('Start the bot');
    await page.keyboard.press('Enter');
    await page.getByText('The bot is running').waitFor();
    expect(await stop()).to.equal('Kill the bot (kill -9)');
    expect(await page.evaluate('lost')).to.deep.equal([]);
  });
});
