/**
 * What writing the reports costs: a recorded run's result, made larger in its requirement rows and in its exchanges, is
 * written in growing sizes. The time of a unit must not grow with the number of units.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceResult } from '../../reports/result.js';
import { writeReports } from '../../reports/writers/all.js';
import { readResult } from '../../reports/writers/json.js';
import { measuredCommand } from '../command.js';
import { atMost, median, tell, told, type Figure } from '../figures.js';
import { providerApart } from '../provider-apart.js';
import { withExchanges, withRows } from './larger.js';

const sizes = [1, 2, 4] as const;
const rounds = 15;
const linear = 1.3;

/** Of what the units are, how many stand in the smallest size, and how many of them a figure tells of. */
interface Series {
  readonly units: string;
  readonly smallest: number;
  readonly per: number;
  readonly grown: (result: ConformanceResult, count: number) => ConformanceResult;
}

const every: readonly Series[] = [
  { units: 'requirement rows', smallest: 1_000, per: 1_000, grown: withRows },
  { units: 'exchanges', smallest: 2_500, per: 10_000, grown: withExchanges },
];

const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-reports-'));
try {
  const recorded = await recordedRun();
  await msToWrite(withRows(recorded, 1_000));
  const figures: Figure[] = [];
  for (const series of every) figures.push(...(await figuresOf(series, recorded)));
  tell(figures);
} finally {
  rmSync(folder, { recursive: true });
}

async function recordedRun(): Promise<ConformanceResult> {
  const provider = await providerApart([]);
  try {
    await measuredCommand(['run', '--target', provider.target, '--output', folder, '--quiet']);
    return readResult(join(folder, 'conformance.json'));
  } finally {
    await provider.stop();
  }
}

/** The sizes take turns, because a machine is faster at one time than at another. */
async function figuresOf({ units, smallest, per, grown }: Series, recorded: ConformanceResult): Promise<Figure[]> {
  // What every writing costs however little there is would hide a cost that grows, so it is taken off.
  const few = smallest / 10;
  const ofFew: number[] = [];
  const costs: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ms = await msToWrite(grown(recorded, few));
    const inRound: number[] = [];
    for (const count of sizes.map((size) => size * smallest)) {
      inRound.push(((await msToWrite(grown(recorded, count))) - ms) / (count - few));
    }
    ofFew.push(ms);
    costs.push(inRound);
  }
  const named = (size: number): string => `${(size * smallest).toLocaleString('en')} ${units}`;
  const costAt = (place: number): number => median(costs.map((inRound) => inRound.at(place) ?? Infinity));
  return [
    told(`reports: to write ${few.toLocaleString('en')} ${units}, whatever more there is`, median(ofFew), 'ms'),
    ...sizes.map((size, place) =>
      told(`reports: ${per.toLocaleString('en')} of ${named(size)}`, costAt(place) * per, 'ms'),
    ),
    atMost(`reports: cost of one among ${named(4)} / among ${named(1)}`, costAt(-1) / costAt(0), 'times', linear),
  ];
}

/** What a writing takes, in ms. The reports go over those of the recorded run, beside whose exchanges they lie. */
async function msToWrite(result: ConformanceResult): Promise<number> {
  const started = performance.now();
  await writeReports(result, folder, {});
  return performance.now() - started;
}
