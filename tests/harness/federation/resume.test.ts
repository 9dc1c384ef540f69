import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sweepFiles } from '../../../fixtures/federation/sweep-log.js';
import { gpcConformance, inProject, program } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';
import { estateWith, practicesNamed, providerOf, rowsOf } from './estate.js';

test.describe.configure({ mode: 'default', timeout: 120_000 });

const settings = { pace: { inFlight: 4, connectionsPerHost: 4 } };

const linesIn = (output: string): readonly string[] => {
  const file = join(output, sweepFiles.lines);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
};

const practicesIn = (lines: readonly string[]): string[] =>
  lines.map((line) => (JSON.parse(line) as { practice: string }).practice);

test('a sweep killed at half-way and resumed asks no practice again that it had recorded, and books nothing that stays', async () => {
  const specs = practicesNamed('H', 60);
  const provider = await providerOf(specs, { latencyMs: 120 });
  try {
    const output = emptyFolder();
    const target = estateWith(rowsOf(provider), settings);
    const words = ['sweep', '--target', target, '--output', output, '--book', '--quiet'];
    const child = spawn(process.execPath, [program, ...words], {
      cwd: inProject('.'),
    });
    const gone = once(child, 'exit');
    while (linesIn(output).length < 25) await pause(10);
    child.kill('SIGKILL');
    await gone;
    await pause(400);

    const recorded = practicesIn(linesIn(output));
    expect(recorded.length).toBeGreaterThanOrEqual(25);
    expect(recorded.length).toBeLessThan(60);
    const before = new Map(specs.map(({ odsCode }) => [odsCode, provider.asked(odsCode)]));
    appendFileSync(join(output, sweepFiles.lines), '{"practice":"H1');

    const resumed = await gpcConformance(['sweep', '--target', target, '--resume', output, '--json']);
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ parts: 2, recorded: 60, outcomes: { slots: 60 } });
    expect(practicesIn(linesIn(output)).sort()).toEqual(specs.map(({ odsCode }) => odsCode).sort());
    const again = recorded.filter((odsCode) => provider.asked(odsCode) !== before.get(odsCode));
    expect(again).toEqual([]);
    const twice = specs.filter(({ odsCode }) => provider.asked(odsCode) > 1).map(({ odsCode }) => odsCode);
    // Four are asked at once, and two more may be on their way to their line.
    expect(twice.length, 'asked by the killed process and not recorded by it').toBeLessThanOrEqual(6);

    const finished = await gpcConformance(['sweep', '--target', target, '--resume', output, '--json']);
    expect(JSON.parse(finished.stdout)).toMatchObject({ parts: 3, recorded: 60 });
    expect(specs.filter(({ odsCode }) => provider.asked(odsCode) > 2)).toEqual([]);
  } finally {
    await provider.stop();
  }
});

test('a sweep killed in the middle of its booking leaves it to the next one, which cancels it although it books nothing itself', async () => {
  const provider = await providerOf(practicesNamed('H', 6), { latencyMs: 150 });
  try {
    const output = emptyFolder();
    const target = estateWith(rowsOf(provider), settings);
    const standing = (): readonly string[] =>
      practicesNamed('H', 6).flatMap(({ odsCode }) =>
        provider
          .diary(odsCode)
          .appointments.filter(({ status }) => status !== 'cancelled')
          .map(({ id }) => `${odsCode} ${id}`),
      );
    const before = standing();
    const booked = (): readonly string[] => standing().filter((one) => !before.includes(one));
    const words = ['sweep', '--target', target, '--output', output, '--book', '--quiet'];
    const child = spawn(process.execPath, [program, ...words], {
      cwd: inProject('.'),
    });
    const gone = once(child, 'exit');
    while (booked().length === 0 && child.exitCode === null) await pause(5);
    child.kill('SIGKILL');
    await gone;
    await pause(400);
    expect(booked(), 'the kill came while the appointment stood').toHaveLength(1);

    const resumed = await gpcConformance(['sweep', '--target', target, '--resume', output, '--json']);
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ parts: 2, recorded: 6 });
    expect(standing()).toEqual(before);
  } finally {
    await provider.stop();
  }
});

test('Ctrl-C lets what is under way be recorded, says how to go on, and the same --output goes on', async () => {
  const provider = await providerOf(practicesNamed('H', 40), { latencyMs: 150 });
  try {
    const output = emptyFolder();
    const words = ['sweep', '--target', estateWith(rowsOf(provider), settings), '--output', output, '--quiet'];
    const child = spawn(process.execPath, [program, ...words], {
      cwd: inProject('.'),
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    const gone = once(child, 'exit');
    while (linesIn(output).length < 8) await pause(10);
    child.kill('SIGINT');
    const [exitCode] = (await gone) as [number];
    expect([exitCode, said]).toEqual([4, expect.stringContaining('not finished, resume with --resume')]);
    expect(linesIn(output).length).toBeLessThan(40);

    const again = await gpcConformance(words);
    expect([again.exitCode, linesIn(output).length]).toEqual([0, 40]);
    const asked = practicesNamed('H', 40).map(({ odsCode }) => provider.asked(odsCode));
    expect(asked).toEqual(asked.map(() => 1));
  } finally {
    await provider.stop();
  }
});

test('an unfinished sweep of other practices is not mixed with this one, and a folder without a sweep cannot be resumed', async () => {
  const provider = await providerOf(practicesNamed('H', 30), { latencyMs: 150 });
  try {
    const output = emptyFolder();
    const target = estateWith(rowsOf(provider), settings);
    const child = spawn(process.execPath, [program, 'sweep', '--target', target, '--output', output], {
      cwd: inProject('.'),
    });
    const gone = once(child, 'exit');
    while (linesIn(output).length < 4) await pause(10);
    child.kill('SIGKILL');
    await gone;
    const other = await gpcConformance(['sweep', '--target', target, '--output', output, '--sample', '7']);
    expect([other.exitCode, other.stderr]).toEqual([
      2,
      expect.stringContaining('another target: 30 practices of "An estate"'),
    ]);
    const none = await gpcConformance(['sweep', '--target', target, '--resume', emptyFolder()]);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('There is no sweep to resume')]);
  } finally {
    await provider.stop();
  }
});
