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
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Where the certificate says its issuer's is to be had. */
  readonly issuerAt?: string;
}

/** An authority made for one test, which issues whatever certificate is wanted. */
export interface Authority {
  /** The certificate to trust, in PEM form. */
  readonly ca: string;
  readonly issue: (wanted: Wanted) => Promise<Credentials>;
  /** An authority below this one. */
  readonly intermediate: (name: string) => Promise<Authority>;
}

type Keys = webcrypto.CryptoKeyPair;

const newKeys = (): Promise<Keys> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** An authority of its own, which nobody trusts yet. */
export async function makeAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys, signingAlgorithm: algorithm, ...validity({}) },
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return authorityOf(certificate, keys);
}

/** A server certificate for the loopback that vouches for itself. */
export async function selfSigned(): Promise<Credentials> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: 'CN=127.0.0.1', keys, signingAlgorithm: algorithm, ...validity({}) },
    extensions: extensionsOf({ use: 'server' }),
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

function authorityOf(certificate: x509.X509Certificate, keys: Keys): Authority {
  const signed = { issuer: certificate.subject, signingKey: keys.privateKey, signingAlgorithm: algorithm };
  return {
    ca: certificate.toString('pem'),
    issue: async (wanted) => {
      const own = await newKeys();
      const subject = `CN=${wanted.names?.[0] ?? (wanted.use === 'server' ? '127.0.0.1' : 'client')}`;
      const parts = { ...signed, subject, publicKey: own.publicKey, ...validity(wanted) };
      const issued = await x509.X509CertificateGenerator.create({ ...parts, extensions: extensionsOf(wanted) });
      return { cert: issued.toString('pem'), key: await pemOf(own.privateKey) };
    },
    intermediate: async (name) => {
      const own = await newKeys();
      const parts = { ...signed, subject: `CN=${name}`, publicKey: own.publicKey, ...validity({}) };
      const extensions = [new x509.BasicConstraintsExtension(true, undefined, true)];
      return authorityOf(await x509.X509CertificateGenerator.create({ ...parts, extensions }), own);
    },
  };
}

function extensionsOf({ use, names = ['127.0.0.1', 'localhost'], issuerAt }: Wanted): x509.Extension[] {
  const named = names.map((one) => ({ type: /^[\d.]+$/.test(one) ? ('ip' as const) : ('dns' as const), value: one }));
  return [
    new x509.ExtendedKeyUsageExtension([usages[use]]),
    new x509.SubjectAlternativeNameExtension(named),
    ...(issuerAt === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ caIssuers: issuerAt })]),
  ];
}

/** Writes the credentials into a folder, the key under a passphrase, and returns both paths. */
export function writeCredentials(folder: string, { cert, key }: Credentials, passphrase: string) {
  const paths = { cert: join(folder, 'client.pem'), key: join(folder, 'client.key') };
  const locked = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  writeFileSync(paths.cert, cert);
  writeFileSync(paths.key, locked);
  return paths;
}

function validity({ notBefore, notAfter = new Date(Date.now() + 30 * day) }: Partial<Wanted>) {
  return { notBefore: notBefore ?? new Date(Math.min(Date.now(), notAfter.getTime()) - day), notAfter };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return x509.PemConverter.encode(der, 'PRIVATE KEY');
}
