import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedProvider } from '../../cli/child-process.js';
import { setting } from './setting.js';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * The seconds of one `run` as a supplier has it: the shipped command with all its reports, at a conformant provider in a
 * process of its own. Throws where the package is not built, or where the verdict is not that the provider conforms.
 */
export async function secondsOfRealRun(): Promise<number> {
  if (!existsSync(command)) throw new Error('Build the package first: npm run build');
  const provider = await startEmbeddedProvider(['--tls']);
  const output = mkdtempSync(join(tmpdir(), 'bench-peers-run-'));
  try {
    const practices = setting.practices.flatMap((odsCode) => ['--practice', odsCode]);
    const words = [command, 'run', '--target', provider.targetFile, ...practices, '--output', output, '--quiet'];
    const started = performance.now();
    execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    return (performance.now() - started) / 1000;
  } finally {
    await provider.stop();
    rmSync(output, { recursive: true, force: true });
  }
}
