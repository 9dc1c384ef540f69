/**
 * Every benchmark one after the other, each in processes of its own, then all their figures as one table; they are also
 * in `reports/out/bench.json`. `--only suite,sweep` measures some of them. Ends with exit code 1 where a target is missed or a benchmark fails.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { benchFile, kept, table } from './figures.js';

/** In the order in which they are measured: what takes longest comes last. */
const benchmarks = ['validator', 'overhead', 'reports', 'suite', 'sweep', 'peers'] as const;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',') ?? benchmarks;
const unknown = wanted.filter((name) => !(benchmarks as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is named ${unknown.join(', ')}; there are ${benchmarks.join(', ')}`);
  process.exit(2);
}

rmSync(benchFile, { force: true });
const failed = wanted.filter((name) => {
  console.log(`\n=== ${name}`);
  const file = fileURLToPath(new URL(`${name}/run.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' });
  return status !== 0 && status !== 1;
});

const figures = kept();
console.log(`\n=== all figures, also in ${benchFile}\n${table(figures)}`);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 || figures.some(({ met }) => met === false) ? 1 : 0;
