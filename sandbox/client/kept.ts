import { isObject, parseJson } from '../cloud/json.js';
import type { State } from './state.js';

const KEY = 'chosen';

/** What whoever looks has chosen, and no more: what has happened comes from the server. */
type Chosen = Pick<
  State,
  'theme' | 'tab' | 'columns' | 'column' | 'mail' | 'mailsOf' | 'search' | 'reference' | 'service'
>;

interface Kept {
  readonly world: string;
  readonly chosen: Chosen;
  /** Words that were typed and not sent, by person. */
  readonly drafts: readonly (readonly [string, string])[];
}

/** For this tab of the browser, until it is closed. */
export function keepChosen({ data, drafts, ...state }: State): void {
  if (data === undefined) return;
  const { theme, tab, columns, column, mail, mailsOf, search, reference, service } = state;
  const chosen: Chosen = { theme, tab, columns, column, mail, mailsOf, search, reference, service };
  const kept: Kept = { world: data.world, chosen, drafts: [...drafts] };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Brings back what was chosen before the page was loaded again. Of another tenant only the theme counts. */
export function recallChosen(state: State, world: string | undefined): void {
  const kept = parseJson(sessionStorage.getItem(KEY) ?? '');
  if (!isObject(kept)) return;
  const { world: before, chosen, drafts } = kept as unknown as Kept;
  state.theme = chosen.theme;
  if (world !== before) return;
  Object.assign(state, chosen);
  for (const [person, text] of drafts) state.drafts.set(person, text);
}
