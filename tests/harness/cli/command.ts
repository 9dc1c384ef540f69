import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a command came to. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** Runs the real command line in a process of its own, in an environment that names no target and no terminal. */
export function gpcConformance(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const env = { ...process.env, TARGET: '', GPC_TARGET: '', NO_COLOR: '1', CONFORMANCE_RUN: undefined, ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '' && value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (exitCode) => done({ exitCode, stdout, stderr }));
  });
}

/** A new empty folder outside the project. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'gpc-test-'));

/** Writes a file into a new folder and returns its path. */
export function fileWith(text: string, name = 'target.yaml'): string {
  const file = join(emptyFolder(), name);
  writeFileSync(file, text);
  return file;
}
