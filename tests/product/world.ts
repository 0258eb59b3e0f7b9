import { cast, groupNames, startCloud, type CloudOptions } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { readable } from '../../sandbox/cloud/teamsClient.js';
import type { ProductOptions } from '../../sandbox/product.js';
import { startWorld, type World as Started } from '../../sandbox/world.js';
import { freshDatabase } from '../postgres/database.js';

/** Everybody has the bot already. */
export interface World extends Started {
  user(name: string): TeamsUser;
}

/** A minute's policy for tests that need no undo window. */
export const AT_ONCE = { undoFor: 'PT0S' };

/** IT's and security's group for a policy. */
export async function policyGroups(): Promise<{ readonly itGroup: string; readonly securityGroup: string }> {
  const [itGroup, securityGroup] = await Promise.all([groupId('it'), groupId('security')]);
  return { itGroup, securityGroup };
}

/** And the channel of IT's team. */
export async function policyOfIt(): Promise<{ readonly itGroup: string; readonly itChannel: string }> {
  const cloud = await startCloud();
  const found = { itGroup: cloud.directory.group(groupNames.it).id, itChannel: cloud.itChannel };
  await cloud.close();
  return found;
}

/** The directory is the same from the same seed: an id that a policy names is known before. */
export async function groupId(name: keyof typeof groupNames): Promise<string> {
  const cloud = await startCloud();
  const { id } = cloud.directory.group(groupNames[name]);
  await cloud.close();
  return id;
}

/** On the store that `FAULT_STORE` names, unless `STORE_URL` is given. */
export async function createWorld(options: ProductOptions & { readonly cloud?: CloudOptions } = {}): Promise<World> {
  const { policy, ...given } = options;
  const database = process.env['FAULT_STORE'] === 'postgres' ? await freshDatabase() : undefined;
  const environment = { ...(database && { STORE_URL: database.url }), ...given.environment };
  const world = await startWorld({ ...given, environment, policy: () => unhurried(policy) });
  world.cloud.teams.preinstall();
  return {
    ...world,
    user: (name) => world.cloud.teams.user(name),
    async close() {
      await world.close();
      await database?.dispose();
    },
  };
}

/** A file of tests has more resets in a minute than a tenant in an hour. */
export function unhurried(policy: object & { readonly limits?: object } = {}): object {
  return { ...policy, limits: { resetsPerHour: 10_000, ...policy.limits } };
}

/** The newest card that offers an action of this verb. */
export function withAction(user: TeamsUser, verb: string): Promise<ChatMessage> {
  return user.waitFor((message) => JSON.stringify(message.activity['attachments'] ?? []).includes(`"verb":"${verb}"`));
}

/** The newest message that reads so. */
export function reading(user: TeamsUser, words: RegExp): Promise<ChatMessage> {
  return user.waitFor((message) => words.test(readable(message)));
}

/** Somebody asks and confirms; resolves with the reference when the approver has the card. */
export async function ask(
  world: World,
  people: {
    readonly requester?: string;
    readonly target?: string;
    readonly approver?: string;
    readonly why?: string;
    readonly confirm?: Record<string, string>;
  } = {},
): Promise<{ readonly reference: string; readonly card: ChatMessage }> {
  const { requester = cast.requester, target = cast.target, approver = managerOf(world, target) } = people;
  const { why = 'new phone, the old one is gone' } = people;
  const asking = world.user(requester);
  await asking.say(`reset mfa for ${target} – ${why}`);
  const confirm = await withAction(asking, 'confirm');
  const { card: pending } = await asking.tap(confirm, 'confirm', people.confirm);
  const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(pending))?.[0] ?? '';
  const card = await world
    .user(approver)
    .waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
  return { reference, card };
}

export function managerOf({ cloud }: Pick<World, 'cloud'>, name: string): string {
  const manager = cloud.directory.managerOf(cloud.directory.user(name).id);
  if (manager === undefined) throw new Error(`${name} has no manager in this directory`);
  return manager.displayName;
}

/** Types of the methods somebody has now. */
export function typesOf({ cloud }: Pick<World, 'cloud'>, name: string): readonly string[] {
  return cloud.directory.methodsOf(name).map(({ type }) => type);
}

/** What an old or forged card sends: a verb and whatever data. */
export function send(user: TeamsUser, verb: string, data: object): Promise<{ status: number; body?: unknown }> {
  const action = { type: 'Action.Execute', verb, data };
  return user.invoke('adaptiveCard/action', { action, trigger: 'manual' });
}

export function requestIdOf(card: ChatMessage): string {
  return /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(card.activity))?.[1] ?? '';
}

export { cast, readable };
