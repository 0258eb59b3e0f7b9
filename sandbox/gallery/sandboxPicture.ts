import type { Browser } from 'playwright-core';
import { pageAssets } from '../page/assets.js';
import { Sandbox } from '../page/sandbox.js';
import { servePage } from '../page/server.js';

/** The sandbox's page when the first story has been played, as a PNG, in a new tab that is left open. */
export async function sandboxPicture(browser: Browser): Promise<Buffer> {
  const [sandbox, assets] = await Promise.all([Sandbox.start({ pace: 0 }), pageAssets()]);
  const server = await servePage(sandbox, assets, 0);
  try {
    const tab = await browser.newPage({ viewport: { width: 1320, height: 820 }, locale: 'en-GB' });
    await tab.goto(server.url);
    await tab.getByRole('button', { name: 'Play: Priya has a new phone' }).click();
    await tab.getByText('Played to its end').waitFor({ timeout: 60_000 });
    await tab.getByRole('tab', { name: 'Directory' }).click();
    const close = tab.getByRole('button', { name: 'Close' });
    while ((await close.count()) > 0) await close.first().click();
    return await tab.screenshot();
  } finally {
    await server.close();
    await sandbox.close();
  }
}
