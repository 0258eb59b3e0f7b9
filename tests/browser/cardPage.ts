import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

/** What the cards on the page have asked of it so far. */
export interface Asked {
  readonly acts: readonly (readonly [index: number, inputs: Record<string, string>])[];
  readonly opened: readonly string[];
  readonly searched: readonly string[];
}

/** A page on which the cards stand, drawn by the sandbox's renderer. */
export interface CardPage {
  readonly page: Page;
  readonly asked: () => Promise<Asked>;
}

/** The directory behind the people picker: `slow …` answers late, `broken` not at all. */
const HOST = `{
  act: (...args) => asked.acts.push(args),
  open: (url) => asked.opened.push(url),
  findPeople: async (text) => {
    asked.searched.push(text);
    if (text === 'broken') throw new Error('no directory');
    if (text.startsWith('slow')) await new Promise((done) => (window.answerSlow = done));
    return people.filter(({ name }) => name.toLowerCase().includes(text.replace('slow ', '').toLowerCase()));
  },
  personById: async (id) => people.find((person) => person.id === id),
}`;

export const PEOPLE = [
  { id: 'id-priya', name: 'Priya Raman', title: 'Financial Analyst' },
  { id: 'id-novak', name: 'Alex Novak', title: 'Account Manager' },
  { id: 'id-osei', name: 'Alex Osei' },
];

let bundled: Promise<string> | undefined;

function renderer(): Promise<string> {
  bundled ??= build({
    stdin: {
      contents: `import { renderCard } from './renderCard.js'; window.renderCard = renderCard;`,
      resolveDir: 'sandbox/client/card',
    },
    bundle: true,
    write: false,
    format: 'iife',
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  return bundled;
}

/** The cards below each other in a window of this width, pixels. */
export async function cardPage(
  browser: Browser,
  cards: readonly object[],
  { width = 480, theme = 'light' }: { readonly width?: number; readonly theme?: string } = {},
): Promise<CardPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  // Everything is there at once: what is not is a fault, and need not be waited for.
  page.setDefaultTimeout(5000);
  const css = ['theme.css', 'card/card.css'].map((file) => readFileSync(`sandbox/client/${file}`, 'utf8')).join('');
  await page.setContent(
    `<!doctype html><html lang="en" data-theme="${theme}"><title>Cards</title><style>body{margin:0}${css}</style><main><h1>Cards</h1><h2>All of them</h2></main>`,
  );
  await page.addScriptTag({ content: await renderer() });
  await page.evaluate(`
    window.asked = { acts: [], opened: [], searched: [] };
    window.people = ${JSON.stringify(PEOPLE)};
    for (const card of ${JSON.stringify(cards)})
      document.querySelector('main').append(renderCard(card, ${HOST}));
  `);
  return { page, asked: () => page.evaluate('window.asked') };
}
