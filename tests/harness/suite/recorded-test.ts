import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyRecord } from '../../../fixtures/suite/replayed-run.js';
import { writeRunRecord } from '../../../fixtures/suite/run-record.js';
import { singleUse, type RunSettings } from '../../../fixtures/suite/run-settings.js';
import { judged, specFixtures, type SpecFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { emptyStage } from '../../../fixtures/suite/stage.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { EvidenceLog, readEvidence, type EvidenceLine } from '../../../reports/evidence-log.js';
import { emptyFolder, fileWith } from '../temporary-folder.js';

/** What a server answers: the request, and how many came before it. */
export type Reply = (response: ServerResponse, request: IncomingMessage, before: number) => void;

export const searchset = '{"resourceType":"Bundle","type":"searchset"}';

/** Answers with an empty searchset. */
export const emptyHanded: Reply = (response) =>
  void response.setHeader('Content-Type', 'application/fhir+json').end(searchset);

export type Body = (spec: SpecFixtures) => Promise<void>;

/** One test as it was recorded at a server that is gone by now, in the folder of its run. */
export interface RecordedTest {
  readonly run: RunSettings;
  readonly lines: readonly EvidenceLine[];
}

const place = { test: 'a test', practice: 'A20047' };
const declared = ['SLOT-041'];

/** Walks a test at a server with two practices, keeps its record on disk, and stops the server. */
export async function recordedAt(reply: Reply, body: Body, settings: readonly string[] = []): Promise<RecordedTest> {
  let asked = 0;
  const server = createServer((request, response) => reply(response, request, asked++));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const patient = '{ nhsNumber: "9990548609", logicalId: "2" }';
  const practices = ['A20047', 'B82617'].map(
    (code) =>
      `{ odsCode: ${code}, baseUrl: "http://127.0.0.1:${port}/${code}", token: { static: a-token-of-this-test }, patient: ${patient} }`,
  );
  const text = `name: Recorded\npractices: [${practices.join(', ')}]\nfederation: [A20047, B82617]\n`;
  const run = { ...singleUse(fileWith(text), emptyFolder()), targetSettings: settings };
  const bench = new Workbench(run, '0');
  try {
    writeRunRecord(run, bench.target);
    await walked(bench, body);
  } finally {
    await bench.close();
    server.closeAllConnections();
    server.close();
  }
  new EvidenceLog(run.output, 'runner').write({ kind: 'ended', status: 'passed', defects: [] });
  return { run, lines: readEvidence(run.output) };
}

/** The same test, or a later version of it, told again what was recorded. */
export async function replayed({ run }: RecordedTest, body: Body): Promise<RecordedTest> {
  const replay = { folder: run.output, runId: run.runId, startedAt: run.startedAt };
  const again = { ...run, targetFile: 'gone.yaml', output: emptyFolder(), replay };
  copyRecord(run.output, again.output);
  const bench = new Workbench(again, '7');
  await walked(bench, body);
  await bench.close();
  return { run: again, lines: readEvidence(again.output) };
}

async function walked(bench: Workbench, body: Body): Promise<void> {
  const spec = specFixtures(bench, emptyStage(place.test, declared), place.practice);
  await judged(body)({ spec });
}

/** Lines of one kind, in their order. */
export const linesOf = <Kind extends EvidenceLine['kind']>(
  { lines }: RecordedTest,
  kind: Kind,
): readonly Extract<EvidenceLine, { readonly kind: Kind }>[] =>
  lines.filter((line): line is Extract<EvidenceLine, { readonly kind: Kind }> => line.kind === kind);
