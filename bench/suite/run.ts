/**
 * The suite's wall time, as a user has it (the compiled command, two practices, two workers), beside the time that its
 * requests take at a provider's latency. `--profile DIR` leaves the CPU profiles of every process of the runs there,
 * `--latency MS` measures one latency only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readResult } from '../../reports/writers/json.js';
import { measuredCommand } from '../command.js';
import { atMost, tell, told, type Figure } from '../figures.js';
import { providerApart } from '../provider-apart.js';

const workers = 2;
/** What a run may take besides its requests: start, verdict, reports; in ms. */
const startMs = 3_000;
const timesBound = 1.25;

const { values: flags } = parseArgs({
  options: { latency: { type: 'string', multiple: true, default: ['0', '50', '200'] }, profile: { type: 'string' } },
});

const figures: Figure[] = [];
for (const latency of flags.latency.map(Number)) figures.push(...(await suiteAt(latency)));
tell(figures);

async function suiteAt(latencyMs: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-suite-'));
  const provider = await providerApart(['--latency', String(latencyMs)]);
  try {
    const words = ['run', '--target', provider.target, '--output', folder, '--workers', String(workers), '--quiet'];
    const profiles = flags.profile === undefined ? undefined : join(flags.profile, `latency-${latencyMs}`);
    const { ms, processorMs } = await measuredCommand(words, profiles);
    const { run } = readResult(join(folder, 'conformance.json'));
    const boundMs = (run.exchanges * latencyMs) / workers + startMs;
    const named = (what: string): string => `suite at ${latencyMs} ms: ${what}`;
    return [
      atMost(named('wall / (requests x latency / workers + 3 s)'), ms / boundMs, 'times', timesBound),
      told(named('wall'), ms / 1000, 's'),
      told(named('bound'), boundMs / 1000, 's'),
      told(named('requests'), run.exchanges, 'requests'),
      told(named('the runner itself'), run.durationMs / 1000, 's'),
      told(named('processor time of all its processes'), processorMs / 1000, 's'),
    ];
  } finally {
    await provider.stop();
    rmSync(folder, { recursive: true });
  }
}
