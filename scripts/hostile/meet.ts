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
const together = 8;

/**
 * The behaviours in parts that one run each can meet. They have their selection in common, so that each is met as it
 * would be alone; what the run's exit code is for each follows from the rows of its own practice.
 */
export function parts(behaviours: readonly HostileBehaviour[]): readonly (readonly HostileBehaviour[])[] {
  const alike = new Map<string, HostileBehaviour[]>();
  for (const behaviour of behaviours) {
    const key = selectionFor(behaviour).join(' ');
    alike.set(key, [...(alike.get(key) ?? []), behaviour]);
  }
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / together) }, (_none, part) =>
      group.slice(part * together, (part + 1) * together),
    ),
  );
}
