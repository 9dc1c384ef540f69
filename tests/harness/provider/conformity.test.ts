import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { JsonObject } from '../../../fixtures/provider/json.js';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import { readXml } from '../../../fixtures/provider/xml-reader.js';
import { writeXml } from '../../../fixtures/provider/xml-writer.js';
import { createValidator } from '../../../profiles/index.js';
import {
  accessTo,
  at,
  book,
  bookingBody,
  cancel,
  day,
  freeSlots,
  retrievePath,
  searchPath,
  send,
  sendJson,
  type Access,
  type Reply,
  type Sending,
} from './patient-app.js';

const ALL_INCLUDES = ['Schedule:actor:Practitioner', 'Schedule:actor:Location', 'Location:managingOrganization']
  .map((value) => `&_include:recurse=${value}`)
  .join('');

const PROFILES = [
  'GPConnect-Appointment-1',
  'GPConnect-Slot-1',
  'GPConnect-Schedule-1',
  'GPConnect-OperationOutcome-1',
  'CareConnect-GPC-Practitioner-1',
  'CareConnect-GPC-Organization-1',
  'CareConnect-GPC-Location-1',
].map((name) => `https://fhir.nhs.uk/STU3/StructureDefinition/${name}`);

test.describe('every resource the provider serves is valid against its profile', () => {
  const validator = createValidator();
  let provider: RunningProvider;
  let access: Access;

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'D81001');
  });
  test.afterAll(() => provider.stop());

  const answers: readonly [string, (sending: Sending) => Promise<Reply>][] = [
    ['a slot search', (sending) => send(access, searchPath(day(1), day(14), ALL_INCLUDES), sending)],
    ['an empty slot search', (sending) => send(access, searchPath(day(400), day(401)), sending)],
    ['retrieve', (sending) => send(access, retrievePath(access, day(0), day(30)), sending)],
    ['metadata', (sending) => send(access, '/metadata', sending)],
    ['a refusal', (sending) => send(access, '/Slot', sending)],
    [
      'a booking',
      async (sending) => {
        const body = bookingBody({ slots: (await freeSlots(access)).slice(0, 1), patientId: access.patientId });
        return sendJson(access, '/Appointment', body, sending);
      },
    ],
    [
      'a cancelled appointment',
      async (sending) => {
        const { json } = await book(access, (await freeSlots(access)).slice(-1));
        await cancel(access, json);
        return send(access, `/Appointment/${at(json, 'id')}`, sending);
      },
    ],
  ];
  for (const format of ['json', 'xml'] as const) {
    for (const [what, answer] of answers) {
      test(`${what} as ${format}`, async () => {
        const reply = await answer({ headers: { accept: `application/fhir+${format}` } });
        expect(reply.headers['content-type']).toBe(`application/fhir+${format};charset=utf-8`);
        const { findings, notChecked } = validator.validate(Buffer.from(reply.text), {
          format,
          entryProfiles: PROFILES,
        });
        expect(findings.filter(({ severity }) => severity !== 'information')).toEqual([]);
        // Nobody has the media types of the world as a code list.
        expect(notChecked.filter(({ why }) => !why.includes('bcp13'))).toEqual([]);
      });
    }
  }

  test('the XML of an answer reads back as its JSON', async () => {
    for (const path of [
      searchPath(day(1), day(14), ALL_INCLUDES),
      retrievePath(access, day(0), day(30)),
      '/metadata',
    ]) {
      const json = await send(access, path);
      const xml = await send(access, path, { headers: { accept: 'application/fhir+xml' } });
      expect(readXml(xml.text)).toEqual(json.json);
    }
  });
});

test('whatever text a resource carries, XML brings it back unchanged', () => {
  // XML 1.0 has no way to write most control characters and lone surrogates.
  const isWritable = (character: string) => character >= ' ' || ['\t', '\n', '\r'].includes(character);
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((value) => [...value].every(isWritable) && !/[\ufffe\uffff]/.test(value));
  fc.assert(
    fc.property(text, text, fc.nat(999), fc.boolean(), (description, comment, minutesDuration, flag) => {
      const resource: JsonObject = {
        resourceType: 'Appointment',
        extension: [{ url: 'https://example.org/x', valueBoolean: flag }],
        description,
        minutesDuration,
        slot: [{ reference: 'Slot/1', display: comment }],
        comment,
        participant: [{ type: [{ coding: [{ system: 's', userSelected: flag }] }], actor: { reference: 'Patient/1' } }],
      };
      expect(readXml(writeXml(resource))).toEqual(resource);
    }),
  );
});

test('text that is no well-formed FHIR XML is not read', () => {
  for (const text of ['', '<Appointment', '<a/>', '<!DOCTYPE x><Appointment xmlns="http://hl7.org/fhir"/>']) {
    expect(readXml(text)).toBeUndefined();
  }
});
