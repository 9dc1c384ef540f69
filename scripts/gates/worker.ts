/** A process of the gates: takes one piece of work after another from its parent, and says what became of it. */
import { faultById } from '../../fixtures/provider/faults/index.js';
import { collectSuite } from '../../fixtures/suite/collection.js';
import { compared } from './comparison.js';
import { JudgedBefore } from './judged-before.js';
import { outcomesOf, type Outcomes } from './outcomes.js';
import { soundnessUnder } from './soundness.js';
import { byEveryStandingRule } from './standing-judge.js';
import type { Done, Work } from './work.js';

const specs = await collectSuite();
// One clock for all walks of a process: the same question then gets the same bytes, which are validated once.
const now = Number(process.argv[2]);
const judgedBefore = new JudgedBefore(byEveryStandingRule);
const laterJudge = process.argv[3] === 'afresh' ? byEveryStandingRule : judgedBefore.recallOrJudge;
const ordinary = { specs, walkers: 1, practices: ['A20047'], clock: () => now, format: 'json' } as const;
let baseline: Promise<Outcomes> | undefined;

process.on('message', (work: Work) => void perform(work).then(tell, fail));
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });

async function perform(work: Work): Promise<Done> {
  if (work.kind === 'soundness') {
    return { kind: 'soundness', soundness: await soundnessUnder(work.circumstances, specs) };
  }
  baseline ??= outcomesOf({ ...ordinary, faults: [], judge: judgedBefore.judgeAndRemember });
  const withoutFault = await baseline;
  const fault = faultById(work.id);
  const faulty = await outcomesOf({ ...ordinary, faults: [fault.id], judge: laterJudge });
  return { kind: 'fault', result: compared(fault, withoutFault, faulty), defects: faulty.defects };
}

function tell(done: Done): void {
  process.send?.(done);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(5);
}
