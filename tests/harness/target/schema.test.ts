import { readFileSync } from 'node:fs';
import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { evidenceUnlocks, keysThatUnlock, unlockedRequirements } from '../../../fixtures/target/evidence.js';
import { textFormats } from '../../../fixtures/target/formats.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import { policies } from '../../../fixtures/target/policies.js';
import {
  branchesOf,
  isMapping,
  listSchemas,
  schemaAt,
  targetSchema,
  type SchemaNode,
} from '../../../fixtures/target/schema.js';
import { catalogue } from '../../../requirements/catalogue.js';
import { plainTarget, targetFile } from './target-files.js';

const idsIn = (text: string): readonly string[] => text.match(/\b[A-Z]{2,5}-[A-Z]?\d{2,3}\b/g) ?? [];

test('every policy stands in the schema with the same values and default', () => {
  const inSchema = schemaAt(targetSchema, ['policies'])?.properties ?? {};
  expect(Object.keys(inSchema)).toEqual(Object.keys(policies));
  for (const [name, policy] of Object.entries(policies)) {
    const node = inSchema[name];
    expect(node?.default, name).toBe(policy.default);
    if (policy.values === 'header name') expect(node?.format, name).toBe('header-name');
    else expect(node?.enum, name).toEqual(policy.values);
    expect(node?.description, name).toContain(policy.why);
  }
});

test('the target takes the default of every policy', () => {
  const target = loadTarget({ file: targetFile(plainTarget), environment: {} });
  expect(target.policies).toEqual(
    Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, policy.default])),
  );
});

test('every kind of evidence names in its description the requirements it unlocks', () => {
  const inSchema = schemaAt(targetSchema, ['evidence'])?.properties ?? {};
  expect(Object.keys(inSchema).sort()).toEqual(Object.keys(evidenceUnlocks).sort());
  for (const [key, requirements] of Object.entries(evidenceUnlocks)) {
    expect(idsIn(inSchema[key]?.description ?? ''), key).toEqual([...requirements]);
  }
});

/** Manual requirements for which no data in a target file can stand in: interfaces, papers, comparisons with other products. */
const onlyAPersonCanTell = [
  ...['FED-008', 'SLOT-052', 'SLOT-065', 'SLOT-066', 'SLOT-067', 'SLOT-068', 'ERR-010', 'ERR-042'],
  ...['SEC-014', 'SEC-015', 'SEC-018', 'SEC-022', 'NFR-003', 'NFR-004'],
];

test('every manual requirement of the catalogue can be unlocked, or is one that only a person can tell', () => {
  const manual = [...catalogue.values()].filter(({ testable }) => testable === 'manual').map(({ id }) => id);
  expect(manual.filter((id) => keysThatUnlock(id).length === 0).sort()).toEqual([...onlyAPersonCanTell].sort());
});

test('policies and evidence name requirements of the catalogue, and evidence only manual ones', () => {
  const decided = Object.values(policies).flatMap((policy) => policy.requirements);
  expect(decided.filter((id) => !catalogue.has(id))).toEqual([]);
  const unlocked = Object.values(evidenceUnlocks).flat();
  expect(unlocked.filter((id) => catalogue.get(id)?.testable !== 'manual')).toEqual([]);
});

test('a target unlocks exactly what it holds evidence for', () => {
  expect([...unlockedRequirements(loadTarget({ file: targetFile(plainTarget), environment: {} }))]).toEqual([]);
  const text = `${plainTarget}federation: [A20047, B82617]
policies: { responseTimes: judge }
evidence:
  pastAppointment: { id: a-1, start: "2020-07-02T09:00:00+01:00" }
  expiredToken: { static: old }
  provocations: [{ requirement: ERR-024, path: /Slot }]
`;
  const target = loadTarget({ file: targetFile(text), environment: {} });
  expect([...unlockedRequirements(target)].sort()).toEqual(
    ['CANC-022', 'ERR-024', 'FED-007', 'NFR-001', 'NFR-002', 'READ-011', 'SEC-003'].sort(),
  );
  expect(keysThatUnlock('BOOK-073')).toEqual(['evidence.unbookableSlot', 'evidence.embargoedSlot']);
  expect(keysThatUnlock('NFR-003')).toEqual([]);
});

test('the default searches find slots that begin only after an empty fortnight, and never span more than two weeks', () => {
  const { search } = loadTarget({ file: targetFile(plainTarget), environment: {} });
  const ranges = Array.from({ length: search.attempts }, (_, at) => at * search.moveDays).map(
    (from) => [from, from + search.firstRangeDays] as const,
  );
  expect(ranges.every(([from, to]) => to - from <= 14)).toBe(true);
  // From the fifteenth day on, whichever weekday that is, a working day is among those searched.
  expect(ranges.filter(([, to]) => to >= 14 + 6).length).toBeGreaterThan(0);
  const days = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  expect(days).toEqual(days.map((_, at) => at));
});

test('the schema is closed everywhere and describes every key', () => {
  const open: string[] = [];
  const mute: string[] = [];
  const look = (node: SchemaNode, place: string): void => {
    if (node.type === 'object' && node.additionalProperties === undefined) open.push(place);
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      const described = child.description ?? branchesOf(child)[0]?.description;
      if (described === undefined) mute.push(`${place}.${key}`);
      look(child, `${place}.${key}`);
    }
    for (const [key, child] of Object.entries(node.$defs ?? {})) look(child, key);
    for (const child of [node.items, node.then, node.else]) if (child !== undefined) look(child, `${place}/`);
  };
  look(targetSchema, '');
  for (const [name, schema] of Object.entries(listSchemas)) look(schema, name);
  expect(open).toEqual([]);
  expect(mute).toEqual([]);
});

/** Every node of the schema with the key it stands under. */
function keysOf(node: unknown): readonly (readonly [key: string, description: unknown])[] {
  if (Array.isArray(node)) return node.flatMap(keysOf);
  if (!isMapping(node)) return [];
  const { properties } = node;
  const here = isMapping(properties) ? Object.entries(properties) : [];
  const named = here.map(([key, child]) => [key, isMapping(child) ? child['description'] : undefined] as const);
  return [...named, ...Object.values(node).flatMap(keysOf)];
}

test('the guide to the target file holds every key with the description the schema gives it, and every policy', () => {
  const guide = readFileSync('docs/target-file.md', 'utf8').replaceAll('\\|', '|');
  const missing = [targetSchema, ...Object.values(listSchemas)]
    .flatMap(keysOf)
    .filter(
      ([key, text]) =>
        key !== '$schema' &&
        !Object.hasOwn(policies, key) &&
        !(guide.includes(key) && guide.includes(typeof text === 'string' ? text : key)),
    );
  expect(missing).toEqual([]);
  for (const [name, { why, decides }] of Object.entries(policies)) {
    for (const part of [name, why, decides]) expect(guide).toContain(part);
  }
});

test('an NHS number is right exactly when modulus 11 says so', () => {
  const right = textFormats['nhs-number']?.right ?? (() => false);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }), (digits) => {
      const sum = digits.reduce((total, digit, at) => total + digit * (10 - at), 0);
      const accepted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((last) => right(`${digits.join('')}${last}`));
      // The weighted digits and the check digit together are a multiple of eleven; for one remainder no digit fits.
      expect(accepted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((last) => (sum + last) % 11 === 0));
    }),
  );
  for (const text of ['', '999054860', '99905486090', '9990 548 609', '999054860x']) expect(right(text)).toBe(false);
});
