import type { EntryView, MethodView } from '../page/protocol.js';
import type { Page } from './page.js';
import { isSeen, named, type State } from './state.js';

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
const [osei, chen, mateo] = ['Alex Osei', 'Alex Chen', 'Mateo Fernández'];

export const tours: readonly Tour[] = [
  {
    title: 'Get Priya back in',
    steps: [
      asks(
        priya,
        'Priya has a new phone and can’t sign in. Her colleague Sam asks the bot to help her.',
        'Reset MFA for Priya – new phone',
      ),
      sends(priya),
      {
        text: 'Morgan, Priya’s manager, gets a card and a mail, makes sure that it is really Priya, and taps “Approve”.',
        isDone: (state) => happened(state, priya, 'approved'),
        buttons: show(morgan),
      },
      {
        text: 'For ten seconds Morgan can take it back. Then the bot signs Priya out and deletes her methods one by one, until only her password is left.',
        isDone: (state) => happened(state, priya, 'resetFinished'),
        buttons: (page) => [
          {
            label: 'Watch the directory',
            press: () => {
              page.leadTo('directory');
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
        text: 'Within half a minute the bot notices, and tells Sam that Priya is back.',
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
        'Somebody calls Sam and says they are Alex Osei. Sam believes it, and asks.',
        `reset mfa for ${osei} because they say the phone is gone`,
      ),
      sends(osei),
      {
        text: 'Ingrid approves for Alex, and calls: Alex has the phone, and never asked. Ingrid taps “Reject”, chooses a reason, and sends it.',
        isDone: (state) => happened(state, osei, 'rejected'),
        buttons: show(ingrid),
      },
      {
        text: 'Sam reads the reason. Nothing was deleted.',
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
        text: 'Ingrid approves for this Alex too, and taps “Approve”.',
        isDone: (state) => happened(state, chen, 'approved'),
        buttons: show(ingrid),
      },
      {
        text: 'Within the ten seconds, before anything is deleted, kill the bot: it gets no time to tidy up. Then start it again.',
        isDone: (state) =>
          // Whoever was too slow for the ten seconds goes on as well.
          happened(state, chen, 'resetFinished') ||
          (state.interrupted.has(referenceFor(state, chen) ?? '') && state.data?.bot.state === 'running'),
        buttons: (page) =>
          page.state.data?.bot.state === 'stopped'
            ? [{ label: 'Start the bot', press: () => page.move('bot', 'start', {}) }]
            : [{ label: 'Kill the bot (kill -9)', press: () => page.move('bot', 'kill', {}) }],
      },
      {
        text: 'Ingrid’s decision was on the disk before the card said so: the bot goes on, deletes each method exactly once, and tells Sam.',
        isDone: (state) => happened(state, chen, 'resetFinished'),
        buttons: show(sam),
      },
    ],
  },
  {
    title: 'Help from a message',
    steps: [
      {
        text: 'Mateo writes to Sam in Teams, where no bot listens.',
        isDone: (state) =>
          referenceFor(state, mateo) !== undefined || state.data?.received[named(state, sam)?.id ?? '']?.from === mateo,
        buttons: (page) => [
          {
            label: 'Mateo writes to Sam',
            press: () => {
              const [person, to] = [mateo, sam].map((name) => named(page.state, name)?.id ?? '');
              page.show(to ?? '');
              return page.act('write', {
                person: person ?? '',
                to: to ?? '',
                text: 'My phone fell into the harbour. Can you get me back in?',
              });
            },
          },
        ],
      },
      {
        text: 'On that message Sam chooses “Request MFA reset”. The form opens in a dialog with Mateo chosen, and with none of his words: Sam says why.',
        isDone: (state) => referenceFor(state, mateo) !== undefined,
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
    if (person === undefined || isSeen(page.state, person.id)) return [];
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

function methodsOf(state: State, name: string): readonly MethodView[] {
  return (state.data?.methods[named(state, name)?.id ?? ''] ?? []).filter(({ gone }) => !gone);
}
