import { test, expect } from '@playwright/test';
import { openDefinitions } from '../../../profiles/definitions/store.js';
import { parseDocument } from '../../../profiles/index.js';
import { CERTAIN_KEYS, certainlyHolds } from '../../../profiles/validator/invariants/certain.js';
import { testExpression } from '../../../profiles/validator/invariants/fhirpath.js';
import { NATIVE_KEYS, nativeTest } from '../../../profiles/validator/invariants/native.js';
import { bytesOf, corpus, validRows } from './corpus.js';
import { invariantExamples } from './invariant-examples.js';

const store = openDefinitions();

/** Invariants whose FHIRPath the engine cannot evaluate, or that its rules for strings make unlike any reader's sense. */
const notComparable = new Set(['txt-1', 'txt-2', 'bdl-7']);

interface Stated {
  readonly key: string;
  readonly expression: string;
  /** Element path or type that states it. */
  readonly at: string;
}

const stated: readonly Stated[] = [
  'Resource',
  'DomainResource',
  'Appointment',
  'Slot',
  'Schedule',
  'Patient',
  'Organization',
  'Bundle',
  'CapabilityStatement',
  'Period',
  'Extension',
  'ContactPoint',
  'Quantity',
].flatMap((type) =>
  (store.baseType(type)?.elements ?? []).flatMap(({ path, constraint }) =>
    (constraint ?? []).flatMap(({ key, expression }) =>
      expression === undefined ? [] : [{ key, expression, at: path }],
    ),
  ),
);

type Value = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object that stands at an element path: `Bundle.entry` in a Bundle. */
function objectsAt(resource: Value, path: string): readonly Value[] {
  const [type, ...names] = path.split('.');
  if (resource['resourceType'] !== type) return [];
  let found: readonly unknown[] = [resource];
  for (const name of names) found = found.flatMap((value) => (isObject(value) ? value[name] : undefined));
  return found.filter(isObject);
}

/** The resources of a document, itself included. */
function resourcesIn(value: unknown): readonly Value[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn);
  if (!isObject(value)) return [];
  const own = typeof value['resourceType'] === 'string' ? [value] : [];
  return [...own, ...Object.values(value).flatMap(resourcesIn)];
}

const documents: readonly unknown[] = [
  ...corpus
    .map((row) => parseDocument(bytesOf(row), row.format))
    .filter(({ complete }) => complete)
    .map(({ value }) => value),
  ...Object.values(invariantExamples).map((text) => JSON.parse(text) as unknown),
];

test.describe('invariants that are written out', () => {
  for (const key of NATIVE_KEYS.filter((each) => !notComparable.has(each))) {
    test(`${key} gives what its FHIRPath expression gives, on every document of the corpus`, () => {
      const places = stated.filter(
        (each) => each.key === key && each.at.includes('.') === /^(app-1|org-2|org-3|pat-1|bdl-5|bdl-8)$/.test(key),
      );
      let compared = 0;
      for (const { expression, at } of places) {
        const native = nativeTest(key, expression);
        expect(native, `${key} is written out for another expression`).toBeDefined();
        for (const resource of documents.flatMap(resourcesIn)) {
          for (const value of objectsAt(resource, at)) {
            const ours = native?.(value, { resource, base: at }) ?? [];
            const theirs = testExpression(expression, value, { resource, base: at });
            if ('unsupported' in theirs) continue;
            expect(ours.length > 0, `${key} at ${at} of ${JSON.stringify(value).slice(0, 300)}`).toBe(
              theirs.length > 0,
            );
            compared += 1;
          }
        }
      }
      expect(places.length).toBeGreaterThan(0);
      if (!/^(per-1|ext-1|cpt-2|qty-3)$/.test(key)) expect(compared).toBeGreaterThan(0);
    });
  }

  test('leave a definition that states another expression under the same key to FHIRPath', () => {
    expect(nativeTest('app-2', 'start.exists()')).toBeUndefined();
  });
});

test.describe('invariants that certainly hold', () => {
  /** Values with every member left out, doubled, emptied and replaced in turn. */
  const variants = (value: Value): readonly Value[] => [
    value,
    ...Object.keys(value).flatMap((name) => {
      const { [name]: member, ...rest } = value;
      const others = [[], null, 'document', 'Document', 'requirements', 'instance', 7, {}, [{}], [member, member]];
      return [rest, ...others.map((other) => ({ ...value, [name]: other })), { ...rest, [`_${name}`]: { id: 'a' } }];
    }),
  ];
  const statements = ['capability', 'kind', 'requirements', 'instance'].map((kind) => ({
    ...{ resourceType: 'CapabilityStatement', kind, description: 'A provider', software: { name: 'Otter' } },
    ...{ implementation: { description: 'x' }, messaging: [{ endpoint: [{ address: 'x:y' }] }] },
    rest: [{ mode: 'server', resource: [{ type: 'Slot', searchParam: [{ name: 'start' }, { name: 'end' }] }] }],
    document: [{ mode: 'producer', profile: { reference: 'a' } }],
  }));

  for (const key of CERTAIN_KEYS) {
    test(`${key} holds by its FHIRPath expression too wherever it is said to hold`, () => {
      const places = stated.filter((each) => each.key === key);
      let said = 0;
      for (const { expression, at } of places) {
        const holds = certainlyHolds(key, expression);
        expect(holds, `${key} is noted for another expression`).toBeDefined();
        for (const resource of [...documents.slice(0, validRows.length), ...statements].flatMap(resourcesIn)) {
          for (const value of objectsAt(resource, at).flatMap(variants)) {
            if (holds?.(value) !== true) continue;
            said += 1;
            expect(testExpression(expression, value, { resource, base: at }), JSON.stringify(value)).toEqual([]);
          }
        }
      }
      expect(said).toBeGreaterThan(0);
    });
  }

  test('leave a definition that states another expression under the same key to FHIRPath', () => {
    expect(certainlyHolds('bdl-9', 'identifier.exists()')).toBeUndefined();
  });
});

test.describe('invariants by FHIRPath', () => {
  const scope = (resource: object) => ({ resource, base: 'CapabilityStatement' });

  test('hold when the expression gives nothing', () => {
    expect(testExpression("publisher.startsWith('x')", { resourceType: 'CapabilityStatement' }, scope({}))).toEqual([]);
  });

  test('say that they cannot be judged when the expression gives no truth value or fails', () => {
    expect(testExpression("'x'", {}, scope({}))).toHaveProperty('unsupported');
    expect(testExpression("conformsTo('x')", {}, scope({}))).toHaveProperty('unsupported');
    expect(testExpression('((', {}, scope({}))).toHaveProperty('unsupported');
  });
});
