import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { installedChromium, type Chromium } from './chromium/install.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Debian’s names for it, then Ubuntu’s and Google’s. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * A headless Chromium with a fresh profile; whoever opens it closes it. It is the one `CHROMIUM_PATH` names, else the
 * first on `PATH`, else npm’s, which the first call on a machine installs: that may take a minute, so a hook that calls
 * this gives itself two.
 */
export async function openBrowser(environment: Environment = process.env): Promise<Browser> {
  const { executablePath, libraries } = await findChromium(environment);
  // What is not here (no sandbox, no first run, no background networking, component update or sync) is playwright’s own.
  const args = ['--disable-gpu', '--disable-quic'];
  return chromium.launch({ executablePath, args, env: { ...process.env, ...libraries } });
}

async function findChromium(environment: Environment): Promise<Chromium> {
  const named = environment['CHROMIUM_PATH'] ?? '';
  if (named !== '' && !isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`);
  const executablePath = named === '' ? onPath(environment['PATH'] ?? '') : named;
  if (executablePath !== undefined) return { executablePath, libraries: {} };
  try {
    return await installedChromium();
  } catch (reason) {
    const remedy = 'install Debian’s package chromium, or name another Chromium in CHROMIUM_PATH';
    throw new Error(`There is no Chromium here and npm’s could not be installed: ${remedy}.`, { cause: reason });
  }
}

function onPath(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
