/**
 * Tries faults while checks are being written: `npx tsx scripts/try-faults.ts --area slot-search`, or `--fault ID`,
 * `--specs sessions,slot-search` to walk only those folders, `--why` for the finding behind each turned requirement.
 * `--set search.leadTimeHours=48` lays a setting over the target. Without `--area` and `--fault` only the conformant provider is walked.
 */
import { parseArgs } from 'node:util';
import { FAULTS, faultById, type Fault } from '../fixtures/provider/faults/index.js';
import { collectSuite } from '../fixtures/suite/collection.js';
import { catalogue } from '../requirements/catalogue.js';
import { compared, isKilled, type FaultResult } from './gates/comparison.js';
import { automatic } from './gates/soundness.js';
import { inShort, outcomesOf, type GateWalk, type Outcomes } from './gates/outcomes.js';

const { values: flags } = parseArgs({
  options: {
    area: { type: 'string' },
    fault: { type: 'string', multiple: true },
    specs: { type: 'string' },
    practice: { type: 'string', multiple: true, default: ['A20047'] },
    at: { type: 'string' },
    xml: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
    why: { type: 'boolean', default: false },
  },
});

const ofArea = (id: string): boolean => flags.area === undefined || catalogue.get(id)?.area === flags.area;

process.exitCode = await tryFaults();

async function tryFaults(): Promise<number> {
  const specs = await collectSuite(flags.specs?.split(','));
  const now = flags.at === undefined ? Date.now() : Date.parse(flags.at);
  const walk: Omit<GateWalk, 'faults'> = {
    specs,
    walkers: 1,
    practices: flags.practice,
    clock: () => now,
    settings: flags.set,
    format: flags.xml ? 'xml' : 'json',
  };
  const baseline = await outcomesOf({ ...walk, faults: [] });
  const sound = tellBaseline(baseline);
  let killed = 0;
  const faults = wantedFaults();
  for (const fault of faults) {
    const faulty = await outcomesOf({ ...walk, faults: [fault.id] });
    const result = compared(fault, baseline, faulty);
    if (isKilled(result)) killed += 1;
    tell(result, faulty);
  }
  if (faults.length > 0) console.log(`${killed} of ${faults.length} faults killed`);
  return sound && killed === faults.length ? 0 : 1;
}

function wantedFaults(): readonly Fault[] {
  if (flags.fault !== undefined) return flags.fault.map(faultById);
  return flags.area === undefined ? [] : FAULTS.filter((fault) => fault.violates.some(ofArea));
}

/** Says what the conformant provider comes to; false where an automatic requirement of the area does not pass. */
function tellBaseline({ of, requests, seconds, defects }: Outcomes): boolean {
  const automaticOfArea = automatic.filter((one) => ofArea(one.id));
  const judgements = [...of.values()].filter((one) => ofArea(one.requirement));
  const notPassed = judgements.filter((one) => one.outcome !== 'pass');
  for (const one of notPassed) console.log(`no fault: ${one.requirement} ${inShort(one)}`);
  for (const defect of defects) console.log(`no fault: DEFECT ${defect}`);
  const open = automaticOfArea.filter((one) => !of.has(one.id)).map((one) => one.id);
  console.log(`no fault: not judged (${open.length} of ${automaticOfArea.length}): ${open.join(' ')}`);
  console.log(`no fault: ${requests} requests, ${seconds.toFixed(1)} s`);
  return defects.length === 0 && notPassed.every((one) => one.outcome === 'not-applicable');
}

function tell(result: FaultResult, faulty: Outcomes): void {
  console.log(`${isKilled(result) ? 'killed' : 'ALIVE '} ${result.id} [${result.violates.join(' ')}]`);
  for (const part of ['missed', 'collateral', 'notJudged', 'lost'] as const) {
    if (result[part].length > 0) console.log(`       ${part}: ${result[part].join(' ')}`);
  }
  for (const defect of faulty.defects) console.log(`       DEFECT ${defect}`);
  const toExplain = flags.why ? result.turned : result.collateral;
  for (const id of toExplain) {
    const judgement = faulty.of.get(id);
    if (judgement !== undefined) console.log(`       ${id} ${inShort(judgement)}`);
  }
}
