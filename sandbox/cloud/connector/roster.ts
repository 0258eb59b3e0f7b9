import { randomUUID } from 'node:crypto';

export interface TeamsApp {
  /** Id in the organisation's catalogue. */
  readonly id: string;
  /** Id in the manifest. */
  readonly externalId: string;
  readonly displayName: string;
  readonly version: string;
  /** `webApplicationInfo.id` of the manifest. */
  readonly webApplicationId: string;
}

export interface Installation {
  readonly id: string;
  readonly userId: string;
}

export type RosterEvent = 'installed' | 'uninstalled' | 'blocked' | 'unblocked';

/** For whom the bot's app is installed, and who has blocked it. */
export class Roster {
  readonly app: TeamsApp;
  readonly #installed = new Map<string, Installation>();
  readonly #blocked = new Set<string>();
  readonly #listeners = new Set<(userId: string, event: RosterEvent) => void>();

  constructor(app: TeamsApp) {
    this.app = app;
  }

  installation(userId: string): Installation | undefined {
    return this.#installed.get(userId);
  }

  isBlocked(userId: string): boolean {
    return this.#blocked.has(userId);
  }

  /** Idempotent; tells the listeners only the first time. */
  install(userId: string): Installation {
    const known = this.#installed.get(userId);
    if (known) return known;
    const installation = { id: Buffer.from(`${userId}##${randomUUID()}`).toString('base64url'), userId };
    this.#installed.set(userId, installation);
    this.#tell(userId, 'installed');
    return installation;
  }

  uninstall(userId: string): void {
    if (this.#installed.delete(userId)) this.#tell(userId, 'uninstalled');
  }

  block(userId: string): void {
    this.#blocked.add(userId);
    this.#tell(userId, 'blocked');
  }

  unblock(userId: string): void {
    if (this.#blocked.delete(userId)) this.#tell(userId, 'unblocked');
  }

  onChange(listener: (userId: string, event: RosterEvent) => void): void {
    this.#listeners.add(listener);
  }

  #tell(userId: string, event: RosterEvent): void {
    for (const listener of this.#listeners) listener(userId, event);
  }
}
