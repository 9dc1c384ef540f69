import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { HostileBehaviour } from '../../fixtures/provider/hostile/behaviour.js';
import { startHostile, type RunningHostile } from '../../fixtures/provider/hostile/server.js';
import { startProvider, type RunningProvider } from '../../fixtures/provider/provider.js';

/** A hostile practice of a run: its behaviour, its server, and the secrets it was trusted with. */
export interface HostilePractice {
  readonly behaviour: HostileBehaviour;
  readonly odsCode: string;
  readonly server: RunningHostile;
  readonly secrets: readonly string[];
}

/** Everything a run meets: a well-behaved practice, hostile ones, and a server that nobody should ask. */
export interface HostileStage {
  readonly targetFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly practices: readonly HostilePractice[];
  /** Secrets of the run that belong to no hostile practice. */
  readonly ownSecrets: readonly string[];
  readonly trapped: () => readonly string[];
  /** The appointments that stand in a diary, by ODS code. */
  readonly booked: (odsCode: string) => readonly string[];
  stop(): Promise<void>;
}

/** The practice that behaves, in every run. */
export const goodPractice = 'A20047';

/** Time-outs of every run, in ms; the longest exchange takes all three together. */
export const timeouts = { connectMs: 1000, headersMs: 2000, bodyMs: 3000, testMs: 20_000 } as const;

const limits = { maxBodyBytes: 12_000_000, maxHeaderBytes: 32_768 } as const;

interface PracticeEntry {
  readonly odsCode: string;
  readonly baseUrl: string;
  readonly token: { readonly static: string };
}

/** Starts what a run with these behaviours needs, one hostile practice each, on the loopback address. */
export async function setStage(behaviours: readonly HostileBehaviour[]): Promise<HostileStage> {
  const odsCodes = behaviours.map((_behaviour, place) => `H${81001 + place}`);
  const provider = await startProvider({
    practices: [goodPractice, ...odsCodes].map((odsCode) => ({ odsCode, kind: 'ordinary' as const })),
  });
  const trap = await startTrap();
  const entries = entriesIn(provider, [goodPractice, ...odsCodes]);
  const [good, ...others] = entries;
  const practices = await Promise.all(
    behaviours.map((behaviour, place) => hostilePractice(behaviour, others[place], trap.origin)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const environment: Record<string, string> = {};
  const named = practices.map((practice, place) => entryOf(practice, others[place], environment));
  const ca = practices.flatMap(({ server, odsCode }) => authorityFile(folder, odsCode, server));
  const targetFile = join(folder, 'target.yaml');
  writeFileSync(targetFile, targetText([good, ...named], ca));
  return {
    ...{ targetFile, environment, practices, trapped: trap.asked },
    ownSecrets: good === undefined ? [] : [good.token.static],
    booked: (odsCode) => bookedIn(provider, odsCode),
    stop: async () => {
      await Promise.all(practices.map(({ server }) => server.stop()));
      await Promise.all([provider.stop(), trap.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const entriesIn = (provider: RunningProvider, practices: readonly string[]): readonly PracticeEntry[] =>
  (parse(provider.targetFile({ practices, federation: [] })) as { practices: PracticeEntry[] }).practices;

const bookedIn = (provider: RunningProvider, odsCode: string): readonly string[] =>
  provider
    .diary(odsCode)
    .appointments.filter((one) => one.status === 'booked')
    .map((one) => one.id);

async function hostilePractice(
  behaviour: HostileBehaviour,
  entry: PracticeEntry | undefined,
  trap: string,
): Promise<HostilePractice> {
  const { odsCode = '', baseUrl = '', token = { static: '' } } = entry ?? {};
  const shown = `canary${randomBytes(16).toString('hex')}`;
  const server = await startHostile(behaviour, { baseUrl, token: { shown, real: token.static }, trap });
  return {
    behaviour,
    odsCode,
    server,
    secrets: [shown, `clientsecret${randomBytes(16).toString('hex')}`, token.static],
  };
}

/** The practice as the target file names it: its secrets come from the environment. */
function entryOf(
  { behaviour, odsCode, server, secrets }: HostilePractice,
  entry: PracticeEntry | undefined,
  environment: Record<string, string>,
) {
  const [token = '', clientSecret = ''] = secrets;
  const isIssued = behaviour.at === 'token';
  const variable = `HOSTILE_SECRET_${odsCode}`;
  environment[variable] = isIssued ? clientSecret : token;
  const source = isIssued
    ? { tokenEndpoint: { url: server.tokenUrl, clientId: 'app', clientSecret: { env: variable } } }
    : { env: variable };
  return { ...entry, name: `Hostile: ${behaviour.id}`, baseUrl: server.baseUrl, token: source };
}

function authorityFile(folder: string, odsCode: string, { ca }: RunningHostile): readonly string[] {
  if (ca === undefined) return [];
  writeFileSync(join(folder, `${odsCode}.pem`), ca);
  return [`${odsCode}.pem`];
}

const targetText = (practices: readonly unknown[], ca: readonly string[]): string =>
  stringify({
    name: 'A hostile provider beside a good one',
    practices,
    federation: [goodPractice],
    ...(ca.length > 0 && { tls: { ca } }),
    ...{ timeouts, limits, pace: { maxRetryAfterMs: 3000 }, search: { firstRangeDays: 4, attempts: 2 } },
    declares: { scheduleTypes: true },
    policies: { retrievePast: 'refuse', datePrefixes: 'refuse' },
  });

/** A server that notes whatever is asked of it. */
async function startTrap() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked: () => asked,
    stop: () => new Promise<void>((done) => void server.close(() => done()).closeAllConnections()),
  };
}
