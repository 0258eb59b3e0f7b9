import type { Policy } from './policy.js';
import type { ListedMethod, MethodList } from './ports.js';
import { refuse, type Refusal } from './refusal.js';
import type { Lost, ResetRequest, ResetRun } from './request.js';

/** Ids Graph gives every phone of that kind, for everybody (docs: phoneAuthenticationMethod). */
export const PHONE = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
} as const;

/** What Graph can delete, and whether the admin centre's "Require re-register MFA" deletes it too. */
const DELETABLE: Readonly<Record<string, { readonly adminCentre: boolean }>> = {
  phoneAuthenticationMethod: { adminCentre: true },
  microsoftAuthenticatorAuthenticationMethod: { adminCentre: true },
  softwareOathAuthenticationMethod: { adminCentre: true },
  fido2AuthenticationMethod: { adminCentre: false },
  windowsHelloForBusinessAuthenticationMethod: { adminCentre: false },
  platformCredentialAuthenticationMethod: { adminCentre: false },
  emailAuthenticationMethod: { adminCentre: false },
  temporaryAccessPassAuthenticationMethod: { adminCentre: false },
  externalAuthenticationMethod: { adminCentre: false },
  hardwareOathAuthenticationMethod: { adminCentre: false },
  qrCodePinAuthenticationMethod: { adminCentre: false },
};

/** Never deletable, and not a second factor. */
const IGNORED: ReadonlySet<string> = new Set(['passwordAuthenticationMethod']);

/** What may be cleared: the policy's bound, and within it what the requester proposed and the approver saw. */
export interface Scope extends Pick<ResetRequest, 'clearing' | 'lost'> {
  readonly policy: Policy['scope'];
}

/** What went with the lost thing. Where that can't be known, or a thief has it, everything goes. */
const CARRIED: Readonly<Partial<Record<Lost, readonly string[]>>> = {
  newPhone: ['phone', 'microsoftAuthenticator', 'softwareOath'],
  lostPhone: ['phone', 'microsoftAuthenticator', 'softwareOath'],
  securityKey: ['fido2'],
};

/** Whether less than everything can be proposed. */
export function canClearLess(lost: Lost): boolean {
  return CARRIED[lost] !== undefined;
}

/** Email is for password resets alone, and a pass is IT's way in, not the user's method. */
const NO_SECOND_FACTOR: ReadonlySet<string> = new Set(
  ['email', 'temporaryAccessPass'].map((name) => `${name}AuthenticationMethod`),
);

/** Whether something is listed that was registered since the reset began (by hand: since it was closed). */
export function isRegisteredAgain(
  request: Pick<ResetRequest, 'run' | 'clearing'>,
  policy: Policy['scope'],
  endedAt: number,
  { methods }: MethodList,
): boolean {
  return methods.some(
    (method) => !NO_SECOND_FACTOR.has(method.type) && isNew(request, policy, endedAt, method) === true,
  );
}

/**
 * Fixes what a containment may delete: what was registered since the reset, ways to a new password and passes as well,
 * and never what the reset had pinned. `undated` are methods of which nothing says whether they are new.
 */
export function pinNew(
  request: Pick<ResetRequest, 'run' | 'clearing' | 'endedAt'>,
  policy: Policy['scope'],
  list: MethodList,
  startedAt: number,
): { readonly run: ResetRun; readonly undated: readonly string[] } {
  const { endedAt = startedAt } = request;
  const known = list.methods.filter(({ type }) => Object.hasOwn(DELETABLE, type));
  const found = known.map((method) => ({ method, isNew: isNew(request, policy, endedAt, method) }));
  const fresh = found.flatMap(({ method, isNew: is }) => (is === true ? [method] : []));
  return {
    run: { startedAt, pins: pinned(fresh, list.defaultHint), unknown: unknownTypes(list) },
    undated: found.flatMap(({ method, isNew: is }) => (is === undefined ? [method.type] : [])),
  };
}

/** Undefined where nothing says so. */
function isNew(
  { run, clearing }: Pick<ResetRequest, 'run' | 'clearing'>,
  policy: Policy['scope'],
  endedAt: number,
  { type, id, fingerprint, createdAt }: ListedMethod,
): boolean | undefined {
  if (!Object.hasOwn(DELETABLE, type)) return false;
  const pin = run?.pins.find((each) => each.type === type && each.id === id);
  // A constant id with another fingerprint is a new phone.
  if (pin !== undefined) return pin.fingerprint !== fingerprint;
  // Where everything was pinned, what was not is new; else its creation time has to say so.
  if (run !== undefined && clearing === 'all' && policy === 'all') return true;
  return createdAt === undefined ? undefined : createdAt > (run?.startedAt ?? endedAt);
}

/** The same methods, whatever became of them. */
export function pinsUnchanged(before: ResetRun | undefined, after: ResetRun | undefined): Refusal | undefined {
  if (before === undefined || after === undefined) return undefined;
  const keys = ({ pins }: ResetRun): string =>
    pins.map(({ type, id, fingerprint }) => `${type}/${id}/${fingerprint}`).join();
  return keys(before) === keys(after) ? undefined : refuse('notAllowed', { cause: 'pinsChanged' });
}

/** Fixes what this reset may delete. The password is skipped and an unknown type is reported, never guessed. */
export function pinMethods(list: MethodList, { policy, clearing, lost }: Scope, startedAt: number): ResetRun {
  const inScope = (method: ListedMethod): boolean => {
    const kind = Object.hasOwn(DELETABLE, method.type) ? DELETABLE[method.type] : undefined;
    const carried = clearing === 'lost' ? CARRIED[lost]?.map((name) => `${name}AuthenticationMethod`) : undefined;
    return (
      kind !== undefined &&
      (policy === 'all' || kind.adminCentre) &&
      (carried === undefined || carried.includes(method.type))
    );
  };
  return {
    startedAt,
    pins: pinned(list.methods.filter(inScope), list.defaultHint),
    unknown: unknownTypes(list),
  };
}

function pinned(methods: readonly ListedMethod[], defaultHint: string | undefined): ResetRun['pins'] {
  return inOrder(methods, defaultHint).map(({ type, id, fingerprint }) => ({
    type,
    id,
    fingerprint,
    outcome: 'pending',
  }));
}

/** alternateMobile before mobile, or Graph refuses; the default method last, or Graph refuses that. */
function inOrder(methods: readonly ListedMethod[], defaultHint: string | undefined): readonly ListedMethod[] {
  const rank = ({ id }: ListedMethod): number => (id === defaultHint ? 2 : id === PHONE.mobile ? 1 : 0);
  return [...methods].sort((a, b) => rank(a) - rank(b));
}

/** Types that are left in place because this version does not know them. */
export function unknownTypes({ methods }: MethodList): readonly string[] {
  const types = methods.map(({ type }) => type).filter((type) => !Object.hasOwn(DELETABLE, type) && !IGNORED.has(type));
  return [...new Set(types)];
}
