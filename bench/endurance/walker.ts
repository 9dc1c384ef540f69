/**
 * Walks the sessions again and again in this one process until its time is over: `walker.ts TARGET SECONDS WALKS`, at least
 * so many walks. Prints a line of JSON after each walk. Node has to be started with --expose-gc, so that memory is told by
 * what is alive.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectSuite } from '../../fixtures/suite/collection.js';
import { walkSuite } from '../../fixtures/suite/walk.js';
import { loadTarget } from '../../fixtures/target/load.js';

/** What is told after each walk. */
export interface WalkFigures {
  /** Memory alive on the heap and beside it after a full collection, in MB. */
  readonly memoryMb: number;
  readonly descriptors: number;
  readonly requests: number;
  /** Failures of the harness itself. */
  readonly defects: readonly string[];
  readonly failed: number;
}

const [, , targetFile = '', seconds = '', atLeast = ''] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-walker-'));
const target = loadTarget({ file: targetFile });
const specs = await collectSuite(['sessions', 'federation']);

const end = performance.now() + Number(seconds) * 1000;
for (let walks = 0; walks < Number(atLeast) || performance.now() < end; walks += 1) {
  process.stdout.write(`${JSON.stringify(await walkedOnce())}\n`);
}
rmSync(folder, { recursive: true });

async function walkedOnce(): Promise<WalkFigures> {
  const { exchanges, defects, judgements } = await walkSuite({ target, specs, folder, walkers: 2 });
  const failed = judgements.filter(({ judgement }) => judgement.outcome === 'fail').length;
  return { memoryMb: aliveMb(), descriptors: descriptors(), requests: exchanges, defects, failed };
}

function aliveMb(): number {
  if (globalThis.gc === undefined) throw new Error('Start node with --expose-gc');
  // What finalisers let go of in the first collection is only gone after the second.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
