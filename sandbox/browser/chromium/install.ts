import { execFile } from 'node:child_process';
import { access, copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A Chromium, and what its environment says about where its own libraries and fonts lie. */
export interface Chromium {
  readonly executablePath: string;
  readonly libraries: Readonly<Record<string, string>>;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Git and every tool ignore a folder of this name. */
const CACHE = join(HERE, 'node_modules');

const run = promisify(execFile);

/**
 * npm’s Chromium, installed beside this file unless it already is. Rejects where npm can’t load it or its integrity is
 * not the lock’s. The package’s own flags aren’t used: `--single-process` ends the browser with the first context that
 * closes, and `--disable-web-security` lets pages do what no browser of a reader allows.
 */
export async function installedChromium(): Promise<Chromium> {
  const unpacked = join(await installed(), 'unpacked');
  return {
    executablePath: join(unpacked, 'chromium'),
    libraries: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'), FONTCONFIG_PATH: join(unpacked, 'fonts') },
  };
}

/**
 * Made in a folder of this process’s own and then renamed, so that no other process sees half of it; the one that comes
 * second throws its own away.
 */
async function installed(): Promise<string> {
  const done = join(CACHE, await version());
  if (await exists(done)) return done;
  await mkdir(CACHE, { recursive: true });
  const making = await mkdtemp(join(CACHE, 'making-'));
  try {
    await make(making);
    await rename(making, done).catch(async (reason: unknown) => {
      if (!(await exists(done))) throw reason;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return done;
}

async function make(folder: string): Promise<void> {
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    await copyFile(join(HERE, file), join(folder, file));
  await run('npm', ['ci', '--no-progress'], { cwd: folder });
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked);
  const unpack = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  // It unpacks into the temporary folder, and its libraries only where it believes to be on Lambda’s node 20 or newer.
  const env = { ...process.env, TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  await run(process.execPath, ['--eval', unpack], { cwd: folder, env });
  await rm(join(folder, 'node_modules'), { recursive: true });
}

async function version(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return dependencies['@sparticuz/chromium'] ?? '';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
