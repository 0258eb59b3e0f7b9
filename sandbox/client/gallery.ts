import { textOf } from '../cloud/json.js';
import { actionsOf } from '../cloud/teams/card.js';
import type { CardHost } from './card/host.js';
import { drawLazily, figures, filter } from './gallery/figures.js';
import { panes, type View } from './gallery/panes.js';
import { type GalleryData, type Shown, type Theme, themes, type Width } from './gallery/shown.js';
import { wordsOf } from './gallery/words.js';

const data = JSON.parse(the('#data', HTMLScriptElement).textContent) as GalleryData;
const themeChoice = the('#theme', HTMLSelectElement);
const widthChoice = the('#width', HTMLSelectElement);
const search = the('#filter', HTMLInputElement);
const told = the('#told', HTMLElement);
const count = the('#count', HTMLElement);

// `?theme=dark&width=narrow` is a view that can be passed on.
const wished = new URLSearchParams(location.search);
themeChoice.value = wished.get('theme') ?? '';
widthChoice.value = wished.get('width') ?? '';

/** Taps lead nowhere here; what would be sent is said. */
function hostFor(shown: Shown): CardHost {
  return {
    act: (index, inputs) => {
      const action = 'card' in shown ? actionsOf(shown.card)[index]?.action : undefined;
      told.textContent = `“${textOf(action?.title) ?? ''}” would send ${JSON.stringify({ verb: action?.verb, ...inputs })}`;
    },
    open: (url) => {
      told.textContent = `This leads to ${url}`;
    },
    findPeople: async (text) =>
      data.people.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())).slice(0, 6),
    personById: async (id) => data.people.find((person) => person.id === id),
  };
}

function view(): View {
  const theme = themes.find((one) => one === themeChoice.value);
  const width = (['wide', 'narrow'] as const satisfies readonly Width[]).find((one) => one === widthChoice.value);
  return {
    themes: theme === undefined ? (['light', 'dark'] satisfies Theme[]) : [theme],
    widths: width === undefined ? ['wide', 'narrow'] : [width],
  };
}

const drawAgain = drawLazily((figure) => {
  const shown = data.shown[figure.id];
  if (shown) figure.querySelector('.panes')?.replaceChildren(...panes(shown, view(), hostFor(shown)));
});

/** The page around the cards goes with them; where they are of two themes, with the system. */
function show(): void {
  const { themes: wanted } = view();
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = wanted.length === 1 ? wanted[0] : system;
  drawAgain();
}

const words = new Map<HTMLElement, string>();
function wordsIn(figure: HTMLElement): string {
  const shown = data.shown[figure.id];
  const known = words.get(figure) ?? `${figure.textContent}\n${shown ? wordsOf(shown) : ''}`.toLowerCase();
  words.set(figure, known);
  return known;
}

function the<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

themeChoice.addEventListener('change', show);
widthChoice.addEventListener('change', show);
search.addEventListener('input', () => {
  count.textContent = filter(search.value, wordsIn);
});
// Before anything is drawn, so that only the names and not the cards' own texts are read twice.
for (const figure of figures) wordsIn(figure);
show();
