import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { IdentityError } from './identityError.js';

/** What a registration proves itself with; the key is PKCS #8 in PEM. */
export interface Certificate {
  readonly thumbprintSha256: string;
  readonly privateKey: string;
}

/** From a PEM file that holds both. Throws an {@link IdentityError} that names the setting and the file. */
export function readCertificate({ path, setting }: { readonly path: string; readonly setting: string }): Certificate {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new IdentityError(`${setting} names ${path}, which can't be read`, 'certificate', error);
  }
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key)) throw new Error('key and certificate differ');
    return {
      thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  } catch (error) {
    throw new IdentityError(
      `${setting} names ${path}, which must hold a certificate and its unencrypted private key, both in PEM`,
      'certificate',
      error,
    );
  }
}
