import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { openDefinitions } from '../../../profiles/definitions/store.js';
import { createValidator, validatorOver, type Finding } from '../../../profiles/index.js';
import { Compiler } from '../../../profiles/validator/compile/compiler.js';
import {
  bytesOf,
  bytesOfJson,
  bytesOfText,
  corpus,
  documentOf,
  validRows,
  type Changeable,
  type CorpusRow,
} from './corpus.js';
import { xmlOf } from './xml-writer.js';

/** How many documents each property is tried on; 10,000 in all. */
const CASES = { xml: 2_500, entryOrder: 1_000, narrative: 1_000, bytes: 4_900, compilation: 600 } satisfies Readonly<
  Record<string, number>
>;

const store = openDefinitions();
const validator = createValidator();
const compiler = new Compiler(store);
const jsonRows = validRows.filter(({ format }) => format === 'json');

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ rule, severity, path, actual }) => `${severity} ${rule} ${path} ${actual ?? ''}`).sort();

type Slot = { readonly holder: Changeable; readonly name: string };

/** Every property of every object below a value, arrays entered. */
function slotsIn(value: unknown): readonly Slot[] {
  if (Array.isArray(value)) return value.flatMap(slotsIn);
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Changeable;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...slotsIn(holder[name])]);
}

/** Changes that both formats can express: each takes a property and may do nothing. */
const changes: readonly ((slot: Slot, word: string) => void)[] = [
  ({ holder, name }) => void (name !== 'resourceType' && delete holder[name]),
  ({ holder, name }, word) =>
    void (typeof holder[name] === 'string' && name !== 'resourceType' && name !== 'div' && (holder[name] = word)),
  ({ holder }, word) => void (holder[`x${word.replaceAll(/[^a-z]/g, '')}`] = word),
  ({ holder, name }) =>
    void (Array.isArray(holder[name]) && (holder[name] as unknown[]).push((holder[name] as unknown[])[0])),
  ({ holder, name }, word) =>
    void (
      typeof holder[name] === 'string' &&
      !/^(?:_|x|url$)/.test(name) &&
      name !== 'resourceType' &&
      name !== 'div' &&
      (holder[`_${name}`] = { extension: [{ url: 'urn:x', valueString: word }] })
    ),
  ({ holder, name }) => void (typeof holder[name] === 'number' && (holder[name] = -1)),
];

const words = fc.constantFrom(
  'booked',
  'free',
  'Patient/1',
  '#bookorg',
  'urn:x',
  '2031-02-30',
  '2031-02-10T09:00:00Z',
  ' a',
  'a  b',
  'official',
  'x&<">',
  'Slot/1',
  'home',
  '\u00e9\u{1F600}',
  'a\nb',
);
const change = fc.record({ place: fc.nat(), kind: fc.nat(changes.length - 1), word: words });

function changed(row: CorpusRow, made: readonly { place: number; kind: number; word: string }[]): Changeable {
  const document = documentOf(row.id);
  for (const { place, kind, word } of made) {
    const slots = slotsIn(document);
    const slot = slots[place % slots.length];
    if (slot !== undefined) changes[kind]?.(slot, word);
  }
  return withoutHollows(document) as Changeable;
}

/** XML cannot say that an array or a companion is empty, so none is left. */
function withoutHollows(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHollows);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutHollows(member)] as const);
  return Object.fromEntries(members.filter(([name, member]) => !isHollow(name, member)));
}

function isHollow(name: string, member: unknown): boolean {
  if (Array.isArray(member)) return member.length === 0;
  return name.startsWith('_') && typeof member === 'object' && member !== null && Object.keys(member).length === 0;
}

/** Says what differs. Playwright's own expect is too slow for ten thousand documents. */
function requireSame(found: readonly string[], wanted: readonly string[], about: string): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw new Error(`${about}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

function requireTrue(holds: boolean, about: string): void {
  if (!holds) throw new Error(about);
}

test.describe('properties of the validator', () => {
  test.describe.configure({ timeout: 120_000 });

  test('XML and JSON of one resource give the same findings', () => {
    fc.assert(
      fc.property(fc.constantFrom(...jsonRows), fc.array(change, { maxLength: 3 }), (row, made) => {
        const document = changed(row, made);
        const json = validator.validate(bytesOfJson(document), { profiles: row.profiles });
        const xml = validator.validate(bytesOfText(xmlOf(document, compiler)), { profiles: row.profiles });
        requireSame(told(xml.findings), told(json.findings), row.id);
      }),
      { numRuns: CASES.xml },
    );
  });

  test('the order of entries does not matter', () => {
    const bundles = corpus.filter(
      ({ id, format }) =>
        format === 'json' && /^(?:slots|appointments)-/.test(id) && !/double-fullurl|entry-object/.test(id),
    );
    const perEntry = (findings: readonly Finding[]): readonly string[] =>
      told(findings)
        .map((each) => each.replaceAll(/entry\[\d+\]/g, 'entry'))
        .sort();
    fc.assert(
      fc.property(fc.constantFrom(...bundles), fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (row, keys) => {
        const document = JSON.parse(new TextDecoder().decode(bytesOf(row))) as { entry?: unknown[] | undefined };
        const before = validator.validate(bytesOfJson(document), { profiles: row.profiles });
        document.entry = document.entry
          ?.map((entry, index) => ({ entry, key: keys[index] ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ entry }) => entry);
        if (document.entry === undefined) delete document.entry;
        const after = validator.validate(bytesOfJson(document), { profiles: row.profiles });
        requireSame(perEntry(after.findings), perEntry(before.findings), row.id);
      }),
      { numRuns: CASES.entryOrder },
    );
  });

  test('a narrative that is optional makes no difference', () => {
    const rows = corpus.filter(
      ({ id, format, family }) =>
        format === 'json' &&
        !/^(?:slots|appointments)-/.test(id) &&
        family !== 'text' &&
        family !== 'structure.resourceType',
    );
    const text = fc.string({ minLength: 1 }).map((words) => ({
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>x${words.replaceAll(/[<&>\p{C}]/gu, '')}</p></div>`,
    }));
    fc.assert(
      fc.property(fc.constantFrom(...rows), text, (row, narrative) => {
        const document = JSON.parse(new TextDecoder().decode(bytesOf(row))) as Changeable;
        const without = validator.validate(bytesOfJson(document), { profiles: row.profiles });
        const withText = validator.validate(bytesOfJson({ ...document, text: narrative }), { profiles: row.profiles });
        requireSame(told(withText.findings), told(without.findings), row.id);
      }),
      { numRuns: CASES.narrative },
    );
  });

  test('any edit of the bytes ends in findings and never in an exception', () => {
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(12), insert: fc.uint8Array({ maxLength: 6 }) });
    fc.assert(
      fc.property(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 4 }), (row, edits) => {
        let bytes = [...bytesOf(row)];
        for (const { at, remove, insert } of edits) {
          const place = at % (bytes.length + 1);
          bytes = [...bytes.slice(0, place), ...insert, ...bytes.slice(place + remove)];
        }
        const { valid, findings, document } = validator.validate(Uint8Array.from(bytes), { profiles: row.profiles });
        requireTrue(
          valid === findings.every(({ severity }) => severity !== 'error'),
          'the verdict contradicts the findings',
        );
        requireTrue(document.complete || !valid, 'a text that broke off is called valid');
        for (const { line, column } of findings)
          requireTrue(line >= 1 && column >= 1 && column <= document.line(line).length + 2, 'a finding has no place');
      }),
      { numRuns: CASES.bytes },
    );
  });

  test('the order in which profiles are compiled makes no difference', () => {
    const small = corpus.filter(({ id }) => !/^patient|capability|slots-medium/.test(id));
    const expected = new Map(small.map((row) => [row.id, told(validator.validate(bytesOf(row), row).findings)]));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...small), { minLength: 2, maxLength: 4 }), (rows) => {
        const fresh = validatorOver(store);
        for (const row of rows)
          requireSame(told(fresh.validate(bytesOf(row), row).findings), expected.get(row.id) ?? [], row.id);
      }),
      { numRuns: CASES.compilation },
    );
  });

  test('are tried on 10,000 documents in all', () => {
    expect(Object.values(CASES).reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });
});
