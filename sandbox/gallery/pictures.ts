import { mkdir, writeFile } from 'node:fs/promises';
import { openBrowser } from '../browser/browser.js';
import { sandboxPicture } from './sandboxPicture.js';

const FOLDER = 'docs/pictures';

/** Which figure of the gallery, in which theme. */
const pictures = [
  { file: 'approval-card', figure: 'approval-in-the-README', theme: 'light' },
  { file: 'request-card', figure: 'request-pendingNudged', theme: 'light' },
  { file: 'complete-mail', figure: 'mail-21-completed-to-requester', theme: 'light' },
] as const;

/** The README's pictures, from the page itself. Run by hand when the cards' looks change. */
export async function takePictures(page: URL): Promise<void> {
  const browser = await openBrowser();
  try {
    await mkdir(FOLDER, { recursive: true });
    for (const { file, figure, theme } of pictures) {
      const tab = await browser.newPage({ viewport: { width: 552, height: 1200 }, deviceScaleFactor: 1.5 });
      await tab.goto(`${page.href}?theme=${theme}&width=wide#${figure}`);
      await tab.locator(`#${figure} :is(.card, iframe)`).screenshot({ path: `${FOLDER}/${file}.png` });
      await tab.close();
    }
    await writeFile(`${FOLDER}/sandbox.png`, await sandboxPicture(browser));
  } finally {
    await browser.close();
  }
}
