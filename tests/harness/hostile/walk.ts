import { hostileBehaviours, selectionFor } from '../../../fixtures/provider/hostile/index.js';
import { collectSuite } from '../../../fixtures/suite/collection.js';
import { tryPractice, writeStates } from '../../../fixtures/suite/preflight.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { specFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { emptyStage } from '../../../fixtures/suite/stage.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';
import type { Judgement } from '../../../requirements/judgement.js';
import { setStage } from '../../../scripts/hostile/stage.js';
import { emptyFolder } from '../temporary-folder.js';

/** What a walk past one hostile practice came to. */
export interface HostileWalk {
  readonly judgements: readonly Judgement[];
  /** Why exchanges failed, clean-up included. */
  readonly failures: readonly string[];
  readonly defects: readonly string[];
  /** What was asked of other hosts, or outside the service root. */
  readonly ledAstray: readonly string[];
  /** Appointments that stand in the diary and did not before. */
  readonly left: readonly string[];
  /** What the ledger says of bookings that it could not cancel. */
  readonly leftBecause: readonly string[];
  readonly longestMs: number;
  readonly met: number;
}

/** Keeps what became of every exchange besides. */
class FailureRecord extends RecordInMemory {
  readonly failures: string[] = [];
  longestMs = 0;

  override keep(exchange?: RecordedExchange): undefined {
    super.keep();
    this.longestMs = Math.max(this.longestMs, exchange?.ms ?? 0);
    if (exchange?.failure !== undefined) this.failures.push(exchange.failure);
  }
}

/** Walks the tests of a behaviour's selection past its practice, in this process: first search, tests, clean-up. */
export async function walkPast(id: string): Promise<HostileWalk> {
  const behaviour = hostileBehaviours.find((one) => one.id === id);
  if (behaviour === undefined) throw new Error(`There is no hostile behaviour ${id}`);
  const stage = await setStage([behaviour]);
  const [{ odsCode, server } = { odsCode: '', server: undefined }] = stage.practices;
  const before = stage.booked(odsCode);
  const record = new FailureRecord();
  const ledger = new Ledger(pagesInMemory());
  const target = loadTarget({ file: stage.targetFile, environment: stage.environment });
  const output = emptyFolder();
  const bench = new Workbench({ ...singleUse(stage.targetFile, output), only: selectionFor(behaviour) }, 'w', {
    ...{ target, record, ledger },
  });
  try {
    await walkTests(bench, odsCode, selectionFor(behaviour));
    await bench.cleanUpAtTheEnd();
    return {
      judgements: record.lines.flatMap((line) => (line.kind === 'judgement' ? [line.judgement] : [])),
      failures: record.failures,
      defects: record.lines.flatMap((line) => (line.kind === 'defect' ? [line.message] : [])),
      ledAstray: [...stage.trapped(), ...(server?.ledAstray() ?? [])],
      left: stage.booked(odsCode).filter((one) => !before.includes(one)),
      leftBecause: ledger.openBookings().map(({ reason }) => reason ?? ''),
      longestMs: record.longestMs,
      met: server?.met() ?? 0,
    };
  } finally {
    await bench.close();
    await stage.stop();
  }
}

async function walkTests(bench: Workbench, odsCode: string, only: readonly string[]): Promise<void> {
  const practice = bench.target.practices.find((one) => one.odsCode === odsCode);
  if (practice === undefined) throw new Error(`The target names no practice ${odsCode}`);
  writeStates(bench.run.output, [await tryPractice(practice, bench)]);
  for (const spec of await collectSuite(['sessions', 'slot-search', 'capability'])) {
    if (!spec.declared.some((one) => only.includes(one))) continue;
    await spec.body({ spec: specFixtures(bench, emptyStage(spec.title, spec.declared), odsCode) });
  }
}
