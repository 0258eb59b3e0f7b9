/** `npm run package`: the Teams app as a file to upload. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { appPackage, PackageError, type AppPackage } from './appPackage/appPackage.js';

const FILE = 'build/mfa-reset.zip';
const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const made = appPackage(process.env, {
    template: readFileSync(at('appPackage/manifest.json'), 'utf8'),
    icons: Object.fromEntries(
      ['color.png', 'outline.png'].map((name) => [name, readFileSync(at(`appPackage/${name}`))]),
    ),
    version: (JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }).version,
  });
  mkdirSync(at('build'), { recursive: true });
  writeFileSync(at(FILE), made.zip);
  console.log(nextSteps(made));
} catch (error) {
  if (!(error instanceof PackageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function nextSteps({ version, links }: AppPackage): string {
  return [
    `${FILE} is ready: version ${version} of the app.`,
    '',
    'What to do with it:',
    '  1. Teams admin centre › Teams apps › Manage apps › Upload new app: choose this file. For a later update,',
    '     open the app there; Teams takes it only with a higher TEAMS_APP_VERSION.',
    '  2. Teams admin centre › Teams apps › Setup policies: add it to the installed apps of everybody who may ask',
    '     or approve, so that the bot can write to them, and pin it if you like.',
    '',
    'Links to put anywhere, once the app is installed:',
    `  the chat                            ${links.chat}`,
    `  the chat with “reset mfa” typed in  ${links.form}`,
    ...(links.next === undefined ? [] : [`  for somebody who is locked out      ${links.next}`]),
  ].join('\n');
}
