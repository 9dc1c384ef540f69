/**
 * What the harness adds to a request: the reads of a recorded run, sent again by a bare undici loop and by the harness's
 * consumer with recorder and standing rules, at the same provider, one request after the other.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredCommand } from '../command.js';
import { atMost, median, tell, told } from '../figures.js';
import { providerApart } from '../provider-apart.js';
import type { RoundFigures } from './round.js';
import type { RequestCost } from './ways.js';

const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-overhead-'));
const provider = await providerApart([]);
try {
  await measuredCommand(['run', '--target', provider.target, '--output', folder, '--quiet']);
  const measured = Array.from({ length: rounds }, round);
  const beyond = (way: 'harness' | 'transport' | 'harnessOnDisk', cost: keyof RequestCost): number =>
    median(measured.map((one) => one[way][cost] - one.bare[cost]));
  const figures = [
    atMost('overhead: harness beyond the bare loop, a request', beyond('harness', 'ms'), 'ms', 2),
    told('overhead: the same of the processor', beyond('harness', 'processorMs'), 'ms'),
    told('overhead: transport and recorder alone', beyond('transport', 'ms'), 'ms'),
    told('overhead: with evidence on disk', beyond('harnessOnDisk', 'ms'), 'ms'),
    told('overhead: the same of the processor, with evidence on disk', beyond('harnessOnDisk', 'processorMs'), 'ms'),
    told('overhead: the bare loop, a request', median(measured.map(({ bare }) => bare.ms)), 'ms'),
    told('overhead: requests sent in each way', median(measured.map(({ requests }) => requests)), 'requests'),
  ];
  tell(figures);
} finally {
  await provider.stop();
  rmSync(folder, { recursive: true });
}

function round(): RoundFigures {
  const program = fileURLToPath(new URL('round.ts', import.meta.url));
  const words = ['--import', 'tsx', program, provider.target, folder];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as RoundFigures;
}
