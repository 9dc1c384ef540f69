/**
 * One round in a process of its own, which knows nothing of earlier answers: `round.ts TARGET RECORDED-RUN`. Warms up at
 * one practice of the target and measures at another, whose answers are new to it. Prints what a request costs as one
 * line of JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { singleUse } from '../../fixtures/suite/run-settings.js';
import { RecordInMemory } from '../../fixtures/suite/suite-record.js';
import { Workbench } from '../../fixtures/suite/workbench.js';
import type { Practice } from '../../fixtures/target/target.js';
import { recordedReads } from './requests.js';
import { bare, byTheHarness, byTransport, wireRequests, type RequestCost } from './ways.js';

/** What is printed: the cost of a request in each way. */
export interface RoundFigures {
  readonly requests: number;
  readonly bare: RequestCost;
  readonly transport: RequestCost;
  readonly harness: RequestCost;
  readonly harnessOnDisk: RequestCost;
}

const [, , targetFile = '', recorded = ''] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'gpc-bench-round-'));
const settings = { ...singleUse(targetFile, folder), readOnly: true };
const inMemory = new Workbench(settings, 'memory', { record: new RecordInMemory() });
const onDisk = new Workbench(settings, 'disk');
const connection = new Agent({ connections: 1 });
const [first, second] = inMemory.target.practices;
if (first === undefined || second === undefined) throw new Error('The target needs two practices');

await roundAt(second);
await roundAt(second);
const figures = await roundAt(first);
await Promise.all([inMemory.close(), onDisk.close(), connection.close()]);
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(figures)}\n`);

/**
 * The harness comes first, as it does in a run: nothing it reads has been read before. The bare client goes before and
 * after it, so that a machine that grows busier does not favour one of the two.
 */
async function roundAt(practice: Practice): Promise<RoundFigures> {
  const reads = recordedReads(recorded, practice);
  const harness = await byTheHarness(practice, inMemory)(reads);
  const wires = await wireRequests(practice, inMemory, reads);
  const before = await bare(connection, wires);
  const transport = await byTransport(practice, inMemory, wires);
  const after = await bare(connection, wires);
  const harnessOnDisk = await byTheHarness(practice, onDisk)(reads);
  return { requests: reads.length, bare: between(before, after), transport, harness, harnessOnDisk };
}

function between(one: RequestCost, other: RequestCost): RequestCost {
  return { ms: (one.ms + other.ms) / 2, processorMs: (one.processorMs + other.processorMs) / 2 };
}
