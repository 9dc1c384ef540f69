import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { commandLine } from './command.js';

/** The embedded provider in a process of its own. */
export interface ProviderApart {
  /** The path of the target file that fits it. */
  readonly target: string;
  readonly stop: () => Promise<void>;
}

/** Starts the compiled `provider` command with the given options and waits until it listens. Throws where it ends instead. */
export async function providerApart(options: readonly string[]): Promise<ProviderApart> {
  const child = spawn(process.execPath, commandLine(['provider', ...options]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const { target } = await Promise.race([
    firstLine(createInterface({ input: child.stdout })),
    gone.then(() => {
      throw new Error('The provider ended before it listened');
    }),
  ]);
  return {
    target,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function firstLine(lines: AsyncIterable<string>): Promise<{ readonly target: string }> {
  for await (const line of lines) return JSON.parse(line) as { target: string };
  throw new Error('The provider said nothing');
}
