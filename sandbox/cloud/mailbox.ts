import { PATIENCE } from './patience.js';

export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  /** Of `content`: the text where there is one, else the HTML. */
  readonly contentType: 'text' | 'html';
  readonly content: string;
  readonly html?: string | undefined;
  readonly importance: 'low' | 'normal' | 'high';
  readonly headers: Readonly<Record<string, string>>;
  readonly sentAt: Date;
}

export function isAddress(text: string): boolean {
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text);
}

/** Where sendMail ends: every mail, in order, and per address. Addresses compare without regard to case. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<(mail: Mail) => void>();

  get all(): readonly Mail[] {
    return this.#mails;
  }

  to(address: string): readonly Mail[] {
    const wanted = address.toLowerCase();
    return this.#mails.filter((mail) =>
      [...mail.to, ...mail.cc, ...mail.bcc].some((recipient) => recipient.toLowerCase() === wanted),
    );
  }

  deliver(mail: Mail): void {
    this.#mails.push(mail);
    for (const look of [...this.#waiting]) look();
    for (const listener of [...this.#listeners]) listener(mail);
  }

  /** Calls back on every mail that comes in until the returned function is called. */
  onMail(listener: (mail: Mail) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The first mail (already there or still to come) that passes; rejects after `ms`. */
  waitFor(passes: (mail: Mail) => boolean, ms = PATIENCE): Promise<Mail> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const seen = this.#mails.map((mail) => `${mail.to.join()}: ${mail.subject}`).join('; ');
        reject(new Error(`No such mail within ${ms} ms. There are: ${seen || 'none'}`));
      }, ms);
      // Where the cloud has closed nothing can come any more, and nobody waits for the process.
      timer.unref();
      const look = () => {
        const found = this.#mails.find(passes);
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  clear(): void {
    this.#mails.length = 0;
  }
}
