import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { readThoroughly } from '../../../profiles/validator/parse/xml.js';
import { scanXml } from '../../../profiles/validator/parse/xml-scanner.js';
import { bytesOf, corpus, validRows } from './corpus.js';

const textOf = (row: (typeof corpus)[number]): string => new TextDecoder().decode(bytesOf(row));
const texts = corpus.filter(({ format }) => format === 'xml').map(textOf);

const PIECES = [
  ...['<', '>', '/', '/>', '</', '"', "'", '&', '&amp;', '&lt;', '&#160;', '&#x2019;', '&#2;', '&#x0;', '&AMP;', '&nbsp;'],
  ...['<!-- x -->', '<!---->', '<![CDATA[x]]>', '<?p i?>', '<?xml version="1.0"?>', ']]>', ']', '<!DOCTYPE a>', '--'],
  ...[' ', '\n', '\r\n', '\r', '\t', '\u00a0', '\u0085', '\u2028', '\u0001', '\ufeff', '\ufffe', '\ud83d\ude00', '\ud83d', 'é', 'x'],
  ...[' value="q"', ' value="a\nb"', " id='z'", ' a:b="c"', ' xmlns="u"', ' xmlns=""', ' xmlnsX="u"', ' xmlns:x="u"', ' x = "y"'],
  ...['<a/>', '<a >', '</a >', '<x:y/>', '<_a/>', '<__proto__ value="1"/>', '<div>', '</div>', '<text><div>t</div></text>'],
  '<div xmlns="http://www.w3.org/1999/xhtml"><p class="a">t &amp; <b>u</b></p></div>',
]; // prettier-ignore

const edit = fc.record({
  at: fc.nat(),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(12)),
  insert: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })),
  between: fc.boolean(),
});

/** The text with an edit, half of the time behind the next tag, where more is allowed. */
function edited(text: string, { at, remove, insert, between }: typeof edit extends fc.Arbitrary<infer T> ? T : never) {
  const somewhere = at % (text.length + 1);
  const place = between ? text.indexOf('>', somewhere) + 1 : somewhere;
  return text.slice(0, place) + insert + text.slice(place + remove);
}

test.describe('the two readers of XML', () => {
  test.describe.configure({ timeout: 120_000 });

  test('make the same of every text that the quick one reads', () => {
    let quick = 0;
    let tried = 0;
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 2 }), (text, edits) => {
        const changed = edits.reduce(edited, text);
        const root = scanXml(changed);
        tried += 1;
        if (root === undefined) return;
        quick += 1;
        expect({ root, complete: true, faults: [] }).toStrictEqual(readThoroughly(changed));
      }),
      { numRuns: 4_000 },
    );
    expect(quick, 'too few were read by both to show anything').toBeGreaterThan(tried / 20);
  });

  test('need the thorough one for no valid document of the corpus', () => {
    const valid = validRows.filter(({ format }) => format === 'xml');
    expect(valid.filter((row) => scanXml(textOf(row)) === undefined).map(({ id }) => id)).toEqual([]);
  });

  for (const [what, inside] of [
    ['a comment', '<!-- x -->'],
    ['a prefix', '<f:active value="true"/>'],
    ['text between elements', 'text'],
    ['an entity that nobody declared', '<gender value="&x;"/>'],
    ['an attribute that stands twice', '<active value="true" value="true"/>'],
    ['a tag that is not closed', '<name>'],
    ['attributes that touch', '<a value="b"id="c"/>'],
  ] as const) {
    test(`leave ${what} to the thorough one`, () => {
      expect(scanXml(`<Patient xmlns="http://hl7.org/fhir">${inside}</Patient>`)).toBeUndefined();
    });
  }
});
