import type { Policy } from './policy.js';
import type { ListedMethod, MethodList } from './ports.js';
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
  { run, clearing }: Pick<ResetRequest, 'run' | 'clearing'>,
  policy: Policy['scope'],
  endedAt: number,
  { methods }: MethodList,
): boolean {
  const since = run?.startedAt ?? endedAt;
  const pins = run?.pins ?? [];
  const allPinned = run !== undefined && clearing === 'all' && policy === 'all';
  return methods.some(({ type, id, fingerprint, createdAt }) => {
    if (!Object.hasOwn(DELETABLE, type) || NO_SECOND_FACTOR.has(type)) return false;
    const pin = pins.find((each) => each.type === type && each.id === id);
    // A constant id with another fingerprint is a new phone.
    if (pin !== undefined) return pin.fingerprint !== fingerprint;
    // Where everything was pinned, what was not is new; else its creation time has to say so.
    return allPinned || (createdAt !== undefined && createdAt > since);
  });
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
    pins: inOrder(list.methods.filter(inScope), list.defaultHint).map(({ type, id, fingerprint }) => ({
      type,
      id,
      fingerprint,
      outcome: 'pending',
    })),
    unknown: unknownTypes(list),
  };
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
