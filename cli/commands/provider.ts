import { Command, InvalidArgumentError } from 'commander';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { latencySpread, type LatencySpread } from '../../fixtures/provider/latency.js';
import type { LoadOptions } from '../../fixtures/provider/load.js';
import { startProvider } from '../../fixtures/provider/provider.js';
import { collected, wholeNumber } from '../options.js';

interface ProviderFlags {
  readonly port?: number;
  readonly practices?: number;
  readonly fault: readonly string[];
  readonly latency?: number;
  readonly latencySpread?: LatencySpread;
  readonly errorRate?: number;
  readonly rateLimit?: number;
  readonly seed?: number;
  readonly tls?: true;
  readonly targetOut?: string;
  readonly federationOut?: string;
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
    .option('--latency-spread <spread>', 'constant, uniform:MS or lognormal:SIGMA around the latency', latencySpread)
    .option('--error-rate <share>', 'let this share of requests fail with 500, from 0 to 1', share)
    .option('--rate-limit <n>', 'refuse more than n requests a second with 429 and Retry-After', wholeNumber(1, 1e6))
    .option('--seed <n>', 'draw other latencies and failures (default: 1)', wholeNumber(0, 4_294_967_295))
    .option('--tls', 'serve HTTPS only, with an authority made at start (its certificate beside the target file)')
    .option('--target-out <file>', 'where to write the target file (default: in a new temporary folder)')
    .option('--federation-out <file>', 'write the federation as CSV there and name it in the target file')
    .action(serve);
}

async function serve(flags: ProviderFlags): Promise<void> {
  const provider = await startProvider({
    faults: flags.fault,
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.practices === undefined ? {} : { practices: flags.practices }),
    ...(flags.tls === undefined ? {} : { tls: flags.tls }),
    ...loadOf(flags),
  });
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  const target = await targetPath(flags.targetOut);
  const caFile = `${basename(target, '.yaml')}-ca.pem`;
  const table = flags.federationOut === undefined ? undefined : resolve(flags.federationOut);
  const federationFile = table === undefined ? {} : { federationFile: relative(dirname(target), table) };
  if (table !== undefined) await writeFile(table, provider.federationTable(), { mode: 0o600 });
  await writeFile(target, provider.targetFile({ caFile, ...federationFile }), { mode: 0o600 });
  if (provider.certificateAuthority !== undefined) {
    await writeFile(join(dirname(target), caFile), provider.certificateAuthority);
  }
  process.stdout.write(`${JSON.stringify({ ready: true, baseUrls: provider.baseUrls, target })}\n`);
  await stopped;
  await provider.stop();
}

function loadOf({ latency, latencySpread: spread, errorRate, rateLimit, seed }: ProviderFlags): LoadOptions {
  return {
    ...(latency === undefined ? {} : { latencyMs: latency }),
    ...(spread === undefined ? {} : { spread }),
    ...(errorRate === undefined ? {} : { errorRate }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(seed === undefined ? {} : { seed }),
  };
}

async function targetPath(chosen: string | undefined): Promise<string> {
  if (chosen !== undefined) return resolve(chosen);
  return join(await mkdtemp(join(tmpdir(), 'gpc-provider-')), 'target.yaml');
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a share from 0 to 1, for example 0.01.');
}
