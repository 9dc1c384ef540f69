import { expect, test } from '@playwright/test';
import { startProvider, type RunningProvider } from '../../../fixtures/provider/provider.js';
import {
  accessTo,
  at,
  book,
  bookingBody,
  cancel,
  day,
  freeSlots,
  otherAccess,
  refusal,
  searchPath,
  send,
  sendJson,
  targetOf,
  entries,
  type Access,
  type Tree,
} from './patient-app.js';

test.describe('book', () => {
  let provider: RunningProvider;
  let access: Access;
  let slots: Tree[];

  test.beforeAll(async () => {
    provider = await startProvider();
    access = accessTo(provider, 'A20047');
    slots = await freeSlots(access, 1, 13);
  });
  test.afterAll(() => provider.stop());

  test('answers 201 with the appointment, where it is and which version, and leaves the diary as it was once cancelled', async () => {
    const before = provider.diary('A20047').takenSlots;
    const [slot] = slots;
    const reply = await book(access, [slot ?? {}]);
    const { json, headers } = reply;
    expect(reply.status).toBe(201);
    expect(headers['location']).toBe(`${access.baseUrl}/Appointment/${at(json, 'id')}/_history/1`);
    expect([headers['etag'], at(json, 'meta.versionId')]).toEqual(['W/"1"', '1']);
    expect(Date.parse(headers['last-modified'] ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect([json['start'], json['end'], json['minutesDuration']]).toEqual([slot?.['start'], slot?.['end'], 10]);
    expect(at(json, 'serviceType.0.text')).toBe(at(slot, 'serviceType.0.text'));
    expect(json['reason'] ?? json['specialty'] ?? json['comment']).toBeUndefined();
    expect(provider.diary('A20047').takenSlots).toEqual([...before, slot?.['id']].sort());
    expect((await cancel(access, json)).status).toBe(200);
    expect(provider.diary('A20047').takenSlots).toEqual(before);
  });

  test('books two slots that follow on from each other as one appointment', async () => {
    const pair = alike(slots, 1);
    const reply = await book(access, pair);
    expect([reply.status, at(reply.json, 'start'), at(reply.json, 'end')]).toEqual([
      201,
      pair[0]?.['start'],
      pair[1]?.['end'],
    ]);
    expect((reply.json['slot'] as Tree[]).map(({ reference }) => reference)).toEqual(
      pair.map(({ id }) => `Slot/${String(id)}`),
    );
  });

  test('gives one of two simultaneous bookings the slot and refuses the other as a duplicate', async () => {
    const [, , , slot] = slots.filter((candidate) => at(candidate, 'start').startsWith(day(3)));
    const replies = await Promise.all([book(access, [slot ?? {}]), book(access, [slot ?? {}])]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(replies.map(refusal)).toContain('409 DUPLICATE_REJECTED duplicate');
  });

  test('refuses several slots as a whole where one is taken, and the free one stays free', async () => {
    const [first = {}, second = {}] = alike(slots, 4);
    await book(access, [second]);
    expect(refusal(await book(access, [first, second]))).toBe('409 DUPLICATE_REJECTED duplicate');
    expect((await freeSlots(access, 4, 0)).map(({ id }) => id)).toContain(first['id']);
  });

  test('returns text in any script unchanged, and the practice’s own descriptions instead of the consumer’s', async () => {
    const [slot = {}] = slots.filter((candidate) => at(candidate, 'start').startsWith(day(5)));
    const reply = await sendJson(access, '/Appointment', {
      ...bookingBody({ slots: [slot], patientId: access.patientId }),
      id: 'chosen-by-the-consumer',
      description: 'Café – Ångström 漢字',
      comment: 'ø'.repeat(500),
      serviceType: [{ text: 'X' }],
    });
    expect([reply.status, reply.json['description']]).toEqual([201, 'Café – Ångström 漢字']);
    expect([at(reply.json, 'comment').length, at(reply.json, 'serviceType.0.text')]).toEqual([
      500,
      at(slot, 'serviceType.0.text'),
    ]);
    expect(reply.json['id']).not.toBe('chosen-by-the-consumer');
  });

  test('answers without a body where the consumer prefers it', async () => {
    const [slot = {}] = slots.filter((candidate) => at(candidate, 'start').startsWith(day(6)));
    const body = bookingBody({ slots: [slot], patientId: access.patientId });
    const reply = await sendJson(access, '/Appointment', body, { headers: { prefer: 'return=minimal' } });
    expect([reply.status, reply.text, reply.headers['etag']]).toEqual([201, '', 'W/"1"']);
  });

  const [resource, reference] = ['422 INVALID_RESOURCE invalid', '422 REFERENCE_NOT_FOUND invalid'];
  const without = (name: string) => (body: Tree) => ({ ...body, [name]: undefined });
  const withElement = (name: string, value: unknown) => (body: Tree) => ({ ...body, [name]: value });
  const organisation = (change: Tree) => (body: Tree) => ({
    ...body,
    contained: [{ ...(body['contained'] as Tree[])[0], ...change }],
  });
  const withActor =
    (actor: string, further: Tree = { status: 'accepted' }) =>
    (body: Tree) => ({
      ...body,
      participant: [...(body['participant'] as Tree[]), { actor: { reference: actor }, ...further }],
    });
  const bookingOrganisation = (target: string) => (body: Tree) => ({
    ...body,
    extension: [{ ...(body['extension'] as Tree[])[0], valueReference: { reference: target } }],
  });
  const extension = 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1';
  const refused: readonly [string, (body: Tree) => Tree, string][] = [
    ['without a participant', without('participant'), resource],
    [
      'without a Patient',
      withElement('participant', [{ actor: { reference: 'Location/a20047-loc-main' }, status: 'accepted' }]),
      resource,
    ],
    [
      'with a participant without actor',
      (body) => ({ ...body, participant: [...(body['participant'] as Tree[]), { status: 'accepted' }] }),
      resource,
    ],
    ['with a participant without status', withActor('Location/a20047-loc-main', {}), resource],
    [
      'with an unknown patient',
      withElement('participant', [{ actor: { reference: 'Patient/nobody' }, status: 'accepted' }]),
      reference,
    ],
    [
      'for another patient',
      withElement('participant', [{ actor: { reference: 'Patient/a20047-p2' }, status: 'accepted' }]),
      '403 ACCESS_DENIED forbidden',
    ],
    ['with an unknown Location', withActor('Location/nowhere'), reference],
    ['with an unknown Practitioner', withActor('Practitioner/nobody'), reference],
    ['with an absolute participant', withActor('https://example.org/Location/1'), resource],
    ...['start', 'end', 'status', 'slot', 'created', 'description', 'extension'].map(
      (name): [string, (body: Tree) => Tree, string] => [`without ${name}`, without(name), resource],
    ),
    ['with status proposed', withElement('status', 'proposed'), resource],
    ['with an absolute booking organisation', bookingOrganisation('https://example.org/Organization/1'), resource],
    ['with a booking organisation that is not there', bookingOrganisation('#other'), resource],
    ['without the name of the booking organisation', organisation({ name: undefined }), resource],
    ['without the telecom of the booking organisation', organisation({ telecom: undefined }), resource],
    [
      'without the ODS code of the booking organisation',
      organisation({ identifier: [{ system: 'https://example.org', value: 'X' }] }),
      resource,
    ],
    ['with specialty', withElement('specialty', [{ text: 'x' }]), resource],
    ...['appointmentType', 'indication', 'supportingInformation', 'incomingReferral', 'requestedPeriod'].map(
      (name): [string, (body: Tree) => Tree, string] => [`with ${name}`, withElement(name, { text: 'x' }), resource],
    ),
    ['with an unknown element', withElement('invalidField', 'x'), resource],
    ['with an element unknown deep inside', organisation({ invalidField: 'x' }), resource],
    ['with a description that is no text', withElement('description', 5), resource],
    ['with a list in place of one', withElement('start', ['x']), resource],
    ['with one in place of a list', withElement('identifier', { system: 'https://example.org', value: 'x' }), resource],
    ['with null for a text', withElement('comment', null), resource],
    [
      'with a cancellation reason',
      (body) => ({ ...body, extension: [...(body['extension'] as Tree[]), { url: extension, valueString: 'x' }] }),
      resource,
    ],
    ['with an identifier without value', withElement('identifier', [{ system: 'https://example.org' }]), resource],
    ['of another resource type', withElement('resourceType', 'Bundle'), resource],
    ['with a slot that does not exist', withElement('slot', [{ reference: 'Slot/does-not-exist' }]), reference],
    ['with an absolute slot', withElement('slot', [{ reference: 'https://example.org/Slot/1' }]), resource],
    [
      'with an end five minutes later',
      (body) => ({ ...body, end: at(body, 'end').replace('10:00+', '15:00+') }),
      resource,
    ],
    ['with a description of 101 characters', withElement('description', 'x'.repeat(101)), resource],
    ['with a comment of 501 characters', withElement('comment', 'x'.repeat(501)), resource],
    ['with two reasons', withElement('reason', [{ text: 'x' }, { text: 'y' }]), resource],
  ];
  for (const [how, change, expected] of refused) {
    test(`refuses a booking ${how} as ${expected}, without effect`, async () => {
      const [slot = {}] = slots.filter((candidate) => at(candidate, 'start').startsWith(day(7)));
      const before = provider.diary('A20047');
      const reply = await sendJson(
        access,
        '/Appointment',
        change(bookingBody({ slots: [slot], patientId: access.patientId })),
      );
      expect(refusal(reply)).toBe(expected);
      expect(at(reply.json, 'issue.0.diagnostics')).not.toBe('');
      expect(provider.diary('A20047').appointments.length).toBe(before.appointments.length);
    });
  }

  const combinations: readonly [string, (one: Tree, next: Tree) => boolean][] = [
    ['of different Schedules', (one, next) => at(one, 'schedule.reference') !== at(next, 'schedule.reference')],
    [
      'of different delivery channels',
      (one, next) => at(one, 'extension.0.valueCode') !== at(next, 'extension.0.valueCode'),
    ],
    ['of different services', (one, next) => at(one, 'serviceType.0.text') !== at(next, 'serviceType.0.text')],
  ];
  for (const [how, differ] of combinations) {
    test(`refuses adjacent slots ${how}`, async () => {
      const pair = neighbours(slots).find(([one, next]) => differ(one, next)) ?? [];
      expect(pair.length).toBe(2);
      expect(refusal(await book(access, pair))).toBe(resource);
    });
  }

  test('refuses slots with a gap between them', async () => {
    const [first = {}, , third = {}] = slots.filter(
      (slot) => at(slot, 'id').includes('-gp1-') && at(slot, 'start').startsWith(day(8)),
    );
    expect(refusal(await book(access, [first, third]))).toBe(resource);
  });

  test('refuses a slot in the past', async () => {
    const past = entries(await send(access, searchPath(day(-2), day(-2))), 'Slot');
    expect(refusal(await book(access, past.slice(0, 1)))).toBe(resource);
  });

  for (const name of ['unbookableSlot', 'embargoedSlot']) {
    test(`refuses the ${name} of the target file`, async () => {
      const { id = '', start = '' } = targetOf(provider).evidence[name] ?? {};
      const end = new Date(Date.parse(start) + (name === 'unbookableSlot' ? 15 : 10) * 60_000).toISOString();
      expect(refusal(await book(access, [{ id, start, end }]))).toBe(resource);
    });
  }

  test('refuses a restricted slot to an organisation it is not kept for', async () => {
    const filter = '&searchFilter=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CV81999';
    const restricted = entries(await send(access, searchPath(day(3), day(3), filter)), 'Slot');
    const [slot = {}] = restricted.filter((candidate) => at(candidate, 'serviceType.0.text').startsWith('Hub'));
    expect(refusal(await book(access, [slot]))).toBe(resource);
    const body = bookingBody({ slots: [slot], patientId: access.patientId });
    const ofTheirs = organisation({
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'V81999' }],
    });
    expect((await sendJson(access, '/Appointment', ofTheirs(body))).status).toBe(201);
  });

  for (const [how, text] of [
    ['truncated JSON', '{"resourceType":"Appointment",'],
    ['an empty body', ''],
    ['JSON that is no object', '[]'],
  ] as const) {
    test(`refuses ${how} as 400 BAD_REQUEST`, async () => {
      const headers = { 'content-type': 'application/fhir+json' };
      expect(refusal(await send(access, '/Appointment', { method: 'POST', body: text, headers }))).toBe(
        '400 BAD_REQUEST invalid',
      );
    });
  }

  test('books for the other patient with that patient’s own token', async () => {
    const other = otherAccess(provider);
    const [slot = {}] = slots.filter((candidate) => at(candidate, 'start').startsWith(day(9)));
    expect((await book(other, [slot])).status).toBe(201);
  });
});

/** Two slots of one doctor on a day that follow on from each other and are alike. */
function alike(slots: readonly Tree[], inDays: number): Tree[] {
  const ofDay = slots.filter((slot) => at(slot, 'start').startsWith(day(inDays)) && at(slot, 'id').includes('-gp1-'));
  return ofDay.slice(1, 3);
}

/** Pairs of slots of which the second begins when the first ends. */
function neighbours(slots: readonly Tree[]): [Tree, Tree][] {
  return slots.flatMap((one) =>
    slots.filter((next) => one['end'] === next['start']).map((next): [Tree, Tree] => [one, next]),
  );
}
