import { randomUUID } from 'node:crypto';

/** One entry of Entra's sign-in log: somebody's password was right, and what came of it. */
export interface SignInEntry {
  readonly id: string;
  readonly userId: string;
  readonly createdDateTime: string;
  /** ISO 3166, where Entra could tell. */
  readonly country: string | null;
  /** 0, or why it was interrupted or failed: 50072 and 50079 ask for MFA to be set up, 50126 is a wrong password. */
  readonly errorCode: number;
  /** When the log begins to show it. */
  visibleAt: number;
}

/** What auditLogs/signIns tells, late by `delayMs`. */
export class SignIns {
  /** Minutes in truth; 0 here, unless a test wants them late. */
  delayMs = 0;
  readonly #entries: SignInEntry[] = [];

  get visible(): readonly SignInEntry[] {
    return this.#entries.filter((entry) => entry.visibleAt <= Date.now()).toReversed();
  }

  /** Somebody signs in, now where no time is said. */
  add(
    userId: string,
    country: string | null,
    { at = new Date(), errorCode = 0 }: { readonly at?: Date; readonly errorCode?: number } = {},
  ): void {
    const createdDateTime = at.toISOString();
    this.#entries.push({
      ...{ id: randomUUID(), userId, createdDateTime, country, errorCode },
      visibleAt: Date.now() + this.delayMs,
    });
  }
}
