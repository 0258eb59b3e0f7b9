import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { appPackage, PackageError, type Parts } from '../../scripts/appPackage/appPackage.js';

const file = (name: string): Buffer => readFileSync(new URL(`../../appPackage/${name}`, import.meta.url));

/** What is committed under appPackage/. */
export const committed: Parts = {
  template: file('manifest.json').toString('utf8'),
  icons: { 'color.png': file('color.png'), 'outline.png': file('outline.png') },
  version: '1.2.3',
};

export const settings = () => ({
  BOT_ID: randomUUID(),
  TENANT_ID: randomUUID(),
  PUBLIC_URL: 'https://mfa.example.com',
  DEVELOPER_NAME: 'Service desk',
  DEVELOPER_PRIVACY_URL: 'https://example.com/privacy?for=mfa#bot',
  DEVELOPER_TERMS_URL: 'https://example.com/terms',
});

export interface Manifest {
  manifestVersion: string;
  version: string;
  id: string;
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
  name: { short: string; full: string };
  description: { short: string; full: string };
  icons: { color: string; outline: string };
  accentColor: string;
  defaultInstallScope: string;
  supportsChannelFeatures?: string;
  bots: {
    botId: string;
    scopes: string[];
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
  composeExtensions: {
    botId: string;
    commands: { id: string; type: string; title: string; context: string[]; fetchTask: boolean }[];
  }[];
  webApplicationInfo: { id: string };
}

export function manifestFor(env: Record<string, string>): Manifest {
  const { zip } = appPackage(env, committed);
  return JSON.parse(strFromU8(unzipSync(zip)['manifest.json']!)) as Manifest;
}

/** The committed parts, with the manifest changed. */
export function changed(change: (manifest: Manifest) => void): Parts {
  const manifest = JSON.parse(committed.template) as Manifest;
  change(manifest);
  return { ...committed, template: JSON.stringify(manifest) };
}

export function faultsOf(env: Record<string, string>, parts: Parts = committed): readonly string[] {
  try {
    appPackage(env, parts);
  } catch (error) {
    if (error instanceof PackageError) return error.faults;
    throw error;
  }
  return [];
}
