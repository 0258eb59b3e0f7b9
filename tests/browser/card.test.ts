import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { approvalCard } from '../../cards/approval/approvalCard.js';
import { formCard } from '../../cards/asking/formCard.js';
import { translator } from '../../cards/strings.js';
import type { JsonObject } from '../../sandbox/cloud/json.js';
import { actionsOf } from '../../sandbox/cloud/teams/card.js';
import { examples, links, NOW, support } from '../../sandbox/gallery/examples.js';
import { axe } from './axe.js';
import { openBrowser } from '../../sandbox/browser/browser.js';
import { cardPage } from './cardPage.js';

const t = translator('en-GB', 'Europe/London');
const rows = examples((what) => what);
const approval = approvalCard({
  request: rows['pendingRisky']!,
  viewer: rows['pendingRisky']!.nominees[0]!.person,
  now: NOW,
  t,
  support,
  links,
}).content as JsonObject;
const form = formCard({ t, wish: { personId: 'id-priya', why: 'A new phone since Monday', lost: 'newPhone' } }).content;

const card = (body: readonly object[], more: object = {}): JsonObject => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...more,
});
const execute = (title: string, more: object = {}): object => ({ type: 'Action.Execute', verb: 'do', title, ...more });

/** An action in every place that a card has for one. */
const everywhere = card(
  [
    { type: 'Container', selectAction: execute('A container'), items: [{ type: 'TextBlock', text: 'A box' }] },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'A run', selectAction: execute('A text') }] },
    {
      type: 'ColumnSet',
      columns: [{ type: 'Column', items: [{ type: 'ActionSet', actions: [execute('In a column')] }] }],
    },
    { type: 'Input.Text', id: 'words', label: 'Words', inlineAction: execute('Beside a field') },
  ],
  {
    actions: [
      execute('First'),
      {
        type: 'Action.ShowCard',
        title: 'Show more',
        card: card([{ type: 'Input.Text', id: 'inner', label: 'Inner' }], { actions: [execute('Inside')] }),
      },
      { type: 'Action.Submit', title: 'Submit', data: { a: 1 } },
      { type: 'Action.Unheard', title: 'Unheard', fallback: { type: 'Action.Submit', title: 'Instead' } },
      execute('Behind the dots', { mode: 'secondary' }),
    ],
  },
);

describe('a card in the browser', function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  describe('a tap', () => {
    const places = ['A container', 'A text', 'In a column', 'Beside a field', 'First', 'Inside', 'Submit', 'Instead'];
    for (const title of [...places, 'Behind the dots'])
      it(`says which action it was: ${title}`, async () => {
        const { page, asked } = await cardPage(browser, [everywhere]);
        if (title === 'Inside') await page.getByRole('button', { name: 'Show more' }).click();
        if (title === 'Behind the dots') await page.getByRole('button', { name: 'More options' }).click();
        const role = title === 'Behind the dots' ? 'menuitem' : 'button';
        await page.getByRole(role, { name: title, exact: true }).click();
        const index = actionsOf(everywhere).findIndex(({ action }) =>
          [action['title'], (action['fallback'] as JsonObject | undefined)?.['title']].includes(title),
        );
        expect((await asked()).acts.map(([at]) => at)).to.deep.equal([index]);
      });

    it('on a link opens its address, and nothing is sent', async () => {
      const { page, asked } = await cardPage(browser, [
        card([{ type: 'TextBlock', text: 'See [the guide](https://mfa.example.com/next).' }], {
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://mfa.example.com/' }],
        }),
      ]);
      const guide = page.getByRole('link', { name: 'the guide' });
      expect(await guide.getAttribute('rel')).to.contain('noopener');
      await guide.click();
      await page.getByRole('link', { name: 'Open' }).click();
      expect(await asked()).to.deep.include({
        acts: [],
        opened: ['https://mfa.example.com/next', 'https://mfa.example.com/'],
      });
    });

    it('on a toggle shows the hidden element, by the id the card has for it', async () => {
      const { page } = await cardPage(browser, [
        card([{ type: 'TextBlock', id: 'more', text: 'Hidden', isVisible: false }], {
          actions: [{ type: 'Action.ToggleVisibility', title: 'Toggle', targetElements: ['more'] }],
        }),
      ]);
      expect(await page.getByText('Hidden').isVisible()).to.be.false;
      await page.getByRole('button', { name: 'Toggle' }).click();
      expect(await page.getByText('Hidden').isVisible()).to.be.true;
    });
  });

  describe('what was typed', () => {
    const fields = card(
      [
        { type: 'Input.Text', id: 'text', label: 'Text', value: 'before' },
        { type: 'Input.Text', id: 'untouched', label: 'Untouched' },
        { type: 'Input.Toggle', id: 'toggle', label: 'Toggle', title: 'On' },
        { type: 'Input.Number', id: 'number', label: 'Number' },
      ],
      { actions: [execute('Send'), execute('Back', { associatedInputs: 'none' })] },
    );

    it('goes along as text; an emptied field is empty at the second try too', async () => {
      const { page, asked } = await cardPage(browser, [fields]);
      await page.getByLabel('Text', { exact: true }).fill('');
      await page.getByLabel('On').check();
      await page.getByLabel('Number').fill('7');
      for (let tries = 0; tries < 2; tries += 1) await page.getByRole('button', { name: 'Send' }).click();
      const inputs = { text: '', toggle: 'true', number: '7' };
      expect((await asked()).acts.map(([, sent]) => sent)).to.deep.equal([inputs, inputs]);
    });

    it('stays out of a button that takes no inputs', async () => {
      const { page, asked } = await cardPage(browser, [fields]);
      await page.getByRole('button', { name: 'Back' }).click();
      expect((await asked()).acts).to.deep.equal([[1, {}]]);
    });

    it('that is missing is said where it is missing, and nothing is sent', async () => {
      const { page, asked } = await cardPage(browser, [approval]);
      await page.getByRole('button', { name: t('approval.reject'), exact: true }).click();
      await page.getByRole('button', { name: t('approval.reject.send') }).click();
      expect(await page.getByText(t('approval.reject.reasonMissing')).isVisible()).to.be.true;
      expect((await asked()).acts).to.deep.equal([]);
      const reasons = page.getByRole('radiogroup', { name: t('approval.reject.reason') });
      await reasons.getByLabel(t('reject.notNeeded')).check();
      await page.getByRole('button', { name: t('approval.reject.send') }).click();
      expect((await asked()).acts.map(([, sent]) => sent)).to.deep.equal([{ reason: 'notNeeded' }]);
    });

    it('in one card is not in the same card beside it', async () => {
      const { page } = await cardPage(browser, [approval, approval]);
      for (const at of [0, 1]) {
        await page
          .getByRole('button', { name: t('approval.reject'), exact: true })
          .nth(at)
          .click();
        await page.getByLabel(t('reject.notNeeded')).nth(at).check();
      }
      expect(await page.getByLabel(t('reject.notNeeded')).nth(0).isChecked()).to.be.true;
      const ids = await page.locator('[id]').evaluateAll((all: { id: string }[]) => all.map(({ id }) => id));
      expect(ids).to.have.lengthOf(new Set(ids).size);
    });
  });

  describe('the people picker', () => {
    const personLabel = t('form.person');
    const empty = formCard({ t }).content;

    it('is filled in by keys, and its value is the object id', async () => {
      const { page, asked } = await cardPage(browser, [empty]);
      const field = page.getByRole('combobox', { name: personLabel });
      await field.pressSequentially('alex');
      await page.getByRole('option', { name: 'Alex Novak Account Manager' }).waitFor();
      expect((await asked()).searched, 'one question for the whole word').to.deep.equal(['alex']);
      expect(await field.getAttribute('aria-expanded')).to.equal('true');
      await field.press('ArrowDown');
      const active = await field.getAttribute('aria-activedescendant');
      expect(await page.locator(`[id="${active}"]`).textContent()).to.contain('Alex Osei');
      await field.press('ArrowDown');
      await field.press('ArrowUp');
      await field.press('Enter');
      expect(await field.inputValue()).to.equal('Alex Osei');
      expect(await page.getByRole('listbox').count()).to.equal(0);
      await page.getByRole('button', { name: t('form.next') }).click();
      expect((await asked()).acts[0]![1]).to.include({ personId: 'id-osei' });
    });

    it('is filled in by a tap', async () => {
      const { page, asked } = await cardPage(browser, [empty]);
      await page.getByRole('combobox', { name: personLabel }).fill('priya');
      await page.getByText('Financial Analyst').click();
      await page.getByRole('button', { name: t('form.next') }).click();
      expect((await asked()).acts[0]![1]).to.include({ personId: 'id-priya' });
    });

    it('shows the name of a preset id, sends the id, and nothing once another name was begun', async () => {
      const { page, asked } = await cardPage(browser, [form]);
      const field = page.getByRole('combobox', { name: personLabel });
      const send = page.getByRole('button', { name: t('form.next') });
      expect(await field.inputValue()).to.equal('Priya Raman');
      await send.click();
      await field.fill('Priya R');
      await send.click();
      expect((await asked()).acts.map(([, { personId }]) => personId)).to.deep.equal(['id-priya', '']);
      expect(await field.inputValue(), 'words that name nobody').to.equal('');
    });

    it('says when it knows nobody, and when the directory does not answer', async () => {
      const { page } = await cardPage(browser, [empty]);
      const field = page.getByRole('combobox', { name: personLabel });
      await field.fill('zebra');
      await page.getByRole('status').filter({ hasText: 'Nobody of that name' }).waitFor();
      await field.press('Escape');
      expect(await page.getByRole('status').textContent()).to.equal('');
      await field.fill('broken');
      await page.getByRole('status').filter({ hasText: 'did not answer' }).waitFor();
    });

    it('does not show the late answer to an earlier question', async () => {
      const { page } = await cardPage(browser, [empty]);
      const field = page.getByRole('combobox', { name: personLabel });
      await field.fill('slow alex');
      await page.waitForFunction('window.answerSlow');
      await field.fill('priya');
      const list = page.getByRole('listbox', { name: personLabel });
      await list.getByRole('option').waitFor();
      await page.evaluate('window.answerSlow()');
      expect(await list.getByRole('option').allTextContents()).to.deep.equal(['PRPriya Raman Financial Analyst']);
    });

    it('closes at Escape and keeps what was typed', async () => {
      const { page } = await cardPage(browser, [empty]);
      const field = page.getByRole('combobox', { name: personLabel });
      await field.fill('alex');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      await field.press('Escape');
      expect(await field.getAttribute('aria-expanded')).to.equal('false');
      expect(await field.inputValue()).to.equal('alex');
    });
  });

  it('has the other buttons behind three dots, reached by keys alone', async () => {
    const { page, asked } = await cardPage(browser, [approval]);
    const dots = page.getByRole('button', { name: 'More options' });
    expect(await dots.getAttribute('aria-haspopup')).to.equal('menu');
    await dots.press('Enter');
    expect(await dots.getAttribute('aria-expanded')).to.equal('true');
    expect(await page.locator('.card').getByRole('menu').count(), 'in the card, so in its theme').to.equal(1);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).to.equal(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const index = actionsOf(approval).findIndex(({ action }) => action['verb'] === 'notForMe');
    expect((await asked()).acts).to.deep.equal([[index, {}]]);
  });

  it('reads Markdown where Teams does, and nobody’s markup', async () => {
    const text = '**bold** <b>tag</b> [bad](javascript:alert(1))\n\n- one\n- two\n\n# no heading';
    const { page } = await cardPage(browser, [
      card([
        { type: 'TextBlock', wrap: true, text },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '**literal**' }] },
      ]),
    ]);
    expect(await page.locator('.card strong').allTextContents()).to.deep.equal(['bold']);
    expect(await page.locator('.card li').allTextContents()).to.deep.equal(['one', 'two']);
    expect(await page.locator('.card :is(a, b, h1)').count()).to.equal(0);
    expect(await page.getByText('**literal**').isVisible()).to.be.true;
  });

  it('says its language, direction and name', async () => {
    const { page } = await cardPage(browser, [
      card([{ type: 'TextBlock', text: 'Shalom' }], { lang: 'he-IL', rtl: true, speak: 'A greeting' }),
      approval,
    ]);
    const greeting = page.getByRole('group', { name: 'A greeting' });
    expect(await greeting.getAttribute('lang')).to.equal('he-IL');
    expect(await greeting.getAttribute('dir')).to.equal('rtl');
    expect(await page.getByRole('group', { name: t('approval.pending.heading') }).count()).to.equal(1);
  });

  it('leaves the clicks of the page around it alone', async () => {
    const { page } = await cardPage(browser, [approval]);
    expect(await page.evaluate('document.onclick')).to.be.null;
  });

  it('of a version that is not out yet shows its fallback, and an unknown element is left out', async () => {
    const { page } = await cardPage(browser, [
      card([{ type: 'TextBlock', text: 'From the future' }], { version: '9.0', fallbackText: 'Please update' }),
      card([
        { type: 'Hologram', text: 'Unseen' },
        { type: 'TextBlock', text: 'Seen' },
      ]),
    ]);
    expect(await page.locator('.card').allInnerTexts()).to.deep.equal(['Please update', 'Seen']);
  });

  for (const theme of ['light', 'dark', 'contrast'])
    it(`has no fault that axe finds in the theme ${theme}, with its list and menu open`, async () => {
      const { page } = await cardPage(browser, [form, approval], { theme });
      await page.getByRole('button', { name: t('approval.reject'), exact: true }).click();
      await page.getByRole('button', { name: t('approval.reject.send') }).click();
      await page.getByRole('button', { name: 'More options' }).click();
      expect(await axe(page), 'the menu').to.deep.equal([]);
      await page.getByRole('combobox', { name: t('form.person') }).fill('alex');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      expect(await axe(page), 'the list').to.deep.equal([]);
    });

  it('fits 320 pixels, and its buttons wrap rather than their titles, each high enough for a thumb', async () => {
    const { page } = await cardPage(browser, [form, approval, everywhere], { width: 320 });
    const width = await page.locator('html').evaluate(({ scrollWidth }: { scrollWidth: number }) => scrollWidth);
    expect(width).to.equal(320);
    for (const button of await page.locator('button').all())
      expect((await button.boundingBox())!.height, await button.innerText()).to.be.within(32, 36);
  });
});

describe('the page’s colours', () => {
  const css = readFileSync('sandbox/client/theme.css', 'utf8');
  const grounds = ['bg', 'bg-2', 'bg-3', 'accent-bg', 'good-bg', 'warn-bg', 'bad-bg', 'bubble-me'];
  const inks = ['fg', 'fg-2', 'accent', 'good', 'warn', 'bad'];
  const pairs = [
    ...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)),
    ...([
      ['accent-fg', 'accent'],
      ['bad-fg', 'bad'],
    ] as const),
  ];

  for (const theme of ['light', 'dark', 'contrast'])
    it(`reach 4.5:1 in the theme ${theme}, every ink on every ground, and 3:1 for edges`, () => {
      const block = css.slice(css.indexOf(`[data-theme='${theme}']`)).split('}')[0]!;
      const colours = new Map([...block.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, hex]) => [name!, hex!]));
      const ratio = (one: string, other: string): number => contrast(colours.get(one)!, colours.get(other)!);
      const faint = pairs.filter(([ink, ground]) => ratio(ink, ground) < 4.5);
      expect(faint.map((pair) => `${pair.join(' on ')}: ${ratio(...pair).toFixed(2)}`)).to.deep.equal([]);
      for (const edge of ['line-strong', 'focus'])
        for (const ground of grounds) expect(ratio(edge, ground), `${edge} on ${ground}`).to.be.at.least(3);
    });
});

/** WCAG 2.2's contrast ratio of two colours `#rrggbb`. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
