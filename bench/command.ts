import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a measured command came to, and what its first process took. Times in ms. */
export interface MeasuredCommand {
  readonly exitCode: number | null;
  readonly output: string;
  /** From its start to its end by the clock. */
  readonly ms: number;
  /** The most memory it had at any time, in MB. */
  readonly peakMb: number;
  /** Of all threads of all its processes that ended by themselves. */
  readonly processorMs: number;
}

/** What `at-exit.mjs` leaves of a process. */
type Taken = Pick<MeasuredCommand, 'peakMb' | 'processorMs'>;

const compiled = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/**
 * The words that start the command line as the package ships it, compiled, with node as the program. Throws where it is not
 * built.
 */
export function commandLine(words: readonly string[]): readonly string[] {
  if (!existsSync(compiled)) throw new Error('Build the package first: npm run build');
  return [compiled, ...words];
}

/**
 * Runs the compiled command line in a process of its own and measures it. `profiles` is a folder for the CPU profiles of all
 * its processes. Throws where it ends with another exit code than 0, with everything it said.
 */
export async function measuredCommand(words: readonly string[], profiles?: string): Promise<MeasuredCommand> {
  const facts = mkdtempSync(join(tmpdir(), 'gpc-bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, commandLine(words), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${new URL('at-exit.mjs', import.meta.url).href}`,
      BENCH_FACTS: facts,
      ...(profiles !== undefined && { BENCH_PROFILES: profiles }),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const exitCode = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  const ms = performance.now() - started;
  if (exitCode !== 0) throw new Error(`${words.join(' ')} ended with ${String(exitCode)}: ${output}`);
  const takenBy = (file: string): Taken => JSON.parse(readFileSync(join(facts, file), 'utf8')) as Taken;
  const { peakMb } = takenBy(`${child.pid ?? 0}.json`);
  const processorMs = readdirSync(facts).reduce((sum, file) => sum + takenBy(file).processorMs, 0);
  rmSync(facts, { recursive: true });
  return { exitCode, output, ms, peakMb, processorMs };
}
