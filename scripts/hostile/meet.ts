import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostileBehaviour } from '../../fixtures/provider/hostile/behaviour.js';
import { selectionFor } from '../../fixtures/provider/hostile/index.js';
import { runCommand } from './command.js';
import { goodPractice, setStage, timeouts } from './stage.js';
import { judgedCases, type HostileCase } from './verdict.js';

/** The longest a run may take, in s: every test of every practice at its time-out, and the start of it all. */
const longestRun = (practices: number): number => 180 + (practices * 2 * timeouts.testMs) / 1000;

/**
 * One real run that meets the behaviours, one practice each beside a good one, and what it came to. All of them are to
 * share their selection. `keep` is the folder in which the run's output stays; otherwise it is removed.
 */
export async function meet(behaviours: readonly HostileBehaviour[], keep?: string): Promise<readonly HostileCase[]> {
  const stage = await setStage(behaviours);
  const output = mkdtempSync(join(keep ?? tmpdir(), 'run-'));
  const selection = [...new Set(behaviours.flatMap(selectionFor))];
  try {
    const codes = [goodPractice, ...stage.practices.map(({ odsCode }) => odsCode)];
    const before = new Map(codes.map((odsCode) => [odsCode, stage.booked(odsCode)]));
    const words = ['run', '--target', stage.targetFile, '--output', output, '--workers', '2', '--only', ...selection];
    const command = await runCommand(words, stage.environment, longestRun(behaviours.length));
    return judgedCases({ command, stage, output, before });
  } finally {
    await stage.stop();
    if (keep === undefined) rmSync(output, { recursive: true, force: true });
  }
}

/** How many behaviours one run meets at most. */
const together = 4;

/**
 * The behaviours in parts that one run each can meet: they have their selection and their one exit code in common, so
 * that the code of the run is the code of each. Where a race decides about the code, the behaviour is met alone.
 */
export function parts(behaviours: readonly HostileBehaviour[]): readonly (readonly HostileBehaviour[])[] {
  const alike = new Map<string, HostileBehaviour[]>();
  for (const behaviour of behaviours) {
    const { exitCode } = behaviour.ends;
    const key = Array.isArray(exitCode) ? behaviour.id : [exitCode, ...selectionFor(behaviour)].join(' ');
    alike.set(key, [...(alike.get(key) ?? []), behaviour]);
  }
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / together) }, (_none, part) =>
      group.slice(part * together, (part + 1) * together),
    ),
  );
}
