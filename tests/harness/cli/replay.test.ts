import { expect, test } from '@playwright/test';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProvider } from '../../../fixtures/provider/provider.js';
import type { ConformanceResult } from '../../../reports/result.js';
import { readResult } from '../../../reports/writers/json.js';
import type { CommandResult } from '../../../scripts/hostile/ended-process.js';
import { gpcConformance } from './command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 600_000 });

/** A session, a refused search, an undone cancellation, and what is found out by connections outside the API. */
const selection = ['--only', 'SESS-001', 'SLOT-013', 'CANC-030', 'SEC-009', 'SEC-010', '--practice', 'A20047'];
const faults = ['books-with-200', 'end-before-start-finds-nothing', 'cancel-changes-nothing', 'lists-the-federation'];

/** The folder of a run at a provider that is gone by now. */
async function recordedRun(faulty: readonly string[]): Promise<string> {
  const provider = await startProvider({ faults: faulty, tls: true });
  const folder = emptyFolder();
  try {
    const target = fileWith(provider.targetFile());
    writeFileSync(join(dirname(target), 'ca.pem'), provider.certificateAuthority ?? '');
    const output = join(folder, 'run');
    await gpcConformance(['run', ...selection, '--target', target, '--output', output, '--quiet']);
    rmSync(dirname(target), { recursive: true });
    return output;
  } finally {
    await provider.stop();
  }
}

const attempts = join(emptyFolder(), 'attempts.txt');
const guard = fileURLToPath(new URL('./no-network.mjs', import.meta.url));
const offline = { NODE_OPTIONS: `--import ${guard}`, NETWORK_ATTEMPTS: attempts };

/** Replays in processes that cannot open a connection; NODE_OPTIONS reaches the runner, its workers and Allure too. */
const replay = (words: readonly string[]): Promise<CommandResult> => gpcConformance(['replay', ...words], offline);

const resultIn = (folder: string): ConformanceResult => readResult(join(folder, 'conformance.json'));

test('the guard under which replays are tested notices a connection', async () => {
  const run = await gpcConformance(['doctor', '--target', fileWith(unreachable)], offline);
  expect(run.exitCode).not.toBe(0);
  expect(readFileSync(attempts, 'utf8')).toMatch(/connect .*"port":|look up/);
  rmSync(attempts);
});

const unreachable = `
name: Nobody
practices:
  - { odsCode: A20047, baseUrl: "http://127.0.0.1:1/fhir", token: none, patient: { nhsNumber: "9990548609" } }
`;

test('a conformant run comes to the identical result without network, and so does the replay of its replay @long', async () => {
  const run = await recordedRun([]);
  const first = await replay([run, '--check', '--json']);
  expect(first.stderr).toContain('Identical with the result of the run');
  expect(first.exitCode).toBe(0);
  const [before, now] = [resultIn(run), resultIn(`${run}-replay`)];
  expect(now.requirements).toEqual(before.requirements);
  expect(now.sessions).toEqual(before.sessions);
  expect(now.bookings).toEqual(before.bookings);
  expect(now.run.replayOf).toEqual({ id: before.run.id, startedAt: before.run.startedAt, notHeld: [], masked: [] });
  expect(existsSync(join(`${run}-replay`, 'allure-report', 'index.html'))).toBe(true);

  rmSync(run, { recursive: true });
  const second = await replay([join(`${run}-replay`, 'conformance.json'), '--output', `${run}-again`, '--check']);
  expect(second.exitCode).toBe(0);
  expect(second.stdout).toContain(`Judged again from the record of run ${before.run.id}`);
  expect(existsSync(attempts)).toBe(false);
});

test('a faulty run comes to the same failures, and a changed or missing answer is noticed @long', async () => {
  const run = await recordedRun(faults);
  const before = resultIn(run);
  const failed = before.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  expect(failed).toEqual(['SESS-001', 'SLOT-013', 'CANC-030']);
  const same = await replay([run, '--check', '--quiet']);
  expect(same.stderr).toContain('Identical');
  expect(same.stdout).toContain('NON-CONFORMANT (exit code 1)');
  expect(same.exitCode).toBe(0);

  const changed = `${run}-changed`;
  cpSync(run, changed, { recursive: true });
  const search = before.exchanges.find(
    ({ test: title, status }) => /end before|precedes|refused/.test(title ?? '') && status === 200,
  );
  changeStatus(changed, search?.id ?? '', 422);
  const other = await replay([changed, '--check']);
  expect(other.exitCode).toBe(1);
  expect(other.stderr).toMatch(/Differs from the run:\n[^]*SLOT-013 at A20047: /);

  rmSync(join(changed, 'exchanges', `${search?.id ?? ''}.json`));
  const missing = await replay([changed]);
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain(`exchanges/${search?.id ?? ''}.json`);
  expect(existsSync(attempts)).toBe(false);
});

function changeStatus(folder: string, exchange: string, status: number): void {
  const file = join(folder, 'exchanges', `${exchange}.json`);
  const content = JSON.parse(readFileSync(file, 'utf8')) as { response: object };
  writeFileSync(file, JSON.stringify({ ...content, response: { ...content.response, status } }));
}

test('what is no run, or would be overwritten, is refused before anything is judged', async () => {
  const empty = emptyFolder();
  const nothing = await replay([empty]);
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain('holds no replay.json');
  const nowhere = await replay([join(empty, 'nowhere')]);
  expect(nowhere.exitCode).toBe(2);
  expect(nowhere.stderr).toContain('no such run');
  expect(existsSync(attempts)).toBe(false);
});
