import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Structure } from '../../../profiles/definitions/model.js';
import type { DifferentialElement } from '../../../profiles/definitions/official/json.js';
import { differentialOf, snapshotOf, unfolded } from '../../../profiles/definitions/snapshot.js';
import { openDefinitions } from '../../../profiles/definitions/store.js';

const store = openDefinitions();
const lookup = (url: string): Structure | undefined => store.structure(url);

function base(name: string): Structure {
  const structure = store.baseType(name);
  if (!structure) throw new Error(`no base ${name}`);
  return structure;
}

function profile(name: string, differential: readonly DifferentialElement[]) {
  const elements = snapshotOf(base(name), differential, lookup);
  const ids = elements.map(({ id }) => id);
  return { elements, ids, element: (id: string) => elements.find((element) => element.id === id) };
}

test.describe('a computed snapshot', () => {
  test('of an empty differential is the base itself', () => {
    expect(snapshotOf(base('Slot'), [], lookup)).toEqual(base('Slot').elements);
  });

  test('changes only what a statement says', () => {
    const { element } = profile('Slot', [{ id: 'Slot.comment', min: 1, max: '1', mustSupport: true }]);
    expect(element('Slot.comment')).toEqual({
      ...base('Slot').elements.find(({ id }) => id === 'Slot.comment'),
      min: 1,
      mustSupport: true,
    });
    expect(element('Slot.start')).toEqual(base('Slot').elements.find(({ id }) => id === 'Slot.start'));
  });

  test('unfolds a data type where a statement enters it, with the cardinality of the type as the base', () => {
    const { ids, element } = profile('Slot', [{ id: 'Slot.identifier.system', min: 1, max: '1' }]);
    const at = ids.indexOf('Slot.identifier');
    expect(ids.slice(at, at + 9)).toEqual([
      'Slot.identifier',
      ...['id', 'extension', 'use', 'type', 'system', 'value', 'period', 'assigner'].map(
        (name) => `Slot.identifier.${name}`,
      ),
    ]);
    expect(element('Slot.identifier.system')).toMatchObject({
      min: 1,
      base: { path: 'Identifier.system', min: 0, max: '1' },
    });
  });

  test('unfolds type after type on the way to a deep element', () => {
    const { element } = profile('Appointment', [
      { id: 'Appointment.reason.coding.system', fixedUri: 'http://snomed.info/sct' },
    ]);
    expect(element('Appointment.reason.coding.system')).toMatchObject({
      path: 'Appointment.reason.coding.system',
      fixedUri: 'http://snomed.info/sct',
    });
    expect(element('Appointment.reason.text')).toBeDefined();
  });

  test('names a narrowed choice by its type and leaves it that type only', () => {
    const { element, ids } = profile('Extension', [{ id: 'Extension.valueCode', min: 1, max: '1' }]);
    expect(ids).not.toContain('Extension.value[x]');
    expect(element('Extension.valueCode')).toEqual({
      id: 'Extension.valueCode',
      path: 'Extension.valueCode',
      min: 1,
      max: '1',
      base: { path: 'Extension.value[x]', min: 0, max: '1' },
      type: [{ code: 'code' }],
    });
  });

  test('can leave a choice two of its types', () => {
    const types = (code: string) => ({ type: [{ code }] });
    const { ids } = profile('Patient', [
      { id: 'Patient.deceasedBoolean', ...types('boolean') },
      { id: 'Patient.deceasedDateTime', ...types('dateTime') },
    ]);
    expect(ids.filter((id) => id.includes('deceased'))).toEqual([
      'Patient.deceasedBoolean',
      'Patient.deceasedDateTime',
    ]);
  });

  test('puts slices behind the element they are cut from, none of them required, in the order of the differential', () => {
    const { ids, element } = profile('Patient', [
      {
        id: 'Patient.name',
        min: 1,
        max: '*',
        slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'use' }] },
      },
      { id: 'Patient.name:official.use', fixedCode: 'official' },
      { id: 'Patient.name:old', max: '2' },
    ]);
    const named = ids.filter((id) => /^Patient\.name(:\w+)?$/.test(id));
    expect(named).toEqual(['Patient.name', 'Patient.name:official', 'Patient.name:old']);
    expect(element('Patient.name:official')).toMatchObject({
      sliceName: 'official',
      min: 0,
      max: '*',
      path: 'Patient.name',
    });
    expect(element('Patient.name:official')).not.toHaveProperty('slicing');
    expect(element('Patient.name:official.use')).toMatchObject({ path: 'Patient.name.use', fixedCode: 'official' });
    expect(element('Patient.name:old')).toMatchObject({ max: '2' });
    expect(ids.indexOf('Patient.telecom')).toBeGreaterThan(ids.indexOf('Patient.name:old'));
  });

  test('gives a slice what the profile demands of every item', () => {
    const { element } = profile('Patient', [
      { id: 'Patient.name.family', min: 1, max: '1' },
      { id: 'Patient.name:official', min: 1 },
    ]);
    expect(element('Patient.name:official.family')).toMatchObject({ min: 1 });
  });

  test('cuts extensions by their URL without being told, and repeats them as often as their own definition allows', () => {
    const profileUrl = 'http://hl7.org/fhir/StructureDefinition/birthPlace';
    const { element } = profile('Patient', [
      { id: 'Patient.extension:birthPlace', type: [{ code: 'Extension', profile: profileUrl }] },
    ]);
    expect(element('Patient.extension')?.slicing).toEqual({
      discriminator: [{ type: 'value', path: 'url' }],
      rules: 'open',
    });
    expect(element('Patient.extension:birthPlace')).toMatchObject({ min: 0, max: '1' });
  });

  test('follows a contentReference to the children of another element', () => {
    const { element } = profile('Bundle', [
      { id: 'Bundle.entry.link.relation', min: 1, max: '1', fixedString: 'self' },
    ]);
    expect(element('Bundle.entry.link.relation')).toMatchObject({
      fixedString: 'self',
      base: { path: 'Bundle.link.relation' },
    });
    expect(element('Bundle.link.relation')).not.toHaveProperty('fixedString');
  });

  test('keeps the value set when only the strength of a binding changes, and adds constraints to those there are', () => {
    const constraint = [{ key: 'x-1', severity: 'error', expression: 'start < end' }] as const;
    const { element } = profile('Appointment', [
      { id: 'Appointment', constraint },
      { id: 'Appointment.reason', binding: { strength: 'required' } },
    ]);
    expect(element('Appointment.reason')?.binding).toEqual({
      strength: 'required',
      valueSetReference: { reference: 'http://hl7.org/fhir/ValueSet/encounter-reason' },
    });
    expect(element('Appointment')?.constraint?.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['app-2', 'dom-3', 'x-1']),
    );
  });

  test('is refused, with the element named, for one that the base does not have', () => {
    expect(() => profile('Slot', [{ id: 'Slot.colour', max: '0' }])).toThrow('Slot.colour is not an element of');
    expect(() => profile('Slot', [{ id: 'Slot.start.hour', max: '0' }])).toThrow(
      'Slot.start.hour is not an element of',
    );
    expect(() => profile('Slot', [{ id: 'Schedule.comment', max: '0' }])).toThrow('Schedule is not the root of');
  });

  test('is refused when something is said of every item after the first slice, which would miss it', () => {
    const late = [
      { id: 'Patient.name:official', min: 1 },
      { id: 'Patient.name.family', min: 1 },
    ];
    expect(() => profile('Patient', late)).toThrow(
      'Patient.name.family must be stated before the slice Patient.name:official',
    );
  });

  test('leaves the base as it was', () => {
    const before = structuredClone(base('Patient').elements);
    profile('Patient', [{ id: 'Patient.identifier:nhsNumber.system', min: 1, max: '1' }]);
    expect(base('Patient').elements).toEqual(before);
  });

  test('is undone by the shortest differential, whatever elements were changed', () => {
    const ids = [
      'gender',
      'name',
      'name.family',
      'contact.name.use',
      'identifier.system',
      'link.other',
      'deceasedBoolean',
    ];
    const statement = fc.record({
      id: fc.constantFrom(...ids.map((id) => `Patient.${id}`), 'Patient.name:official', 'Patient.name:official.use'),
      card: fc.constantFrom({ min: 0, max: '0' }, { min: 0, max: '1' }, { min: 1, max: '1' }),
    });
    const isSlice = ({ id }: { readonly id: string }): number => Number(id.includes(':'));
    const inverse = fc.property(fc.uniqueArray(statement, { selector: ({ id }) => id }), (unordered) => {
      const statements = unordered.sort((one, other) => isSlice(one) - isSlice(other));
      const { elements } = profile(
        'Patient',
        statements.map(({ id, card }) => ({ id, ...card })),
      );
      const differential = differentialOf(base('Patient'), elements, lookup);
      return JSON.stringify(snapshotOf(base('Patient'), differential, lookup)) === JSON.stringify(elements);
    });
    fc.assert(inverse, { numRuns: 60 });
  });
});

test.describe('an unfolded structure', () => {
  test('shows elements that its types imply, and makes up neither slices nor elements', () => {
    const slot = unfolded(
      base('Slot'),
      ['Slot.identifier.assigner.reference', 'Slot.identifier:x', 'Slot.colour.red'],
      lookup,
    );
    expect(slot.get('Slot.identifier.assigner.reference')).toMatchObject({ base: { path: 'Reference.reference' } });
    expect(slot.has('Slot.identifier:x')).toBe(false);
    expect(slot.has('Slot.colour.red')).toBe(false);
  });
});
