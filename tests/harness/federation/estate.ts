import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import type { PracticeSpec } from '../../../fixtures/provider/practice.js';
import type { LoadOptions } from '../../../fixtures/provider/load.js';
import { emptyFolder } from '../temporary-folder.js';

/** So many practices of one provider, by their codes `H100`, `H101`, ... */
export const practicesNamed = (letter: string, count: number, spec: Partial<PracticeSpec> = {}): PracticeSpec[] =>
  Array.from({ length: count }, (_, place) => ({ odsCode: `${letter}${100 + place}`, ...spec }));

/** A provider with its practices and its load. */
export const providerOf = (practices: readonly PracticeSpec[], load: LoadOptions = {}): Promise<RunningProvider> =>
  startProvider({ practices, ...load });

/** A server of our own that answers as told, with rows for so many practices at it. */
export async function strangeServer(letter: string, count: number, answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { rows: rowsAt(letter, count, (server.address() as AddressInfo).port), stop: () => closed(server) };
}

/** Rows of practices at a port of the loopback address, whoever listens there. */
export const rowsAt = (letter: string, count: number, port: number): readonly string[] =>
  practicesNamed(letter, count).map(
    ({ odsCode }) =>
      `${odsCode},Practice ${odsCode},http://127.0.0.1:${port}/${odsCode},t0ken-${odsCode},9990548609,p1`,
  );

/** The rows of a provider's federation. */
export const rowsOf = (provider: RunningProvider): readonly string[] =>
  provider.federationTable().trim().split('\n').slice(1);

/** Writes a target with the rows as its federation into a new folder, and returns its path. */
export function estateWith(rows: readonly string[], settings: object = {}): string {
  const folder = emptyFolder();
  const [odsCode, name, baseUrl, token, nhsNumber, logicalId] = rows[0]?.split(',') ?? [];
  const head = 'odsCode,name,baseUrl,token.static,patient.nhsNumber,patient.logicalId';
  writeFileSync(join(folder, 'practices.csv'), `${[head, ...rows].join('\n')}\n`);
  const first = { odsCode, name, baseUrl, token: { static: token }, patient: { nhsNumber, logicalId } };
  const target = { name: 'An estate', practices: [first], federation: { file: 'practices.csv' }, ...settings };
  writeFileSync(join(folder, 'target.yaml'), stringify(target));
  return join(folder, 'target.yaml');
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
