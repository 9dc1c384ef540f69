import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ended, type CommandResult } from './ended-process.js';
import { TreeMemory } from './process-tree.js';

/** A run of the command line as it really is: what it said, how it ended, how long it took and what it needed. */
export interface CommandRun extends CommandResult {
  readonly seconds: number;
  /** The most memory that any one process of the run ever held, in MB. */
  readonly peakMb: number;
  /** The most memory that all its processes held at a time, in MB. */
  readonly treeMb: number;
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What a run must not inherit: another target, another run, and what a test runner around it left behind. */
const left = /^(TARGET|GPC_|OUTPUT|CONFORMANCE_RUN|TEST_WORKER_INDEX|TEST_PARALLEL_INDEX|PW_|PLAYWRIGHT_|FORCE_COLOR)/;

/** Runs the command line, as it was compiled last, in processes of its own, and kills all of them after `longestSeconds`. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  longestSeconds: number,
): Promise<CommandRun> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)));
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/cli/main.js', ...words], {
    cwd: project,
    env: { ...own, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const memory = new TreeMemory(child.pid ?? 0);
  const limit = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), longestSeconds * 1000);
  try {
    const result = await ended(child);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return { ...result, seconds, ...memory.end() };
  } finally {
    clearTimeout(limit);
    memory.end();
  }
}
