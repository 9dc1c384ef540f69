import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { textFormats } from '../../../fixtures/target/formats.js';
import { PatientMask } from '../../../fixtures/transport/patient-mask.js';
import { redactor } from '../../../fixtures/transport/redaction.js';
import type { RecordedExchange } from '../../../fixtures/transport/recorded-exchange.js';

const patient = {
  resourceType: 'Patient',
  id: '2',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/local', value: 'LOC-778812' }],
  name: [{ family: "O'Shaughnessy", given: ['Márta', 'Jo'], text: "O'Shaughnessy, Márta (Mrs)" }],
  telecom: [{ system: 'phone', value: '01632 960123' }],
  address: [{ line: ['7 Quince Lane', '12'], city: 'Upper Tarn', postalCode: 'ZX9 9ZX' }],
  birthDate: '1971-03-02',
  contact: [{ name: { family: 'Quillfeather' }, telecom: [{ value: 'kin@example.org' }] }],
};

const appointment = {
  resourceType: 'Appointment',
  id: '77',
  status: 'booked',
  comment: 'Follow-up after the fall in March',
  description: 'flu',
  participant: [{ actor: { reference: 'Patient/2', display: 'Márta O’Shaughnessy' } }],
};

const personal = [
  ...["O'Shaughnessy", 'Shaughnessy', 'Márta', '01632 960123', '7 Quince Lane', 'Upper Tarn', 'ZX9 9ZX', '1971-03-02'],
  ...['Quillfeather', 'kin@example.org', 'LOC-778812', 'Follow-up after the fall', '"flu"', 'Patient/2"'],
];

function answered(body: string | Buffer, url = 'https://provider.example/Patient/2/Appointment'): RecordedExchange {
  const label = {
    practice: 'A20047',
    purpose: 'suite',
    id: 'x-1-0001',
    startedAt: '2026-11-22T10:00:00.000Z',
  } as const;
  const response = { status: 200, statusText: 'OK', headers: [], body: Buffer.from(body), wireBytes: body.length };
  return { ...label, ms: 1, request: { method: 'GET', url, headers: [] }, response };
}

const masking = (mask = new PatientMask('key of one run')) =>
  redactor(
    () => [],
    () => mask,
  );

const bodyOf = ({ response }: RecordedExchange): string => Buffer.from(response?.body ?? []).toString('utf8');

const bundle = { resourceType: 'Bundle', entry: [{ resource: patient }, { resource: appointment }] };

test('what an answer says of a patient is masked in it and in every later text, and stays JSON of the same shape', () => {
  const { exchange, text } = masking();
  const written = exchange(answered(JSON.stringify(bundle)));
  const body = bodyOf(written);
  for (const one of personal) expect(body).not.toContain(one);
  expect(written.request.url).toMatch(/\/Patient\/Patient-[0-9a-f]{8}\/Appointment$/);
  const { entry } = JSON.parse(body) as typeof bundle;
  expect(entry[0]?.resource).toMatchObject({ resourceType: 'Patient', id: expect.stringMatching(/^Patient-/) });
  expect(entry[1]?.resource).toMatchObject({
    id: '77',
    status: 'booked',
    description: expect.stringMatching(/^Note-/),
  });
  expect(text("expected MÁRTA, got Mrs O'SHAUGHNESSY of 7 Quince Lane")).toMatch(
    /^expected Name-[0-9a-f]{8}, got Mrs Name-[0-9a-f]{8} of Address-[0-9a-f]{8}$/,
  );
});

test('an answer in XML is masked like one in JSON, with the same masks', () => {
  const mask = new PatientMask('key of one run');
  const xml = `<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><id value="2"/>
    <name><family value="O'Shaughnessy"/><given value="M&#225;rta"/></name><address><city value="Upper Tarn"/></address>
    </Patient></resource></entry><entry><resource><Appointment><id value="77"/><description value="flu"/><participant>
    <actor><reference value="Patient/2"/><display value="Mrs M. Shaughnessy-Quill"/></actor></participant></Appointment>
    </resource></entry></Bundle>`;
  const body = bodyOf(masking(mask).exchange(answered(xml)));
  for (const one of ["O'Shaughnessy", 'Upper Tarn', 'Mrs M.', '"flu"', 'Patient/2"', 'id value="2"']) {
    expect(body).not.toContain(one);
  }
  expect(body).toContain('<id value="77"/>');
  expect(body).toContain(masking(mask).text("O'Shaughnessy"));
});

test('an NHS number is masked in every grouping by one mask, and other numbers are left', () => {
  const { text } = masking();
  const one = text('9990548609');
  expect(one).toMatch(/^NHS-[0-9a-f]{8}$/);
  expect(text('number 999 054 8609, 999-054-8609.')).toBe(`number ${one}, ${one}.`);
  expect(text('9990548608 99905486091 run 261122214500')).toBe('9990548608 99905486091 run 261122214500');
});

test('every number with a right check digit is masked, the same by the same mask, and never twice', () => {
  const numbers = fc
    .integer({ min: 100_000_000, max: 999_999_999 })
    .map((nine) =>
      [...'0123456789'].map((last) => `${nine}${last}`).find((ten) => textFormats['nhs-number']?.right(ten)),
    )
    .filter((ten) => ten !== undefined);
  const { text } = masking();
  fc.assert(
    fc.property(numbers, (number) => {
      const shown = text(`patient=${number}&x=1`);
      expect(shown).not.toContain(number);
      expect(text(`patient=${number}&x=1`)).toBe(shown);
      expect(text(shown)).toBe(shown);
    }),
  );
});

test('another run gives other masks', () => {
  expect(masking(new PatientMask('another key')).text('9990548609')).not.toBe(masking().text('9990548609'));
});

test('references to a Patient are masked in URLs, percent-encoded and in texts, and other resources are left', () => {
  const { text } = masking();
  const id = text('Patient/2').slice('Patient/'.length);
  expect(text('GET https://h/STU3/1/Patient/2/Appointment?start=ge2026-11-23')).toBe(
    `GET https://h/STU3/1/Patient/${id}/Appointment?start=ge2026-11-23`,
  );
  expect(text('actor=Patient%2F2&slot=Slot/2')).toBe(`actor=Patient%2F${id}&slot=Slot/2`);
  expect(text('logicalId: "2"')).toBe(`logicalId: "${id}"`);
});

test('the patients of the target are known before any answer came', () => {
  const mask = new PatientMask('key of one run');
  mask.know({ nhsNumber: '9990548609', logicalId: 'a20047-p1' });
  expect(masking(mask).text('actor a20047-p1 is 9990548609')).toMatch(/^actor Patient-[0-9a-f]{8} is NHS-[0-9a-f]{8}$/);
});

test('what the harness writes into its own bookings is no patient data', () => {
  const own = 'Booked by the conformance tests';
  const mask = new PatientMask('key of one run', (note) => note === own);
  const { exchange } = masking(mask);
  expect(bodyOf(exchange(answered(JSON.stringify({ ...appointment, comment: own }))))).toContain(own);
});

test('a body that speaks of a Patient and cannot be read is left out', () => {
  const broken = JSON.stringify(bundle).slice(0, -2);
  const body = bodyOf(masking().exchange(answered(broken)));
  expect(body).toMatch(/^\(left out: \d+ bytes that speak of a Patient and cannot be read\)$/);
});

test('a body nested to exhaust its reader, or in an encoding of its own, is masked or left out without a fault', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const xml = `${'<a>'.repeat(5_000)}<Patient/>${'</a>'.repeat(5_000)}`;
  for (const body of [deep, xml, Buffer.from([0xff, 0xfe, 0x00])])
    expect(() => masking().exchange(answered(body))).not.toThrow();
});

test('without a mask patients stay as they are', () => {
  const { exchange } = redactor(() => []);
  expect(bodyOf(exchange(answered(JSON.stringify(bundle))))).toBe(JSON.stringify(bundle));
});
