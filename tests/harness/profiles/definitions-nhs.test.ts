import { expect, test } from '@playwright/test';
import type { ElementDefinition, Vintage } from '../../../profiles/definitions/model.js';
import { type DefinitionStore, openDefinitions } from '../../../profiles/definitions/store.js';

const stores = { '2020-05': openDefinitions(), '2025-05': openDefinitions({ vintage: '2025-05' }) };
const nhs = 'https://fhir.nhs.uk/STU3/StructureDefinition/';

function element(vintage: Vintage, profile: string, id: string): ElementDefinition | undefined {
  return stores[vintage].structure(nhs + profile)?.elements.find((each) => each.id === id);
}

function card(vintage: Vintage, profile: string, id: string): string {
  const found = element(vintage, profile, id);
  return found ? `${found.min}..${found.max}` : 'absent';
}

function ownDefinitions(store: DefinitionStore) {
  return store.manifest.filter(({ source }) => source.startsWith('nhs/'));
}

test.describe('the NHS definitions', () => {
  test('are opened in the vintage of 2020-05 unless another is asked for', () => {
    expect(stores['2020-05'].vintage).toBe('2020-05');
    expect(stores['2020-05'].structure(`${nhs}GPConnect-Appointment-1`)?.version).toBe('1.6.0');
  });

  for (const url of [
    '',
    '#x',
    '/',
    '..',
    '.',
    `${nhs}..`,
    `${nhs}Extension-`,
    'http://a.example/',
    'a\0b',
    'x'.repeat(5000),
  ]) {
    test(`do not know ${JSON.stringify(url.slice(0, 80))}, which names no file`, () => {
      const store = stores['2020-05'];
      expect([store.structure(url), store.valueSet(url), store.codeSystem(url)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });
  }

  for (const [vintage, store] of Object.entries(stores)) {
    test(`of ${vintage} can all be read: 9 profiles, 15 extensions, 19 value sets, 15 code systems`, () => {
      const counts = new Map<string, number>();
      const unread: string[] = [];
      for (const { url, kind } of ownDefinitions(store)) {
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        const read = {
          structure: store.structure(url),
          valueSet: store.expansion(url),
          codeSystem: store.codeSystem(url),
        };
        if (read[kind] === undefined) unread.push(url);
      }
      expect(unread).toEqual([]);
      expect(Object.fromEntries(counts)).toEqual({ structure: 24, valueSet: 19, codeSystem: 15 });
    });

    test(`of ${vintage} refer only to definitions that are held, but for the two that nobody publishes`, () => {
      const structures = ownDefinitions(store).flatMap(({ url }) => store.structure(url)?.elements ?? []);
      const types = structures.flatMap(({ type }) =>
        type.flatMap(({ profile, targetProfile }) => profile ?? targetProfile ?? []),
      );
      const unknown = new Set(types.filter((url) => store.structure(url) === undefined));
      expect([...unknown]).toEqual([`${nhs}GPConnect-Device-1`]);
      const sets = structures.flatMap(({ binding }) => binding?.valueSetReference?.reference ?? []);
      const nhsSets = [...new Set(sets)].filter((url) => !url.startsWith('http://hl7.org'));
      expect(nhsSets.filter((url) => store.valueSet(url) === undefined)).toEqual(
        vintage === '2020-05' ? [] : ['https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-SDSJobRoleName-1'],
      );
    });
  }

  test('differ between the vintages in appointmentType: forbidden, then allowed with one system', () => {
    expect(card('2020-05', 'GPConnect-Appointment-1', 'Appointment.appointmentType')).toBe('0..0');
    expect(card('2025-05', 'GPConnect-Appointment-1', 'Appointment.appointmentType')).toBe('0..1');
    const system = element('2025-05', 'GPConnect-Appointment-1', 'Appointment.appointmentType.coding.system');
    expect(system?.['fixedUri']).toBe('http://hl7.org/fhir/ValueSet/v2-0276');
    expect(stores['2025-05'].structure(`${nhs}GPConnect-Appointment-1`)?.version).toBe('1.8.0');
  });

  test('differ between the vintages in the empty Bundle: impossible, then possible', () => {
    expect(card('2020-05', 'GPConnect-Searchset-Bundle-1', 'Bundle.entry')).toBe('1..*');
    expect(card('2025-05', 'GPConnect-Searchset-Bundle-1', 'Bundle.entry')).toBe('0..*');
  });

  test('differ between the vintages in names other than the official one: a slice, then none', () => {
    expect(card('2020-05', 'CareConnect-GPC-Patient-1', 'Patient.name:other')).toBe('0..*');
    expect(card('2025-05', 'CareConnect-GPC-Patient-1', 'Patient.name:other')).toBe('absent');
    expect(card('2020-05', 'CareConnect-GPC-Patient-1', 'Patient.name')).toBe('1..*');
    expect(card('2025-05', 'CareConnect-GPC-Patient-1', 'Patient.name')).toBe('0..*');
  });

  test('differ between the vintages in the value set of the practitioner role', () => {
    const set = (vintage: Vintage) =>
      element(vintage, 'Extension-GPConnect-PractitionerRole-1', 'Extension.valueCodeableConcept')?.binding;
    const role = (url: string) => ({ strength: 'extensible', valueSetReference: { reference: url } });
    expect(set('2020-05')).toEqual(role('https://fhir.nhs.uk/STU3/ValueSet/GPConnect-PractitionerRole-1'));
    expect(set('2025-05')).toEqual(role('https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-SDSJobRoleName-1'));
  });

  test('differ between the vintages in five error codes that came later', () => {
    const url = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1';
    const codes = (vintage: Vintage) => stores[vintage].codeSystem(url)?.concept.map(({ code }) => code) ?? [];
    const added = codes('2025-05').filter((code) => !codes('2020-05').includes(code));
    expect(added.sort()).toEqual([
      'DEPRECATED',
      'NO_LONGER_SUPPORTED',
      'RESOURCE_UPDATED',
      'UNSUPPORTED_MEDIA_TYPE',
      'WITHDRAWN',
    ]);
    expect(codes('2020-05')).toContain('DUPLICATE_REJECTED');
  });

  test('say what the specification tabulates of Slot and Schedule', () => {
    expect(card('2020-05', 'GPConnect-Slot-1', 'Slot.serviceCategory')).toBe('0..0');
    expect(card('2020-05', 'GPConnect-Slot-1', 'Slot.schedule.reference')).toBe('1..1');
    expect(card('2020-05', 'GPConnect-Slot-1', 'Slot.extension:deliveryChannel')).toBe('0..1');
    expect(card('2020-05', 'GPConnect-Schedule-1', 'Schedule.extension:practitionerRole')).toBe('0..*');
    const actors = element('2020-05', 'GPConnect-Schedule-1', 'Schedule.actor')?.type.map(
      ({ targetProfile }) => targetProfile,
    );
    expect(actors?.sort()).toEqual([`${nhs}CareConnect-GPC-Location-1`, `${nhs}CareConnect-GPC-Practitioner-1`]);
  });

  test('slice identifiers by system, names by use and Location types in a closed order', () => {
    const slicing = (profile: string, id: string) => element('2020-05', profile, id)?.slicing;
    const by = (path: string) => [{ type: 'value', path }];
    expect(slicing('CareConnect-GPC-Organization-1', 'Organization.identifier')).toEqual({
      discriminator: by('system'),
      ordered: false,
      rules: 'openAtEnd',
    });
    expect(slicing('CareConnect-GPC-Location-1', 'Location.physicalType.coding')).toEqual({
      discriminator: by('system'),
      ordered: true,
      rules: 'closed',
    });
    expect(element('2020-05', 'CareConnect-GPC-Patient-1', 'Patient.identifier:nhsNumber.system')?.['fixedUri']).toBe(
      'https://fhir.nhs.uk/Id/nhs-number',
    );
  });

  test('are not found under the name of another publisher', () => {
    expect(
      stores['2020-05'].structure('https://fhir.hl7.org.uk/STU3/StructureDefinition/GPConnect-Slot-1'),
    ).toBeUndefined();
    expect(
      stores['2020-05'].valueSet('https://fhir.hl7.org.uk/STU3/ValueSet/CareConnect-SDSJobRoleName-1'),
    ).toBeUndefined();
    expect(stores['2020-05'].codeSystem('https://example.org/CodeSystem/GPConnect-DeliveryChannel-1')).toBeUndefined();
  });
});
