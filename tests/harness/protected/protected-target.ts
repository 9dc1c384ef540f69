import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { emptyFolder } from '../temporary-folder.js';
import { identityToken, startAuthorisationServer, type AuthorisationServer } from './authorisation-server.js';
import { makeAuthority, writeCredentials } from './certificates.js';
import { startGateway, type Gateway } from './gateway.js';
import { proxyCredentials, startProxy, type RunningProxy } from './proxy.js';

/** How the harness gets its tokens: by its own signed assertion, or for an NHS login identity token. */
export type Grant = 'tokenEndpoint' | 'exchange';

/** A provider that is reached only through everything that may stand in between. */
export interface Protected {
  /** The target file. */
  readonly file: string;
  readonly proxy: RunningProxy;
  readonly authorisation: AuthorisationServer;
  readonly gateway: Gateway;
  readonly stop: () => Promise<void>;
}

/** The secrets of the target file that come from the environment. */
export const secrets = {
  IDENTITY_TOKEN: identityToken,
  KEY_PASSPHRASE: 'passphrase-of-key-88',
  PROXY_PASSWORD: proxyCredentials.password.static,
} as const;

/** The parts of the embedded provider's target file that the gateway takes the place of. */
interface PracticeEntry {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly token: unknown;
}

interface TokenClient {
  readonly url: string;
}

interface TargetEntries {
  readonly evidence?: { readonly tokenExchange?: TokenClient; readonly tokenRefresh?: TokenClient };
  readonly practices: readonly PracticeEntry[];
  readonly federation: readonly (string | PracticeEntry)[];
  readonly [key: string]: unknown;
}

/**
 * Starts a provider behind a gateway with client certificates and tokens of its own, reachable through a proxy with
 * credentials only, and writes its target file: the provider's own, with the gateway's origin and tokens.
 */
export async function startProtected(grant: Grant, further: object = {}): Promise<Protected> {
  const provider = await startProvider({});
  const authority = await makeAuthority();
  const credentials = await authority.issue({ use: 'server' });
  const authorisation = await startAuthorisationServer({ tls: credentials });
  const own = parse(provider.targetFile()) as TargetEntries;
  const entries = [...own.practices, ...own.federation.filter((one) => typeof one !== 'string')];
  const tokens = new Map(entries.map((one) => [one.odsCode, (one.token as { static: string }).static]));
  const origin = new URL(own.practices[0]?.baseUrl ?? '').origin;
  const gateway = await startGateway({
    ...{ credentials, clientAuthority: authority.ca, authorisation, origin },
    ownToken: (odsCode) => tokens.get(odsCode),
  });
  const proxy = await startProxy();
  const folder = emptyFolder();
  writeFileSync(join(folder, 'app.key'), authorisation.privateKey);
  writeFileSync(join(folder, 'ca.pem'), authority.ca);
  const shown = writeCredentials(folder, await authority.issue({ use: 'client' }), secrets.KEY_PASSPHRASE);
  const moved = JSON.stringify(withAudiences(own)).replaceAll(origin, gateway.origin);
  // The provider's own token endpoint goes on expecting assertions for its own URL.
  const behind = JSON.parse(moved.replaceAll(audienceMark, origin)) as TargetEntries;
  const token = tokenBy(grant, authorisation);
  const target = {
    ...behind,
    name: 'Provider behind a gateway',
    practices: behind.practices.map((one) => ({ ...one, token })),
    federation: behind.federation.map((one) => (typeof one === 'string' ? one : { ...one, token })),
    tls: { ca: ['ca.pem'], ...shown, passphrase: { env: 'KEY_PASSPHRASE' } },
    proxy: { url: proxy.url, username: proxyCredentials.username, password: { env: 'PROXY_PASSWORD' }, noProxy: [] },
    ...further,
  };
  const file = join(folder, 'target.yaml');
  writeFileSync(file, stringify(target, { aliasDuplicateObjects: false }));
  const stop = async (): Promise<void> => {
    await Promise.all([proxy.stop(), gateway.stop(), authorisation.stop(), provider.stop()]);
  };
  return { file, proxy, authorisation, gateway, stop };
}

const audienceMark = 'origin-of-the-provider';

/** Names the audience of assertions where the endpoint's URL is otherwise taken for it. */
function withAudiences({ evidence, ...own }: TargetEntries): object {
  const { tokenExchange, tokenRefresh, ...others } = evidence ?? {};
  const named = (client: TokenClient | undefined): object =>
    client === undefined ? {} : { ...client, audience: client.url.replace(/^https?:\/\/[^/]+/, audienceMark) };
  return { ...own, evidence: { ...others, tokenExchange: named(tokenExchange), tokenRefresh: named(tokenRefresh) } };
}

function tokenBy(grant: Grant, { url }: AuthorisationServer): object {
  const client = { url, clientId: 'app-with-key', keyId: 'key-1', privateKey: { file: 'app.key' } };
  return { [grant]: grant === 'exchange' ? { ...client, subjectToken: { env: 'IDENTITY_TOKEN' } } : client };
}
