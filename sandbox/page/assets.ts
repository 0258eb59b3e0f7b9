import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

export interface Asset {
  readonly type: string;
  readonly body: string;
}

const client = new URL('../client/', import.meta.url);

/** The page with its script and style, by path. Bundled in memory at each start: it takes a fraction of a second. */
export async function pageAssets(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: { page: new URL('main.ts', client).pathname },
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: new URL('tsconfig.json', client).pathname,
  });
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: await readFile(new URL('index.html', client), 'utf8') }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: text('.js') }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: text('.css') }],
  ]);
}
