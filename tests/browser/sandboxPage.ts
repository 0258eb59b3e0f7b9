import type { Browser, Locator, Page } from 'playwright-core';
import { pageAssets } from '../../sandbox/page/assets.js';
import { Sandbox } from '../../sandbox/page/sandbox.js';
import { servePage } from '../../sandbox/page/server.js';
import { openBrowser } from '../../sandbox/browser/browser.js';

/** The sandbox with its page open in a real browser, and with whatever the page asked elsewhere or complained about. */
export interface SandboxPage {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  readonly page: Page;
  readonly url: string;
  /** Addresses off this machine that were asked for; there must be none. */
  readonly outside: readonly string[];
  /** What the page's console says is wrong. */
  readonly complaints: readonly string[];
  /** Somebody's column; the chat has to be in sight. */
  readonly chat: (name: string) => Locator;
  readonly turnTo: (tab: string) => Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
}

/** Starts a sandbox of its own. Its first answer may take half a minute where Chromium has to be installed. */
export async function openSandbox({ width = 1500, height = 900 }: OpenOptions = {}): Promise<SandboxPage> {
  const [sandbox, assets, browser] = await Promise.all([Sandbox.start({ pace: 0 }), pageAssets(), openBrowser()]);
  const server = await servePage(sandbox, assets, 0);
  const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB' });
  page.setDefaultTimeout(60_000);
  const outside: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') outside.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(server.url);
  await page.getByRole('tab', { name: 'Guide' }).waitFor();
  return {
    sandbox,
    browser,
    page,
    url: server.url,
    outside,
    complaints,
    chat: (name) => page.getByRole('region', { name: `${name}’s chat` }),
    turnTo: (tab) => page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click(),
    close: async () => {
      await browser.close();
      await server.close();
      await sandbox.close();
    },
  };
}
