import { test, expect } from '@playwright/test';
import { createValidator, parseDocument } from '../../../profiles/index.js';
import { bytesOf, bytesOfText, documentOf, validRows } from './corpus.js';

const namespace = 'xmlns="http://hl7.org/fhir"';
const validator = createValidator();
const read = (text: string) => parseDocument(bytesOfText(text));
const patient = (inside: string) => read(`<Patient ${namespace}>${inside}</Patient>`);
const rulesOf = (inside: string): readonly string[] => patient(inside).findings.map(({ rule }) => rule);

test.describe('XML documents', () => {
  for (const row of validRows.filter(({ format }) => format === 'xml')) {
    test(`${row.id} has the value of its JSON form`, () => {
      const document = parseDocument(bytesOf(row), 'xml');
      expect(document.findings).toEqual([]);
      expect(document.value).toEqual(documentOf(row.id.replace(/-xml$/, '')));
    });
  }

  test('make numbers and booleans of what is one, and keep how a number was written', () => {
    const document = read(
      `<Location ${namespace}><position><longitude value="-1.50"/><latitude value="54"/></position></Location>`,
    );
    const { position } = document.value as { readonly position: object };
    expect(position).toEqual({ longitude: -1.5, latitude: 54 });
    expect(document.numberText(position, 'longitude')).toBe('-1.50');
    expect(patient('<active value="yes"/>').value).toEqual({ resourceType: 'Patient', active: 'yes' });
  });

  test('report an element that is called like the prototype of objects', () => {
    const { findings } = validator.validate(
      bytesOfText(`<Patient ${namespace}><__proto__><active value="true"/></__proto__></Patient>`),
    );
    expect(findings.map(({ rule, pointer }) => [rule, pointer])).toContainEqual(['structure.unknown', '/__proto__']);
  });

  test('put the id and the extensions of primitives into companions, in step with the values', () => {
    const { value } = patient(
      '<name><given value="A"/><given id="g"/><given value="C"><extension url="x:y"/></given></name>',
    );
    expect(value).toEqual({
      resourceType: 'Patient',
      name: [{ given: ['A', null, 'C'], _given: [null, { id: 'g' }, { extension: [{ url: 'x:y' }] }] }],
    });
  });

  test('know line and column of every node by its JSON pointer, through contained resources too', () => {
    const document = read(
      `<Patient ${namespace}>\n <contained>\n  <Organization>\n   <name value="x"/>\n  </Organization>\n </contained>\n <name/>\n <name><given value="A"/></name>\n</Patient>`,
    );
    expect(document.positionOf('/contained/0/name')).toEqual({ line: 4, column: 4 });
    expect(document.positionOf('/name/1/given/0')).toEqual({ line: 8, column: 8 });
    expect(document.positionOf('/name/7')).toEqual({ line: 7, column: 2 });
  });

  test('may use a prefix for the namespace', () => {
    const { value, findings } = read('<f:Patient xmlns:f="http://hl7.org/fhir"><f:active value="true"/></f:Patient>');
    expect(findings).toEqual([]);
    expect(value).toEqual({ resourceType: 'Patient', active: true });
  });

  test('keep a narrative as it is written', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; b</p></div>';
    expect(patient(`<text><status value="generated"/>${div}</text>`).value).toMatchObject({ text: { div } });
  });

  for (const [fault, inside, rule] of [
    ['an attribute that does not exist', '<active value="true" lang="en"/>', 'xml.attribute'],
    ['text between elements', '<name>hello</name>', 'xml.text'],
    ['a value as text', '<active>true</active>', 'xml.text'],
    ['a primitive without value', '<active/>', 'xml.empty'],
    ['elements in the wrong order', '<gender value="male"/><active value="true"/>', 'xml.order'],
    ['a repetition torn apart', '<name/><telecom/><name/>', 'xml.order'],
    ['a single element that stands twice', '<active value="true"/><active value="true"/>', 'cardinality.max'],
    ['another namespace inside', '<active xmlns="urn:x" value="true"/>', 'xml.namespace'],
    ['two resources in one', '<contained><Basic/><Basic/></contained>', 'xml.resource'],
    ['a url that is an element', '<extension><url value="x:y"/></extension>', 'xml.attribute'],
    ['an end tag that is missing', '<name>', 'xml.syntax'],
    ['an entity that nobody declared', '<gender value="&x;"/>', 'xml.syntax'],
    ['a prefix that is not bound', '<q:active value="true"/>', 'xml.syntax'],
    ['a narrative outside XHTML', '<text><status value="empty"/><div>x</div></text>', 'narrative.namespace'],
  ] as const) {
    test(`tell of ${fault}`, () => {
      expect(rulesOf(inside)).toContain(rule);
    });
  }

  test('refuse a document type, and with it every entity it could declare', () => {
    const { findings, complete } = read(
      `<!DOCTYPE x [<!ENTITY a "b">]><Patient ${namespace}><gender value="&a;"/></Patient>`,
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['xml.doctype']);
    expect(complete).toBe(false);
  });

  test('tell once of the wrong namespace of a whole document', () => {
    expect(read('<Patient><name><given value="A"/></name></Patient>').findings.map(({ rule }) => rule)).toEqual([
      'xml.namespace',
    ]);
  });

  test('tell of an encoding that is not UTF-8', () => {
    expect(
      read(`<?xml version="1.0" encoding="ISO-8859-1"?><Patient ${namespace}/>`).findings.map(({ rule }) => rule),
    ).toEqual(['text.encoding']);
  });
});
