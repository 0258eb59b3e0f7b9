import { cast, startCloud, type Cloud, type CloudOptions } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { readable } from '../../sandbox/cloud/teamsClient.js';
import { createProduct, type Product, type ProductOptions } from '../../sandbox/product.js';

/** The simulated cloud and the running product against it, over HTTP, TLS and real tokens. */
export interface World {
  readonly cloud: Cloud;
  readonly product: Product;
  user(name: string): TeamsUser;
  close(): Promise<void>;
}

/** A minute's policy for tests that need no undo window. */
export const AT_ONCE = { undoFor: 'PT0S' };

export async function createWorld(options: ProductOptions & { readonly cloud?: CloudOptions } = {}): Promise<World> {
  const cloud = await startCloud(options.cloud);
  const product = await createProduct(cloud, options);
  const close = async (): Promise<void> => {
    await product.remove();
    await cloud.close();
  };
  // What can't start must not keep the test run alive.
  await product.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  cloud.teams.botEndpoint = `${product.url}/api/messages`;
  cloud.teams.preinstall();
  return {
    cloud,
    product,
    user: (name) => cloud.teams.user(name),
    close,
  };
}

/** The newest card that offers an action of this verb. */
export function withAction(user: TeamsUser, verb: string, ms = 10_000): Promise<ChatMessage> {
  return user.waitFor(
    (message) => JSON.stringify(message.activity['attachments'] ?? []).includes(`"verb":"${verb}"`),
    ms,
  );
}

/** The newest message that reads so. */
export function reading(user: TeamsUser, words: RegExp, ms = 10_000): Promise<ChatMessage> {
  return user.waitFor((message) => words.test(readable(message)), ms);
}

/** Somebody asks and confirms; resolves with the reference when the approver has the card. */
export async function ask(
  world: World,
  people: { readonly requester?: string; readonly target?: string; readonly approver?: string } = {},
): Promise<{ readonly reference: string; readonly card: ChatMessage }> {
  const { requester = cast.requester, target = cast.target, approver = cast.approver } = people;
  const asking = world.user(requester);
  await asking.say(`reset mfa for ${target} – new phone, the old one is gone`);
  const confirm = await withAction(asking, 'confirm');
  const { card: pending } = await asking.tap(confirm, 'confirm');
  const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(pending))?.[0] ?? '';
  const card = await world
    .user(approver)
    .waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
      10_000,
    );
  return { reference, card };
}

export { cast, readable };
