/**
 * Mutation testing of the checks. A check is one standing rule, or what one test verifies of a requirement. Kinds of
 * mutants: all checks of a requirement emptied (they find nothing, whatever comes), one of several emptied, one inverted
 * (it finds something exactly where nothing is wrong), and one place in a check where a finding is made silenced. The
 * gates are run once, in a copy of the project whose checks say where each finding was made; from that run follows which
 * gate notices which mutant. Prints a table and writes `reports/out/mutation.json`; exit 1 where one lives. `--from
 * faults.json` works from an earlier run in such a copy, `--keep faults.json` leaves what this run found.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instrumentedCopy, sitesIn } from './gates/instrumented-copy.js';
import type { FaultResult } from './gates/comparison.js';
import { automatic, type Soundness } from './gates/soundness.js';

interface GateReport {
  readonly faults: readonly FaultResult[];
  readonly baseline: { readonly walks: readonly Soundness[] };
}

const kinds = ['emptied', 'one emptied', 'inverted', 'silenced'] as const;

/** One mutant: noticed by the fault or walk named, or not at all. */
interface Mutant {
  readonly kind: (typeof kinds)[number];
  readonly what: string;
  readonly noticedBy: string | undefined;
  /** For a survivor: whether any fault ever brings the place to light. */
  readonly reached: boolean;
}

const { values: flags } = parseArgs({
  options: {
    from: { type: 'string' },
    keep: { type: 'string' },
    output: { type: 'string', default: 'reports/out' },
    area: { type: 'string' },
  },
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
    const report = join(copy, 'reports/out/faults.json');
    if (flags.keep !== undefined) copyFileSync(report, flags.keep);
    return readReport(report);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function readReport(file: string): GateReport {
  return JSON.parse(readFileSync(file, 'utf8')) as GateReport;
}

function mutantsOf({ faults, baseline }: GateReport): readonly Mutant[] {
  const requirements = automatic.filter((one) => flags.area === undefined || one.area === flags.area);
  return [
    ...requirements.map(({ id }) => emptied(id, faults)),
    ...requirements.flatMap(({ id }) => ofChecks(id, faults, baseline.walks)),
    ...sitesIn('requirements').map((site) => ({
      kind: 'silenced' as const,
      what: site,
      noticedBy: faults.find(({ sites }) => sites.deciding.includes(site))?.id,
      reached: faults.some(({ sites }) => sites.reached.includes(site)),
    })),
  ];
}

function emptied(id: string, faults: readonly FaultResult[]): Mutant {
  return {
    kind: 'emptied',
    what: id,
    noticedBy: faults.find(({ turned, violates }) => violates.includes(id) && turned.includes(id))?.id,
    reached: faults.some(({ violates }) => violates.includes(id)),
  };
}

/** Each check of a requirement inverted, and where there are several, each emptied while the others stay. */
function ofChecks(id: string, faults: readonly FaultResult[], walks: readonly Soundness[]): readonly Mutant[] {
  const ofRequirement = (check: string): boolean => check.startsWith(`${id} `);
  const all = [...new Set(walks.flatMap(({ checks }) => checks.filter(ofRequirement)))];
  const sound = walks.filter(({ unsound }) => !unsound.some((one) => one.id === id));
  return all.flatMap((check): readonly Mutant[] => {
    // A check that found nothing wrong with a conformant provider would have found something.
    const noticedBy = sound.find(({ checks }) => checks.includes(check))?.name;
    const inverted: Mutant = { kind: 'inverted', what: check, noticedBy, reached: true };
    if (all.length === 1) return [inverted];
    const deciding = faults.find(({ checks }) => checks.deciding.includes(check))?.id;
    const reached = faults.some(({ checks }) => checks.reached.includes(check));
    return [inverted, { kind: 'one emptied', what: check, noticedBy: deciding, reached }];
  });
}

function score(all: readonly Mutant[]): { readonly mutants: number; readonly noticed: number; readonly score: number } {
  const noticed = all.filter(({ noticedBy }) => noticedBy !== undefined).length;
  return { mutants: all.length, noticed, score: Math.round((noticed / Math.max(1, all.length)) * 1000) / 10 };
}

function tell(): void {
  for (const { kind, what, reached } of survivors) {
    console.log(
      `ALIVE  ${kind.padEnd(11)} ${what}${reached ? ' (always another one as well)' : ' (no fault comes near it)'}`,
    );
  }
  for (const kind of kinds) {
    const { mutants: count, noticed, score: percent } = score(mutants.filter((one) => one.kind === kind));
    console.log(`${kind.padEnd(11)} ${noticed} of ${count} noticed (${percent} %)`);
  }
}
