import type { PersonView, Snapshot } from '../page/protocol.js';

export const tabs = ['chats', 'guide', 'mail', 'directory', 'channel', 'timeline', 'log', 'levers'] as const;
export type Tab = (typeof tabs)[number];

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

/** Something that happened where nobody was looking. */
export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly button?: { readonly label: string; readonly press: () => unknown };
}

/** All the page shows: what the server said, and what whoever looks has chosen. */
export interface State {
  /** Undefined until the server has spoken. */
  data: Snapshot | undefined;
  connected: boolean;
  theme: Theme;
  /** Room for the chats and a panel side by side. */
  wide: boolean;
  /** How many chats there is room for side by side. */
  seats: number;
  tab: Tab;
  /** Whose chats are side by side, by id, as far as there are seats; on a small screen one of them is seen. */
  columns: readonly string[];
  column: number;
  /** Messages that came into a chat nobody was looking at, by person. */
  readonly unread: Map<string, number>;
  newMails: number;
  newPosts: number;
  /** Who reads IT's channel on this page, by id; the first of its members when undefined. */
  reader: string | undefined;
  /** Whom the bot is typing to. */
  readonly typing: Set<string>;
  /** What a tap came to, by message. */
  readonly notes: Map<string, { readonly ok: boolean; readonly text: string }>;
  /** Messages whose tap is under way. */
  readonly busy: Set<string>;
  readonly drafts: Map<string, string>;
  /** Whose list of commands is open. */
  commands: string | undefined;
  /** References of requests during whose reset the bot was stopped. */
  readonly interrupted: Set<string>;
  toasts: readonly Toast[];
  /** Selector of what is to have the focus once it is drawn: somebody was led there. */
  lookAt: string | undefined;
  /** What is being read, and whose mails are listed; everybody's when undefined. */
  mail: string | undefined;
  mailsOf: string | undefined;
  search: string;
  reference: string | undefined;
  service: string;
  /** Levers and the bot's switch while they are being moved. */
  readonly moving: Set<string>;
}

export function newState(): State {
  return {
    data: undefined,
    connected: false,
    theme: 'light',
    wide: true,
    seats: 3,
    tab: 'guide',
    columns: [],
    column: 0,
    unread: new Map(),
    newMails: 0,
    newPosts: 0,
    reader: undefined,
    typing: new Set(),
    notes: new Map(),
    busy: new Set(),
    drafts: new Map(),
    commands: undefined,
    interrupted: new Set(),
    toasts: [],
    lookAt: undefined,
    mail: undefined,
    mailsOf: undefined,
    search: '',
    reference: undefined,
    service: '',
    moving: new Set(),
  };
}

export function personBy(state: State, id: string): PersonView | undefined {
  return state.data?.people.find((person) => person.id === id);
}

export function named(state: State, name: string): PersonView | undefined {
  return state.data?.people.find((person) => person.name === name);
}

/** Whether somebody who looks at the page sees this person's chat. */
export function isSeen(state: State, person: string): boolean {
  if (state.wide) return state.columns.slice(0, state.seats).includes(person);
  return state.tab === 'chats' && state.columns[state.column] === person;
}
