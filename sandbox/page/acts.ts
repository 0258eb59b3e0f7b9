import { cardsOf, actionsOf } from '../cloud/teams/card.js';
import { type ChatMessage, InputRefused, type TapResult, type TeamsUser } from '../cloud/teamsClient.js';
import { isObject, type JsonObject, objectOf, textOf } from '../cloud/json.js';
import type { Sandbox } from './sandbox.js';
import type { ActAnswer, Acts } from './protocol.js';

type Act = (fields: JsonObject, sandbox: Sandbox) => Promise<ActAnswer>;

const done: ActAnswer = { ok: true };
const GONE = 'That is no longer there.';

/** Carries out what somebody did on the page; undefined when there is no such act. Never throws for what was sent. */
export async function act(name: string, fields: unknown, sandbox: Sandbox): Promise<ActAnswer | undefined> {
  const perform = Object.hasOwn(acts, name) ? acts[name as keyof Acts] : undefined;
  if (perform === undefined) return undefined;
  try {
    return await perform(objectOf(fields), sandbox);
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) };
  }
}

const acts: Record<keyof Acts, Act> = {
  say: async (fields, sandbox) => {
    const delivery = await userOf(fields, sandbox).say(text(fields, 'text'));
    return delivery.outcome === 'answered' ? done : { ok: false, text: 'The bot did not answer. Is it running?' };
  },
  tap: async (fields, sandbox) => {
    const user = userOf(fields, sandbox);
    const message = messageFor(user, text(fields, 'message'), sandbox);
    const revision = message?.revisions[Number(fields.revision) - 1];
    const card = revision && cardsOf(revision.activity)[0];
    const found = card && actionsOf(card)[Number(fields.action)];
    if (message === undefined || found === undefined) return { ok: false, text: GONE };
    try {
      return answerTo(await user.tapFound(message, found, texts(fields.inputs)));
    } catch (error) {
      if (error instanceof InputRefused) return { ok: false, text: error.message };
      throw error;
    }
  },
  suggest: async (fields, sandbox) => {
    const user = userOf(fields, sandbox);
    const message = user.chat.find(text(fields, 'message'));
    return message === undefined ? { ok: false, text: GONE } : answerTo(await user.tap(message, text(fields, 'title')));
  },
  write: async (fields, sandbox) => {
    const reader = sandbox.world.cloud.teams.user(text(fields, 'to'));
    userOf(fields, sandbox).writeTo(reader, text(fields, 'text'));
    return done;
  },
  command: async (fields, sandbox) => {
    const user = userOf(fields, sandbox);
    const message = user.received.find(({ id }) => id === fields.message);
    if (fields.message !== undefined && message === undefined) return { ok: false, text: GONE };
    await user.command(message === undefined ? {} : { message });
    return done;
  },
  dialogTap: async (fields, sandbox) => {
    const { dialog } = userOf(fields, sandbox);
    const found = dialog?.state.kind === 'card' ? actionsOf(dialog.card)[Number(fields.action)] : undefined;
    if (dialog === undefined || found === undefined || dialog.shown !== fields.shown) return { ok: false, text: GONE };
    try {
      const outcome = await dialog.tapFound(found, texts(fields.inputs));
      return 'url' in outcome ? { ok: true, url: outcome.url } : done;
    } catch (error) {
      if (error instanceof InputRefused) return { ok: false, text: error.message };
      throw error;
    }
  },
  dialogClose: async (fields, sandbox) => {
    userOf(fields, sandbox).dialog?.close();
    return done;
  },
  look: async (fields, sandbox) => {
    const user = userOf(fields, sandbox);
    const message = user.chat.find(text(fields, 'message'));
    if (message && !message.deleted) await user.open(message);
    return done;
  },
  install: async (fields, sandbox) => {
    await userOf(fields, sandbox).install();
    return done;
  },
  register: async (fields, { world }) => {
    world.cloud.directory.registerMethod(text(fields, 'person'), 'microsoftAuthenticator');
    return done;
  },
  block: async (fields, sandbox) => {
    const user = userOf(fields, sandbox);
    if (fields.on === true) user.block();
    else user.unblock();
    return done;
  },
  lever: async (fields, sandbox) =>
    (await sandbox.lever(text(fields, 'id'), fields.on === true))
      ? done
      : { ok: false, text: 'There is no such lever.' },
  kill: async (_fields, sandbox) => {
    await sandbox.kill();
    return done;
  },
  start: async (_fields, sandbox) => {
    await sandbox.startBot();
    return done;
  },
  play: async (fields, sandbox) =>
    (await sandbox.play(text(fields, 'story'))) ? done : { ok: false, text: 'There is no such story.' },
  startOver: async (_fields, sandbox) => {
    await sandbox.startOver();
    return done;
  },
};

/** What Teams shows beside the card; the card that took its place comes with the chat. */
function answerTo({ kind, text: words, url }: TapResult): ActAnswer {
  switch (kind) {
    case 'card':
    case 'sent':
    case 'nothing':
      return done;
    case 'message':
      return { ok: true, text: words ?? '' };
    case 'url':
      return { ok: true, url: url ?? '' };
    case 'dialog':
      return { ok: false, text: 'The sandbox can’t show dialogs.' };
    case 'error':
    case 'timeout':
      return { ok: false, text: words ?? 'Unable to reach app. Please try again.' };
  }
}

function userOf(fields: JsonObject, { world }: Sandbox) {
  return world.cloud.teams.user(text(fields, 'person'));
}

/** In their own chat, or in the channel where they are a member. */
function messageFor(user: TeamsUser, id: string, { world: { cloud } }: Sandbox): ChatMessage | undefined {
  const channel = cloud.teams.channel(cloud.itChannel);
  const posts = channel.members.includes(user.person) ? channel.messages : [];
  return user.chat.find(id) ?? posts.find((post) => post.id === id);
}

function text(fields: JsonObject, name: string): string {
  const value = textOf(fields[name]);
  if (value === undefined) throw new Error(`“${name}” is missing.`);
  return value;
}

function texts(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
