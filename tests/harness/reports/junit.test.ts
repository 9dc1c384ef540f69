import { readFileSync } from 'node:fs';
import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import type { RequirementResult } from '../../../reports/result.js';
import { junitXml } from '../../../reports/writers/junit.js';
import { hostile, sampleResult } from './sample-result.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document as a tree; throws where it is not well-formed XML 1.0. */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  const [top] = root.children;
  if (top === undefined) throw new Error('no root element');
  return top;
}

const schema = readFileSync(new URL('./junit.xsd', import.meta.url), 'utf8');

/** What a validator of XML Schema says against a report. */
async function faults(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'junit.xml', contents: xml }],
    schema: [{ fileName: 'junit.xsd', contents: schema }],
  });
  return errors.map(({ message }) => message);
}

const suite = (): Element => parsed(junitXml(sampleResult()));
const cases = (root: Element): Element[] => root.children.flatMap(({ children }) => children);
const caseOf = (root: Element, classname: string, id: string): Element | undefined =>
  cases(root).find(
    ({ attributes }) => attributes['classname'] === classname && attributes['name']?.startsWith(`${id} `),
  );

test.describe('the JUnit report', () => {
  test('follows the schema that CI servers read', async () => {
    expect(await faults(junitXml(sampleResult()))).toEqual([]);
    const { target } = sampleResult();
    const unverified = { ...sampleResult(), target: { ...target, tlsVerification: 'off' as const } };
    expect(await faults(junitXml(unverified))).toEqual([]);
  });

  test('would be found out if it did not', async () => {
    const xml = junitXml(sampleResult());
    expect(await faults(xml.replace(' failures="', ' failed="'))).not.toEqual([]);
    expect(await faults(xml.replace('<testcase ', '<case '))).not.toEqual([]);
  });

  test('has one suite for each practice and area and one case for each requirement', () => {
    const result = sampleResult();
    const root = suite();
    const groups = new Set(result.requirements.map(({ practice, area }) => `${practice} ${area}`));
    expect(root.children.map(({ attributes }) => attributes['name']).sort()).toEqual([...groups].sort());
    expect(cases(root)).toHaveLength(result.requirements.length);
  });

  test('counts in every suite exactly the cases that stand in it', () => {
    for (const { attributes, children } of suite().children) {
      const holding = (name: string): string =>
        String(children.filter((one) => one.children.some((child) => child.name === name)).length);
      expect(attributes).toMatchObject({
        tests: String(children.length),
        failures: holding('failure'),
        errors: holding('error'),
        skipped: holding('skipped'),
      });
    }
  });

  test('shows each outcome as what it is: nothing that nobody judged has passed', () => {
    const root = suite();
    const shown = (classname: string, id: string): (string | undefined)[] | undefined =>
      caseOf(root, classname, id)?.children.map(({ name, attributes }) =>
        `${name} ${attributes['message'] ?? ''}`.trim(),
      );
    expect(shown('A20047.slot-search', 'SLOT-010')).toEqual(['failure The slot is not free']);
    expect(shown('A20047.security', 'SEC-003')).toEqual(['error no answer within 30000 ms']);
    expect(shown('A20047.http', 'HTTP-005')).toEqual(['system-out']);
    expect(shown('A20047.slot-search', 'SLOT-001')).toEqual([]);
    expect(shown('B82617.book', 'BOOK-003')).toEqual([
      'skipped not-tested: no free slot from 2026-11-23 to 2027-01-03',
    ]);
    expect(shown('A20047.read', 'READ-002')).toEqual([
      'skipped waived: waived until 2027-01-31 by J. Smith: known, mended in 4.2',
    ]);
    expect(shown('A20047.cancel', 'CANC-004')).toEqual(['system-out']);
  });

  test('tells in a failure what was expected, what came, where, and the source', () => {
    const failure = caseOf(suite(), 'A20047.slot-search', 'SLOT-010')?.children[0];
    expect(failure?.text).toContain('Bundle.entry[1].resource.status');
    expect(failure?.text).toContain('expected free; came busy; exchange x-1-0001');
    expect(failure?.text).toContain('Source: Simplifier guide');
  });

  test('shows a harmful text as text', () => {
    const failure = caseOf(suite(), 'B82617.errors', 'ERR-002')?.children[0];
    expect(failure?.attributes['message']).toBe(hostile.closing);
  });

  test('stays well-formed and valid whatever a provider sends', async () => {
    const result = sampleResult();
    const [requirement] = result.requirements;
    if (requirement === undefined) throw new Error('the sample has no requirement');
    const withText = (text: string): RequirementResult[] => {
      const words = { rule: text, path: text, message: text, expected: text, actual: text };
      const finding = { ...words, severity: 'error' } as const;
      return [
        { ...requirement, statement: text, outcome: 'fail', reason: null, findings: [finding] },
        { ...requirement, outcome: 'not-tested', reason: text },
      ];
    };
    // One report holds many texts: a validator starts anew with each document.
    const texts = fc.array(fc.string({ unit: 'binary' }), { minLength: 15, maxLength: 40 });
    const property = fc.asyncProperty(texts, async (many) => {
      expect(await faults(junitXml({ ...result, requirements: many.flatMap(withText) }))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 12 });
  });
});
