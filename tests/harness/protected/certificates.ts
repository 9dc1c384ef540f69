import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const usages = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
const day = 24 * 60 * 60 * 1000;

/** A certificate with its key, in PEM form. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is to say; valid from yesterday for a month unless said otherwise. */
export interface Wanted {
  readonly use: keyof typeof usages;
  /** Host names or addresses of a server. */
  readonly names?: readonly string[];
  readonly notAfter?: Date;
}

/** An authority made for one test, which issues whatever certificate is wanted. */
export interface Authority {
  /** The certificate to trust, in PEM form. */
  readonly ca: string;
  readonly issue: (wanted: Wanted) => Promise<Credentials>;
}

export async function makeAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys, signingAlgorithm: algorithm, ...validity() },
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const issue = async ({ use, names = ['127.0.0.1', 'localhost'], notAfter }: Wanted): Promise<Credentials> => {
    const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      ...{ subject: `CN=${names[0] ?? use}`, issuer: authority.subject, ...validity(notAfter) },
      ...{ publicKey: own.publicKey, signingKey: keys.privateKey, signingAlgorithm: algorithm },
      extensions: [
        new x509.ExtendedKeyUsageExtension([usages[use]]),
        new x509.SubjectAlternativeNameExtension(
          names.map((one) => ({ type: /^[\d.]+$/.test(one) ? ('ip' as const) : ('dns' as const), value: one })),
        ),
      ],
    });
    return { cert: certificate.toString('pem'), key: await pemOf(own.privateKey) };
  };
  return { ca: authority.toString('pem'), issue };
}

/** Writes the credentials into a folder, the key under a passphrase, and returns both paths. */
export function writeCredentials(folder: string, { cert, key }: Credentials, passphrase: string) {
  const paths = { cert: join(folder, 'client.pem'), key: join(folder, 'client.key') };
  const locked = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  writeFileSync(paths.cert, cert);
  writeFileSync(paths.key, locked);
  return paths;
}

function validity(notAfter = new Date(Date.now() + 30 * day)): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - day), notAfter };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return x509.PemConverter.encode(der, 'PRIVATE KEY');
}
