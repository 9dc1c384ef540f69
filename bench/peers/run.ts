/**
 * This harness beside schemathesis and the Java validator, on the same provider and machine: the seconds each takes, its
 * false alarms at the conformant provider, and which of a drawn sample of faults each detects. Prints a table and writes
 * `reports/out/peers.json`. A tool that is not on this machine is told as such. `--size N` draws another sample.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { collectSuite } from '../../fixtures/suite/collection.js';
import { keep, table, told, type Figure } from '../figures.js';
import { HarnessWalks } from './harness.js';
import type { Observed } from './observed.js';
import { secondsOfRealRun } from './real-run.js';
import { drawSample, type SampledFault } from './sample.js';
import { examples, secondsAtMost, seeds } from './schemathesis.js';
import { javaValidator, schemathesis, theHarness, toolNames, type Tool, type ToolName } from './tools.js';

/** What each tool that is here said of a provider with one fault. */
interface Compared extends SampledFault {
  readonly said: Partial<Record<ToolName, Observed>>;
}

const boundsOfSchemathesis = `${examples} examples an interaction, ${secondsAtMost} s a fault at most, false alarms over ${seeds.length + 1} runs`;
const waysOfJava =
  "that the harness's walk brought, one call each in a warm process; it asks a provider nothing itself";

const { values: flags } = parseArgs({
  options: { size: { type: 'string', default: '60' }, output: { type: 'string', default: 'reports/out' } },
});

const sample = drawSample(Number(flags.size));
const walks = new HarnessWalks(await collectSuite());
const conformant = await walks.atConformant();
const realRun = await secondsOfRealRun();
const peers = { schemathesis: await schemathesis(), 'Java validator': await javaValidator(conformant) };
const tools: Partial<Record<ToolName, Tool>> = { 'this harness': theHarness(conformant) };
for (const name of ['schemathesis', 'Java validator'] as const) {
  const peer = peers[name];
  if (typeof peer === 'string') console.log(`${name}: not here, because ${peer}`);
  else tools[name] = peer;
}
const compared: Compared[] = [];
for (const fault of sample) {
  compared.push(await compare(fault));
  write();
}
await Promise.all(Object.values(tools).map((tool) => tool.close()));
tell();

async function compare(fault: SampledFault): Promise<Compared> {
  const walk = await walks.atFaulty(fault.id);
  const asked = toolNames.map(async (name) => [name, await tools[name]?.atFaulty(fault.id, walk)] as const);
  const said: Partial<Record<ToolName, Observed>> = {};
  for (const [name, observed] of await Promise.all(asked)) {
    if (observed === undefined) continue;
    const { seconds, findings, stopped } = observed;
    said[name] = { seconds, findings, ...(stopped !== undefined && { stopped }) };
  }
  const marks = toolNames.map((name) => `${name}: ${mark(said[name])}`.padEnd(24));
  console.log(`${String(compared.length + 1).padStart(3)} ${fault.id.padEnd(48)} ${marks.join('')}`.trimEnd());
  return { ...fault, said };
}

function mark(observed: Observed | undefined): string {
  if (observed === undefined) return 'not here';
  return observed.findings.length > 0 ? 'found' : '-';
}

function isDetectedBy(name: ToolName, { said }: Compared): boolean {
  return (said[name]?.findings.length ?? 0) > 0;
}

/** After every fault, so that a run that is cut short still leaves what it saw. */
function write(): void {
  const of = toolNames.flatMap((name) => {
    const tool = tools[name];
    if (tool === undefined) return [];
    const missed = compared.filter((one) => !isDetectedBy(name, one)).map(({ id }) => id);
    const { seconds, findings: falseAlarms } = tool.atConformant;
    return [[name, { seconds, falseAlarms, detected: compared.length - missed.length, missed }] as const];
  });
  const { schemathesis: fuzzer } = peers;
  const settings = {
    schemathesis: { examples, seeds, secondsAtMost, ...(typeof fuzzer !== 'string' && { granted: fuzzer.granted }) },
  };
  const report = { sampled: compared.length, settings, tools: Object.fromEntries(of), faults: compared };
  mkdirSync(flags.output, { recursive: true });
  writeFileSync(`${flags.output}/peers.json`, `${JSON.stringify(report, null, 1)}\n`);
}

function tell(): void {
  console.log(`\n${'area'.padEnd(14)} faults${toolNames.map((name) => name.padStart(16)).join('')}`);
  for (const area of new Set(sample.map((fault) => fault.area)))
    tellRow(
      area,
      compared.filter((one) => one.area === area),
    );
  tellRow('all', compared);
  const { schemathesis: fuzzer, 'Java validator': java } = peers;
  const remarks = [
    `this harness: ${realRun.toFixed(1)} s for a whole run with its reports; without them, in process, as timed below`,
    ...(typeof fuzzer === 'string' ? [] : [`schemathesis ${fuzzer.version}: ${boundsOfSchemathesis}`]),
    ...(typeof java === 'string' ? [] : [`Java validator: ${conformant.responses.length} responses ${waysOfJava}`]),
  ];
  console.log(`\n${remarks.join('\n')}`);
  const figures = [...figuresOfTools(), ...figuresOfTime()];
  console.log(`\n${table(figures)}`);
  keep(figures);
}

function tellRow(name: string, faults: readonly Compared[]): void {
  const counts = toolNames.map((tool) => (tool in tools ? String(countOf(tool, faults)) : 'not here').padStart(16));
  console.log(`${name.padEnd(14)} ${String(faults.length).padStart(6)}${counts.join('')}`);
}

function countOf(name: ToolName, faults: readonly Compared[]): number {
  return faults.filter((one) => isDetectedBy(name, one)).length;
}

function figuresOfTools(): readonly Figure[] {
  return toolNames.flatMap((name) => {
    const tool = tools[name];
    if (tool === undefined) return [];
    return [
      told(`peers, ${name}: detected`, countOf(name, compared), `of ${compared.length}`),
      told(`peers, ${name}: false alarms`, tool.atConformant.findings.length, 'findings'),
      told(`peers, ${name}: conformant provider`, tool.atConformant.seconds, 's'),
    ];
  });
}

function figuresOfTime(): readonly Figure[] {
  const { 'Java validator': java } = peers;
  return [
    told('peers, this harness: a whole run with its reports', realRun, 's'),
    ...(typeof java === 'string' ? [] : [told('peers, Java validator: start to first verdict', java.coldStart, 's')]),
  ];
}
