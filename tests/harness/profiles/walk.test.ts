import { test, expect } from '@playwright/test';
import { createValidator, type ValidateOptions } from '../../../profiles/index.js';
import { bytesOfJson, documentOf, type Changeable } from './corpus.js';
import { address, madeUp, validatorWith, type Change } from './made-up.js';

const validator = createValidator();
const nhs = 'https://fhir.nhs.uk/STU3/StructureDefinition/';

function told(document: unknown, options: ValidateOptions = {}, judge = validator): readonly string[] {
  return judge
    .validate(bytesOfJson(document), options)
    .findings.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);
}

function changed(id: string, change: (document: Changeable) => void): Changeable {
  const document = documentOf(id);
  change(document);
  return document;
}

const entriesOf = (document: Changeable): { fullUrl?: string; resource: Changeable }[] =>
  document['entry'] as { fullUrl?: string; resource: Changeable }[];

test.describe('profiles', () => {
  test('are those expected and those declared; where there is none, the base type', () => {
    const slot = changed('slot', (document) => {
      delete document['meta'];
      document['serviceCategory'] = { text: 'x' };
    });
    expect(told(slot)).toEqual([]);
    expect(told(slot, { profiles: [`${nhs}GPConnect-Slot-1`] })).toEqual([
      'error cardinality.max Slot.serviceCategory',
    ]);
    expect(told({ ...slot, meta: { profile: [`${nhs}GPConnect-Slot-1|1.5.0`] } })).toEqual([
      'error cardinality.max Slot.serviceCategory',
    ]);
  });

  test('are asked of the entries of a Bundle by their type', () => {
    const bundle = changed('slots-small', (document) => {
      for (const { resource } of entriesOf(document)) delete resource['meta'];
      for (const { resource } of entriesOf(document).slice(0, 1)) resource['appointmentType'] = { text: 'x' };
    });
    expect(told(bundle)).toEqual([]);
    expect(told(bundle, { entryProfiles: [`${nhs}GPConnect-Slot-1`, `${nhs}GPConnect-Schedule-1`] })).toEqual([
      'error cardinality.max Bundle.entry[0].resource.appointmentType',
    ]);
  });

  test('of a reference target are asked of the target, at the target, once', () => {
    const bundle = changed('slots-medium', (document) => {
      for (const { resource } of entriesOf(document).filter((entry) => entry.resource['resourceType'] === 'Schedule')) {
        delete resource['meta'];
        resource['active'] = true;
      }
    });
    expect(told(bundle)).toEqual([
      'error cardinality.max Bundle.entry[5].resource.active',
      'error cardinality.max Bundle.entry[6].resource.active',
    ]);
  });
});

test.describe('bindings', () => {
  const specialty = (system: string, code: string): Changeable =>
    changed('appointment-maximal', (document) => (document['reason'] = [{ coding: [{ system, code, display: 'x' }] }]));

  test('are met, broken, or said to be not checked', () => {
    const language = (code: string): ReturnType<typeof validator.validate> =>
      validator.validate(bytesOfJson({ resourceType: 'Patient', gender: code }));
    expect(language('female').valid).toBe(true);
    expect(language('f').valid).toBe(false);
    const { valid, notChecked } = validator.validate(bytesOfJson(specialty('http://snomed.info/sct', '25064002')));
    expect(valid).toBe(true);
    expect(notChecked).toMatchObject([{ path: 'Appointment.reason[0]', what: 'binding' }]);
  });

  test('ask for a code also where only an extension stands in its place', () => {
    const { gender: _, ...rest } = documentOf('patient');
    expect(
      told({
        ...rest,
        _gender: {
          extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
        },
      }),
    ).toEqual(['error binding.required Patient.gender']);
  });
});

test.describe('parts of an extension', () => {
  const patientWith = (extension: object): object => ({ resourceType: 'Patient', extension: [extension] });
  const oauth = 'https://supplier.example/oauth-uris';
  const communication = `${nhs}Extension-CareConnect-GPC-NHSCommunication-1`;

  test('are not called unknown where the definition of the whole is not at hand, at any depth', () => {
    const inner = { url: 'token', extension: [{ url: 'address', valueUri: 'https://supplier.example/token' }] };
    expect(told(patientWith({ url: oauth, extension: [inner] }))).toEqual([
      'information extension.unknown Patient.extension[0]',
    ]);
  });

  test('are still held against the base type there', () => {
    const wrong = { url: 'token', valueUri: 7, colour: 'red' };
    expect(told(patientWith({ url: oauth, extension: [wrong] })).toSorted()).toEqual([
      'error json.type Patient.extension[0].extension[0].valueUri',
      'error structure.unknown Patient.extension[0].extension[0].colour',
      'information extension.unknown Patient.extension[0]',
    ]);
  });

  test('are unknown where the definition of the whole does not list them, and below one that it lists', () => {
    const language = { url: 'language', valueCodeableConcept: { text: 'Welsh' } };
    const wrong = { url: 'degree', valueInteger: 3 };
    expect(told(patientWith({ url: communication, extension: [language, wrong] }))).toContain(
      'error extension.part Patient.extension[0].extension[1]',
    );
    expect(told(patientWith({ url: communication, extension: [{ ...language, extension: [wrong] }] }))).toContain(
      'error extension.part Patient.extension[0].extension[0].extension[0]',
    );
  });

  test('do not stand outside of one', () => {
    expect(told(patientWith({ url: 'token', valueUri: 'https://supplier.example/token' }))).toEqual([
      'error extension.part Patient.extension[0]',
    ]);
  });
});

test.describe('references', () => {
  const fullUrls = (change: (entries: { fullUrl?: string; resource: Changeable }[]) => void): Changeable =>
    changed('slots-small-fullurl', (document) => change(entriesOf(document)));

  test('are found by fullUrl, below the server of the entry, and by type and id', () => {
    const toLocation = (reference: string): readonly string[] =>
      told(fullUrls(([slot]) => slot !== undefined && (slot.resource['schedule'] = { reference })));
    const wrong = ['error reference.type Bundle.entry[0].resource.schedule'];
    expect(toLocation('https://quarrybank.example/A20047/STU3/1/Schedule/sch-31')).toEqual([]);
    expect(toLocation('https://quarrybank.example/A20047/STU3/1/Location/loc-3')).toEqual(wrong);
    expect(toLocation('Location/loc-3')).toEqual(wrong);
    expect(toLocation('Location/loc-3/_history/4')).toEqual(wrong);
    expect(toLocation('Schedule/elsewhere')).toEqual([]);
  });

  test('by URN are judged by what the Bundle has there', () => {
    const urn = 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520';
    const pointing = (at: number): Changeable =>
      fullUrls((entries) => {
        const [slot] = entries;
        const target = entries[at];
        if (slot === undefined || target === undefined) return;
        target.fullUrl = urn;
        slot.resource['schedule'] = { reference: urn };
      });
    expect(told(pointing(1))).toEqual([]);
    expect(told(pointing(3))).toEqual(['error reference.type Bundle.entry[0].resource.schedule']);
  });

  test('of an unknown kind are said to be not checked', () => {
    const { valid, notChecked } = validator.validate(
      bytesOfJson(
        changed(
          'appointment-minimal',
          (document) => (document['slot'] = [{ reference: 'https://x.example/slots?id=3' }]),
        ),
      ),
    );
    expect(valid).toBe(true);
    expect(notChecked).toMatchObject([{ path: 'Appointment.slot[0]', what: 'reference' }]);
  });
});

test.describe('slicing', () => {
  const slice = (name: string, system: string): readonly Change[] => [
    { id: `Patient.identifier:${name}`, max: '1' },
    { id: `Patient.identifier:${name}.system`, min: 1, type: [{ code: 'uri' }], fixedUri: system },
  ];
  const over = (rules: 'open' | 'closed' | 'openAtEnd', ordered: boolean): ReturnType<typeof validatorWith> =>
    validatorWith(
      madeUp('sliced', 'Patient', [
        { id: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'system' }], ordered, rules } },
        ...slice('first', 'urn:a'),
        ...slice('second', 'urn:b'),
      ]),
    );
  const patient = (...systems: readonly string[]): unknown => ({
    resourceType: 'Patient',
    identifier: systems.map((system) => ({ system, value: '1' })),
  });
  const asked = { profiles: [`${address}sliced`] };

  for (const [rules, ordered, systems, findings] of [
    ['open', false, ['urn:z', 'urn:b', 'urn:a'], []],
    ['open', true, ['urn:z', 'urn:a', 'urn:z', 'urn:b'], []],
    ['open', true, ['urn:b', 'urn:a'], ['error slice.order Patient.identifier[1]']],
    ['openAtEnd', true, ['urn:a', 'urn:b', 'urn:z'], []],
    ['openAtEnd', true, ['urn:a', 'urn:z', 'urn:b'], ['error slice.order Patient.identifier[2]']],
    ['openAtEnd', false, ['urn:z', 'urn:a'], []],
    ['closed', false, ['urn:a', 'urn:z'], ['error slice.closed Patient.identifier[1]']],
    ['open', false, ['urn:a', 'urn:a'], ['error slice.max Patient.identifier']],
  ] as const) {
    test(`${rules}${ordered ? ', ordered' : ''}: ${systems.join(' ')} gives ${findings.length === 0 ? 'nothing' : findings.join(', ')}`, () => {
      expect(told(patient(...systems), asked, over(rules, ordered))).toEqual(findings);
    });
  }

  test('by a pattern and by presence tells the items apart', () => {
    const judge = validatorWith(
      madeUp('sliced', 'Patient', [
        {
          id: 'Patient.identifier',
          slicing: {
            discriminator: [
              { type: 'pattern', path: 'type' },
              { type: 'exists', path: 'period' },
            ],
            rules: 'open',
          },
        },
        { id: 'Patient.identifier:mr', max: '0' },
        {
          id: 'Patient.identifier:mr.type',
          type: [{ code: 'CodeableConcept' }],
          patternCodeableConcept: { coding: [{ code: 'MR' }] },
        },
        { id: 'Patient.identifier:mr.period', type: [{ code: 'Period' }], min: 1 },
      ]),
    );
    const coded = { type: { coding: [{ system: 'http://hl7.org/fhir/v2/0203', code: 'MR' }] }, value: '1' };
    expect(told({ resourceType: 'Patient', identifier: [coded] }, asked, judge)).toEqual([]);
    expect(
      told({ resourceType: 'Patient', identifier: [{ ...coded, period: { start: '2031' } }] }, asked, judge),
    ).toEqual(['error slice.max Patient.identifier']);
  });
});
