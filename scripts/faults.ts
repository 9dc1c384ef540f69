/**
 * The two gates. 1: whatever the format, the date, the order and the number of workers, every automatic requirement
 * passes at the conformant provider. 2: with each fault exactly the requirements turn that it violates. Prints tables,
 * writes `reports/out/faults.json`, and exits with 1 where a gate does not hold. `--afresh` judges every answer anew, also
 * where the same one was judged before (`gates/judged-before.ts`): slower, and with the same result.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAULTS } from '../fixtures/provider/faults/index.js';
import { areas, catalogue } from '../requirements/catalogue.js';
import { isKilled, type FaultResult } from './gates/comparison.js';
import { doWork } from './gates/crew.js';
import { automatic, type Circumstances, type Soundness } from './gates/soundness.js';
import type { Done, Work } from './gates/work.js';

const { values: flags } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    area: { type: 'string' },
    fault: { type: 'string', multiple: true },
    output: { type: 'string', default: 'reports/out' },
    afresh: { type: 'boolean', default: false },
  },
});

/** A day before and a day after both changes of the clock in a year: offsets, days of 23 and 25 hours, ranges across. */
const circumstances: readonly Circumstances[] = [
  { name: 'JSON, before summer time', at: '2027-03-27T10:00:00Z', format: 'json', walkers: 1, order: 'listed' },
  { name: 'JSON, after summer time began', at: '2027-03-29T09:00:00Z', format: 'json', walkers: 2, order: 7 },
  { name: 'XML, before winter time', at: '2027-10-30T09:00:00Z', format: 'xml', walkers: 1, order: 11 },
  { name: 'XML, after winter time began', at: '2027-11-01T10:00:00Z', format: 'xml', walkers: 2, order: 13 },
].map(({ at, ...rest }) => ({ ...(rest as Circumstances), at: Date.parse(at), practices: ['A20047', 'B82617'] }));

/**
 * When the faulty providers are walked: always the same evening, after the last slot of the day and far from any change,
 * so that no result depends on the day of the run.
 */
const ordinaryEvening = Date.parse('2027-01-10T20:00:00Z');

const started = performance.now();
const soundness: Soundness[] = [];
const results: FaultResult[] = [];
const defects: string[] = [];

const faults = FAULTS.filter(
  ({ id, violates }) =>
    (flags.fault?.includes(id) ?? true) &&
    (flags.area === undefined || violates.some((violated) => catalogue.get(violated)?.area === flags.area)),
);
const work: readonly Work[] = [
  ...circumstances.map((one) => ({ kind: 'soundness' as const, circumstances: one })),
  ...faults.map(({ id }) => ({ kind: 'fault' as const, id })),
];
const crew = {
  size: Number(flags.processes),
  now: ordinaryEvening,
  judging: flags.afresh ? 'afresh' : 'remembered',
} as const;
await doWork(work, crew, (done) => {
  keep(done);
  // After every result, so that a run that is cut short still leaves what it found.
  write();
});
process.exitCode = tell();

function keep(done: Done): void {
  if (done.kind === 'soundness') {
    soundness.push(done.soundness);
    defects.push(...done.soundness.defects);
    tellSoundness(done.soundness);
  }
  if (done.kind === 'fault') {
    results.push(done.result);
    defects.push(...done.defects.map((defect) => `${done.result.id}: ${defect}`));
    if (!isKilled(done.result)) tellFault(done.result);
  }
}

function write(): void {
  const count = (outcome: string): number =>
    soundness.flatMap(({ unsound }) => unsound).filter((one) => one.outcome === outcome).length;
  const report = {
    faults: FAULTS.flatMap(({ id }) => results.find((result) => result.id === id) ?? []),
    killed: results.filter(isKilled).length,
    total: results.length,
    baseline: {
      ...{ fail: count('fail'), warn: count('warn'), 'not-tested': count('not-tested'), error: count('error') },
      'not-judged': [...new Set(soundness.flatMap(({ notJudged }) => notJudged))],
      walks: soundness,
    },
    defects,
    seconds: Math.round((performance.now() - started) / 1000),
  };
  mkdirSync(flags.output, { recursive: true });
  writeFileSync(`${flags.output}/faults.json`, `${JSON.stringify(report, null, 1)}\n`);
}

function tell(): number {
  for (const defect of defects) console.log(`DEFECT  ${defect}`);
  console.log('\narea             automatic  judged  with fault  faults  killed');
  for (const area of areas) console.log(areaLine(area));
  const killed = results.filter(isKilled).length;
  console.log(`\n${killed} of ${results.length} faults killed, ${Math.round((performance.now() - started) / 1000)} s`);
  const sound = soundness.every(({ unsound, notJudged }) => unsound.length === 0 && notJudged.length === 0);
  return sound && defects.length === 0 && killed === results.length ? 0 : 1;
}

function tellSoundness({ name, requests, seconds, unsound, notJudged }: Soundness): void {
  const judged = automatic.length - notJudged.length;
  console.log(`${unsound.length === 0 ? 'sound  ' : 'UNSOUND'} ${name}: ${judged} of ${automatic.length} judged`);
  console.log(`        ${requests} requests, ${seconds.toFixed(1)} s`);
  for (const { id, why } of unsound) console.log(`        ${id} ${why}`);
}

function tellFault(result: FaultResult): void {
  console.log(`ALIVE   ${result.id}`);
  for (const part of ['missed', 'collateral', 'notJudged'] as const) {
    if (result[part].length > 0) console.log(`        ${part}: ${result[part].join(' ')}`);
  }
}

function areaLine(area: string): string {
  const ofArea = automatic.filter((one) => one.area === area);
  const open = new Set(soundness.flatMap(({ notJudged }) => notJudged));
  const own = results.filter(({ violates }) => violates.some((id) => catalogue.get(id)?.area === area));
  const broken = new Set(FAULTS.flatMap(({ violates }) => violates));
  const figures = [
    ofArea.length,
    ofArea.filter(({ id }) => !open.has(id)).length,
    ofArea.filter(({ id }) => broken.has(id)).length,
    own.length,
    own.filter(isKilled).length,
  ];
  const widths = [9, 8, 12, 8, 8];
  return area.padEnd(16) + figures.map((figure, place) => String(figure).padStart(widths[place] ?? 8)).join('');
}
