import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificates {
  /** The authority's certificate, PEM. */
  readonly authority: string;
  /** A file that holds `authority`, for NODE_EXTRA_CA_CERTS. */
  readonly authorityFile: string;
  /** The server's key and certificate for localhost and 127.0.0.1, PEM. */
  readonly key: string;
  readonly certificate: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

/** A fresh authority and a server certificate it signed, both good for 30 days. Nothing outlives `remove()`. */
export async function makeCertificates(): Promise<Certificates> {
  const life = { notBeforeDate: new Date(Date.now() - day), notAfterDate: new Date(Date.now() + 30 * day) };
  const common = { algorithm: 'sha256', keyType: 'ec', ...life } as const;
  const authority = await generate([{ name: 'commonName', value: 'Sandbox authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-cloud-'));
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.cert);
  return {
    authority: authority.cert,
    authorityFile,
    key: server.private,
    certificate: server.cert,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
