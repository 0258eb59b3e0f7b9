import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { galleryEntries } from '../sandbox/gallery/entries.js';
import { galleryPage } from '../sandbox/gallery/page.js';
import { takePictures } from '../sandbox/gallery/pictures.js';

/** Every card and mail on one page: `npm run gallery`. With `--pictures` the README's pictures are taken from it. */
const FOLDER = 'build/gallery';

const entries = galleryEntries();
const page = `${FOLDER}/index.html`;
await mkdir(FOLDER, { recursive: true });
await writeFile(page, await galleryPage(entries));
process.stdout.write(`${entries.length} cards and mails: ${page}\n`);
if (process.argv.includes('--pictures')) await takePictures(pathToFileURL(page));
