import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const PANELS = ['Chats', 'Guide', 'Mail', 'Directory', 'Channel', 'Timeline', 'Log', 'Levers'];
/** A phone, the narrowest that WCAG names, and two large windows zoomed in: 1500 × 900 to 200 %, 1280 × 1024 to 400 %. */
const WINDOWS = [
  [360, 740],
  [320, 640],
  [750, 450],
  [320, 256],
] as const;
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2);
const ARABIC = 'فقدت هاتفي الجديد اليوم في القطار إلى المدينة';

/** What stands out to the right, and what hides words at its edge. */
const OVERFLOW = `(() => {
  const seen = [...document.querySelectorAll('body *')].filter((one) => one.closest('.hidden, .skip') === null && one.checkVisibility());
  return [
    ...seen.filter((one) => one.getBoundingClientRect().right > innerWidth + 1),
    ...seen.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches('select') && getComputedStyle(one).overflowX !== 'visible'),
    ...(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : []),
  ].map((one) => one.outerHTML.slice(0, 160));
})()`;

/** Whatever can be operated has to be reached by scrolling, and to be large enough to hit; links in a sentence may be small. */
const TARGETS = `(() => {
  const faults = [];
  for (const one of document.querySelectorAll('button, select, input, textarea, summary, [role=tab]')) {
    if (!one.checkVisibility() || one.closest('.toasts') !== null) continue;
    one.scrollIntoView({ block: 'center' });
    const box = one.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (hit === null || !(one.contains(hit) || hit.contains(one) && hit.matches('label'))) faults.push('not reached: ' + one.outerHTML.slice(0, 160));
    // The words beside a box belong to it.
    const { width, height } = (one.matches('[type=checkbox], [type=radio]') ? one.parentElement : one).getBoundingClientRect();
    if (width < 24 || height < 24) faults.push(width + ' × ' + height + ': ' + one.outerHTML.slice(0, 160));
  }
  for (const one of document.querySelectorAll('[role=log], [role=tabpanel]'))
    if (one.clientHeight < 100) faults.push('too low to read: ' + one.outerHTML.slice(0, 160));
  for (const one of document.querySelectorAll('body, body *'))
    if (one.scrollTop > 0 && getComputedStyle(one).overflowY === 'hidden') faults.push('nobody scrolls it: ' + one.outerHTML.slice(0, 160));
  return faults;
})()`;

describe('the sandbox’s page on a phone', () => {
  let open: SandboxPage;
  let page: Page;
  let tour: Locator;

  before(async () => {
    open = await openSandbox();
    const { directory } = open.sandbox.world.cloud;
    directory.add({
      id: crypto.randomUUID(),
      displayName: `${LONG} ${ARABIC}`,
      userPrincipalName: 'long@contoso.example',
    });
    const phone = await open.browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      locale: 'en-GB',
    });
    page = await phone.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(open.url);
    tour = page.getByRole('region', { name: 'Get Priya back in' });
    await tour.waitFor();
  });
  after(() => open.close());

  const chat = (name: string): Locator => page.getByRole('region', { name: `${name}’s chat` });
  const turnTo = (tab: string): Promise<void> => page.getByRole('tab', { name: new RegExp(`^${tab}`) }).tap();

  it('leads through the whole job by taps', async () => {
    await open.sandbox.lever('shortTimes', true);
    await tour.getByRole('button', { name: /^Sam says/ }).tap();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).tap();
    await chat('Sam Whitfield').getByText('Waiting for approval').waitFor();
    await turnTo('Guide');
    await tour.getByRole('button', { name: 'Show Morgan’s chat' }).tap();
    // However slow this machine is, the reset is not over before somebody looks.
    const waiting = {
      service: 'graph',
      match: { path: /revokeSignInSessions$/ },
      kind: 'delay',
      delayMs: 15_000,
    } as const;
    const waits = open.sandbox.world.cloud.faults.add(waiting);
    await chat('Morgan Okafor').getByRole('button', { name: 'Approve', exact: true }).tap();
    await chat('Morgan Okafor').getByText('You can take it back').waitFor();
    await turnTo('Guide');
    await tour.getByRole('button', { name: 'Watch the directory' }).tap();
    waits.remove();
    await page.getByRole('tabpanel').getByText('gone', { exact: true }).nth(3).waitFor();
    await turnTo('Guide');
    await tour.getByRole('button', { name: 'Priya registers again' }).tap();
    await tour.getByRole('button', { name: 'Show Sam’s chat' }).tap();
    await chat('Sam Whitfield').getByText('Priya Raman has set up MFA again').first().waitFor();
    await turnTo('Guide');
    await tour.getByText('All of it happened').waitFor();
    await open.sandbox.lever('shortTimes', false);
  });

  it('has room for words of any length and script, and every card', async () => {
    const { teams } = open.sandbox.world.cloud;
    const sam = teams.user('Sam Whitfield');
    await sam.say(`reset mfa for Alex Osei because ${LONG} ${ARABIC}`);
    await turnTo('Chats');
    await page.getByRole('button', { name: 'Sam', exact: false }).first().tap();
    await chat('Sam Whitfield').getByRole('button', { name: 'Send request' }).tap();
    await chat('Sam Whitfield').getByText('Waiting for approval').waitFor();
    await sam.say('reset mfa for Alex Novak because the phone is gone');
    await sam.say('reset mfa');
    await chat('Sam Whitfield').getByRole('combobox', { name: 'Colleague' }).waitFor();
    const ingrid = open.sandbox.world.cloud.directory.user('Ingrid Sørensen').id;
    await page.getByRole('button', { name: 'Priya' }).tap();
    await page.getByRole('combobox', { name: /^Whose chat/ }).selectOption({ value: ingrid });
    await chat('Ingrid Sørensen').getByRole('button', { name: 'Reject', exact: true }).tap();
    await chat('Ingrid Sørensen').getByRole('button', { name: 'Reject request' }).waitFor();
  });

  /** Every panel, every chat, and what can be opened in them. */
  async function everywhere(look: (at: string) => Promise<void>): Promise<void> {
    for (const panel of PANELS) {
      await turnTo(panel);
      await look(panel);
      if (panel === 'Chats')
        for (const name of ['Sam', 'Morgan', 'Ingrid']) {
          await page.getByRole('group', { name: 'Whose chat' }).getByRole('button', { name }).tap();
          await look(`${name}’s chat`);
        }
      if (panel === 'Directory') {
        const search = page.getByRole('searchbox');
        await search.fill(LONG.slice(0, 20));
        await look('somebody with a long name');
        await search.fill('');
      }
      if (panel !== 'Mail') continue;
      for (const subject of [/Request received/, /MFA reset: your decision/]) {
        await page.getByRole('tabpanel').getByRole('button', { name: subject }).first().tap();
        await page.getByText('As plain text').tap();
        await look(String(subject));
        await page.getByRole('button', { name: 'All mail' }).tap();
      }
    }
  }

  for (const [width, height] of WINDOWS)
    it(`loses nothing at ${width} × ${height}: no words, nothing to tap, and no tab`, async () => {
      const faults: string[] = [];
      for (const theme of ['light', 'contrast']) {
        await page.setViewportSize({ width, height });
        await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
        await everywhere(async (at) => {
          for (const question of theme === 'light' ? [OVERFLOW, TARGETS] : [OVERFLOW])
            faults.push(...(await page.evaluate<readonly string[]>(question)).map((fault) => `${at}: ${fault}`));
        });
      }
      expect(faults).to.deep.equal([]);
    });
});
