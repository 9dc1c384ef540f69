/** What the commands make of real runs of the sessions at one practice; three runs serve all of these tests. */
import { expect, test } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { startProvider } from '../../../fixtures/provider/provider.js';
import type { Differences } from '../../../reports/diff/differences.js';
import { readResult } from '../../../reports/writers/json.js';
import type { CommandResult } from '../../../scripts/hostile/ended-process.js';
import { gpcConformance, plainPlaywright } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 300_000 });

interface SessionRun extends CommandResult {
  readonly output: string;
  /** The text of its target file. */
  readonly target: string;
}

/** Runs the sessions at one practice of a provider with the given faults. */
async function walkedAt(faults: readonly string[]): Promise<SessionRun> {
  const provider = await startProvider({ faults });
  const output = join(emptyFolder(), 'run');
  const target = provider.targetFile();
  try {
    const words = ['run', '--only', 'sessions', '--practice', 'A20047', '--quiet', '--output', output];
    return { ...(await gpcConformance([...words, '--target', fileWith(target)])), output, target };
  } finally {
    await provider.stop();
  }
}

/** Makes a run when the first test asks for it. */
function shared(faults: readonly string[]): () => Promise<SessionRun> {
  let run: Promise<SessionRun> | undefined;
  return () => (run ??= walkedAt(faults));
}

const conformantRun = shared([]);
const sameAgain = shared([]);
const faultyRun = shared(['confirms-another-slot']);

test('a faulty provider fails exactly the requirements of its fault and the run ends with exit code 1', async () => {
  const { output, exitCode } = await faultyRun();
  const result = readResult(join(output, 'conformance.json'));
  const failed = result.requirements.filter((one) => one.outcome === 'fail').map((one) => one.id);
  expect(failed).toEqual(['SESS-004']);
  expect(result.verdict).toBe('non-conformant');
  expect(exitCode).toBe(1);
  expect(result.bookings.left).toEqual([]);
});

test('a quiet run shows no progress and prints nothing but the verdict', async () => {
  const { stdout, stderr } = await faultyRun();
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^NON-CONFORMANT \(exit code 1\)/)]);
});

test('two runs of one provider show no change, a fault exactly its requirement as failing, the way back as fixed @slow', async () => {
  const [before, again, faulty] = [await conformantRun(), await sameAgain(), await faultyRun()];

  const same = await gpcConformance(['diff', before.output, again.output]);
  expect(same.stderr).toBe('');
  expect(same.stdout).toMatch(/^No change: \d\d requirements compared\n(Median times: .*\n)?$/);
  expect(same.exitCode).toBe(0);

  const worse = await gpcConformance(['diff', before.output, join(faulty.output, 'conformance.json'), '--json']);
  const found = JSON.parse(worse.stdout) as Differences;
  expect(found.changes.map(({ kind, id, practice }) => `${kind} ${id} ${practice}`)).toEqual([
    'new-fail SESS-004 A20047',
  ]);
  expect(found.changes[0]?.appeared.length).toBeGreaterThan(0);
  expect(worse.exitCode).toBe(1);

  const mended = await gpcConformance(['diff', faulty.output, before.output, '--markdown']);
  expect(mended.stdout).toMatch(/^# Not worse: 1 fixed/);
  expect(mended.stdout).toContain('| SESS-004 | SHALL | `A20047` | fail | pass |');
  expect(mended.exitCode).toBe(0);
});

test('the evidence of a real run is packed without its secrets, verified, and an altered pack is told', async () => {
  const { output: run, target } = await conformantRun();
  const { practices } = parse(target) as { practices: { token: { static: string } }[] };
  const secrets = practices.map(({ token }) => token.static.trim());
  const file = join(emptyFolder(), 'evidence.zip');
  const packed = await gpcConformance(['pack', run, '--output', file, '--json']);
  expect(packed.exitCode).toBe(0);
  const { manifestHash, files } = JSON.parse(packed.stdout) as { manifestHash: string; files: number };

  const content = unzipSync(readFileSync(file));
  const whole = Object.values(content)
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .join('\n');
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
  expect(Buffer.from(content['target.yaml'] ?? []).toString()).toMatch(/odsCode: A20047 # file target\.yaml:\d+/);
  expect(JSON.parse(Buffer.from(content['versions.json'] ?? []).toString())).toMatchObject({
    harness: { name: 'gp-connect-appointments-conformance' },
    node: process.versions.node,
    playwright: '1.65.1',
  });

  const verified = await gpcConformance(['verify', file, '--manifest', manifestHash]);
  const { id } = readResult(join(run, 'conformance.json')).run;
  expect(verified.stdout).toBe(`As it was made: run ${id}, ${files} files, sha256 of the manifest ${manifestHash}\n`);
  expect(verified.exitCode).toBe(0);

  const bytes = readFileSync(file);
  const place = bytes.indexOf('exchanges/') + 120;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const altered = await gpcConformance(['verify', file]);
  expect(altered.stdout).toMatch(
    /^ALTERED: .*\n {2}exchanges\/x-[\w-]+\.json (has other content|has \d+ bytes|is larger than|cannot be unpacked)/,
  );
  expect(altered.exitCode).toBe(1);
});

test('the suite as a plain Playwright project gives the same results as the command', async () => {
  const provider = await startProvider({});
  try {
    const plain = emptyFolder();
    const environment = { TARGET: fileWith(provider.targetFile()), OUTPUT: plain };
    await plainPlaywright(['--grep', 'SESS-001', '--project=A20047'], environment);
    const rows = (folder: string) => {
      const result = readResult(join(folder, 'conformance.json'));
      const ofA20047 = result.requirements.filter((one) => one.practice === 'A20047');
      return ofA20047.map(({ id, outcome, tests }) => ({ id, outcome, tests }));
    };
    const { output } = await conformantRun();
    expect(rows(plain)).toEqual(rows(output).filter(({ id }) => id === 'SESS-001'));
    expect(rows(plain)).toMatchObject([{ id: 'SESS-001', outcome: 'pass' }]);
  } finally {
    await provider.stop();
  }
});
