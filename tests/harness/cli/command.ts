import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ended, type CommandResult } from '../../../scripts/hostile/ended-process.js';

/** The absolute path of a file of the project. */
export const inProject = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The command as the package ships it, which is compiled before the tests. */
export const program = inProject('dist/cli/main.js');

/** Runs the real command line in a process of its own, in an environment that names no target and no terminal. */
export const gpcConformance = (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> => node([program, ...words], environment);

/** Runs the command line from its sources, as "npm start" does. */
export const fromSources = (words: readonly string[]): Promise<CommandResult> =>
  node(['--import', 'tsx', inProject('cli/main.ts'), ...words], {});

/** Runs the command line as somebody does who stands in another folder. */
export const gpcConformanceIn = (folder: string, words: readonly string[]): Promise<CommandResult> =>
  node([program, ...words], {}, folder);

/** Runs the suite as the plain Playwright project it is, from the project's root. */
export const plainPlaywright = (
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> =>
  node([createRequire(import.meta.url).resolve('@playwright/test/cli'), 'test', ...words], environment);

function node(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder = inProject('.'),
): Promise<CommandResult> {
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: environmentOf({ ...process.env, NO_COLOR: '1', ...environment }, environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

/** Without what this test run itself left in the environment: its target, its run, and the runner's own variables. */
function environmentOf(all: NodeJS.ProcessEnv, wanted: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const left = /^(TARGET|GPC_TARGET|OUTPUT|CONFORMANCE_RUN|TEST_WORKER_INDEX|TEST_PARALLEL_INDEX|PW_|PLAYWRIGHT_)/;
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in wanted || !left.test(name)));
}
