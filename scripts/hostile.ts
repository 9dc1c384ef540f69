/**
 * Lets real runs of the command meet every hostile behaviour, prints what they came to and writes it down:
 * `npm run test:hostile`, `-- --case hang-mid-body` for one behaviour (may be repeated), `--alone` for each in a run of
 * its own, `--output DIR` for the folder of `hostile.json`, `--keep DIR` to keep what the runs wrote.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { hostileBehaviours } from '../fixtures/provider/hostile/index.js';
import { nearest } from '../fixtures/target/nearest.js';
import { forTerminal } from '../reports/untrusted-text.js';
import { meet, parts } from './hostile/meet.js';
import type { HostileCase } from './hostile/verdict.js';

const { values: flags } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    alone: { type: 'boolean', default: false },
    output: { type: 'string', default: 'reports/out' },
    keep: { type: 'string' },
  },
});

/** Runs side by side. */
const atATime = 2;

const heading = `${'behaviour'.padEnd(34)} exit  seconds  peak MB  finding`;

async function main(): Promise<number> {
  const ids = hostileBehaviours.map(({ id }) => id);
  const unknown = flags.case.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    console.error(`There is no behaviour ${unknown}; did you mean ${nearest(unknown, ids, unknown.length) ?? ids[0]}?`);
    return 2;
  }
  const wanted = hostileBehaviours.filter(({ id }) => flags.case.length === 0 || flags.case.includes(id));
  if (flags.keep !== undefined) mkdirSync(flags.keep, { recursive: true });
  const limit = pLimit(atATime);
  const runs = (flags.alone ? wanted.map((one) => [one]) : parts(wanted)).map((part) =>
    limit(async () => {
      const cases = await meet(part, flags.keep);
      for (const one of cases) console.log(row(one));
      return cases;
    }),
  );
  console.log(heading);
  const cases = (await Promise.all(runs)).flat();
  return concluded(cases.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)));
}

function row({ id, exitCode, seconds, peakMb, finding, crashes, leaks, faults }: HostileCase): string {
  const cells = [
    id.padEnd(34),
    String(exitCode).padStart(4),
    seconds.toFixed(1).padStart(8),
    String(peakMb).padStart(8),
  ];
  const wrong = [...crashes.map(told('CRASH')), ...leaks.map(told('LEAK')), ...faults.map(told('WRONG'))];
  return [`${cells.join(' ')}  ${forTerminal(finding, 110)}`, ...wrong].join('\n');
}

const told = (kind: string) => (complaint: string) => `    ${kind}: ${forTerminal(complaint, 300)}`;

/** Writes the contract's file, prints the last line, and gives the exit code: 1 where anything is not as it should be. */
function concluded(cases: readonly HostileCase[]): number {
  const crashes = cases.filter((one) => one.crashes.length > 0).length;
  const leaks = cases.filter((one) => one.leaks.length > 0).length;
  const wrong = cases.filter((one) => one.faults.length > 0).length;
  mkdirSync(flags.output, { recursive: true });
  const finding = (text: string): string => forTerminal(text, 400);
  const written = cases.map((one) => ({ ...one, finding: finding(one.finding) }));
  writeFileSync(
    join(flags.output, 'hostile.json'),
    `${JSON.stringify({ cases: written, crashes, leaks, wrong }, null, 1)}\n`,
  );
  console.log(`\n${wrong} not as documented`);
  console.log(`${cases.length} behaviours, ${crashes} crashes, ${leaks} leaks`);
  return crashes + leaks + wrong === 0 ? 0 : 1;
}

process.exitCode = await main();
