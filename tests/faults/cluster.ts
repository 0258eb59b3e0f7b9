import { randomBytes } from 'node:crypto';
import { startCloud } from '../../sandbox/cloud/index.js';
import { createProduct, type Product } from '../../sandbox/product.js';
import { freshDatabase } from '../postgres/database.js';
import { unhurried, type World } from '../product/world.js';

/** Several instances of the product on one PostgreSQL, each delivery to the next one that runs. */
export interface Cluster {
  /** For the judge and the helpers: `product` stands for all of them. */
  readonly world: World;
  readonly instances: readonly Product[];
  /** Starts what is not running. */
  repair(): Promise<void>;
}

export async function createCluster(count: number, policy: object): Promise<Cluster> {
  const database = await freshDatabase();
  const cloud = await startCloud();
  const [AUDIT_KEY, LINK_KEY] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const environment = { STORE_URL: database.url, AUDIT_KEY, LINK_KEY };
  const instances = await Promise.all(
    Array.from({ length: count }, () => createProduct(cloud, { environment, policy: unhurried(policy) })),
  );
  const [first] = instances;
  if (first === undefined) throw new Error('a cluster has at least one instance');
  cloud.teams.preinstall();

  let turn = 0;
  let silent = false;
  Object.defineProperty(cloud.teams, 'botEndpoint', {
    get() {
      const running = instances.filter((instance) => instance.state() === 'running');
      const next = running[(turn += 1) % running.length] ?? first;
      return silent ? undefined : `${next.url}/api/messages`;
    },
    set(url: string | undefined) {
      silent = url === undefined;
    },
  });

  const repair = async (): Promise<void> => {
    await Promise.all(instances.filter((each) => each.state() === 'stopped').map((each) => each.start()));
  };
  const product: Product = {
    ...first,
    output: () => instances.map((each) => each.output()).join('\n'),
    onState: (listener) => {
      for (const each of instances) each.onState(listener);
    },
  };
  async function close(): Promise<void> {
    await Promise.all(instances.map((each) => each.remove()));
    await cloud.close();
    await database.dispose();
  }
  // All at once: whoever comes first makes the tables. What can't start must not keep the process alive.
  await repair().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { world: { cloud, product, close, user: (name) => cloud.teams.user(name) }, instances, repair };
}
