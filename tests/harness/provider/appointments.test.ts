import { expect, test } from '@playwright/test';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import {
  accessTo,
  at,
  book,
  cancel,
  cancellationBody,
  CANCELLATION_REASON,
  day,
  entries,
  freeSlots,
  otherAccess,
  putCancellation,
  refusal,
  retrievePath,
  send,
  targetOf,
  type Access,
  type Tree,
} from './patient-app.js';

const [parameter, resource] = ['422 INVALID_PARAMETER invalid', '422 INVALID_RESOURCE invalid'];

test.describe('retrieve, read and cancel', () => {
  let provider: RunningProvider;
  let access: Access;

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'A20047');
  });
  test.afterAll(() => provider.stop());

  const booked = async (): Promise<Tree> => (await book(access, (await freeSlots(access, 2, 10)).slice(0, 1))).json;

  test('retrieve gives all of the patient’s appointments, the practice’s own and cancelled ones included', async () => {
    const appointment = await booked();
    const found = entries(await send(access, retrievePath(access, day(0), day(20))));
    expect(found.map(({ id }) => id)).toContain(appointment['id']);
    expect(found.map(({ status }) => status)).toContain('cancelled');
    expect(found.map(({ id }) => id)).toContain(targetOf(provider).evidence['practiceMadeAppointment']?.id);
    for (const each of found) expect(at(each, 'participant.0.actor.reference')).toBe(`Patient/${access.patientId}`);
    expect(found.find(({ id }) => id === appointment['id'])).toEqual(appointment);
  });

  test('retrieve includes both bounds of its range, and an appointment of today whose time has passed', async () => {
    const appointment = await booked();
    const date = at(appointment, 'start').slice(0, 10);
    const found = entries(await send(access, retrievePath(access, date, date)));
    expect(found.map(({ id }) => id)).toContain(appointment['id']);
    const today = entries(await send(access, retrievePath(access, day(0), day(0))));
    expect(today.map((each) => Date.parse(at(each, 'start')) <= Date.now())).toEqual([true]);
  });

  test('retrieve answers with an empty Bundle where there is nothing, and ignores what it does not know', async () => {
    const reply = await send(access, `${retrievePath(access, day(300), day(310))}&_sort=date&foo=bar`);
    expect([reply.status, reply.json]).toEqual([200, { resourceType: 'Bundle', type: 'searchset' }]);
  });

  const ranges: readonly [string, string][] = [
    ['no start', ''],
    ['one start', `start=ge${day(0)}`],
    ['three starts', `start=ge${day(0)}&start=le${day(1)}&start=le${day(2)}`],
    ['a time part', `start=ge${day(1)}&start=le${day(2)}T10:00:00`],
    ['a time part with offset', `start=ge${day(1)}&start=le${day(2)}T10:00:00%2B00:00`],
    ['a year', 'start=ge2030&start=le2031'],
    ['a month', 'start=ge2030-01&start=le2030-02'],
    ...['ge,lt', 'ge,gt', 'ge,eq', 'ge,ge', 'lt,le', 'gt,le', 'le,le', 'ne,le', 'ge,', ','].map(
      (pair): [string, string] => {
        const [from = '', to = ''] = pair.split(',');
        return [`the prefixes '${pair}'`, `start=${from}${day(1)}&start=${to}${day(2)}`];
      },
    ),
    ['an end before its start', `start=ge${day(9)}&start=le${day(2)}`],
    ['yesterday', `start=ge${day(-1)}&start=le${day(5)}`],
  ];
  for (const [what, query] of ranges) {
    test(`retrieve refuses ${what} as ${parameter}, with diagnostics`, async () => {
      const reply = await send(access, `/Patient/${access.patientId}/Appointment?${query}`);
      expect(refusal(reply)).toBe(parameter);
      expect(at(reply.json, 'issue.0.diagnostics')).not.toBe('');
    });
  }

  test('retrieve tells an unknown patient from another patient', async () => {
    const range = `start=ge${day(0)}&start=le${day(5)}`;
    expect(refusal(await send(access, `/Patient/nobody/Appointment?${range}`))).toBe('404 PATIENT_NOT_FOUND not-found');
    const other = otherAccess(provider).patientId;
    expect(refusal(await send(access, `/Patient/${other}/Appointment?${range}`))).toBe('403 ACCESS_DENIED forbidden');
  });

  test('read gives the appointment as it was booked, with its version', async () => {
    const appointment = await booked();
    const reply = await send(access, `/Appointment/${at(appointment, 'id')}`);
    expect([reply.status, reply.headers['etag'], reply.json]).toEqual([200, 'W/"1"', appointment]);
    expect(reply.headers['content-location']).toContain('/_history/1');
  });

  test('read refuses unknown ids, ids in another letter case, past and other patients’ appointments', async () => {
    const appointment = await booked();
    const read = async (id: string, by = access) => refusal(await send(by, `/Appointment/${id}`));
    expect(await read('Invalid4321')).toBe('404 NO_RECORD_FOUND not-found');
    expect(await read(at(appointment, 'id').toUpperCase())).toBe('404 NO_RECORD_FOUND not-found');
    expect(await read(at(appointment, 'id'), otherAccess(provider))).toBe('403 ACCESS_DENIED forbidden');
    expect(await read(targetOf(provider).evidence['pastAppointment']?.id ?? '')).toBe(resource);
  });

  test('cancel gives a new version with the reason, frees the slot and changes nothing else', async () => {
    const before = provider.diary('A20047').takenSlots;
    const appointment = await booked();
    const reply = await cancel(access, appointment);
    expect([reply.status, reply.headers['etag'], at(reply.json, 'meta.versionId')]).toEqual([200, 'W/"2"', '2']);
    const { meta: _old, ...unchanged } = cancellationBody(appointment);
    expect(reply.json).toMatchObject(unchanged);
    expect((await send(access, `/Appointment/${at(appointment, 'id')}`)).json).toEqual(reply.json);
    expect(provider.diary('A20047').takenSlots).toEqual(before);
  });

  test('cancel accepts a long reason, a body without service texts, and answers without a body on request', async () => {
    const { serviceType: _type, serviceCategory: _category, ...body } = cancellationBody(await booked());
    const extension = (body['extension'] as Tree[]).map((each) =>
      each['url'] === CANCELLATION_REASON ? { ...each, valueString: 'x'.repeat(2000) } : each,
    );
    expect((await putCancellation(access, body, { ...body, extension })).status).toBe(200);
    const again = await booked();
    const reply = await send(access, `/Appointment/${at(again, 'id')}`, {
      method: 'PUT',
      body: JSON.stringify(cancellationBody(again)),
      headers: { 'content-type': 'application/fhir+json', 'if-match': 'W/"1"', prefer: 'return=minimal' },
    });
    expect([reply.status, reply.text]).toEqual([200, '']);
  });

  test('cancel lets a patient cancel what the practice has booked for them', async () => {
    const { id = '' } = targetOf(provider).evidence['practiceMadeToCancel'] ?? {};
    const { json } = await send(access, `/Appointment/${id}`);
    expect((await cancel(access, json)).status).toBe(200);
  });

  const change = (element: string, value: unknown) => (body: Tree) => ({ ...body, [element]: value });
  const extended = (url: string, value: Tree) => (body: Tree) => ({
    ...body,
    extension: (body['extension'] as Tree[]).map((each) =>
      each['url'] === CANCELLATION_REASON ? { url, ...value } : each,
    ),
  });
  const organisation = (element: string, value: unknown) => (body: Tree) => ({
    ...body,
    contained: [{ ...(body['contained'] as Tree[])[0], [element]: value }],
  });
  const refused: readonly [string, (body: Tree) => Tree, string][] = [
    ['another description', change('description', 'Free text updated'), resource],
    ['another comment', change('comment', 'Added'), resource],
    [
      'another participant',
      (body) => ({
        ...body,
        participant: [
          ...(body['participant'] as Tree[]),
          { actor: { reference: 'Practitioner/a20047-dr2' }, status: 'accepted' },
        ],
      }),
      resource,
    ],
    ['another end', change('end', '2040-01-01T09:00:00+00:00'), resource],
    ['another slot', change('slot', [{ reference: 'Slot/other' }]), resource],
    ['another created', change('created', '2020-01-01T09:00:00+00:00'), resource],
    ['another organisation name', organisation('name', 'Other'), resource],
    [
      'another ODS code',
      organisation('identifier', [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Y1' }]),
      resource,
    ],
    ['an appointmentType', change('appointmentType', { text: 'x' }), resource],
    ['a reason for the appointment', change('reason', [{ text: 'x' }]), resource],
    ['no booking organisation', change('contained', undefined), resource],
    ['an unknown element', change('invalidField', 'x'), resource],
    [
      'an absolute reference',
      change('participant', [{ actor: { reference: 'https://example.org/Patient/1' }, status: 'accepted' }]),
      resource,
    ],
    ['status booked', change('status', 'booked'), resource],
    ['no cancellation reason', extended('', {}), resource],
    ['an empty cancellation reason', extended(CANCELLATION_REASON, { valueString: '' }), parameter],
    ['a misspelt extension', extended(`${CANCELLATION_REASON}x`, { valueString: 'x' }), resource],
    ['the id of another appointment', change('id', 'other'), '400 BAD_REQUEST invalid'],
    ['another resource type', change('resourceType', 'Slot'), resource],
  ];
  for (const [how, alter, expected] of refused) {
    test(`cancel refuses ${how} as ${expected}, without effect`, async () => {
      const appointment = await booked();
      const reply = await putCancellation(access, appointment, alter(cancellationBody(appointment)));
      expect(refusal(reply)).toBe(expected);
      expect((await send(access, `/Appointment/${at(appointment, 'id')}`)).json).toEqual(appointment);
    });
  }

  test('cancel refuses a missing and a stale version, and a body that is not well-formed', async () => {
    const appointment = await booked();
    const body = cancellationBody(appointment);
    expect(refusal(await putCancellation(access, appointment, body, 'W/"7"'))).toBe(
      '409 FHIR_CONSTRAINT_VIOLATION conflict',
    );
    expect(refusal(await putCancellation(access, appointment, body, 'stale'))).toBe(
      '409 FHIR_CONSTRAINT_VIOLATION conflict',
    );
    const put = { method: 'PUT', headers: { 'content-type': 'application/fhir+json' } } as const;
    const path = `/Appointment/${at(appointment, 'id')}`;
    expect(refusal(await send(access, path, { ...put, body: JSON.stringify(body) }))).toBe('400 BAD_REQUEST invalid');
    expect(refusal(await send(access, path, { ...put, body: '{"resourceType":' }))).toBe('400 BAD_REQUEST invalid');
    expect((await send(access, path)).json).toEqual(appointment);
  });

  test('cancel refuses what is cancelled already, unknown, past, or another patient’s', async () => {
    const appointment = await booked();
    const other = otherAccess(provider);
    expect(refusal(await putCancellation(other, appointment, cancellationBody(appointment)))).toBe(
      '403 ACCESS_DENIED forbidden',
    );
    const cancelled = (await cancel(access, appointment)).json;
    expect(refusal(await putCancellation(access, cancelled, cancelled))).toBe(resource);
    expect(refusal(await putCancellation(access, { ...appointment, id: 'none' }, appointment))).toBe(
      '404 NO_RECORD_FOUND not-found',
    );
    const past = { ...appointment, id: targetOf(provider).evidence['pastAppointment']?.id };
    expect(refusal(await putCancellation(access, past, cancellationBody(past)))).toBe(resource);
  });
});
