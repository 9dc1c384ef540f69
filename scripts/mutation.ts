/**
 * Mutation testing of the checks. Three kinds of mutants: a requirement's checks emptied (they find nothing, whatever
 * comes), inverted (they find something exactly where nothing is wrong), and one place in a check where a finding is made
 * silenced. The gates are run once, in a copy of the project whose checks say where each finding was made; from that run
 * follows which gate notices which mutant. Prints a table and writes `reports/out/mutation.json`; exit 1 where one lives.
 * `--from faults.json` works from an earlier run in such a copy.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instrumentedCopy, sitesIn } from './gates/instrumented-copy.js';
import type { FaultResult } from './gates/comparison.js';
import { automatic, type Soundness } from './gates/soundness.js';

interface GateReport {
  readonly faults: readonly FaultResult[];
  readonly baseline: { readonly walks: readonly Soundness[] };
}

/** One mutant: noticed by the fault or walk named, or not at all. */
interface Mutant {
  readonly kind: 'emptied' | 'inverted' | 'silenced';
  readonly what: string;
  readonly noticedBy: string | undefined;
  /** For a survivor: whether any fault ever brings the place to light. */
  readonly reached: boolean;
}

const { values: flags } = parseArgs({
  options: { from: { type: 'string' }, output: { type: 'string', default: 'reports/out' }, area: { type: 'string' } },
});

const mutants = mutantsOf(flags.from === undefined ? gatesInCopy() : readReport(flags.from));
mkdirSync(flags.output, { recursive: true });
const survivors = mutants.filter(({ noticedBy }) => noticedBy === undefined);
writeFileSync(join(flags.output, 'mutation.json'), `${JSON.stringify({ ...score(mutants), survivors }, null, 1)}\n`);
tell();
process.exitCode = survivors.length === 0 ? 0 : 1;

function gatesInCopy(): GateReport {
  const copy = instrumentedCopy();
  try {
    const words = ['--import', 'tsx', 'scripts/faults.ts', ...(flags.area === undefined ? [] : ['--area', flags.area])];
    spawnSync(process.execPath, words, { cwd: copy, stdio: 'inherit' });
    return readReport(join(copy, 'reports/out/faults.json'));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function readReport(file: string): GateReport {
  return JSON.parse(readFileSync(file, 'utf8')) as GateReport;
}

function mutantsOf({ faults, baseline }: GateReport): readonly Mutant[] {
  const requirements = automatic.filter((one) => flags.area === undefined || one.area === flags.area);
  const [ordinary] = baseline.walks;
  const inverted = (id: string): string | undefined =>
    ordinary === undefined || [...ordinary.unsound.map((one) => one.id), ...ordinary.notJudged].includes(id)
      ? undefined
      : ordinary.name;
  return [
    ...requirements.map(({ id }) => ({
      kind: 'emptied' as const,
      what: id,
      noticedBy: faults.find(({ turned, violates }) => violates.includes(id) && turned.includes(id))?.id,
      reached: faults.some(({ violates }) => violates.includes(id)),
    })),
    ...requirements.map(({ id }) => ({
      kind: 'inverted' as const,
      what: id,
      noticedBy: inverted(id),
      reached: ordinary?.notJudged.includes(id) === false,
    })),
    ...sitesIn('requirements').map((site) => ({
      kind: 'silenced' as const,
      what: site,
      noticedBy: faults.find(({ sites }) => sites.deciding.includes(site))?.id,
      reached: faults.some(({ sites }) => sites.reached.includes(site)),
    })),
  ];
}

function score(all: readonly Mutant[]): { readonly mutants: number; readonly noticed: number; readonly score: number } {
  const noticed = all.filter(({ noticedBy }) => noticedBy !== undefined).length;
  return { mutants: all.length, noticed, score: Math.round((noticed / Math.max(1, all.length)) * 1000) / 10 };
}

function tell(): void {
  for (const { kind, what, reached } of survivors) {
    console.log(`ALIVE  ${kind.padEnd(9)} ${what}${reached ? '' : ' (no fault comes near it)'}`);
  }
  for (const kind of ['emptied', 'inverted', 'silenced'] as const) {
    const { mutants: count, noticed, score: percent } = score(mutants.filter((one) => one.kind === kind));
    console.log(`${kind.padEnd(9)} ${noticed} of ${count} noticed (${percent} %)`);
  }
}
