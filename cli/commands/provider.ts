import { Command, InvalidArgumentError } from 'commander';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { startProvider } from '../../fixtures/provider/provider.js';

interface ProviderFlags {
  readonly port?: number;
  readonly practices?: number;
  readonly fault: readonly string[];
  readonly latency?: number;
  readonly tls?: true;
  readonly targetOut?: string;
}

/**
 * `provider`: runs the embedded reference provider until SIGINT or SIGTERM. Prints one JSON line,
 * `{"ready":true,"baseUrls":[...],"target":"F"}`, when it listens and has written the target file F that fits it.
 */
export function providerCommand(): Command {
  return new Command('provider')
    .description('run the embedded reference provider, conformant or with chosen faults')
    .option('--port <n>', 'port on the loopback address (default: a free one)', wholeNumber(0, 65_535))
    .option('--practices <n>', 'how many practices (default: 4)', wholeNumber(1, 100_000))
    .option('--fault <id>', 'make every practice faulty; may be repeated (see `faults`)', collected, [])
    .option('--latency <ms>', 'hold every answer back by so many milliseconds', wholeNumber(0, 600_000))
    .option('--tls', 'serve HTTPS only, with an authority made at start (its certificate beside the target file)')
    .option('--target-out <file>', 'where to write the target file (default: in a new temporary folder)')
    .action(serve);
}

async function serve(flags: ProviderFlags): Promise<void> {
  const provider = await startProvider({
    faults: flags.fault,
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.practices === undefined ? {} : { practices: flags.practices }),
    ...(flags.tls === undefined ? {} : { tls: flags.tls }),
    ...(flags.latency === undefined ? {} : { latencyMs: flags.latency }),
  });
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  const target = await targetPath(flags.targetOut);
  const caFile = `${basename(target, '.yaml')}-ca.pem`;
  await writeFile(target, provider.targetFile({ caFile }), { mode: 0o600 });
  if (provider.certificateAuthority !== undefined) {
    await writeFile(join(dirname(target), caFile), provider.certificateAuthority);
  }
  process.stdout.write(`${JSON.stringify({ ready: true, baseUrls: provider.baseUrls, target })}\n`);
  await stopped;
  await provider.stop();
}

async function targetPath(chosen: string | undefined): Promise<string> {
  if (chosen !== undefined) return resolve(chosen);
  return join(await mkdtemp(join(tmpdir(), 'gpc-provider-')), 'target.yaml');
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

function collected(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}
