import { expect, test } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { Ledger, pagesOnDisk } from '../../../fixtures/ledger/ledger.js';
import { readResult } from '../../../reports/writers/json.js';
import { gpcConformance, inProject, program } from '../cli/command.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

test.describe.configure({ mode: 'default', timeout: 240_000 });

/** Ctrl-C and a kill reach every process of the run; a supervisor's SIGTERM only the first. */
const interruptions = [
  { signal: 'SIGINT', reaches: 'every process' },
  { signal: 'SIGTERM', reaches: 'the command' },
  { signal: 'SIGKILL', reaches: 'every process' },
] as const;

const practices = ['A20047', 'B82617'];

/** Which appointments stand, and which slots they take. */
const standing = (provider: RunningProvider): readonly string[] =>
  practices.flatMap((practice) => {
    const { appointments, takenSlots } = provider.diary(practice);
    const booked = appointments.filter((one) => one.status === 'booked').map((one) => one.id);
    return [...booked, ...takenSlots].map((id) => `${practice} ${id}`);
  });

/** The provider's target file without the appointment that it gives a run to cancel, which nobody could make again. */
function targetOf(provider: RunningProvider): string {
  const target = parseDocument(provider.targetFile());
  expect(target.deleteIn(['evidence', 'practiceMadeToCancel'])).toBe(true);
  return fileWith(target.toString());
}

function startRun(target: string, output: string): ChildProcess {
  const words = ['run', '--quiet', '--target', target, '--output', output, '--only', 'sessions', 'book', 'cancel'];
  const environment = Object.entries(process.env).filter(([name]) => !/^(TEST_|PW_|PLAYWRIGHT_)/.test(name));
  return spawn(process.execPath, [program, ...words], {
    cwd: inProject('.'),
    env: Object.fromEntries(environment),
    stdio: 'ignore',
    detached: true,
  });
}

/** Waits until the run has made its first booking, so that a random moment afterwards is one of real work. */
async function firstBooking(provider: RunningProvider): Promise<void> {
  const count = (): number => provider.diary('A20047').appointments.length;
  const before = count();
  for (let waited = 0; count() === before && waited < 60_000; waited += 20) await sleep(20);
  expect(count(), 'appointments ever made').toBeGreaterThan(before);
}

for (const { signal, reaches } of interruptions) {
  test(`after ${signal} to ${reaches} of a run and a clean-up, the diary is as before`, async () => {
    const provider = await startProvider({});
    try {
      const before = standing(provider);
      const target = targetOf(provider);
      const output = emptyFolder();
      const run = startRun(target, output);
      const ended = new Promise((done) => run.once('exit', done));
      await firstBooking(provider);
      const moment = Math.round(Math.random() * 5_000);
      await sleep(moment);
      process.kill(reaches === 'the command' ? (run.pid ?? 0) : -(run.pid ?? 0), signal);
      await ended;
      await sleep(500);
      const standingThen = standing(provider).length - before.length;

      const cleanup = await gpcConformance(['cleanup', '--target', target, '--ledger', join(output, 'ledger.jsonl')]);
      expect(cleanup.exitCode, cleanup.stdout + cleanup.stderr).toBe(0);
      const after = standing(provider);
      const row = [
        `${signal} ${moment} ms after the first booking`,
        `${standingThen} appointments and slots taken then`,
      ];
      process.stdout.write(`${[...row, `diary equal: ${String(isDeepStrictEqual(after, before))}`].join(' | ')}\n`);
      expect(after).toEqual(before);
    } finally {
      await provider.stop();
    }
  });
}

test('the next run cancels what a killed one left before it begins, and leaves nothing itself', async () => {
  const provider = await startProvider({});
  try {
    const before = standing(provider);
    const target = targetOf(provider);
    const output = emptyFolder();
    const killed = startRun(target, output);
    const ended = new Promise((done) => killed.once('exit', done));
    await firstBooking(provider);
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    await ended;
    await sleep(500);
    const left = new Ledger(pagesOnDisk(join(output, 'ledger.jsonl'))).openBookings();
    expect(left.length).toBeGreaterThan(0);

    const next = await gpcConformance(['run', '--quiet', '--only', 'META-001', '--target', target, '--output', output]);
    expect(next.exitCode, next.stdout + next.stderr).toBe(0);
    expect(readResult(join(output, 'conformance.json')).bookings.left).toEqual([]);
    expect(standing(provider)).toEqual(before);
  } finally {
    await provider.stop();
  }
});
