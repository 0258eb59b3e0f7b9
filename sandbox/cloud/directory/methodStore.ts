import { type AuthenticationMethod, newMethod, type NewMethod, serves } from './authenticationMethod.js';
import { type MethodType, methodTypes, phoneIds, type Preference } from './methodTypes.js';

export type DeleteOutcome = 'deleted' | 'missing' | { readonly refused: string };

/** Which words Graph uses for the same refusal: those seen for phones, those seen for the rest, or one for all. */
export type DefaultRefusalText = 'byType' | 'otherMethods' | 'matchesDefault';

interface Held {
  readonly method: AuthenticationMethod;
  /** Still listed until then, though gone. */
  ghostUntil: number | undefined;
}

interface Account {
  readonly held: Map<string, Held>;
  defaultId: string | undefined;
}

/** Everybody's authentication methods and the rules by which Entra lets them go. */
export class MethodStore {
  /** How long the list still shows a deleted method. */
  listDelayMs = 0;
  defaultRefusalText: DefaultRefusalText = 'byType';
  /** Method ids that never go: DELETE answers 400 for a reason of its own. */
  readonly stuck = new Set<string>();
  /** A type that the lists show beside the known ones, by user id: what comes to Graph later. Nothing deletes it. */
  readonly strangers = new Map<string, { readonly type: string; readonly version: 'v1.0' | 'beta' }>();
  readonly #accounts = new Map<string, Account>();
  readonly #listeners = new Set<(userId: string) => void>();

  register(userId: string, type: MethodType, given: NewMethod = {}, now = new Date()): AuthenticationMethod {
    const method = newMethod(type, given, now);
    this.#account(userId).held.set(method.id, { method, ghostUntil: undefined });
    this.#changed(userId);
    return method;
  }

  /** What the user really has. */
  of(userId: string): readonly AuthenticationMethod[] {
    return [...this.#account(userId).held.values()]
      .filter((held) => held.ghostUntil === undefined)
      .map((held) => held.method);
  }

  /** What the list shows: also what has gone within the last `listDelayMs`. */
  listed(userId: string): readonly AuthenticationMethod[] {
    const { held } = this.#account(userId);
    for (const [id, one] of held) if (one.ghostUntil !== undefined && one.ghostUntil <= Date.now()) held.delete(id);
    return [...held.values()].map((one) => one.method);
  }

  defaultOf(userId: string): AuthenticationMethod | undefined {
    const { defaultId } = this.#account(userId);
    return this.of(userId).find((method) => method.id === defaultId);
  }

  preferenceOf(userId: string): Preference | 'none' {
    const method = this.defaultOf(userId);
    return (method && serves(method)[0]) ?? 'none';
  }

  setDefault(userId: string, methodId: string | undefined): void {
    this.#account(userId).defaultId = methodId;
    this.#changed(userId);
  }

  /** False when no registered method can serve the preference. */
  prefer(userId: string, preference: Preference): boolean {
    // Which of two that fit becomes the default is not documented; the newest is taken.
    const fits = this.of(userId)
      .filter((method) => serves(method).includes(preference))
      .toReversed();
    const best = fits.find((method) => serves(method)[0] === preference) ?? fits[0];
    if (best) this.setDefault(userId, best.id);
    return best !== undefined;
  }

  /** Takes a method away as Graph does, rules and all. */
  delete(userId: string, type: MethodType, id: string): DeleteOutcome {
    const account = this.#account(userId);
    const held = account.held.get(id);
    if (held?.method.type !== type || held.ghostUntil !== undefined) return 'missing';
    const refused = this.#refusal(userId, account, held.method);
    if (refused !== undefined) return { refused };
    this.remove(userId, id);
    return 'deleted';
  }

  /** Takes a method away without asking: the user did it, or a test. */
  remove(userId: string, id: string): void {
    const account = this.#account(userId);
    const held = account.held.get(id);
    if (!held) return;
    if (this.listDelayMs > 0) held.ghostUntil = Date.now() + this.listDelayMs;
    else account.held.delete(id);
    if (account.defaultId === id) account.defaultId = undefined;
    this.#changed(userId);
  }

  removeAll(userId: string): void {
    this.#account(userId).held.clear();
    this.#account(userId).defaultId = undefined;
    this.#changed(userId);
  }

  /** Calls back with the user's id on every change of what somebody has until the returned function is called. */
  onChange(listener: (userId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(userId: string): void {
    for (const listener of [...this.#listeners]) listener(userId);
  }

  #refusal(userId: string, account: Account, method: AuthenticationMethod): string | undefined {
    if (this.stuck.has(method.id)) return 'The authentication method could not be deleted.';
    const others = this.of(userId).filter((other) => other.id !== method.id && methodTypes[other.type].secondFactor);
    if (method.id === account.defaultId && others.length > 0) return this.#defaultText(method);
    if (method.id === phoneIds.mobile && others.some((other) => other.id === phoneIds.alternateMobile)) {
      return 'The mobile phone number cannot be deleted while an alternate mobile phone number is configured.';
    }
    return undefined;
  }

  #defaultText(method: AuthenticationMethod): string {
    const words =
      this.defaultRefusalText === 'byType'
        ? method.type === 'phone'
          ? 'matchesDefault'
          : 'otherMethods'
        : this.defaultRefusalText;
    return words === 'otherMethods'
      ? 'Cannot delete default method with other methods configured. Please change default method before deletion.'
      : `The requested authentication method id of [${method.id}] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed`;
  }

  #account(userId: string): Account {
    const account = this.#accounts.get(userId) ?? { held: new Map<string, Held>(), defaultId: undefined };
    this.#accounts.set(userId, account);
    return account;
  }
}
