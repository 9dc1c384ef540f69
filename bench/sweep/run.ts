/**
 * Sweeps a provider of thousands of practices in a process of its own: the time beside the bound that latency and
 * concurrency set, and the peak memory beside that of a tenth of the practices. `--practices N` for a smaller try.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startProvider } from '../../fixtures/provider/provider.js';
import { measuredCommand, type MeasuredCommand } from '../command.js';
import { atMost, tell, told, type Figure } from '../figures.js';
import { atOnce, estateIn, nation } from './estate.js';

const latencyMs = 100;
/** The concurrency whose time is held to the bound; the others are told, since the processor bounds them. */
const ordinary = 8;
const greater = [16, 32];

const { values: flags } = parseArgs({
  options: { practices: { type: 'string', default: String(nation) }, profile: { type: 'string' } },
});
const practices = Number(flags.practices);

/** What a sweep of so many practices took, at so many at once. */
async function sweepOf(count: number, concurrency: number): Promise<MeasuredCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-sweep-'));
  const provider = await startProvider({ practices: count, latencyMs });
  try {
    const target = estateIn(folder, provider);
    const words = ['sweep', '--target', target, '--output', join(folder, 'sweep'), '--quiet', ...atOnce(concurrency)];
    return await measuredCommand(words, flags.profile);
  } finally {
    await provider.stop();
    rmSync(folder, { recursive: true });
  }
}

/** The time beside `practices x latency / concurrency`. */
const besideBound = ({ ms }: MeasuredCommand, concurrency: number): number =>
  ms / ((practices * latencyMs) / concurrency);

const named = (what: string): string => `sweep of ${practices} practices: ${what}`;

const fewer = await sweepOf(practices / 10, ordinary);
const all = await sweepOf(practices, ordinary);
const figures: Figure[] = [
  atMost(
    named(`wall / (practices x latency / concurrency), ${ordinary} at once`),
    besideBound(all, ordinary),
    'times',
    1.3,
  ),
  told(named(`wall, ${ordinary} at once`), all.ms / 1000, 's'),
  told(named('processor time of a practice'), all.processorMs / practices, 'ms'),
  atMost(named('peak memory'), all.peakMb, 'MB', 400),
  atMost(named('peak memory / peak memory at a tenth of the practices'), all.peakMb / fewer.peakMb, 'times', 1.2),
];
for (const concurrency of greater) {
  const swept = await sweepOf(practices, concurrency);
  figures.push(
    told(named(`wall / bound, ${concurrency} at once`), besideBound(swept, concurrency), 'times'),
    told(named(`wall, ${concurrency} at once`), swept.ms / 1000, 's'),
    told(named(`peak memory, ${concurrency} at once`), swept.peakMb, 'MB'),
  );
}
tell(figures);
