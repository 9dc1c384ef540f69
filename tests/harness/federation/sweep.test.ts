import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from '../../../cli/schemas.js';
import { sweepFiles } from '../../../fixtures/federation/sweep-log.js';
import type { SweptPractice } from '../../../fixtures/federation/swept.js';
import type { RunningProvider } from '../../../fixtures/provider/provider.js';
import { fromSources, gpcConformance } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';
import { estateWith, practicesNamed, providerOf, rowsAt, rowsOf, strangeServer } from './estate.js';

test.describe.configure({ mode: 'default', timeout: 120_000 });

const quick = {
  timeouts: { connectMs: 1_000, headersMs: 700, bodyMs: 700 },
  search: { attempts: 2 },
  pace: { inFlight: 8, connectionsPerHost: 4 },
};

const linesIn = (output: string): SweptPractice[] =>
  readFileSync(join(output, sweepFiles.lines), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SweptPractice);

const outcomes = (lines: readonly SweptPractice[], letter: string): string[] => [
  ...new Set(lines.filter(({ practice }) => practice.startsWith(letter)).map(({ outcome }) => outcome)),
];

/** Which appointments of the patient stand at the practices. */
const standing = (provider: RunningProvider, codes: readonly string[]): string[] =>
  codes.flatMap((code) => [...provider.diary(code).takenSlots]);

const holds = new Ajv({ allErrors: true }).compile(JSON.parse(schemaText('availability')) as object);

/** What keeps the merged view in a folder from being what its published schema says. */
const notAsPublished = (output: string): readonly unknown[] =>
  holds(JSON.parse(readFileSync(join(output, sweepFiles.json), 'utf8'))) ? [] : (holds.errors ?? []);

/** The merged view as the command prints it. */
interface Printed {
  readonly verdict: string;
  readonly recorded: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly booking?: { readonly outcome: string; readonly practice: string; readonly left: readonly string[] };
  readonly findings: readonly { readonly id: string; readonly fail: number }[];
}

test('sixty practices, some dead, slow, refusing or hostile: each is reported as itself and none holds the others', async () => {
  const good = await providerOf([...practicesNamed('H', 34), ...practicesNamed('J', 2, { kind: 'no-slots' })]);
  const faulty = await providerOf(practicesNamed('F', 4, { faults: ['empty-search-not-found'], kind: 'no-slots' }));
  const slow = await providerOf(practicesNamed('L', 4), { latencyMs: 60_000 });
  const off = await providerOf(practicesNamed('R', 2, { kind: 'switched-off' }));
  const hostile = await strangeServer('X', 4, (_request, reply) =>
    reply.writeHead(200, { 'content-type': 'text/html' }).end('<script>alert(1)</script>\u001b[31m'),
  );
  try {
    const rows = [good, faulty, slow, off].flatMap(rowsOf);
    const output = emptyFolder();
    const target = estateWith([...rows, ...hostile.rows, ...rowsAt('D', 10, 9)], quick);
    const { exitCode, stdout } = await gpcConformance(['sweep', '--target', target, '--output', output, '--json']);
    const lines = linesIn(output);
    const printed = JSON.parse(stdout) as Printed;

    expect(lines).toHaveLength(60);
    expect({ H: outcomes(lines, 'H'), J: outcomes(lines, 'J'), F: outcomes(lines, 'F') }).toEqual({
      H: ['slots'],
      J: ['empty'],
      F: ['refused'],
    });
    expect({ L: outcomes(lines, 'L'), R: outcomes(lines, 'R'), D: outcomes(lines, 'D') }).toEqual({
      L: ['failed'],
      R: ['refused'],
      D: ['failed'],
    });
    expect(exitCode).toBe(1);
    expect(printed).toMatchObject({ verdict: 'non-conformant', recorded: 60 });
    expect(printed.findings.find(({ id }) => id === 'FED-001')?.fail).toBe(8);

    const [well] = lines.filter(({ practice }) => practice.startsWith('H'));
    expect(well).toMatchObject({ requests: 1, findings: [], exchanges: [], earliest: expect.any(String) });
    const asked = lines.filter(({ practice, requests }) => practice.startsWith('D') && requests > 0);
    expect(asked.length).toBeLessThan(10);
    const last = lines.findLast(({ practice }) => practice.startsWith('H'));
    const lastSlow = lines.findLast(({ practice }) => practice.startsWith('L'));
    expect(lines.findIndex((line) => line === last)).toBeLessThan(59);
    expect(lastSlow?.reason).toContain('No response headers within the headers time-out');
    const files = readdirSync(join(output, 'exchanges'));
    expect(files.length).toBe(lines.flatMap(({ exchanges }) => exchanges).length);
    expect(readFileSync(join(output, sweepFiles.html), 'utf8')).not.toContain('<script>alert');
    expect(notAsPublished(output)).toEqual([]);
  } finally {
    await Promise.all([good, faulty, slow, off, hostile].map((one) => one.stop()));
  }
});

test('CSV, JSON and page say what the lines say', async () => {
  const provider = await providerOf([...practicesNamed('H', 12), ...practicesNamed('J', 3, { kind: 'no-slots' })]);
  try {
    const output = emptyFolder();
    const words = ['sweep', '--target', estateWith(rowsOf(provider), quick), '--output', output, '--keep', 'all'];
    const { exitCode, stdout, stderr } = await gpcConformance(words);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('CONFORMANT (exit code 0): 15 of 15 practices of An estate');
    const lines = linesIn(output);

    const json = JSON.parse(readFileSync(join(output, sweepFiles.json), 'utf8')) as Printed & { practices: unknown[] };
    expect(json.practices).toEqual(lines);
    expect(notAsPublished(output)).toEqual([]);
    expect(holds({ ...json, practises: json.practices })).toBe(false);
    expect(holds({ ...json, practices: lines.map(({ at: _at, ...rest }) => rest) })).toBe(false);
    const count = (outcome: string) => lines.filter((line) => line.outcome === outcome).length;
    expect(json.outcomes).toEqual({ slots: count('slots'), empty: count('empty'), refused: 0, failed: 0 });
    expect(json.requests).toBe(12 + 3 * 2);

    const csv = readFileSync(join(output, sweepFiles.csv), 'utf8').trim().split('\r\n');
    expect(csv.slice(1).map((line) => line.split(',').slice(0, 5))).toEqual(
      lines.map(({ practice, name, outcome, slots, earliest = '' }) => [
        practice,
        name,
        outcome,
        String(slots),
        earliest,
      ]),
    );
    const page = readFileSync(join(output, sweepFiles.html), 'utf8');
    expect(page.match(/<tr><th scope="row">[HJ]\d+<\/th>/g)).toHaveLength(15);
    expect(lines.every(({ exchanges, requests }) => exchanges.length === requests)).toBe(true);
  } finally {
    await provider.stop();
  }
});

test('with --book the earliest slot of all is booked, seen and cancelled, and nothing is left in any diary', async () => {
  const late = practicesNamed('B', 5, { kind: 'empty-first-fortnight' });
  const provider = await providerOf([...late, { odsCode: 'H900', name: 'The early one' }]);
  try {
    const codes = [...late.map(({ odsCode }) => odsCode), 'H900'];
    const before = standing(provider, codes);
    const output = emptyFolder();
    const target = estateWith(rowsOf(provider), { search: { attempts: 4 } });
    const { exitCode, stdout } = await gpcConformance([
      'sweep',
      '--target',
      target,
      '--output',
      output,
      '--book',
      '--json',
    ]);
    const { booking } = JSON.parse(stdout) as Printed;
    expect([exitCode, booking]).toEqual([
      0,
      expect.objectContaining({ outcome: 'cancelled', practice: 'H900', left: [] }),
    ]);
    expect(
      provider.diary('H900').appointments.filter(({ status, version }) => status === 'cancelled' && version > 1),
    ).toHaveLength(1);
    expect(standing(provider, codes)).toEqual(before);
    expect(notAsPublished(output)).toEqual([]);
  } finally {
    await provider.stop();
  }
});

test('a provider that limits its rate gets every practice asked all the same, slower', async () => {
  const provider = await providerOf(practicesNamed('H', 30), { rateLimit: 10 });
  try {
    const output = emptyFolder();
    const words = ['sweep', '--target', estateWith(rowsOf(provider), quick), '--output', output, '--json'];
    const { exitCode, stdout } = await gpcConformance([
      ...words,
      '--concurrency',
      '16',
      '--set',
      'pace.connectionsPerHost=16',
    ]);
    expect(exitCode, stdout).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ recorded: 30, outcomes: { slots: 30, failed: 0 } });
  } finally {
    await provider.stop();
  }
});

test('where nobody can be asked the exit code is 3, and a sample or a list of practices asks those alone', async () => {
  const rows = rowsAt('D', 20, 9);
  const dead = await gpcConformance([
    'sweep',
    '--target',
    estateWith(rows, quick),
    '--output',
    emptyFolder(),
    '--sample',
    '3',
    '--json',
  ]);
  expect([dead.exitCode, JSON.parse(dead.stdout)]).toMatchObject([3, { verdict: 'unreachable', recorded: 3 }]);
  const unknown = await gpcConformance([
    'sweep',
    '--target',
    estateWith(rows, quick),
    '--practice',
    'D10O',
    '--output',
    emptyFolder(),
  ]);
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean D100?')]);
});

test('from its sources the command sweeps and judges just so', async () => {
  const provider = await providerOf([...practicesNamed('H', 3), ...practicesNamed('J', 2, { kind: 'no-slots' })]);
  try {
    const target = estateWith(rowsOf(provider), quick);
    const words = ['sweep', '--target', target, '--json', '--output'];
    const compiled = await gpcConformance([...words, emptyFolder()]);
    const { exitCode, stdout } = await fromSources([...words, emptyFolder()]);
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { recorded: 5, outcomes: { slots: 3, empty: 2 } }]);
    const verdict = (printed: string): object => {
      const { outcomes: found, findings } = JSON.parse(printed) as Printed;
      return { found, findings };
    };
    expect(verdict(stdout)).toEqual(verdict(compiled.stdout));
  } finally {
    await provider.stop();
  }
});
