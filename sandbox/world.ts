import { startCloud, type Cloud, type CloudOptions } from './cloud/index.js';
import { createProduct, type Product } from './product.js';

/** A simulated cloud and the unchanged product running against it, over HTTP, TLS and real tokens. */
export interface World {
  readonly cloud: Cloud;
  readonly product: Product;
  close(): Promise<void>;
}

/** Where cards and mails say that the service is; whoever follows a link is led to where it really is. */
export const PUBLIC_URL = 'https://mfa-reset.contoso.example';

export interface WorldOptions {
  readonly cloud?: CloudOptions;
  /** The content of `policy.json`, which may name groups of the directory; `{}` unless told. */
  readonly policy?: (cloud: Cloud) => object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly preload?: string;
}

/** Resolves when the product is ready. Rejects with what it wrote when it does not start. */
export async function startWorld({ cloud: options, policy, ...started }: WorldOptions = {}): Promise<World> {
  const cloud = await startCloud(options);
  const product = await createProduct(cloud, { policy: policy?.(cloud) ?? {}, ...started });
  const close = async (): Promise<void> => {
    await product.remove();
    await cloud.close();
  };
  // What can't start must not keep the process alive.
  await product.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  cloud.teams.botEndpoint = `${product.url}/api/messages`;
  return { cloud, product, close };
}
