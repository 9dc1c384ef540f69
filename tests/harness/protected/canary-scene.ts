import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { emptyFolder } from '../temporary-folder.js';
import {
  identityToken,
  clientSecret,
  startAuthorisationServer,
  type AuthorisationServer,
} from './authorisation-server.js';
import { makeAuthority, writeCredentials } from './certificates.js';
import { startFront } from './front.js';
import { startGateway } from './gateway.js';
import type { Canaries } from './leaks.js';
import { proxyCredentials, startProxy } from './proxy.js';

/**
 * How the provider behaves: `friendly` tells every secret it knows in headers that nobody asked for; `talkative` tells
 * them in its answers too, in places that are judged; `silent` answers the first request and none after it.
 */
export type Manners = 'friendly' | 'talkative' | 'silent';

/** A provider that knows every secret there is and tells them all, reached in every way that needs a secret. */
export interface CanaryScene {
  readonly target: string;
  /** What the target takes from the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** All secrets there are by now: tokens are given out while a run lasts. */
  readonly canaries: () => Canaries;
  /** How often secrets were told. */
  readonly told: () => number;
  /** Resolves when so many slot searches were asked for. */
  readonly searched: (times: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The token of somebody else, which the harness can only know by its shape: that of a JWT. */
const foreign = 'foreign token';
const othersIn = (canaries: Canaries): readonly string[] => [
  ...new Set([...canaries].flatMap(([kind, secret]) => (kind === foreign ? [] : [secret]))),
];

const fresh = (kind: string): string => `cnry-${kind}-${randomBytes(20).toString('hex')}`;

/** A passphrase that has to be escaped nearly everywhere. */
const passphrase = `pass/phr@se & "w\\ith" <mörk> ${randomBytes(8).toString('hex')}`;

interface PracticeEntry {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly token: { readonly static: string };
}

interface ProviderTarget {
  readonly practices: PracticeEntry[];
  readonly federation: (string | PracticeEntry)[];
  readonly otherPatient: { readonly token: { readonly static: string } };
}

export async function startCanaryScene(manners: Manners): Promise<CanaryScene> {
  const provider = await startProvider({});
  const own = parse(provider.targetFile()) as ProviderTarget;
  const planted = plantedSecrets(own);
  const given = new Set<string>();
  const all = (): Canaries =>
    new Map([...planted, ...[...given].map((token, at) => [`access token ${at}`, token] as const)]);
  // A provider knows what was sent to it, or lies in its own records; not what nobody has used yet.
  const isUsed = (secret: string): boolean => !secret.startsWith('cnry-tokenfroma') || given.has(secret);
  const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.${planted.get(foreign) ?? ''}`;
  const origin = new URL(own.practices[0]?.baseUrl ?? '').origin;
  const teller = await startTeller({ origin, manners, secrets: () => [...othersIn(all()).filter(isUsed), jwt] });
  const authority = await makeAuthority();
  const credentials = await authority.issue({ use: 'server' });
  const authorisation = await startAuthorisationServer({ tls: credentials });
  const gateway = await startGateway({
    ...{ credentials, clientAuthority: authority.ca, origin: teller.origin },
    authorisation: watched(authorisation, planted, given),
    ownToken: (odsCode) => tokensOf(own).get(odsCode),
  });
  const proxy = await startProxy();
  const folder = emptyFolder();
  const client = writeCredentials(folder, await authority.issue({ use: 'client' }), passphrase);
  planted.set('client secret', clientSecret).set('identity token', identityToken);
  planted.set('proxy password', proxyCredentials.password.static);
  planted.set('private key', lineOf(authorisation.privateKey)).set('TLS key', lineOf(readFileSync(client.key, 'utf8')));
  const secretOf = (kind: string): string => planted.get(kind) ?? '';
  writeFileSync(join(folder, 'app.key'), authorisation.privateKey);
  writeFileSync(join(folder, 'ca.pem'), authority.ca);
  writeFileSync(join(folder, 'token.txt'), `${secretOf('token from a file')}\n`);
  writeFileSync(join(folder, 'token.mjs'), `console.log(${JSON.stringify(secretOf('token from a command'))})`);
  const target = targetOf(own, { authorisation, gateway: gateway.origin, proxy: proxy.url, client, secretOf });
  writeFileSync(join(folder, 'target.yaml'), stringify(target));
  return {
    target: join(folder, 'target.yaml'),
    environment: {
      CANARY_IDENTITY_TOKEN: identityToken,
      CANARY_CLIENT_SECRET: clientSecret,
      CANARY_PROXY_PASSWORD: proxyCredentials.password.static,
      CANARY_PASSPHRASE: passphrase,
      CANARY_HEADER: secretOf('header from the environment'),
      CANARY_REFRESH_TOKEN: secretOf('refresh token'),
      CANARY_OTHER_TOKEN: secretOf('token from the environment'),
    },
    canaries: all,
    told: teller.told,
    searched: teller.searched,
    stop: async () => {
      await Promise.all([proxy.stop(), gateway.stop(), teller.stop(), authorisation.stop(), provider.stop()]);
    },
  };
}

function plantedSecrets(own: ProviderTarget): Map<string, string> {
  const kinds = [
    'static token',
    'token from a file',
    'token from a command',
    'refresh token',
    'cookie',
    'foreign token',
  ];
  return new Map([
    ...[...kinds, 'static header', 'header from the environment'].map(
      (kind) => [kind, fresh(kind.replace(/\W/g, ''))] as const,
    ),
    ['token from the environment', own.otherPatient.token.static],
    ['passphrase', passphrase],
  ]);
}

const tokensOf = ({ practices, federation }: ProviderTarget): ReadonlyMap<string, string> =>
  new Map(
    [...practices, ...federation].flatMap((one) => (typeof one === 'string' ? [] : [[one.odsCode, one.token.static]])),
  );

const lineOf = (pem: string): string => pem.split('\n')[2] ?? '';

/** The authorisation server, whose tokens become known as they are used; the planted tokens are as good as its own. */
function watched(server: AuthorisationServer, planted: Canaries, given: Set<string>): AuthorisationServer {
  const tokens = ['static token', 'token from a file', 'token from a command'].map((kind) => planted.get(kind));
  return {
    ...server,
    clientOf: async (token) => {
      const client = tokens.includes(token) ? 'planted' : await server.clientOf(token);
      if (client !== undefined) given.add(token);
      return client;
    },
  };
}

interface TargetParts {
  readonly authorisation: AuthorisationServer;
  readonly gateway: string;
  readonly proxy: string;
  readonly client: { readonly cert: string; readonly key: string };
  readonly secretOf: (kind: string) => string;
}

function targetOf(own: ProviderTarget, { authorisation, gateway, proxy, client, secretOf }: TargetParts): object {
  const key = { url: authorisation.url, clientId: 'app-with-key', keyId: 'key-1', privateKey: { file: 'app.key' } };
  const tokens: Readonly<Record<string, object>> = {
    A20047: { exchange: { ...key, subjectToken: { env: 'CANARY_IDENTITY_TOKEN' } } },
    B82617: { static: secretOf('static token') },
    C84001: { file: 'token.txt' },
  };
  const behind = (one: PracticeEntry) => ({
    ...one,
    baseUrl: one.baseUrl.replace(new URL(one.baseUrl).origin, gateway),
    token: tokens[one.odsCode] ?? { command: `"${process.execPath}" token.mjs` },
  });
  const bySecret = {
    url: authorisation.url,
    clientId: 'app-with-secret',
    clientSecret: { env: 'CANARY_CLIENT_SECRET' },
  };
  return {
    name: 'Provider that tells every secret',
    practices: own.practices.map(behind),
    federation: own.federation.map((one) => (typeof one === 'string' ? one : behind(one))),
    otherPatient: { ...own.otherPatient, token: { env: 'CANARY_OTHER_TOKEN' } },
    tls: { ca: ['ca.pem'], ...client, passphrase: { env: 'CANARY_PASSPHRASE' } },
    proxy: { url: proxy, username: proxyCredentials.username, password: { env: 'CANARY_PROXY_PASSWORD' }, noProxy: [] },
    headers: { 'X-Api-Key': secretOf('static header'), 'X-Client': { env: 'CANARY_HEADER' } },
    evidence: { tokenRefresh: { ...bySecret, refreshToken: { env: 'CANARY_REFRESH_TOKEN' } } },
    policies: { retrievePast: 'refuse', datePrefixes: 'refuse', crossPracticeBooking: 'expected' },
  };
}

interface TellerParts {
  readonly origin: string;
  readonly manners: Manners;
  readonly secrets: () => readonly string[];
}

/** A server in front of the provider that tells secrets in its answers. */
async function startTeller({ origin, manners, secrets }: TellerParts) {
  const counts = { told: 0, searches: 0 };
  const front = await startFront(origin, ({ path, text, response }) => {
    if (path.includes('/Slot?')) counts.searches += 1;
    if (manners === 'silent' && counts.searches > 2) return undefined;
    counts.told += 1;
    tellInHeaders(response, secrets());
    return manners === 'talkative' ? tellingBody(text, secrets(), counts.told) : text;
  });
  return {
    ...front,
    told: () => counts.told,
    searched: async (times: number): Promise<void> => {
      while (counts.searches < times) await new Promise((later) => setTimeout(later, 20));
    },
  };
}

function tellInHeaders(response: ServerResponse, secrets: readonly string[]): void {
  const cookie = secrets.find((secret) => secret.startsWith('cnry-cookie')) ?? '';
  response.setHeader('Set-Cookie', `sid=${cookie}; HttpOnly; Path=/`);
  response.setHeader('X-Debug-Percent', secrets.map(encodeURIComponent).join(' '));
  response.setHeader('X-Debug-Coded', Buffer.from(secrets.join('\n')).toString('base64'));
}

/** Another secret first each time, since what is judged gets cut short. */
function tellingBody(text: string, secrets: readonly string[], times: number): string {
  const from = times % secrets.length;
  const told = [...secrets.slice(from), ...secrets.slice(0, from)].join(' ');
  const inJson = (secret: string): string => JSON.stringify(secret).slice(1, -1);
  return text
    .replaceAll('"status":"free"', `"status":"free ${inJson(told)}"`)
    .replaceAll('"diagnostics":"', `"diagnostics":"${inJson(told)} `)
    .replaceAll('"fullUrl":"', `"fullUrl":"https://someone:${encodeURIComponent(secrets[from] ?? '')}@host/`);
}
