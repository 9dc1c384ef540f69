import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { messageOf, Problem } from '../problem.js';

/** A provider of our own that runs beside the suite, in a process of its own. */
export interface EmbeddedProvider {
  readonly targetFile: string;
  readonly stop: () => Promise<void>;
}

/** This project's own script as a child process sees it: compiled or not, with the same loader as this process. */
function ownScript(relative: string): readonly string[] {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return [...process.execArgv, fileURLToPath(new URL(`${relative}.${extension}`, import.meta.url))];
}

/**
 * Starts the embedded provider and waits until it listens. It has a process group of its own, so that Ctrl-C reaches
 * only the suite, which still needs the provider to cancel its bookings. Throws a `defect` Problem if it does not start.
 */
export async function startEmbeddedProvider(flags: readonly string[]): Promise<EmbeddedProvider> {
  const child = spawn(process.execPath, [...ownScript('./main'), 'provider', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  process.once('exit', () => child.kill());
  const ready = await firstLine(child);
  return { targetFile: targetIn(ready), stop: () => stopped(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Problem('defect', { what: 'The embedded provider has no output' });
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Problem('defect', { what: 'The embedded provider ended before it listened' });
}

function targetIn(line: string): string {
  try {
    return (JSON.parse(line) as { target: string }).target;
  } catch (error) {
    throw new Problem('defect', { what: `The embedded provider said "${line}": ${messageOf(error)}`, cause: error });
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}
