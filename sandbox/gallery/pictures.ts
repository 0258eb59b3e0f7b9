import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../tests/browser/browser.js';
import { smallPng } from './smallPng.js';

const FOLDER = 'docs/pictures';

/** Which figure of the gallery, in which theme. Each file is under 80 KB. */
const pictures = [
  { file: 'approval-card', figure: 'approval-in-the-README', theme: 'light' },
  { file: 'approval-card-dark', figure: 'approval-in-the-README', theme: 'dark' },
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
      const taken = await tab.locator(`#${figure} :is(.card, iframe)`).screenshot();
      await writeFile(`${FOLDER}/${file}.png`, await smaller(taken, tab));
      await tab.close();
    }
  } finally {
    await browser.close();
  }
}

/** The browser that wrote the PNG reads it as well. */
async function smaller(png: Buffer, tab: Page): Promise<Buffer> {
  const { width, height, rgba } = await tab.evaluate<{ width: number; height: number; rgba: string }>(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,${png.toString('base64')}';
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const rgba = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(',')[1]);
      reader.readAsDataURL(new Blob([data]));
    });
    return { width: picture.width, height: picture.height, rgba };
  })()`);
  return smallPng({ width, height, rgba: Buffer.from(rgba, 'base64') });
}
