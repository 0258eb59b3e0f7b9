import { expect } from 'chai';
import fc from 'fast-check';
import type { ListedMethod, MethodList, Preference, RemovalResult } from '../../core/ports.js';
import type { Clearing, Lost, ResetRun } from '../../core/request.js';
import {
  begin,
  isDefaultRefusal,
  LOOK_AGAIN_AFTER,
  nextPass,
  nextStep,
  preferred,
  removed,
  type Progress,
  type Step,
} from '../../core/resetPlan.js';
import { canClearLess, isRegisteredAgain, PHONE, pinMethods, type Scope } from '../../core/pins.js';

/** What Graph says of the default method; it gives no code of its own. */
const DEFAULT_TEXTS = [
  'Cannot delete default method with other methods configured. Change the default first.',
  "The requested authentication method id of [x] matches the user's current default authentication method, and cannot be deleted until the default is changed.",
] as const;
/** Types that can be the default method, and so keep each other from being deleted. */
const SECOND_FACTORS = [
  'phoneAuthenticationMethod',
  'microsoftAuthenticatorAuthenticationMethod',
  'softwareOathAuthenticationMethod',
  'hardwareOathAuthenticationMethod',
];
/** What serves as the default by each preference. */
const SERVES: Readonly<Record<Preference, (method: ListedMethod) => boolean>> = {
  push: ({ type }) => type === 'microsoftAuthenticatorAuthenticationMethod',
  oath: ({ type }) => /^(microsoftAuthenticator|softwareOath|hardwareOath)AuthenticationMethod$/.test(type),
  sms: ({ id }) => id === PHONE.mobile,
  voiceAlternateMobile: ({ id }) => id === PHONE.alternateMobile,
  voiceOffice: ({ id }) => id === PHONE.office,
};
const PREFERENCES = Object.keys(SERVES) as Preference[];

const method = (type: string, id: string, fingerprint = `made ${id}`): ListedMethod => ({
  type: `${type}AuthenticationMethod`,
  id,
  fingerprint,
});
const app = method('microsoftAuthenticator', 'app');
const oath = method('softwareOath', 'oath');
const key = method('fido2', 'key');
const hello = method('windowsHelloForBusiness', 'hello');
const mobile = method('phone', PHONE.mobile);
const alternate = method('phone', PHONE.alternateMobile);
const office = method('phone', PHONE.office);
const token = method('hardwareOath', 'token');
const qr = method('qrCodePin', 'pin');
const email = method('email', '3ddfcfc8-9383-446f-83cc-3ab9be4be18f');
const password = method('password', 'password');
const palm = method('palm', 'palm');

interface World {
  readonly methods: readonly ListedMethod[];
  readonly defaultId?: string | undefined;
  readonly hint?: string | undefined;
  readonly text?: 0 | 1;
  /** For how many more lists a deleted method is still shown. */
  readonly lag?: number;
  readonly neverGoes?: readonly string[];
  readonly forbidden?: readonly string[];
  readonly mayPrefer?: boolean;
  /** Preferences that Graph takes for no method of this person. */
  readonly refusesToPrefer?: readonly Preference[];
  /** How often the default is refused though it is the last one: Graph has not noticed yet. */
  readonly slowDefault?: number;
  /** What the user registers, and after how many calls. */
  readonly registers?: readonly { readonly after: number; readonly method: ListedMethod }[];
}

/** Graph, as far as deleting methods goes: no network, no time, only its rules. */
function simulate(world: World) {
  const {
    text = 0,
    lag = 0,
    neverGoes = [],
    forbidden = [],
    mayPrefer = true,
    refusesToPrefer = [],
    slowDefault = 0,
    registers = [],
  } = world;
  let unnoticed = slowDefault;
  let present = [...world.methods];
  let defaultId = world.defaultId;
  let shown: readonly ListedMethod[] = [];
  const ghosts = new Map<ListedMethod, number>();
  const deleted: ListedMethod[] = [];
  const registered: ListedMethod[] = [];
  const prefers: Preference[] = [];
  const counts = { lists: 0, deletes: 0, prefers: 0, reads: 0 };
  let calls = 0;

  /** The user acts between two calls: what has the same id takes the old one's place. */
  function called(): void {
    calls++;
    for (const { after, method: added } of registers)
      if (after === calls) {
        present = [...present.filter(({ id }) => id !== added.id), added];
        registered.push(added);
      }
  }

  const refused = (status: number, message: string): RemovalResult => ({
    result: 'refused',
    status,
    code: status === 403 ? 'accessDenied' : 'badRequest',
    message,
    requestId: 'request-id',
  });

  function removal(id: string): RemovalResult {
    const found = present.find((each) => each.id === id);
    if (found === undefined) return { result: 'alreadyGone' };
    if (forbidden.includes(id)) return refused(403, 'Request Authorization failed');
    if (neverGoes.includes(id)) return refused(400, 'It can not be deleted');
    const others = present.filter((each) => each !== found && SECOND_FACTORS.includes(each.type));
    if (id === defaultId && (others.length > 0 || unnoticed-- > 0)) return refused(400, DEFAULT_TEXTS[text]);
    if (id === PHONE.mobile && present.some((each) => each.id === PHONE.alternateMobile))
      return refused(400, 'Remove the alternate mobile number first');
    present = present.filter((each) => each !== found);
    if (id === defaultId) defaultId = undefined;
    if (lag > 0) ghosts.set(found, lag);
    deleted.push(found);
    return { result: 'removed' };
  }

  return {
    counts,
    deleted: deleted as readonly ListedMethod[],
    registered: registered as readonly ListedMethod[],
    prefers: prefers as readonly Preference[],
    present: () => present,
    shown: () => shown,
    list(): MethodList {
      counts.lists++;
      const still = [...ghosts].filter(([ghost]) => !present.some(({ id }) => id === ghost.id)).map(([ghost]) => ghost);
      shown = [...present, ...still];
      for (const [ghost, left] of ghosts) {
        if (left === 1) ghosts.delete(ghost);
        else ghosts.set(ghost, left - 1);
      }
      called();
      return { methods: shown, defaultHint: world.hint };
    },
    /** The method as it is at this moment. */
    read(wanted: string): ListedMethod | undefined {
      counts.reads++;
      return present.find(({ id }) => id === wanted);
    },
    remove(id: string): RemovalResult {
      counts.deletes++;
      const answer = removal(id);
      called();
      return answer;
    },
    prefer(preference: Preference): RemovalResult {
      counts.prefers++;
      prefers.push(preference);
      if (!mayPrefer) return refused(403, 'Request Authorization failed');
      // Of two that could serve, another than now: not known of Graph, and the kinder of the two.
      const able = present.filter(SERVES[preference]);
      const serving = able.findLast(({ id }) => id !== defaultId) ?? able[0];
      called();
      if (serving === undefined || refusesToPrefer.includes(preference)) return refused(400, 'Not registered');
      defaultId = serving.id;
      return { result: 'removed' };
    },
  };
}
type Graph = ReturnType<typeof simulate>;
type End = Extract<Step, { do: 'finish' | 'giveUp' }>;

interface Outcome {
  readonly end: End;
  readonly run: ResetRun;
  readonly steps: number;
  readonly waits: readonly number[];
}

const EVERYTHING: Scope = { policy: 'all', clearing: 'all', lost: 'newPhone' };
const LOSSES: readonly Lost[] = ['newPhone', 'lostPhone', 'stolen', 'securityKey', 'unknown'];
const MOST_STEPS = 1_000;

/** What the real executor does with the plan, without its time and its commits. */
function execute(
  graph: Graph,
  { crashAt = Infinity, ...scope }: Partial<Scope> & { readonly crashAt?: number } = {},
): Outcome {
  const first = graph.list();
  let progress: Progress = begin(pinMethods(first, { ...EVERYTHING, ...scope }, 0), first);
  const waits: number[] = [];
  for (let steps = 1; steps < MOST_STEPS; steps++) {
    // The row is all that a crash leaves; the run begins again from it and from what is listed then.
    if (steps === crashAt) progress = begin(progress.run, graph.list());
    const step = nextStep(progress);
    if (step.do === 'finish' || step.do === 'giveUp') return { end: step, run: progress.run, steps, waits };
    if (step.do === 'list') waits.push(step.after);
    progress = next(graph, progress, step);
  }
  throw new Error('the plan has no end');
}

function next(graph: Graph, progress: Progress, step: Exclude<Step, End>): Progress {
  if (step.do === 'list') return nextPass(progress, graph.list());
  if (step.do === 'prefer') return preferred(progress, step.preference, graph.prefer(step.preference));
  const now = step.readFirst ? graph.read(step.pin.id) : step.pin;
  if (now === undefined) return removed(progress, { result: 'alreadyGone' });
  return removed(
    progress,
    now.fingerprint === step.pin.fingerprint ? graph.remove(step.pin.id) : { result: 'changed' },
  );
}

const ids = (methods: readonly { id: string }[]): string[] => methods.map(({ id }) => id);
const outcomes = ({ run }: Outcome): Record<string, string> =>
  Object.fromEntries(run.pins.map(({ id, outcome }) => [id, outcome]));

describe('what a reset pins', () => {
  const pinned = (methods: readonly ListedMethod[], scope: Partial<Scope> = {}, defaultHint?: string): string[] =>
    ids(pinMethods({ methods, defaultHint }, { ...EVERYTHING, ...scope }, 0).pins);

  it('is every method but the password', () => {
    expect(pinned([password, app, key, email])).to.deep.equal(['app', 'key', email.id]);
  });

  it('is in the scope of the admin centre phones, Authenticator and software OATH', () => {
    const all = [app, oath, key, hello, mobile, office, email, method('temporaryAccessPass', 'pass')];
    expect(pinned(all, { policy: 'adminCentre' })).to.have.members(['app', 'oath', PHONE.mobile, PHONE.office]);
  });

  it('has alternateMobile before mobile, and the default last', () => {
    expect(pinned([mobile, alternate, app], {}, 'app')).to.deep.equal([alternate.id, mobile.id, 'app']);
  });

  it('is never an unknown type, which is reported once', () => {
    const run = pinMethods({ methods: [palm, { ...palm, id: 'palm-2' }, app] }, EVERYTHING, 7);
    expect(run).to.deep.include({ unknown: ['palmAuthenticationMethod'], startedAt: 7 });
    expect(ids(run.pins)).to.deep.equal(['app']);
  });

  it('reports an unknown type in every scope', () => {
    expect(pinMethods({ methods: [palm] }, { ...EVERYTHING, policy: 'adminCentre' }, 0).unknown).to.deep.equal([
      'palmAuthenticationMethod',
    ]);
  });

  it('starts as pending, with the fingerprint', () => {
    const [pin] = pinMethods({ methods: [app] }, EVERYTHING, 0).pins;
    expect(pin).to.deep.equal({ ...app, outcome: 'pending' });
  });
});

describe('what was lost', () => {
  const all = [app, oath, token, key, hello, mobile, alternate, office, email, qr, password];
  const cleared = (lost: Lost, scope: Partial<Scope> = {}): string[] =>
    ids(pinMethods({ methods: all }, { ...EVERYTHING, clearing: 'lost', lost, ...scope }, 0).pins);
  const everything = ids(all.filter((each) => each !== password));
  const phone = ['app', 'oath', PHONE.mobile, PHONE.alternateMobile, PHONE.office];

  for (const [lost, carried] of [
    ['newPhone', phone],
    ['lostPhone', phone],
    ['securityKey', ['key']],
  ] as const) {
    it(`carried what is cleared where nothing else is to be: ${lost}`, () => {
      expect(canClearLess(lost)).to.be.true;
      expect(cleared(lost)).to.have.members(carried);
    });
    it(`is cleared with everything else where that was chosen: ${lost}`, () => {
      expect(cleared(lost, { clearing: 'all' })).to.have.members(everything);
    });
  }

  for (const lost of ['stolen', 'unknown'] as const)
    it(`may be anywhere, and everything is cleared whatever was chosen: ${lost}`, () => {
      expect(canClearLess(lost)).to.be.false;
      expect(cleared(lost)).to.have.members(everything);
    });

  it('is cleared within the bounds of the policy, never beyond', () => {
    const policy = 'adminCentre';
    expect(cleared('lostPhone', { policy })).to.have.members(phone);
    expect(cleared('stolen', { policy })).to.have.members(phone);
    expect(cleared('securityKey', { policy })).to.deep.equal([]);
  });

  it('leaves an unknown type to be reported', () => {
    const { unknown, pins } = pinMethods({ methods: [palm, key] }, { ...EVERYTHING, clearing: 'lost' }, 0);
    expect({ unknown, pins }).to.deep.equal({ unknown: [palm.type], pins: [] });
  });

  it('is gone when the reset is complete, and the rest is still there', () => {
    const graph = simulate({ methods: [app, key, mobile, alternate, hello], defaultId: 'app', hint: 'app' });
    expect(execute(graph, { clearing: 'lost', lost: 'lostPhone' }).end).to.deep.equal({ do: 'finish' });
    expect(graph.present()).to.deep.equal([key, hello]);
  });

  it('takes the default along where a method that stays can be the default', () => {
    const graph = simulate({ methods: [app, token], defaultId: 'app' });
    expect(execute(graph, { clearing: 'lost', lost: 'newPhone' }).end).to.deep.equal({ do: 'finish' });
    expect(graph.present()).to.deep.equal([token]);
  });
});

describe('a reset', () => {
  it('costs one call for each method and two lists', () => {
    const graph = simulate({ methods: [password, app, oath, key, hello], defaultId: 'app', hint: 'app' });
    const { end, waits } = execute(graph);
    expect(end).to.deep.equal({ do: 'finish' });
    expect(graph.counts).to.deep.equal({ lists: 2, deletes: 4, prefers: 0, reads: 0 });
    expect(waits).to.deep.equal([0]);
    expect(graph.present()).to.deep.equal([password]);
  });

  it('of nobody with a method costs one list', () => {
    const graph = simulate({ methods: [password] });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(graph.counts).to.deep.equal({ lists: 1, deletes: 0, prefers: 0, reads: 0 });
  });

  for (const text of [0, 1] as const)
    it(`costs one call more when the default is not known, in Graph's text no. ${text + 1}`, () => {
      const graph = simulate({ methods: [app, oath, key], defaultId: 'app', text });
      expect(execute(graph).end).to.deep.equal({ do: 'finish' });
      expect(graph.counts).to.include({ lists: 2, deletes: 4 });
      expect(ids(graph.deleted)).to.deep.equal(['oath', 'key', 'app']);
    });

  it('ends where a wrong hint puts the default first', () => {
    const graph = simulate({ methods: [mobile, alternate, app], defaultId: 'app', hint: PHONE.alternateMobile });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
  });

  it('removes alternateMobile before mobile without being refused once', () => {
    const graph = simulate({ methods: [mobile, alternate, office] });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(ids(graph.deleted)).to.deep.equal([alternate.id, office.id, mobile.id]);
    expect(graph.counts.deletes).to.equal(3);
  });

  it('reads a method under a constant id just before it deletes it', () => {
    const graph = simulate({ methods: [mobile, alternate, office, email, qr, app, key, oath] });
    execute(graph);
    expect(graph.counts.reads).to.equal(5);
  });

  for (const hint of [undefined, PHONE.alternateMobile])
    it(`gets out when alternateMobile is the default and mobile blocks it${hint === undefined ? ', unknown' : ''}`, () => {
      const graph = simulate({ methods: [mobile, alternate, app], defaultId: PHONE.alternateMobile, hint });
      expect(execute(graph).end).to.deep.equal({ do: 'finish' });
      expect(graph.prefers).to.deep.equal(['sms']);
    });

  it('leaves the default as it is when the phones block each other for another reason', () => {
    const graph = simulate({ methods: [mobile, alternate], neverGoes: [PHONE.alternateMobile] });
    const outcome = execute(graph);
    expect(outcome.end).to.include({ do: 'giveUp', reason: 'methodsRemain' });
    expect(outcomes(outcome)).to.deep.equal({ [PHONE.mobile]: 'refused', [PHONE.alternateMobile]: 'refused' });
    expect(graph.prefers).to.deep.equal([]);
  });

  it('leaves the default as it is when the default that is stuck is no phone', () => {
    const graph = simulate({ methods: [app, mobile], defaultId: 'app', neverGoes: [PHONE.mobile] });
    expect(execute(graph).end).to.include({ do: 'giveUp', reason: 'methodsRemain' });
    expect(graph.prefers).to.deep.equal([]);
  });

  it('leaves the default as it is when it only waits for the others to go', () => {
    const graph = simulate({ methods: [alternate, app, key], defaultId: PHONE.alternateMobile });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(graph.prefers).to.deep.equal([]);
  });

  it('in the scope of the admin centre makes what stays the default, so that the old default can go', () => {
    const graph = simulate({ methods: [app, token, key], defaultId: 'app' });
    expect(execute(graph, { policy: 'adminCentre' }).end).to.deep.equal({ do: 'finish' });
    expect(graph.prefers).to.deep.equal(['oath']);
    expect(graph.present()).to.deep.equal([token, key]);
  });

  it('needs attention when it may not change the default that blocks it', () => {
    const graph = simulate({ methods: [mobile, alternate, app], defaultId: PHONE.alternateMobile, mayPrefer: false });
    const outcome = execute(graph);
    expect(outcome.end).to.include({ do: 'giveUp', reason: 'permissionMissing' });
    expect(outcomes(outcome)).to.deep.equal({
      app: 'removed',
      [PHONE.mobile]: 'refused',
      [PHONE.alternateMobile]: 'refused',
    });
    expect(graph.present()).to.deep.equal([mobile, alternate]);
    expect(graph.counts.lists).to.equal(1 + LOOK_AGAIN_AFTER.length);
    expect(graph.prefers).to.deep.equal(['sms']);
  });

  for (const lag of [1, 2, 3])
    it(`looks again until ${lag} stale list(s) are over`, () => {
      const graph = simulate({ methods: [app, key], lag });
      const { end, waits } = execute(graph);
      expect(end).to.deep.equal({ do: 'finish' });
      expect(graph.counts.lists).to.equal(2 + lag);
      expect(waits).to.deep.equal(LOOK_AGAIN_AFTER.slice(0, 1 + lag));
    });

  it('never says complete while the lists still show a method', () => {
    const graph = simulate({ methods: [app, key], lag: 9 });
    const { end, waits } = execute(graph);
    expect(end).to.include({ do: 'giveUp', reason: 'methodsRemain' });
    expect(waits).to.deep.equal([...LOOK_AGAIN_AFTER]);
    // The last list is for the proof alone.
    expect(graph.counts).to.include({ lists: 5, deletes: 2 * 4 });
  });

  it('waits when Graph has not noticed yet that the default is the last one', () => {
    const graph = simulate({ methods: [app, key], defaultId: 'app', hint: 'app', slowDefault: 3 });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(graph.counts).to.include({ lists: 5, deletes: 5 });
  });

  it('takes a 404 as done', () => {
    const graph = simulate({ methods: [app] });
    let progress = begin(pinMethods(graph.list(), EVERYTHING, 0), { methods: [app] });
    progress = removed(progress, { result: 'alreadyGone' });
    expect(progress.run.pins[0]).to.include({ outcome: 'removed' });
  });

  it('needs attention by name when one method never goes, and removes the others', () => {
    const graph = simulate({ methods: [app, key, oath], neverGoes: ['key'] });
    const outcome = execute(graph);
    expect(outcome.end).to.deep.include({ do: 'giveUp', reason: 'methodsRemain' });
    expect(outcome.end)
      .to.have.property('detail')
      .that.matches(/^fido2AuthenticationMethod \(400 badRequest request-id\)$/);
    expect(outcomes(outcome)).to.deep.equal({ app: 'removed', oath: 'removed', key: 'refused' });
  });

  it('does not ask again and again for what Graph forbids', () => {
    const graph = simulate({ methods: [key], forbidden: ['key'] });
    expect(execute(graph).end).to.include({ do: 'giveUp', reason: 'permissionMissing' });
    expect(graph.counts).to.include({ lists: 1, deletes: 1 });
  });

  it('needs attention for an unknown type, after the others are gone', () => {
    const graph = simulate({ methods: [palm, app] });
    expect(execute(graph).end).to.deep.equal({ do: 'giveUp', reason: 'unknownMethods', detail: palm.type });
    expect(graph.present()).to.deep.equal([palm]);
  });

  it('in the scope of the admin centre leaves passkeys and completes', () => {
    const graph = simulate({ methods: [key, hello, app, mobile], defaultId: 'app' });
    expect(execute(graph, { policy: 'adminCentre' }).end).to.deep.equal({ do: 'finish' });
    expect(graph.present()).to.deep.equal([key, hello]);
  });
});

describe('a method that is registered during the reset', () => {
  it('survives, and the reset completes', () => {
    const fresh = method('microsoftAuthenticator', 'new app');
    const graph = simulate({ methods: [app, key], registers: [{ after: 2, method: fresh }] });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(graph.present()).to.deep.equal([fresh]);
  });

  for (const constant of [mobile, alternate, office, email, qr])
    it(`survives under the constant id ${constant.id}`, () => {
      const fresh = { ...constant, fingerprint: 'another number' };
      const graph = simulate({ methods: [app, constant], registers: [{ after: 2, method: fresh }] });
      const outcome = execute(graph);
      expect(outcome.end).to.deep.equal({ do: 'finish' });
      expect(outcomes(outcome)).to.deep.equal({ app: 'removed', [constant.id]: 'keptNewlyRegistered' });
      expect(graph.present()).to.deep.equal([fresh]);
    });

  const newApp = method('microsoftAuthenticator', 'new app');
  const renewed = (old: ListedMethod): ListedMethod => ({ ...old, fingerprint: 'another number' });
  for (const [what, old, fresh, preferences] of [
    ['an Authenticator', [app, key], newApp, ['push']],
    ['an Authenticator without push', [app, key], newApp, ['push', 'oath']],
    ['software OATH', [app, key], method('softwareOath', 'new oath'), ['oath']],
    ['a phone', [app, key], mobile, ['sms']],
    ['a phone in place of the old one', [app, mobile], renewed(mobile), ['sms']],
    ['an alternate phone', [app, key], alternate, ['voiceAlternateMobile']],
    ['an office phone in place of the old one', [app, office], renewed(office), ['voiceOffice']],
  ] as const)
    it(`becomes the default where the old default is stuck because of it: ${what}`, () => {
      // list; registered; app: refused as the default.
      const graph = simulate({
        methods: old,
        defaultId: 'app',
        registers: [{ after: 1, method: fresh }],
        refusesToPrefer: preferences.slice(0, -1),
      });
      const outcome = execute(graph);
      expect(outcome.end).to.deep.equal({ do: 'finish' });
      expect(graph.prefers).to.deep.equal(preferences);
      expect(graph.present()).to.deep.equal([fresh]);
    });

  it('becomes the default where alternateMobile is stuck because of it and there is no mobile', () => {
    const graph = simulate({
      methods: [alternate, key],
      defaultId: PHONE.alternateMobile,
      registers: [{ after: 1, method: newApp }],
    });
    expect(execute(graph).end).to.deep.equal({ do: 'finish' });
    expect(graph.prefers).to.deep.equal(['push']);
  });

  it('is tried as the default once by each of its preferences, and then left to IT', () => {
    const graph = simulate({
      methods: [app, key],
      defaultId: 'app',
      registers: [{ after: 1, method: newApp }],
      refusesToPrefer: ['push', 'oath'],
    });
    const outcome = execute(graph);
    expect(outcome.end).to.include({ do: 'giveUp', reason: 'methodsRemain' });
    expect(graph.prefers).to.deep.equal(['push', 'oath']);
    expect(graph.present()).to.deep.equal([app, newApp]);
    expect(graph.counts.lists).to.equal(1 + LOOK_AGAIN_AFTER.length);
  });

  it('is left to IT where this registration may not change the default', () => {
    const graph = simulate({
      methods: [app, key],
      defaultId: 'app',
      registers: [{ after: 1, method: newApp }],
      mayPrefer: false,
    });
    expect(execute(graph).end).to.include({ do: 'giveUp', reason: 'permissionMissing' });
    expect(graph.prefers).to.deep.equal(['push', 'oath']);
  });

  it('survives a crash, under its constant id as well', () => {
    const fresh = { ...mobile, fingerprint: 'another number' };
    // list, app, mobile; registered again; crash, list.
    const graph = simulate({ methods: [app, mobile], registers: [{ after: 3, method: fresh }] });
    const outcome = execute(graph, { crashAt: 3 });
    expect(outcome.end).to.deep.equal({ do: 'finish' });
    expect(graph.present()).to.deep.equal([fresh]);
  });

  it('is not pinned by a run that begins again', () => {
    const first = pinMethods({ methods: [app] }, EVERYTHING, 0);
    const again = begin(first, { methods: [app, key] });
    expect(ids(again.run.pins)).to.deep.equal(['app']);
  });
});

describe('a method that is registered after the reset', () => {
  const STARTED = 1_000;
  const ENDED = 2_000;
  interface Cleared {
    readonly clearing?: Clearing;
    readonly policy?: Scope['policy'];
    readonly byHand?: boolean;
  }
  const seen = (listed: readonly ListedMethod[], cleared: Cleared = {}): boolean => {
    const { clearing = 'all', policy = 'all', byHand = false } = cleared;
    const run = pinMethods({ methods: [app, mobile, office] }, { ...EVERYTHING, policy }, STARTED);
    return isRegisteredAgain({ run: byHand ? undefined : run, clearing }, policy, ENDED, { methods: listed });
  };
  const madeAt = (each: ListedMethod, createdAt: number): ListedMethod => ({ ...each, createdAt });

  it('is seen where everything was pinned by not being one of those, whenever it was made', () => {
    expect(seen([key])).to.be.true;
    expect(seen([madeAt(key, STARTED - 1)])).to.be.true;
    expect(seen([])).to.be.false;
  });

  for (const [what, cleared] of [
    ['what was lost alone was to go', { clearing: 'lost' }],
    ['the policy leaves some in place', { policy: 'adminCentre' }],
  ] as const)
    it(`is seen by when it was made where ${what}: since the reset began`, () => {
      expect(seen([madeAt(key, STARTED + 1)], cleared)).to.be.true;
      expect(seen([madeAt(key, STARTED)], cleared)).to.be.false;
      expect(seen([key], cleared)).to.be.false;
    });

  it('is seen by when it was made where IT cleared them by hand: since IT said so', () => {
    expect(seen([madeAt(key, ENDED + 1)], { byHand: true })).to.be.true;
    expect(seen([madeAt(key, ENDED)], { byHand: true })).to.be.false;
    expect(seen([key], { byHand: true })).to.be.false;
  });

  it('is seen under the id of one that was cleared, by another fingerprint', () => {
    expect(seen([{ ...mobile, fingerprint: 'another number' }])).to.be.true;
    // A list that lags still shows the old one.
    for (const old of [app, mobile, office]) expect(seen([old])).to.be.false;
    expect(seen([madeAt(mobile, ENDED)])).to.be.false;
  });

  it('is known by its type and its id together', () => {
    expect(seen([method('softwareOath', 'app', 'made app')])).to.be.true;
  });

  it('is no second factor where it is a password, a mail address, a pass of IT, or of a type nobody knows', () => {
    for (const none of [password, email, method('temporaryAccessPass', 'pass'), palm])
      expect(seen([none, madeAt(none, ENDED + 1)]), none.type).to.be.false;
  });

  it('is seen among others', () => {
    const listed = [password, mobile, madeAt(key, STARTED - 1), madeAt(token, ENDED)];
    expect(seen(listed, { clearing: 'lost' })).to.be.true;
  });
});

describe('the refusal of the default method', () => {
  for (const message of DEFAULT_TEXTS)
    it(`is known by its text: ${message.slice(0, 40)}…`, () => {
      expect(isDefaultRefusal({ status: 400, message })).to.be.true;
      expect(isDefaultRefusal({ status: 403, message })).to.be.false;
    });

  it('is not any other 400', () => {
    expect(isDefaultRefusal({ status: 400, message: 'Invalid request' })).to.be.false;
  });
});

describe('whatever methods somebody has', () => {
  const some = [app, oath, token, key, hello, mobile, alternate, office, email, qr, palm, password];
  const fresh = fc.oneof(
    fc.constantFrom(mobile, alternate, office, email, qr).map((old) => ({ ...old, fingerprint: 'registered again' })),
    fc.constantFrom('a', 'b').map((id) => method('microsoftAuthenticator', `new ${id}`)),
  );
  const worlds = fc.subarray(some).chain((methods) => {
    const anId = fc.option(fc.constantFrom(...ids(some)), { nil: undefined });
    const few = fc.subarray(ids(methods), { maxLength: Math.min(2, methods.length) });
    const seldom = fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: few });
    return fc.record({
      methods: fc.constant(methods).chain((all) => fc.shuffledSubarray([...all], { minLength: all.length })),
      defaultId: anId,
      hint: anId,
      text: fc.constantFrom<0 | 1>(0, 1),
      lag: fc.nat(6),
      neverGoes: seldom,
      forbidden: seldom,
      mayPrefer: fc.boolean(),
      refusesToPrefer: fc.oneof(fc.constant<Preference[]>([]), fc.subarray(PREFERENCES)),
      slowDefault: fc.constantFrom(0, 0, 1, 5),
      registers: fc.array(fc.record({ after: fc.integer({ min: 1, max: 12 }), method: fresh }), { maxLength: 3 }),
    });
  });
  const ways = fc.record({
    policy: fc.constantFrom<Scope['policy']>('all', 'adminCentre'),
    clearing: fc.constantFrom<Clearing>('all', 'all', 'lost'),
    lost: fc.constantFrom<Lost>(...LOSSES),
    crashAt: fc.option(fc.integer({ min: 1, max: 12 }), { nil: Infinity }),
  });

  it('a reset ends soon, deletes only what is pinned and nothing new, and is complete when nothing is left', () => {
    const ends = { finish: 0, giveUp: 0 };
    fc.assert(
      fc.property(worlds, ways, (world, way) => {
        const graph = simulate(world);
        const { end, run, steps } = execute(graph, way);
        const passes = LOOK_AGAIN_AFTER.length + 1;
        ends[end.do]++;

        // A default is tried twice in a pass and after each change of it, and a crash starts anew.
        const tries = passes + PREFERENCES.length;
        expect(steps).to.be.at.most(2 * tries * (2 * run.pins.length + 2));
        expect(graph.counts.lists).to.be.at.most(2 * passes);
        for (const each of PREFERENCES)
          expect(graph.prefers.filter((tried) => tried === each)).to.have.length.at.most(
            way.crashAt === Infinity ? 1 : 2,
          );
        const known = new Set(run.pins.map(({ id, fingerprint }) => `${id} ${fingerprint}`));
        for (const each of graph.deleted) {
          expect(known).to.include(`${each.id} ${each.fingerprint}`);
          expect(graph.registered).to.not.include(each);
        }
        const left = (methods: readonly ListedMethod[]): number =>
          methods.filter((each) => each.type === palm.type || known.has(`${each.id} ${each.fingerprint}`)).length;
        if (end.do === 'finish') expect(left(graph.present())).to.equal(0);
        else expect(left(graph.shown())).to.be.above(0);
      }),
      { numRuns: 3_000 },
    );
    expect(ends.finish).to.be.above(300);
    expect(ends.giveUp).to.be.above(300);
  });

  it('a reset completes where Graph does what it is asked, whatever the default is and what is registered meanwhile', () => {
    const known = some.filter((each) => each !== palm);
    const kind = fc.record({
      methods: fc.shuffledSubarray(known),
      defaultId: fc.constantFrom(...ids(known)),
      text: fc.constantFrom<0 | 1>(0, 1),
      // Not alternateMobile: a new one keeps an old mobile for good, by Graph's rule.
      registers: fc.array(
        fc.record({
          after: fc.integer({ min: 1, max: 12 }),
          method: fc.constantFrom(
            newFactor('microsoftAuthenticator'),
            newFactor('softwareOath'),
            ...[mobile, office].map((old) => ({ ...old, fingerprint: 'registered again' })),
          ),
        }),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(kind, ways, (world, way) => {
        const graph = simulate(world);
        const outcome = execute(graph, way);
        expect(outcome.end).to.deep.equal({ do: 'finish' });
        expect(graph.present()).to.include.members([...graph.registered.slice(-1)]);
      }),
      { numRuns: 3_000 },
    );
  });
});

function newFactor(kind: string): ListedMethod {
  return method(kind, `new ${kind}`);
}
