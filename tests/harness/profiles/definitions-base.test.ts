import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  readCodeSystem,
  readValueSet,
  splitBlocks,
  writeCodeSystem,
  writeValueSet,
} from '../../../profiles/definitions/asset.js';
import { type BaseManifest, baseFiles, editedFiles } from '../../../profiles/definitions/base-files.js';
import { basePackage, readBasePackage } from '../../../profiles/definitions/base-package.js';
import { canonicalUrl, shortName } from '../../../profiles/definitions/canonical.js';
import { readStatement, type Statement, writeStatement } from '../../../profiles/definitions/notation.js';
import { openDefinitions } from '../../../profiles/definitions/store.js';

const folder = new URL('../../../profiles/definitions/base/', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const manifest = JSON.parse(text('manifest.json')) as BaseManifest;
const store = openDefinitions();

test.describe('the generated base definitions', () => {
  test('have exactly the hashes that the manifest records', () => {
    expect(editedFiles(manifest, text)).toEqual([]);
  });

  test('are found out when a single character is edited or a file is missing', () => {
    const edited = editedFiles(manifest, (file) =>
      file === baseFiles.types ? text(file).replace('0..1', '0..2') : text(file),
    );
    expect(edited).toEqual([baseFiles.types]);
    const missing = editedFiles(manifest, (file) => (file === baseFiles.valueSets ? undefined : text(file)));
    expect(missing).toEqual([baseFiles.valueSets]);
  });

  test('name every definition in the manifest, with the package they come from', () => {
    for (const { file, definitions } of manifest.files) {
      expect(definitions.map((line) => line.split(' ')[0])).toEqual([...splitBlocks(text(file)).keys()]);
    }
    expect(manifest.source).toEqual(basePackage);
  });

  test('are made from no other package', () => {
    expect(() => readBasePackage(Buffer.from('another package'))).toThrow(/not fhir@3\.3\.1.*sha512-/);
  });

  test('stay below 1.25 MB', () => {
    const sizes = [...Object.values(baseFiles), 'manifest.json'].map((file) => Buffer.byteLength(text(file)));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_250_000);
  });

  test('can all be read, and every element has a place, a cardinality and a type or reference', () => {
    const structures = store.manifest.filter(({ kind, source }) => kind === 'structure' && source.startsWith('fhir@'));
    expect(structures).toHaveLength(549);
    const elements = structures.flatMap(({ url }) => store.structure(url)?.elements ?? []);
    const displaced = elements.filter(({ id, path }) => path !== id.replaceAll(/:[^.]+/g, ''));
    const contradictory = elements.filter(({ min, max }) => max !== '*' && min > Number(max));
    const typeless = elements.filter(
      ({ path, type, contentReference }) => path.includes('.') && type.length === 0 && contentReference === undefined,
    );
    expect(elements.length).toBeGreaterThan(7_000);
    expect([displaced, contradictory, typeless]).toEqual([[], [], []]);
  });

  test('know the 117 concrete resource types by name and none that is abstract or invented', () => {
    const names = store.manifest
      .map(({ url }) => url.slice(url.lastIndexOf('/') + 1))
      .filter((name) => store.isResourceType(name));
    expect(new Set(names).size).toBe(117);
    for (const name of ['Appointment', 'Slot', 'TestReport', 'Device', 'ReferralRequest'])
      expect(store.isResourceType(name)).toBe(true);
    for (const name of ['Resource', 'DomainResource', 'Coding', 'appointment', 'Booking'])
      expect(store.isResourceType(name)).toBe(false);
  });

  test('give the facts of STU3 3.0.1', () => {
    const element = (type: string, id: string) => store.baseType(type)?.elements.find((each) => each.id === id);
    expect(element('Slot', 'Slot.status')).toMatchObject({
      min: 1,
      max: '1',
      type: [{ code: 'code' }],
      binding: { strength: 'required', valueSetReference: { reference: 'http://hl7.org/fhir/ValueSet/slotstatus' } },
    });
    expect(element('Appointment', 'Appointment')?.constraint?.find(({ key }) => key === 'app-3')).toEqual({
      key: 'app-3',
      severity: 'error',
      expression: "(start.exists() and end.exists()) or (status in ('proposed' | 'cancelled'))",
    });
    expect(element('Appointment', 'Appointment.id')?.base).toEqual({ path: 'Resource.id', min: 0, max: '1' });
    expect(element('Bundle', 'Bundle.entry.link')).toMatchObject({ contentReference: '#Bundle.link', max: '*' });
    expect(element('Extension', 'Extension.url')).toMatchObject({ representation: ['xmlAttr'], min: 1 });
    expect(element('boolean', 'boolean.value')?.type).toEqual([{ code: 'xsd:boolean' }]);
    expect(element('Patient', 'Patient.generalPractitioner')?.type.map(({ targetProfile }) => targetProfile)).toEqual([
      'http://hl7.org/fhir/StructureDefinition/Organization',
      'http://hl7.org/fhir/StructureDefinition/Practitioner',
    ]);
    expect(store.structure('http://hl7.org/fhir/StructureDefinition/patient-cadavericDonor')?.context).toEqual([
      'Patient',
    ]);
  });

  test('hold every value set that a required or extensible binding names, but for those that nobody publishes', () => {
    const structures = store.manifest.filter(({ kind }) => kind === 'structure');
    const bindings = structures.flatMap(
      ({ url }) => store.structure(url)?.elements.flatMap(({ binding }) => binding ?? []) ?? [],
    );
    const deciding = bindings.filter(({ strength }) => strength === 'required' || strength === 'extensible');
    const named = new Set(
      deciding.map(({ valueSetUri, valueSetReference }) => valueSetUri ?? valueSetReference?.reference ?? ''),
    );
    expect([...named].filter((url) => store.valueSet(url) === undefined)).toEqual([
      'http://www.rfc-editor.org/bcp/bcp13.txt',
      'http://build.fhir.org/valueset-request-intent.html',
    ]);
  });

  test('ignore a version behind the URL', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/Slot';
    expect(store.structure(`${url}|3.0.1`)).toBe(store.structure(url));
  });
});

test.describe('the compact notation', () => {
  const name = fc.constantFrom('Patient', 'nhs:GPConnect-Slot-1', 'uk:CareConnect-X-1', 'http://other.example/fhir/X');
  const statement = fc.record<Statement>(
    {
      card: fc.constantFrom('0..0', '0..1', '1..1', '2..*'),
      type: fc.oneof(
        fc.constantFrom('code', 'string | boolean', 'xsd:date'),
        fc.uniqueArray(name, { minLength: 1 }).map((names) => `Reference(${names.join(' | ')})`),
        name.map((profile) => `Quantity | Extension(${profile})`),
      ),
      binding: fc
        .tuple(fc.constantFrom('required', 'example'), fc.constantFrom('', ' nhs:X-1', ' uri:gender'))
        .map((parts) => parts.join('')),
      slicing: fc.constantFrom(
        'open by value:url',
        'closed ordered by value:system, value:code',
        'openAtEnd unordered',
        'open',
      ),
      base: fc.constant('Element.id 0..1'),
      contentReference: fc.constant('#Bundle.link'),
      maxLength: fc.nat(),
      modifier: fc.constant(true as const),
      mustSupport: fc.constant(true as const),
      fixedUri: fc.string(),
      patternCoding: fc.record({ system: fc.webUrl(), code: fc.string() }),
    },
    { requiredKeys: [], noNullPrototype: true },
  );

  test('says the same after it has been read and written again', () => {
    fc.assert(fc.property(statement, (said) => isDeepStrictEqual(writeStatement(readStatement(said, {})), said)));
  });

  test('refuses words that mean nothing instead of passing over them', () => {
    const slip = { card: '0..1', mustSuport: true };
    expect(() => readStatement(slip, {})).toThrow(/"mustSuport"/);
    expect(() => readStatement({ card: '1-2' }, {})).toThrow(/cardinality "1-2"/);
    expect(() => readStatement({ binding: 'requird gender' }, {})).toThrow(
      /"requird" is not one of the codes for strength/,
    );
    expect(() => readStatement({ slicing: 'open by url' }, {})).toThrow(/discriminator/);
    expect(() => readStatement({ constraint: ['app-9'] }, {})).toThrow(/app-9/);
  });

  test('shortens canonical URLs only so far that they can be told again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          name.map((each) => canonicalUrl('ValueSet', each)),
        ),
        (url) => {
          if (url.includes(':'))
            expect(canonicalUrl('ValueSet', shortName('ValueSet', url))).toBe(canonicalUrl('ValueSet', url));
        },
      ),
    );
    expect(shortName('ValueSet', 'https://fhir.nhs.uk/STU3/ValueSet/GPConnect-PractitionerRole-1')).toBe(
      'nhs:GPConnect-PractitionerRole-1',
    );
    expect(shortName('ValueSet', 'https://fhir.nhs.uk/STU3/StructureDefinition/X')).toContain('https://');
  });

  test('keeps the tree of a code system and the filters of a value set', () => {
    const conceptWith = <Narrower>(narrower: fc.Arbitrary<Narrower[]>) =>
      fc.record({ code: fc.string(), display: fc.string(), concept: narrower }, { noNullPrototype: true });
    const branch = conceptWith(fc.array(conceptWith(fc.constant([])), { maxLength: 3 }));
    const concept = conceptWith(fc.array(branch, { maxLength: 3 }));
    const header = { url: 'http://a', name: 'A', content: 'complete', caseSensitive: true } as const;
    fc.assert(
      fc.property(fc.array(concept), (concepts) => {
        const system = { ...header, concept: concepts };
        return isDeepStrictEqual(readCodeSystem(writeCodeSystem(system)), system);
      }),
    );
    const valueSet = {
      url: 'http://b',
      name: 'B',
      include: [
        { system: 'http://a', filter: [{ property: 'concept', op: 'is-a', value: 'x' }] },
        { valueSet: ['http://c'] },
      ],
      exclude: [{ system: 'http://a', concept: [{ code: 'y' }] }],
    };
    expect(readValueSet(writeValueSet(valueSet))).toEqual(valueSet);
  });
});
