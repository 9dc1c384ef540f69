import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../fixtures/target/target.js';
import { withProvider } from '../../scripts/gates/faulty-provider.js';
import type { Observed } from './observed.js';
import { setting } from './setting.js';

/** Examples of every interaction in the fuzzing phase, and sequences in the stateful one; the other phases enumerate. */
export const examples = 20;

/** A run takes some 30 s; one that hangs at a fault is stopped after so long, and counts with what it had found. */
export const secondsAtMost = 90;

/** The seed of the runs at faulty providers. At the conformant one further seeds show what is an accident of one. */
export const seeds = [20270110, 2, 3] as const;

/** The six interactions as `openapi.yaml` describes them. */
export const describedOperations = [
  'GET /metadata',
  'GET /Slot',
  'POST /Appointment',
  'GET /Patient/{patient}/Appointment',
  'GET /Appointment/{id}',
  'PUT /Appointment/{id}',
] as const;

/** What one line of its event log may say, as far as it is read here. */
interface LoggedEvent {
  readonly ScenarioFinished?: { readonly recorder: Recorder };
  readonly NonFatalError?: { readonly label: string; readonly value: { readonly type: string } };
  readonly FatalError?: object;
}

interface Recorder {
  readonly cases?: Readonly<Record<string, { readonly value: { readonly method: string; readonly path: string } }>>;
  readonly checks?: Readonly<Record<string, readonly Check[]>>;
  readonly interactions?: Readonly<Record<string, Interaction>>;
}

interface Interaction {
  readonly response?: { readonly status_code: number } | null;
}

interface Check {
  readonly status: string;
  readonly failure_info?: { readonly failure: Failure };
}

interface Failure {
  readonly code: string;
  readonly operation: string;
  readonly title: string;
  readonly message: string;
}

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The command of schemathesis, or why it is not here. It is never fetched. */
export function findSchemathesis(): { readonly command: string; readonly version: string } | { readonly why: string } {
  const command = process.env['SCHEMATHESIS'] ?? 'schemathesis';
  const { error, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  if (error === undefined) return { command, version: stdout.trim().split(' ').at(-1) ?? '' };
  return { why: `there is no command ${command}; install schemathesis and name it by SCHEMATHESIS` };
}

/** What a run of schemathesis says, and how much of what it asked was granted. */
export interface SchemathesisRun extends Observed {
  /** Requests by method and path that were answered with success: it can say little of what it never got to see. */
  readonly granted: Readonly<Record<string, number>>;
}

/** Runs it at a provider of its own with the given faults, over HTTPS as every other tool. */
export function runSchemathesis(
  command: string,
  faults: readonly string[],
  seed: number = seeds[0],
): Promise<SchemathesisRun> {
  return withProvider({ ...setting, faults }, async (target) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'));
    try {
      const log = join(folder, 'events.ndjson');
      const started = performance.now();
      const stopped = await ended(spawn(command, wordsFor(target, { log, seed }), { cwd: folder, stdio: 'ignore' }));
      const seconds = (performance.now() - started) / 1000;
      return { seconds, ...toldIn(readFileSync(log, 'utf8')), ...(stopped && { stopped }) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function wordsFor({ practices, tls }: Target, { log, seed }: { log: string; seed: number }): readonly string[] {
  const [practice] = practices;
  if (practice?.token.kind !== 'static') throw new Error('The embedded provider gives static tokens');
  return [
    ...['--config-file', beside('schemathesis.toml'), 'run', beside('openapi.yaml'), '--url', practice.baseUrl],
    ...['--header', `Authorization: Bearer ${practice.token.value.reveal()}`, '--tls-verify', tls.ca[0] ?? 'true'],
    ...['--max-examples', String(examples), '--seed', String(seed)],
    ...['--report', 'ndjson', '--report-ndjson-path', log],
  ];
}

/** Waits for its end; says so where it had to be brought about. */
function ended(child: ReturnType<typeof spawn>): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let stopped: string | undefined;
    const patience = setTimeout(() => {
      stopped = `stopped after ${secondsAtMost} s`;
      child.kill('SIGKILL');
    }, secondsAtMost * 1000);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(patience);
      resolve(stopped);
    });
  });
}

function toldIn(log: string): Pick<SchemathesisRun, 'findings' | 'granted'> {
  const events = log.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as LoggedEvent] : []));
  const granted: Record<string, number> = {};
  for (const operation of events.flatMap(grantedIn)) granted[operation] = (granted[operation] ?? 0) + 1;
  return { findings: [...new Set(events.flatMap((event) => [...failuresIn(event), ...errorsIn(event)]))], granted };
}

function grantedIn({ ScenarioFinished: scenario }: LoggedEvent): readonly string[] {
  const { cases = {}, interactions = {} } = scenario?.recorder ?? {};
  return Object.entries(cases).flatMap(([id, { value }]) => {
    const status = interactions[id]?.response?.status_code ?? 0;
    return status >= 200 && status < 300 ? [`${value.method} ${value.path}`] : [];
  });
}

function failuresIn({ ScenarioFinished: scenario }: LoggedEvent): readonly string[] {
  const { checks = {}, interactions = {} } = scenario?.recorder ?? {};
  return Object.entries(checks).flatMap(([id, made]) =>
    made.flatMap(({ failure_info: info }) => (info === undefined ? [] : [inGeneral(info.failure, interactions[id])])),
  );
}

/** Where it could not work at all, as at a provider whose certificate or protocol it does not take. */
function errorsIn({ NonFatalError: broken, FatalError: fatal }: LoggedEvent): readonly string[] {
  if (fatal !== undefined) return ['error: the run broke off'];
  return broken === undefined ? [] : [`error at ${broken.label}: ${broken.value.type}`];
}

/** The failure without what differs from one generated case to the next. */
function inGeneral({ code, operation, title, message }: Failure, interaction: Interaction | undefined): string {
  const status = interaction?.response?.status_code ?? 'no answer';
  const place = /violates `\w+` at \S+|Invalid component: [^-(]+/.exec(message)?.[0] ?? firstLineOf(message);
  return `${code} ${operation}, answered ${status}: ${title} (${place.trim()})`;
}

const firstLineOf = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/\b[a-z]\d{5}-[\w-]+|"[^"]*"|\d+/g, '#').slice(0, 120);
