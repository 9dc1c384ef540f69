import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vintages } from '../../../profiles/definitions/model.js';
import { openDefinitions } from '../../../profiles/definitions/store.js';
import { explanations } from '../../../profiles/definitions/verify/explained.js';
import { verifyDefinitions } from '../../../profiles/definitions/verify/verify.js';
import { vintageOf } from '../../../profiles/definitions/verify/vintage.js';
import { gpcConformance } from '../cli/command.js';
import { folderWith } from '../temporary-folder.js';
import { publishedJson } from './published.js';

const store = openDefinitions();
const nhs = 'https://fhir.nhs.uk/STU3/';
const slotUrl = `${nhs}StructureDefinition/GPConnect-Slot-1`;
type Edit = Parameters<typeof publishedJson>[2];

/** The points on which a Slot profile that was edited so differs from ours, as `element aspect: official | ours`. */
function differencesAfter(edit: Edit, url = slotUrl): string[] {
  const { unexplained } = verifyDefinitions(folderWith({ 'one.json': publishedJson(store, url, edit) }), store);
  return unexplained.map(({ element, aspect, official, ours }) => `${element} ${aspect}: ${official} | ${ours}`);
}

test.describe('the comparison with official files', () => {
  test('finds nothing in files that say what we say', () => {
    expect(differencesAfter(() => undefined)).toEqual([]);
  });

  const edits: readonly (readonly [name: string, edit: NonNullable<Edit>, difference: RegExp])[] = [
    ['a minimum', (_, at) => (at('Slot.comment')['min'] = 1), /^Slot\.comment cardinality: 1\.\.1 \| 0\.\.1$/],
    [
      'a maximum',
      (_, at) => (at('Slot.serviceCategory')['max'] = '1'),
      /^Slot\.serviceCategory cardinality: 0\.\.1 \| 0\.\.0$/,
    ],
    ['a type', (_, at) => (at('Slot.start')['type'] = [{ code: 'date' }]), /^Slot\.start type: date \| instant$/],
    [
      'a target profile',
      (_, at) => (at('Slot.schedule')['type'] = [{ code: 'Reference', targetProfile: 'urn:other' }]),
      /^Slot\.schedule type: Reference urn:other \| Reference .*GPConnect-Schedule-1$/,
    ],
    [
      'the strength of a binding',
      (_, at) => Object.assign(at('Slot.status')['binding'] as object, { strength: 'example' }),
      /^Slot\.status binding: example .*slotstatus \| required .*slotstatus$/,
    ],
    ['a lost binding', (_, at) => delete at('Slot.status')['binding'], /^Slot\.status binding: {2}\| required/],
    [
      'a fixed value',
      (_, at) => (at('Slot.status')['fixedCode'] = 'free'),
      /^Slot\.status value: fixedCode "free" \| $/,
    ],
    [
      'a slicing',
      (_, at) => Object.assign(at('Slot.extension'), { slicing: { rules: 'closed' } }),
      /^Slot\.extension slicing: closed by {2}\| open by value:url$/,
    ],
    [
      'an invariant',
      (_, at) => (at('Slot.end')['constraint'] = [{ key: 'x-1', severity: 'error', expression: 'true' }]),
      /^Slot\.end constraint: .*x-1 error true.* \| ele-1/,
    ],
    ['must-support', (_, at) => (at('Slot.status')['mustSupport'] = true), /^Slot\.status mustSupport: true \| false$/],
    ['a version', (definition) => (definition['version'] = '2.0.0'), /^ version: 2\.0\.0 \| 1\.5\.0$/],
    ['the base', (definition) => (definition['baseDefinition'] = 'urn:x'), /^ baseDefinition: urn:x \| http/],
  ];
  for (const [name, edit, difference] of edits) {
    test(`finds ${name} that differs, and nothing else`, () => {
      const differences = differencesAfter(edit);
      expect(differences).toHaveLength(1);
      expect(differences[0]).toMatch(difference);
    });
  }

  test('finds an element or slice that only one side has', () => {
    const extraSlice = differencesAfter((definition) => {
      const snapshot = definition['snapshot'] as { element: unknown[] };
      snapshot.element.push({ id: 'Slot.identifier:own', path: 'Slot.identifier', min: 0, max: '1', type: [] });
    });
    expect(extraSlice).toEqual(['Slot.identifier:own presence: present | ']);
    const lostSlice = differencesAfter((definition) => {
      const snapshot = definition['snapshot'] as { element: { id: string }[] };
      snapshot.element = snapshot.element.filter(({ id }) => id !== 'Slot.extension:deliveryChannel');
    });
    expect(lostSlice).toEqual(['Slot.extension:deliveryChannel presence:  | present']);
  });

  test('does not mind whether a file writes out what follows from a type', () => {
    const folded = differencesAfter((definition) => {
      const snapshot = definition['snapshot'] as { element: { id: string }[] };
      snapshot.element = snapshot.element.filter(
        ({ id }) => !id.startsWith('Slot.schedule.') && !id.startsWith('Slot.meta.'),
      );
    });
    expect(folded).toEqual(['Slot.schedule.reference cardinality: 0..1 | 1..1']);
  });

  test('finds a definition that we do not hold, and counts ours that the source lacks', () => {
    const json = publishedJson(store, slotUrl, (definition) => (definition['url'] = 'urn:new'));
    const { unexplained, notInSource } = verifyDefinitions(folderWith({ 'new.json': json }), store);
    expect(unexplained).toMatchObject([{ url: 'urn:new', aspect: 'presence', official: 'present', ours: '' }]);
    expect(notInSource).toContain(slotUrl);
    expect(notInSource).toHaveLength(58);
  });

  test('finds codes and value sets that differ', () => {
    const url = `${nhs}CodeSystem/GPConnect-OrganisationType-1`;
    const concept = [
      { code: 'gp-practice', display: 'Surgery' },
      { code: 'hub', display: 'Hub' },
    ];
    const codeSystem = {
      resourceType: 'CodeSystem',
      url,
      version: '1.1.0',
      content: 'complete',
      caseSensitive: true,
      concept,
    };
    const valueSet = {
      resourceType: 'ValueSet',
      url: `${nhs}ValueSet/GPConnect-OrganisationType-1`,
      version: '1.0.0',
      compose: { include: [{ system: url, concept: [{ code: 'hub' }] }] },
    };
    const source = folderWith({ 'c.json': JSON.stringify(codeSystem), 'v.json': JSON.stringify(valueSet) });
    const aspects = verifyDefinitions(source, store).unexplained.map(({ aspect, official, ours }) => [
      aspect,
      official,
      ours,
    ]);
    expect(aspects).toContainEqual(['code gp-practice', 'Surgery', 'GP Practice']);
    expect(aspects).toContainEqual(['code hub', 'Hub', '']);
    expect(aspects).toContainEqual(['code urgent-care', '', 'Urgent Care']);
    expect(aspects.map(([aspect]) => aspect)).toContain('include');
    expect(aspects).toHaveLength(4);
  });

  test('explains a difference only where the table has exactly this one', () => {
    const sliced = { rules: 'open', discriminator: [{ type: 'value', path: 'url' }] };
    const publish = (slicing: object) =>
      folderWith({
        'slot.json': publishedJson(store, slotUrl, (_, at) => (at('Slot.modifierExtension')['slicing'] = slicing)),
      });
    expect(verifyDefinitions(publish(sliced), store).differences).toMatchObject([
      { element: 'Slot.modifierExtension', explanation: explanations[0]?.reason },
    ]);
    expect(verifyDefinitions(publish({ ...sliced, rules: 'closed' }), store).unexplained).toHaveLength(1);
  });

  test('recognises the vintage of a source by its versions', () => {
    const later = openDefinitions({ vintage: '2025-05' });
    const appointment = `${nhs}StructureDefinition/GPConnect-Appointment-1`;
    expect(vintageOf(folderWith({ 'a.json': publishedJson(later, appointment) }))).toBe('2025-05');
    expect(vintageOf(folderWith({ 'a.json': publishedJson(store, appointment) }))).toBe('2020-05');
  });
});

test.describe('profiles verify', () => {
  test('ends with 0 and a summary when all is explained, with 1 and both sides when not', async () => {
    const same = await gpcConformance([
      'profiles',
      'verify',
      folderWith({ 'slot.json': publishedJson(store, slotUrl) }),
    ]);
    expect(same).toMatchObject({ exitCode: 0, stderr: '' });
    expect(same.stdout).toContain('vintage 2020-05: 1 definitions');
    expect(same.stdout).toContain('0 unexplained differences');
    const edited = publishedJson(store, slotUrl, (_, at) => (at('Slot.comment')['min'] = 1));
    const other = await gpcConformance(['profiles', 'verify', folderWith({ 'slot.json': edited })]);
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain('Slot.comment: cardinality (slot.json)\n  official: 1..1\n  ours:     0..1\n');
  });

  test('tells which files could not be read, and why', async () => {
    const folder = folderWith({ 'slot.json': publishedJson(store, slotUrl), 'broken.json': '{"resourceType":' });
    const text = await gpcConformance(['profiles', 'verify', folder]);
    expect(text.stdout).toMatch(/^left out broken\.json: .*JSON/m);
    const { stdout } = await gpcConformance(['profiles', 'verify', '--json', folder]);
    expect(JSON.parse(stdout)).toMatchObject({ unreadable: [{ file: 'broken.json' }] });
  });

  test('ends with 2 and advice when the folder is missing', async () => {
    const { exitCode, stdout, stderr } = await gpcConformance(['profiles', 'verify', '/no/such/folder']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('there are no definitions here (/no/such/folder)');
  });
});

test.describe('the official files, where ../shared/official stands next to the project', () => {
  const official = fileURLToPath(new URL('../../../../shared/official/', import.meta.url));

  for (const vintage of vintages) {
    test(`of ${vintage} show no unexplained difference (skipped where they are not at hand)`, () => {
      test.skip(
        !existsSync(official + vintage),
        'the official files are not part of the project; put them in ../shared/official',
      );
      const { definitions, unexplained, differences, unreadable } = verifyDefinitions(
        official + vintage,
        openDefinitions({ vintage }),
      );
      expect(unexplained).toEqual([]);
      expect(unreadable).toEqual([]);
      expect(definitions).toBe(vintage === '2020-05' ? 58 : 33);
      expect(new Set(differences.map(({ explanation }) => explanation))).toEqual(
        new Set(explanations.map(({ reason }) => reason)),
      );
    });
  }
});
