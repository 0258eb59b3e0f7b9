import { objectOf, textOf } from '../cloud/json.js';
import type { TeamsChannel } from '../cloud/teamsClient.js';
import type { World } from '../world.js';
import {
  callOf,
  colleagueOf,
  deliveryOf,
  dialogOf,
  mailOf,
  messageOf,
  methodsOf,
  peopleOf,
  personOf,
} from './views.js';
import { followJournal } from './journalTail.js';
import type { TeamsUser } from '../cloud/teamsClient.js';
import type { CallView, Change, EntryView, MessageView, MethodView, PersonView, Snapshot } from './protocol.js';

/** As many calls as the page shows. */
const CALLS_KEPT = 400;

/** What the page is told of one world: all that is there, and each change as it comes. */
export class Feed {
  readonly #world: World;
  readonly #tell: (change: Change) => void;
  readonly #calls: CallView[] = [];
  readonly #entries: EntryView[] = [];
  readonly #methods = new Map<string, readonly MethodView[]>();
  readonly #undelivered = new Set<string>();
  readonly #stops: (() => void)[] = [];
  #number = 0;

  constructor(world: World, tell: (change: Change) => void) {
    this.#world = world;
    this.#tell = tell;
    const { cloud, product } = world;
    for (const { id } of cloud.directory.people) {
      this.#followChat(id);
      this.#methods.set(id, methodsOf(cloud, id));
    }
    const journal = followJournal(
      product,
      (userId) => cloud.directory.find(userId)?.displayName ?? '',
      (entry) => {
        this.#entries.push(entry);
        tell({ kind: 'entry', entry });
      },
    );
    this.#stops.push(
      this.#channel.onChange((message) => {
        tell({ kind: 'post', message: messageOf(message, false) });
      }),
      cloud.mailbox.onMail((mail) => {
        tell({ kind: 'mail', mail: mailOf(mail) });
      }),
      cloud.directory.methods.onChange((person) => {
        const methods = withGone(this.#methods.get(person) ?? [], methodsOf(cloud, person));
        this.#methods.set(person, methods);
        tell({ kind: 'methods', person, methods });
      }),
      cloud.log.onCall((call) => {
        this.#called(callOf(call, cloud));
      }),
      cloud.teams.onDelivery((activity, delivery) => {
        this.#called(deliveryOf(activity, delivery));
        const sender = textOf(objectOf(activity.from).aadObjectId) ?? '';
        if (activity.type === 'message' && delivery.outcome !== 'answered') this.#failed(sender, String(activity.id));
      }),
      cloud.teams.onDialog(({ person: { id }, dialog }) => {
        tell({ kind: 'dialog', person: id, dialog: dialogOf(dialog) });
      }),
      cloud.teams.colleagues.onMessage((message) => {
        tell({ kind: 'received', person: message.to.id, message: colleagueOf(message) });
      }),
      () => {
        journal.close();
      },
    );
    cloud.teams.roster.onChange((userId) => {
      tell({ kind: 'person', person: personOf(cloud.directory.user(userId), cloud) });
    });
  }

  get everything(): Pick<
    Snapshot,
    'people' | 'chats' | 'channel' | 'mails' | 'methods' | 'calls' | 'entries' | 'dialogs' | 'received'
  > {
    const { cloud } = this.#world;
    const people = peopleOf(cloud);
    return {
      people,
      chats: Object.fromEntries(
        people.map(({ id }) => [id, this.#messages(id)] as const).filter(([, messages]) => messages.length > 0),
      ),
      channel: {
        name: this.#channel.name,
        members: this.#channel.members.map(({ id }) => id),
        posts: this.#channel.messages.map((message) => messageOf(message, false)),
      },
      mails: cloud.mailbox.all.map(mailOf),
      methods: Object.fromEntries(this.#methods),
      calls: this.#calls,
      entries: this.#entries,
      dialogs: this.#by(people, (user) => dialogOf(user.dialog)),
      received: this.#by(people, ({ received }) => received.map(colleagueOf).at(-1)),
    };
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  get #channel(): TeamsChannel {
    const { teams, itChannel } = this.#world.cloud;
    return teams.channel(itChannel);
  }

  #followChat(person: string): void {
    const { chat } = this.#world.cloud.teams.user(person);
    this.#stops.push(
      chat.onChange((message) => {
        const view = messageOf(message, this.#undelivered.has(message.id));
        this.#tell({ kind: 'message', person, message: view });
      }),
      chat.onTyping(() => {
        this.#tell({ kind: 'typing', person });
      }),
    );
  }

  #by<T>(people: readonly PersonView[], view: (user: TeamsUser) => T | undefined): Readonly<Record<string, T>> {
    const { teams } = this.#world.cloud;
    return Object.fromEntries(
      people.flatMap(({ id }) => {
        const found = view(teams.user(id));
        return found === undefined ? [] : [[id, found] as const];
      }),
    );
  }

  #messages(person: string): readonly MessageView[] {
    const { chat } = this.#world.cloud.teams.user(person);
    return chat.messages.map((message) => messageOf(message, this.#undelivered.has(message.id)));
  }

  #called(call: Omit<CallView, 'number'> | undefined): void {
    if (call === undefined) return;
    this.#number += 1;
    const numbered = { ...call, number: this.#number };
    this.#calls.push(numbered);
    if (this.#calls.length > CALLS_KEPT) this.#calls.shift();
    this.#tell({ kind: 'call', call: numbered });
  }

  /** A message that never reached the bot; Teams does not send it again. */
  #failed(person: string, messageId: string): void {
    this.#undelivered.add(messageId);
    const message = this.#world.cloud.teams.user(person).chat.find(messageId);
    if (message) this.#tell({ kind: 'message', person, message: messageOf(message, true) });
  }
}

/** What is there now, and behind it what was there before. */
function withGone(before: readonly MethodView[], now: readonly MethodView[]): readonly MethodView[] {
  const gone = before.filter(({ id }) => !now.some((method) => method.id === id));
  return [...now, ...gone.map((method) => ({ ...method, isDefault: false, gone: true }))];
}
