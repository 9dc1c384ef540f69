import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConformanceResult, ExchangeRecord } from '../../../reports/result.js';
import { hostile } from './sample-result.js';

/** The recorded exchanges of the sample run as files, with what a provider may put into them, harmful texts included. */

const slot = (id: string, start: string, status: string): object => ({
  fullUrl: `https://provider.example/Slot/${id}`,
  resource: {
    resourceType: 'Slot',
    id,
    meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Slot-1'] },
    schedule: { reference: 'Schedule/1' },
    status,
    start,
    end: start.replace(':00:00+', ':10:00+'),
  },
});

const searchset = (...entry: readonly object[]): object => ({ resourceType: 'Bundle', type: 'searchset', entry });

const bodies: Readonly<Record<string, object | string>> = {
  'x-1-0001': searchset(slot('1', '2026-11-24T09:00:00+00:00', 'free'), slot('2', '2026-11-25T09:00:00+00:00', 'busy')),
  'x-2-0001': searchset(),
  'x-2-0002': searchset(slot(hostile.script, '2026-12-08T09:00:00+00:00', hostile.script), {
    resource: { resourceType: 'Slot', comment: Object.values(hostile).join('\n') },
  }),
  'x-1-0004': searchset(),
  'x-1-0010': '<OperationOutcome xmlns="http://hl7.org/fhir">\n <issue/>\n</OperationOutcome>',
};

function bodyOf({ id, method }: ExchangeRecord): string {
  const ordinary = searchset(
    slot('1', '2026-11-24T09:00:00+00:00', 'free'),
    slot('2', '2026-11-25T09:00:00+00:00', 'free'),
  );
  const body =
    bodies[id] ?? (method === 'GET' ? ordinary : { resourceType: 'Appointment', id: '17', status: 'booked' });
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function fileOf(exchange: ExchangeRecord, body: string): object {
  const { id, practice, purpose, startedAt, ms, method, url, status, failure } = exchange;
  const sent = { resourceType: 'Appointment', status: 'booked', description: "it's a test" };
  return {
    id,
    practice,
    purpose,
    startedAt,
    ms,
    request: {
      method,
      url,
      headers: [
        ['Accept', 'application/fhir+json'],
        ['Authorization', 'Bearer ***'],
      ],
      ...(method !== 'GET' && { body: JSON.stringify(sent) }),
    },
    ...(status !== null && {
      response: {
        status,
        statusText: 'OK',
        headers: [
          ['Content-Type', 'application/fhir+json;charset=utf-8'],
          ['X-Note', hostile.attribute],
        ],
        body,
        wireBytes: body.length,
      },
    }),
    ...(failure !== undefined && { failure }),
  };
}

/** Writes the files of all exchanges of a result below the folder; `bodyFor` may give other bodies than the sample's. */
export function writeSampleExchanges(
  result: ConformanceResult,
  folder: string,
  bodyFor: (exchange: ExchangeRecord) => string = bodyOf,
): void {
  for (const exchange of result.exchanges) {
    const file = join(folder, exchange.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(fileOf(exchange, bodyFor(exchange))));
  }
}
