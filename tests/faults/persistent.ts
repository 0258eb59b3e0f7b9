import { PATIENCE } from '../../sandbox/cloud/patience.js';
import type { Person } from '../../sandbox/cloud/directory/person.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { cast, send, type World } from '../product/world.js';
import type { Judge } from './judge.js';

/** For tests with many requests by one person, some about one target. */
export const OFTEN = {
  undoFor: 'PT0S',
  holdFor: 'PT0S',
  coolDown: { afterReset: 'PT0S', afterDecline: 'PT0S' },
  limits: { requestsPerDay: 1_000 },
};

/** Somebody of the crowd with nothing special about them, nobody's manager, and the one who approves for them. */
export interface Pair {
  readonly target: Person;
  readonly approver: Person;
}

/** The n-th such person, newly equipped with a phone, an Authenticator, codes and a passkey. */
export function plainTarget({ cloud: { directory } }: Pick<World, 'cloud'>, n: number): Pair {
  const special = new Set<string>(Object.values(cast));
  const inRoles = new Set(
    directory.groups.all.flatMap((group) => (group.isAssignableToRole ? [...group.members] : [])),
  );
  const managers = new Set(directory.people.map(({ managerId }) => managerId));
  const plain = directory.people.filter(
    ({ id, displayName, userType, accountEnabled, mail }) =>
      userType === 'Member' &&
      accountEnabled &&
      mail !== null &&
      !special.has(displayName) &&
      !inRoles.has(id) &&
      !managers.has(id),
  );
  const pairs = plain.flatMap((target) => {
    const approver = directory.managerOf(target.id);
    // A manager whose account is disabled is passed over.
    return approver?.accountEnabled === true ? [{ target, approver }] : [];
  });
  const pair = pairs[n % pairs.length];
  if (pair === undefined) throw new Error('this directory has nobody plain');
  directory.methods.removeAll(pair.target.id);
  directory.methods.register(pair.target.id, 'password');
  directory.methods.register(pair.target.id, 'phone', {
    properties: { phoneType: 'mobile', phoneNumber: '+44 7700900123' },
  });
  for (const type of ['microsoftAuthenticator', 'softwareOath', 'fido2'] as const)
    directory.methods.register(pair.target.id, type);
  return pair;
}

/** What is read where the bot could not finish it. */
export const NOT_TAKEN = /couldn’t finish that just now/;

/** Taps again until it is answered: what a person does who reads that the app can't be reached, or to try again. */
export async function press(world: World, user: string, verb: string, data: object): Promise<string> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    if (world.product.state() === 'running') {
      const { status, body } = await send(world.user(user), verb, data);
      const answer = JSON.stringify(body);
      if (status === 200 && !NOT_TAKEN.test(answer)) return answer;
    }
    if (Date.now() > until)
      throw new Error(`${user} got no answer to ${verb}:\n${world.product.output().slice(-2_000)}`);
    await sleep(50);
  }
}

export interface Made extends Pair {
  readonly requestId: string;
  readonly reference: string;
}

/** Asks, however often the bot goes down meanwhile, and tells the judge. `between` comes before the confirmation. */
export async function submit(
  world: World,
  judge: Judge,
  pair: Pair,
  {
    requester = cast.requester,
    between = () => Promise.resolve(),
    tap = (user, verb, data) => press(world, user, verb, data),
  }: {
    readonly requester?: string;
    readonly between?: () => Promise<void>;
    readonly tap?: (user: string, verb: string, data: object) => Promise<string>;
  } = {},
): Promise<Made> {
  const form = { personId: pair.target.id, why: 'new phone, the old one is gone', lost: 'newPhone' };
  const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(await tap(requester, 'submitForm', form))?.[1] ?? '';
  await between();
  const pending = await tap(requester, 'confirm', { requestId });
  const reference = /MFA-[0-9A-Z]{5}/.exec(pending)?.[0];
  if (reference === undefined) throw new Error(`the request was not taken: ${pending}`);
  judge.asked({ requestId, reference, requester, target: pair.target.id });
  return { ...pair, requestId, reference };
}

/** Starts the product again whenever it ends, until told to let be. */
export function keepRunning({ product }: Pick<World, 'product'>): () => Promise<void> {
  let wanted = true;
  let starting: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    // Killed while it started, it is started again.
    while (wanted && product.state() === 'stopped') await product.start().catch(() => undefined);
  };
  product.onState((state) => {
    if (state === 'stopped' && wanted) starting ??= start().finally(() => (starting = undefined));
  });
  return async () => {
    wanted = false;
    await starting;
    if (product.state() === 'stopped') await product.start();
  };
}
