import { nodes } from './cardCheck.js';

/** Everything a card says, line by line. */
export function textOf(content: object): string {
  return [...nodes(content)].map(({ node }) => (typeof node['text'] === 'string' ? node['text'] : '')).join('\n');
}

/** What can be tapped, in order: verbs, `reject` and `objection` for their forms, `open` for a link; in brackets what is behind the three dots. */
export function buttonsOf(content: object): string {
  const { actions = [] } = content as { readonly actions?: readonly Readonly<Record<string, unknown>>[] };
  const nameOf = ({ type, verb, card }: Readonly<Record<string, unknown>>): string =>
    type === 'Action.OpenUrl' ? 'open' : type === 'Action.ShowCard' ? formOf(card) : String(verb);
  const formOf = (card: unknown): string => (JSON.stringify(card).includes('"verb":"freeze"') ? 'objection' : 'reject');
  return actions.map((action) => (action['mode'] === 'secondary' ? `(${nameOf(action)})` : nameOf(action))).join(' ');
}
