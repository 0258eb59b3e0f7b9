import type { JsonObject } from '../cloud/json.js';

/** What the server tells the page: everything once, then each change. Types only, shared by both. */

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  /** Where mails reach them. */
  readonly addresses: readonly string[];
  /** Why somebody trying the bot would look at this person; the crowd has none. */
  readonly part?: string;
  readonly installed: boolean;
  readonly blocked: boolean;
}

export interface MessageView {
  readonly id: string;
  readonly from: 'bot' | 'user';
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly format: 'plain' | 'markdown';
  readonly card: JsonObject | undefined;
  /** What a notification says of a card. */
  readonly summary: string;
  /** To tap instead of typing. */
  readonly suggested: readonly string[];
  /** Counts the states the message has been in; a tap says which one it was made on. */
  readonly revision: number;
  readonly edited: boolean;
  readonly deleted: boolean;
  /** The bot's endpoint did not take it. */
  readonly undelivered: boolean;
}

/** The channel of IT's team. */
export interface ChannelView {
  readonly name: string;
  /** Object ids of who reads it. */
  readonly members: readonly string[];
  readonly posts: readonly MessageView[];
}

export interface MailView {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly at: string;
  readonly important: boolean;
}

export interface MethodView {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly detail: string;
  readonly isDefault: boolean;
  /** No longer there; kept to be seen. */
  readonly gone: boolean;
}

export interface CallView {
  readonly number: number;
  readonly at: string;
  /** `teams` is Teams calling the bot; the others are called by it. */
  readonly service: 'graph' | 'login' | 'connector' | 'mail' | 'teams';
  readonly method: string;
  /** Ids of people replaced by their names. */
  readonly what: string;
  /** 0 when nothing was answered. */
  readonly status: number;
  readonly fault: boolean;
}

/** One line of the bot's journal. */
export interface EntryView {
  readonly number: number;
  readonly at: string;
  readonly reference: string;
  /** For whom; said when the request is made. */
  readonly target: string;
  readonly event: string;
  /** A name; empty for the bot itself. */
  readonly by: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface BotView {
  readonly state: 'starting' | 'running' | 'stopped';
  /** Where its public page is really served, and the address its cards and mails give for it. */
  readonly url: string;
  readonly publicUrl: string;
}

export interface LeverView {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly on: boolean;
}

export interface StoryView {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

/** A story that is being played, or was. */
export interface PlayView {
  readonly story: string;
  readonly title: string;
  readonly people: readonly string[];
  readonly state: 'playing' | 'done' | 'failed';
  readonly lines: readonly string[];
}

/** A dialog that an app's command opened over somebody's Teams. */
export interface DialogView {
  /** Counts what it has shown; a tap says on which. */
  readonly shown: number;
  readonly title: string;
  readonly card: JsonObject | undefined;
  /** In place of a card: a plain message, or Teams' own words that it failed. */
  readonly text: string;
}

/** What a colleague wrote to somebody, in a chat that the bot is not in. */
export interface ColleagueView {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly at: string;
}

export interface CommandView {
  readonly title: string;
  readonly description: string;
}

export interface Snapshot {
  /** The tenant's id: another one after starting over. */
  readonly world: string;
  readonly people: readonly PersonView[];
  /** By person; people without messages are left out. */
  readonly chats: Readonly<Record<string, readonly MessageView[]>>;
  readonly channel: ChannelView;
  readonly mails: readonly MailView[];
  /** By person: those that are there, then those that went. */
  readonly methods: Readonly<Record<string, readonly MethodView[]>>;
  readonly calls: readonly CallView[];
  readonly entries: readonly EntryView[];
  readonly bot: BotView;
  readonly levers: readonly LeverView[];
  readonly stories: readonly StoryView[];
  readonly play: PlayView | undefined;
  readonly commands: readonly CommandView[];
  /** The app's command on messages and beside the compose box. */
  readonly extension: CommandView;
  /** Open dialogs, by person. */
  readonly dialogs: Readonly<Record<string, DialogView>>;
  /** The last thing a colleague wrote, by who reads it. */
  readonly received: Readonly<Record<string, ColleagueView>>;
}

export type Change =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'person'; readonly person: PersonView }
  | { readonly kind: 'message'; readonly person: string; readonly message: MessageView }
  | { readonly kind: 'post'; readonly message: MessageView }
  | { readonly kind: 'typing'; readonly person: string }
  | { readonly kind: 'mail'; readonly mail: MailView }
  | { readonly kind: 'methods'; readonly person: string; readonly methods: readonly MethodView[] }
  | { readonly kind: 'call'; readonly call: CallView }
  | { readonly kind: 'entry'; readonly entry: EntryView }
  | { readonly kind: 'bot'; readonly bot: BotView }
  | { readonly kind: 'levers'; readonly levers: readonly LeverView[] }
  | { readonly kind: 'dialog'; readonly person: string; readonly dialog: DialogView | undefined }
  | { readonly kind: 'received'; readonly person: string; readonly message: ColleagueView }
  | { readonly kind: 'play'; readonly play: PlayView | undefined };

/** What the page asks for, each by `POST /acts/<name>` with its fields as JSON. `person` is an object id. */
export interface Acts {
  readonly say: { readonly person: string; readonly text: string };
  readonly tap: {
    readonly person: string;
    readonly message: string;
    readonly revision: number;
    /** Position in reading order, as `actionsOf` counts. */
    readonly action: number;
    readonly inputs: Readonly<Record<string, string>>;
  };
  /** Taps one of the message's suggestions. */
  readonly suggest: { readonly person: string; readonly message: string; readonly title: string };
  /** Writes to a colleague, where no bot reads it. */
  readonly write: { readonly person: string; readonly to: string; readonly text: string };
  /** Chooses the app's command, on what a colleague wrote or beside the compose box. */
  readonly command: { readonly person: string; readonly message?: string };
  readonly dialogTap: {
    readonly person: string;
    readonly shown: number;
    readonly action: number;
    readonly inputs: Readonly<Record<string, string>>;
  };
  /** Escape, or the cross. */
  readonly dialogClose: { readonly person: string };
  /** Looks at a message, so that its card may refresh itself. */
  readonly look: { readonly person: string; readonly message: string };
  readonly install: { readonly person: string };
  readonly register: { readonly person: string };
  readonly block: { readonly person: string; readonly on: boolean };
  readonly lever: { readonly id: string; readonly on: boolean };
  readonly kill: Readonly<Record<string, never>>;
  readonly start: Readonly<Record<string, never>>;
  readonly play: { readonly story: string };
  readonly startOver: Readonly<Record<string, never>>;
}

/** What an act came to, for the one who did it: a sentence, or a link that was tapped. */
export interface ActAnswer {
  readonly ok: boolean;
  readonly text?: string;
  readonly url?: string;
}

export interface PersonHit {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}
