import type { EntryView } from '../page/protocol.js';
import type { Page } from './page.js';
import { named, type State } from './state.js';

export interface Tour {
  readonly title: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly text: string;
  /** Told by what is in the journal and the chats, so that a step counts however it was done. */
  readonly isDone: (state: State) => boolean;
  readonly buttons?: (page: Page) => readonly { readonly label: string; readonly press: () => unknown }[];
}

const [sam, morgan, priya, ingrid] = ['Sam Whitfield', 'Morgan Okafor', 'Priya Raman', 'Ingrid Sørensen'];
const [osei, chen] = ['Alex Osei', 'Alex Chen'];

export const tours: readonly Tour[] = [
  {
    title: 'Get Priya back in',
    steps: [
      asks(
        priya,
        'Priya has a new phone and can’t sign in. Sam asks the bot to help her.',
        'Reset MFA for Priya – new phone',
      ),
      sends(priya),
      {
        text: 'Morgan is Priya’s manager and has a card and a mail. Morgan checks, and taps Approve.',
        isDone: (state) => happened(state, priya, 'approved'),
        buttons: show(morgan),
      },
      {
        text: 'Ten seconds to take it back; then Priya is signed out, and her methods go one by one, until the list proves it.',
        isDone: (state) => happened(state, priya, 'resetFinished'),
        buttons: (page) => [
          {
            label: 'Watch the directory',
            press: () => {
              page.turnTo('directory');
            },
          },
        ],
      },
      {
        text: 'Priya signs in with her password, and sets up Microsoft Authenticator on the new phone.',
        isDone: (state) =>
          happened(state, priya, 'resetFinished') &&
          (methodsOf(state, priya).length > 1 || happened(state, priya, 'registered')),
        buttons: (page) => [
          {
            label: 'Priya registers again',
            press: () => page.act('register', { person: named(page.state, priya)?.id ?? '' }),
          },
        ],
      },
      {
        text: 'Within half a minute the bot has noticed, and tells Sam that Priya is registered again.',
        isDone: (state) => happened(state, priya, 'registered'),
        buttons: show(sam),
      },
    ],
  },
  {
    title: 'Say no',
    steps: [
      asks(
        osei,
        'Somebody calls Sam and says they are Alex Osei.',
        `reset mfa for ${osei} because they say the phone is gone`,
      ),
      sends(osei),
      {
        text: 'Ingrid calls Alex, who has the phone. Ingrid taps Reject, chooses the reason, and sends it.',
        isDone: (state) => happened(state, osei, 'rejected'),
        buttons: show(ingrid),
      },
      {
        text: 'Sam reads the reason; nothing was deleted.',
        isDone: (state) => happened(state, osei, 'rejected') && state.columns.includes(named(state, sam)?.id ?? ''),
        buttons: show(sam),
      },
    ],
  },
  {
    title: 'Pull the plug',
    steps: [
      asks(chen, 'Alex Chen has lost everything. Sam asks.', `reset mfa for ${chen} because the whole bag is gone`),
      sends(chen),
      {
        text: 'Ingrid approves.',
        isDone: (state) => happened(state, chen, 'approved'),
        buttons: show(ingrid),
      },
      {
        text: 'Before anything is cleared, the bot is killed; nobody gets to tidy up. Then start it again.',
        isDone: (state) =>
          // Whoever was too slow for the ten seconds goes on as well.
          happened(state, chen, 'resetFinished') ||
          (state.interrupted.has(referenceFor(state, chen) ?? '') && state.data?.bot.state === 'running'),
        buttons: (page) =>
          page.state.data?.bot.state === 'stopped'
            ? [{ label: 'Start the bot', press: () => page.move('bot', 'start', {}) }]
            : [{ label: 'kill -9', press: () => page.move('bot', 'kill', {}) }],
      },
      {
        text: 'The decision was on the disk before Ingrid saw it taken: each method goes, exactly once, and Sam is told.',
        isDone: (state) => happened(state, chen, 'resetFinished'),
        buttons: show(sam),
      },
    ],
  },
];

function asks(target: string, story: string, words: string): Step {
  return {
    text: story,
    isDone: (state) =>
      referenceFor(state, target) !== undefined ||
      (state.data?.chats[named(state, sam)?.id ?? ''] ?? []).some(
        ({ from, text }) => from === 'user' && text === words,
      ),
    buttons: (page) => [
      {
        label: `Sam says: ${words}`,
        press: () => {
          const person = named(page.state, sam)?.id ?? '';
          page.show(person);
          return page.say(person, words);
        },
      },
    ],
  };
}

function sends(target: string): Step {
  return {
    text: 'The bot shows what will happen. Sam taps “Send request” on the card.',
    isDone: (state) => referenceFor(state, target) !== undefined,
    buttons: show(sam),
  };
}

function show(name: string): Step['buttons'] {
  return (page) => {
    const person = named(page.state, name);
    if (person === undefined || (page.state.columns.includes(person.id) && page.state.wide)) return [];
    return [
      {
        label: `Show ${name.split(' ')[0] ?? name}’s chat`,
        press: () => {
          page.show(person.id);
        },
      },
    ];
  };
}

function happened(state: State, target: string, event: string): boolean {
  const reference = referenceFor(state, target);
  return entries(state).some((entry) => entry.reference === reference && entry.event === event);
}

/** The newest request for somebody. */
function referenceFor(state: State, target: string): string | undefined {
  return entries(state).findLast((entry) => entry.event === 'submitted' && entry.target === target)?.reference;
}

function entries({ data }: State): readonly EntryView[] {
  return data?.entries ?? [];
}

function methodsOf(state: State, name: string): readonly unknown[] {
  return state.data?.methods[named(state, name)?.id ?? ''] ?? [];
}
