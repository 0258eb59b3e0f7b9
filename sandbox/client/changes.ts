import type { Change, MessageView, Snapshot } from '../page/protocol.js';
import { recallChosen } from './kept.js';
import { isSeen, personBy, type State } from './state.js';

const SIDE_BY_SIDE = 3;
const CALLS_KEPT = 400;

/** Brings the state up to what the server says. Gives what happened where nobody was looking. */
export function apply(state: State, change: Change): { readonly person?: string; readonly mail?: string } {
  if (change.kind === 'snapshot') {
    begin(state, change.snapshot);
    return {};
  }
  const { data } = state;
  if (data === undefined) return {};
  switch (change.kind) {
    case 'person':
      state.data = { ...data, people: data.people.map((one) => (one.id === change.person.id ? change.person : one)) };
      return {};
    case 'message':
      return took(state, data, change.person, change.message);
    case 'post':
      return posted(state, data, change.message);
    case 'typing':
      state.typing.add(change.person);
      return {};
    case 'mail':
      state.data = { ...data, mails: [...data.mails, change.mail] };
      if (state.tab === 'mail') return {};
      state.newMails += 1;
      return { mail: change.mail.id };
    case 'methods':
      state.data = { ...data, methods: { ...data.methods, [change.person]: change.methods } };
      return {};
    case 'call':
      state.data = { ...data, calls: [...data.calls, change.call].slice(-CALLS_KEPT) };
      return {};
    case 'entry':
      state.data = { ...data, entries: [...data.entries, change.entry] };
      return {};
    case 'bot':
      state.data = { ...data, bot: change.bot };
      if (change.bot.state === 'stopped') noteInterrupted(state, data);
      return {};
    case 'levers':
      state.data = { ...data, levers: change.levers };
      return {};
    case 'dialog':
      state.data = { ...data, dialogs: { ...withoutKey(data.dialogs, change.person), ...only(change) } };
      return {};
    case 'received':
      state.data = { ...data, received: { ...data.received, [change.person]: change.message } };
      return {};
    case 'play':
      if (change.play !== undefined && change.play.story !== data.play?.story) state.columns = change.play.people;
      state.data = { ...data, play: change.play };
      return {};
  }
}

function only({ person, dialog }: Extract<Change, { kind: 'dialog' }>): Snapshot['dialogs'] {
  return dialog === undefined ? {} : { [person]: dialog };
}

function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

function begin(state: State, snapshot: Snapshot): void {
  // The same tenant again: the connection was lost, and what was chosen stays.
  if (state.data?.world !== snapshot.world) {
    for (const chosen of [state.unread, state.interrupted, state.typing, state.notes, state.busy, state.drafts])
      chosen.clear();
    state.columns = snapshot.play?.people ?? snapshot.people.slice(0, SIDE_BY_SIDE).map(({ id }) => id);
    Object.assign(state, {
      column: 0,
      newMails: 0,
      newPosts: 0,
      reader: undefined,
      mail: undefined,
      mailsOf: undefined,
      reference: undefined,
      toasts: [],
    });
    // Only what was loaded again has anything to recall.
    if (state.data === undefined) recallChosen(state, snapshot.world);
  }
  state.data = snapshot;
}

function took(state: State, data: Snapshot, person: string, message: MessageView): { readonly person?: string } {
  const chat = data.chats[person] ?? [];
  const known = chat.some(({ id }) => id === message.id);
  const after = known ? chat.map((one) => (one.id === message.id ? message : one)) : [...chat, message];
  state.data = { ...data, chats: { ...data.chats, [person]: after } };
  state.notes.delete(message.id);
  if (message.from === 'user') return {};
  state.typing.delete(person);
  if (known || isSeen(state, person) || personBy(state, person) === undefined) return {};
  state.unread.set(person, (state.unread.get(person) ?? 0) + 1);
  return { person };
}

function posted(state: State, data: Snapshot, message: MessageView): Record<string, never> {
  const { posts } = data.channel;
  const known = posts.some(({ id }) => id === message.id);
  const after = known ? posts.map((one) => (one.id === message.id ? message : one)) : [...posts, message];
  state.data = { ...data, channel: { ...data.channel, posts: after } };
  state.notes.delete(message.id);
  if (!known && state.tab !== 'channel') state.newPosts += 1;
  return {};
}

function noteInterrupted(state: State, { entries }: Snapshot): void {
  const last = new Map(entries.map(({ reference, to }) => [reference, to]));
  for (const [reference, status] of last)
    if (status === 'approved' || status === 'resetting') state.interrupted.add(reference);
}
