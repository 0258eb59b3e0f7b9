import type { ActAnswer, Acts, Change, PersonHit } from '../page/protocol.js';
import { apply } from './changes.js';
import { followLink } from './links.js';
import { type State, newState, personBy, type Tab, type Toast } from './state.js';

const TOAST_MS = 7_000;
const TOASTS = 3;
const TYPING_MS = 4_000;
const UNREACHED = { ok: false, text: 'The sandbox does not answer. Is it still running in the terminal?' } as const;

/** The page's state and everything that changes it; `draw` is called once for all changes of a moment. */
export class Page {
  readonly state: State = newState();
  #drawing = false;
  #lastToast = 0;

  constructor(private readonly draw: (page: Page) => void) {}

  /** Takes changes from the server for as long as the page is open; the browser reconnects by itself. */
  connect(): void {
    const events = new EventSource('/events');
    events.onmessage = (event: MessageEvent<string>) => {
      this.take(JSON.parse(event.data) as Change);
    };
    events.onopen = () => {
      this.state.connected = true;
      this.update();
    };
    events.onerror = () => {
      this.state.connected = false;
      this.update();
    };
  }

  take(change: Change): void {
    const { person, mail } = apply(this.state, change);
    if (person !== undefined) this.#announce(person);
    if (mail !== undefined && this.state.newMails === 1) this.#announceMail(mail);
    // Back to where its command was chosen; what a story closes was nobody's here.
    if (change.kind === 'dialog' && change.dialog === undefined && this.state.data?.play?.state !== 'playing')
      this.lookAt(`[data-person="${CSS.escape(change.person)}"] :is(.received button, .compose button)`);
    if (change.kind === 'typing')
      setTimeout(() => {
        this.state.typing.delete(change.person);
        this.update();
      }, TYPING_MS);
    this.update();
  }

  update(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.draw(this);
    });
  }

  /** Does something, and says in a toast why it was not done. */
  async act<N extends keyof Acts>(name: N, fields: Acts[N]): Promise<ActAnswer> {
    const answer = await this.#post(name, fields);
    if (!answer.ok) this.toast({ title: 'Not done', text: answer.text ?? 'The sandbox did not take it.' });
    return answer;
  }

  /**
   * Moves a switch, which shows as moving until it is done. The answer may come before the change it caused: `then` is
   * that change, so that the switch does not jump back for a moment.
   */
  async move<N extends keyof Acts>(what: string, name: N, fields: Acts[N], then?: () => Change): Promise<void> {
    if (this.state.moving.has(what)) return;
    this.state.moving.add(what);
    this.update();
    const { ok } = await this.act(name, fields);
    if (ok && then !== undefined) this.take(then());
    this.state.moving.delete(what);
    this.update();
  }

  /** Taps an action of a card. What comes of it stands beside the message. */
  async tap(fields: Acts['tap']): Promise<void> {
    const { busy, notes } = this.state;
    if (busy.has(fields.message)) return;
    busy.add(fields.message);
    notes.delete(fields.message);
    this.update();
    const { ok, text, url } = await this.#post('tap', fields);
    busy.delete(fields.message);
    if (text !== undefined) notes.set(fields.message, { ok, text });
    if (url !== undefined) this.open(url, fields.person);
    this.update();
  }

  /** Chooses the app's command; the dialog comes as a change. */
  async command(person: string, message?: string): Promise<void> {
    const { state } = this;
    if (state.moving.has('dialog')) return;
    state.moving.add('dialog');
    state.commands = undefined;
    this.update();
    await this.act('command', { person, ...(message !== undefined && { message }) });
    state.moving.delete('dialog');
    this.update();
  }

  /** Taps an action of a dialog. What is wrong with it stands in the dialog. */
  async dialogTap(fields: Acts['dialogTap']): Promise<void> {
    const { busy, notes } = this.state;
    const key = `dialog ${fields.person}`;
    if (busy.has(key)) return;
    busy.add(key);
    notes.delete(key);
    this.update();
    const { ok, text, url } = await this.#post('dialogTap', fields);
    busy.delete(key);
    if (text !== undefined) notes.set(key, { ok, text });
    if (url !== undefined) {
      await this.closeDialog(fields.person);
      this.open(url, fields.person);
    }
    this.update();
  }

  async closeDialog(person: string): Promise<void> {
    this.state.notes.delete(`dialog ${person}`);
    await this.act('dialogClose', { person });
  }

  async say(person: string, text: string): Promise<void> {
    if (text.trim() === '') return;
    this.state.drafts.delete(person);
    this.state.commands = undefined;
    this.update();
    const answer = await this.#post('say', { person, text });
    // Words that did not reach the bot stand in the chat and say so; these have not even come there.
    if (answer !== UNREACHED) return;
    if (!this.state.drafts.has(person)) this.state.drafts.set(person, text);
    this.toast({ title: 'Not sent', text: UNREACHED.text });
  }

  async people(typed: string): Promise<readonly PersonHit[]> {
    return (await (await fetch(`/people?q=${encodeURIComponent(typed)}`)).json()) as readonly PersonHit[];
  }

  /** Brings somebody's chat into sight, in the place of the one that was last looked at. */
  show(person: string): void {
    const { state } = this;
    const at = state.columns.indexOf(person);
    const room = state.wide ? state.seats : state.columns.length;
    if (at >= 0 && at < room) state.column = at;
    else this.choose(Math.min(state.column, room - 1), person);
    if (!state.wide) state.tab = 'chats';
    state.unread.delete(person);
    this.lookAt(`[data-person="${CSS.escape(person)}"] [role=log]`);
  }

  /** Puts somebody's chat into a column; where it is in another already, the two change places. */
  choose(column: number, person: string): void {
    const { state } = this;
    const before = state.columns[column] ?? person;
    state.columns = state.columns.map((one, place) => (place === column ? person : one === person ? before : one));
    state.column = column;
    state.unread.delete(person);
    this.update();
  }

  turnTo(tab: Tab): void {
    this.state.tab = tab;
    if (tab === 'mail') this.state.newMails = 0;
    if (tab === 'channel') this.state.newPosts = 0;
    if (tab === 'chats') this.state.unread.delete(this.state.columns[this.state.column] ?? '');
    this.update();
  }

  /** Turns to a panel whose tab was not touched. */
  leadTo(tab: Tab): void {
    this.turnTo(tab);
    this.lookAt('#panel');
  }

  /** Puts the focus there once it is drawn. */
  lookAt(selector: string): void {
    this.state.lookAt = selector;
    this.update();
  }

  /** A link somebody followed, on a card or in a mail. */
  open(url: string, person: string): void {
    followLink(url, person, this);
  }

  toast(given: Omit<Toast, 'id'>): void {
    this.#lastToast += 1;
    const id = this.#lastToast;
    this.state.toasts = [...this.state.toasts, { ...given, id }].slice(-TOASTS);
    const leave = (): void => {
      // Whoever is reading it or about to press its button has the time for it.
      if (document.querySelector('.toasts:is(:hover, :focus-within)') === null) this.dismiss(id);
      else setTimeout(leave, TOAST_MS);
    };
    setTimeout(leave, TOAST_MS);
    this.update();
  }

  dismiss(id: number): void {
    this.state.toasts = this.state.toasts.filter((toast) => toast.id !== id);
    this.update();
  }

  async #post<N extends keyof Acts>(name: N, fields: Acts[N]): Promise<ActAnswer> {
    try {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(`/acts/${name}`, { method: 'POST', headers, body: JSON.stringify(fields) });
      return (await response.json()) as ActAnswer;
    } catch {
      return UNREACHED;
    }
  }

  #announce(person: string): void {
    const message = this.state.data?.chats[person]?.at(-1);
    const name = personBy(this.state, person)?.name ?? '';
    const text = message?.text || message?.summary || 'A card';
    const press = (): void => {
      this.show(person);
    };
    this.toast({ title: `MFA Reset → ${name}`, text, button: { label: 'Show the chat', press } });
  }

  #announceMail(id: string): void {
    const mail = this.state.data?.mails.find((one) => one.id === id);
    const press = (): void => {
      this.state.mail = id;
      this.leadTo('mail');
    };
    this.toast({ title: 'A mail has come', text: mail?.subject ?? '', button: { label: 'Read it', press } });
  }
}
