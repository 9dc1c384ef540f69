import { test, expect } from '@playwright/test';
import { createValidator, type Validation } from '../../../profiles/index.js';
import { bytesOf, bytesOfJson, bytesOfText, documentOf, rowOf } from './corpus.js';

const validator = createValidator();
const searchset = { resourceType: 'Bundle', type: 'searchset' };
const minimal = documentOf('appointment-minimal');
const xml = new TextDecoder().decode(bytesOf(rowOf('appointment-minimal-xml')));
const slot = documentOf('slot');

interface Judged extends Validation {
  readonly seconds: number;
}

/** Judges a document; the time is processor time, so that a busy machine does not matter. */
function judge(bytes: Uint8Array): Judged {
  const start = process.cpuUsage();
  const validation = validator.validate(bytes);
  return { ...validation, seconds: process.cpuUsage(start).user / 1e6 };
}

const extended = (url: string): unknown => ({ ...minimal, extension: [{ url, valueString: 'x' }] });
const rulesOf = ({ findings }: Validation): readonly string[] => findings.map(({ rule }) => rule);

test.describe('hostile documents end in a finding, in bounded time', () => {
  test.describe.configure({ timeout: 180_000 });

  for (const [name, text, rule] of [
    ['100,000 levels of arrays', '['.repeat(100_000), 'json.depth'],
    ['100,000 levels of objects', '{"a":'.repeat(100_000), 'json.depth'],
    ['100,000 levels of XML', xml.replace('<status', '<a>'.repeat(100_000)), 'xml.depth'],
    [
      '100,000 levels in a narrative',
      JSON.stringify({
        ...minimal,
        text: {
          status: 'generated',
          div: `<div xmlns="http://www.w3.org/1999/xhtml">${'<b>'.repeat(100_000)}x${'</b>'.repeat(100_000)}</div>`,
        },
      }),
      'invariant.txt-1',
    ],
    ['50 MB of text', JSON.stringify({ ...minimal, comment: 'x'.repeat(50_000_000) }), 'primitive.length'],
    ['50 MB in an XML attribute', xml.replace('Review', 'x'.repeat(50_000_000)), 'primitive.length'],
    [
      'a million wrong references',
      JSON.stringify({ ...minimal, slot: new Array<unknown>(1_000_000).fill({ reference: 'Patient/1' }) }),
      'limit.findings',
    ],
    [
      'a code of a million blanks',
      JSON.stringify({ ...minimal, status: `${'a '.repeat(1_000_000)} ` }),
      'primitive.format',
    ],
    ['a code of 1 MB', JSON.stringify({ ...minimal, status: 'b'.repeat(1 << 20) }), 'binding.required'],
    [
      'an instant with a million digits',
      JSON.stringify({ ...minimal, start: `2031-02-10T09:00:00.${'1'.repeat(1_000_000)}x` }),
      'primitive.format',
    ],
    [
      'an object identifier of 2 MB',
      JSON.stringify({ ...minimal, implicitRules: `urn:oid:1${'.1'.repeat(1_000_000)}x` }),
      'primitive.format',
    ],
    [
      'a million repeated properties',
      `{"resourceType":"Patient",${'"a":1,'.repeat(1_000_000)}"b":2}`,
      'json.duplicate-key',
    ],
    [
      '20,000 contained resources that nobody refers to',
      JSON.stringify({
        ...minimal,
        contained: Array.from({ length: 20_000 }, (_, index) => ({
          resourceType: 'Organization',
          id: `o${index}`,
          name: 'x',
        })),
      }),
      'invariant.dom-3',
    ],
    [
      '10,000 entries under one address',
      JSON.stringify({
        ...searchset,
        entry: new Array<unknown>(10_000).fill({ fullUrl: 'https://a.example/Slot/slot-808', resource: slot }),
      }),
      'invariant.bdl-7',
    ],
  ] as const) {
    test(name, () => {
      const judged = judge(bytesOfText(text));
      expect(rulesOf(judged)).toContain(rule);
      expect(judged.valid).toBe(false);
      expect(judged.findings.length).toBeLessThanOrEqual(3000);
      // Ten seconds would be too slow for a person; the worst of these takes two or three.
      expect(judged.seconds).toBeLessThan(20);
    });
  }

  test('an error is never crowded out by notes', () => {
    const entry = Array.from({ length: 5000 }, (_, index) => ({
      resource: { ...slot, id: `s${index}`, extension: [{ url: 'urn:x', valueString: 'y' }] },
    }));
    const good = judge(bytesOfJson({ ...searchset, entry }));
    expect(good.valid).toBe(true);
    expect(good.findings.filter(({ rule }) => rule === 'limit.findings')).toMatchObject([{ severity: 'warning' }]);
    const bad = judge(
      bytesOfJson({ ...searchset, entry: [...entry, { resource: { ...slot, id: 'last', status: 'open' } }] }),
    );
    expect(bad.valid).toBe(false);
    expect(bad.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'binding.required', path: 'Bundle.entry[5000].resource.status' },
    ]);
  });

  test('10,000 slots cost about ten times what 1,000 cost', () => {
    const bundleOf = (count: number): Uint8Array =>
      bytesOfText(
        JSON.stringify({
          ...searchset,
          entry: Array.from({ length: count }, (_, index) => ({ resource: { ...slot, id: `s${index}` } })),
        }),
      );
    const [small, large] = [bundleOf(1000), bundleOf(10_000)];
    const best = (bytes: Uint8Array): number => Math.min(...Array.from({ length: 5 }, () => judge(bytes).seconds));
    best(small);
    // A generous bound: the benchmark measures it closely, this only catches what grows with the square.
    expect(best(large)).toBeLessThan(best(small) * 30);
  });

  test('addresses that are none get no further than a finding', () => {
    for (const url of [
      '#x',
      '',
      '/',
      '..',
      'https://x.example/#',
      'https://fhir.nhs.uk/STU3/StructureDefinition/',
      'https://x.example/%2F',
      'x:\u0000',
      '__proto__',
      `x:${'a'.repeat(1_000_000)}`,
    ]) {
      expect(
        judge(bytesOfJson({ ...minimal, meta: { profile: [url] } })).findings.length,
        url.slice(0, 60),
      ).toBeGreaterThan(0);
      expect(judge(bytesOfJson(extended(url))).findings.length, url.slice(0, 60)).toBeGreaterThan(0);
    }
  });

  test('names that objects have by nature are unknown elements like others', () => {
    const judged = judge(
      bytesOfText('{"resourceType":"Patient","__proto__":{"x":1},"constructor":1,"toString":{"a":1}}'),
    );
    expect(rulesOf(judged)).toEqual(['structure.unknown', 'structure.unknown', 'structure.unknown']);
    expect(rulesOf(judge(bytesOfText('{"resourceType":"constructor"}')))).toEqual(['structure.resource-type']);
  });

  test('a value that is no resource is told of', () => {
    for (const text of ['null', '"x"', '3', '[]', '{}', '']) expect(judge(bytesOfText(text)).valid, text).toBe(false);
  });
});
