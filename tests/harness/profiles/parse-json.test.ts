import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { parseDocument } from '../../../profiles/index.js';
import { bytesOfText } from './corpus.js';

const read = (text: string) => parseDocument(bytesOfText(text), 'json');
const rulesOf = (text: string): readonly string[] => read(text).findings.map(({ rule }) => rule);

test.describe('JSON documents', () => {
  test('come out as JSON.parse would give them', () => {
    const text = '{"a":[1,-2.5,1e3,true,false,null,"x\\n\\u00e9\\\\\\/"],"b":{"c":{}},"":[[]]}';
    expect(read(text).value).toEqual(JSON.parse(text));
    expect(read(text).findings).toEqual([]);
  });

  test('keep the text of numbers that a JavaScript number loses', () => {
    const document = read('{"a":1.50,"b":[10.0,7],"c":2}');
    const value = document.value as { readonly b: object };
    expect(document.numberText(value, 'a')).toBe('1.50');
    expect(document.numberText(value.b, '0')).toBe('10.0');
    expect(document.numberText(value.b, '1')).toBeUndefined();
    expect(document.numberText(value, 'c')).toBeUndefined();
  });

  test('know line and column of every node, whatever ends the lines', () => {
    const document = read('{\r\n "a": [\r\n  1,\n  {"b/c~": "x"}\r ]\n}');
    expect(document.positionOf('')).toEqual({ line: 1, column: 1 });
    expect(document.positionOf('/a')).toEqual({ line: 2, column: 2 });
    expect(document.positionOf('/a/0')).toEqual({ line: 3, column: 3 });
    expect(document.positionOf('/a/1/b~1c~0')).toEqual({ line: 4, column: 4 });
    expect(document.line(4)).toBe('  {"b/c~": "x"}');
  });

  test('give the place of the nearest ancestor for a node that is not there', () => {
    const document = read('{"a":\n {"b": 1}}');
    expect(document.positionOf('/a/c/0/d')).toEqual(document.positionOf('/a'));
    expect(document.positionOf('/z')).toEqual({ line: 1, column: 1 });
  });

  test('tell of a property that stands twice, with the place of the second, and keep the last value', () => {
    const document = read('{"a":1,\n"b":{"c":1,"c":2}}');
    expect(document.findings).toMatchObject([{ rule: 'json.duplicate-key', pointer: '/b/c', line: 2, column: 12 }]);
    expect(document.value).toEqual({ a: 1, b: { c: 2 } });
  });

  test('are not led astray by property names that objects have by nature', () => {
    expect(rulesOf('{"constructor":1,"toString":2,"hasOwnProperty":3}')).toEqual([]);
    const { value } = read('{"__proto__":{"x":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('tell of a byte order mark and of bytes that are not UTF-8, and are read all the same', () => {
    const marked = parseDocument(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOfText('{"a":1}')]));
    expect(marked.findings.map(({ rule }) => rule)).toEqual(['text.bom']);
    expect(marked.value).toEqual({ a: 1 });
    const latin = parseDocument(Uint8Array.from([...bytesOfText('{"a":"caf'), 0xe9, ...bytesOfText('"}')]));
    expect(latin.findings).toMatchObject([{ rule: 'text.encoding', pointer: '/a', column: 10, actual: 'byte E9' }]);
    expect(latin.value).toEqual({ a: 'caf\uFFFD' });
  });

  test('find the first wrong byte wherever it is, and no fault in characters of four bytes', () => {
    expect(rulesOf('{"a":"\u{1F600}\uFFFD"}')).toEqual([]);
    for (const cut of [[0xf0, 0x9f], [0xe2, 0x82], [0xc3], [0x80], [0xff]]) {
      const { findings } = parseDocument(
        Uint8Array.from([...bytesOfText('{"a":"\u{1F600}'), ...cut, ...bytesOfText('"}')]),
      );
      expect(findings).toMatchObject([{ rule: 'text.encoding', column: 9 }]);
    }
  });

  for (const [fault, text, rule] of [
    ['a comma after the last property', '{"a":1,}', 'json.syntax'],
    ['a comma after the last item', '[1,]', 'json.syntax'],
    ['a comment', '{// x\n"a":1}', 'json.syntax'],
    ['single quotes', "{'a':1}", 'json.syntax'],
    ['a name without quotes', '{a:1}', 'json.syntax'],
    ['a second value behind the first', '{} {}', 'json.syntax'],
    ['text that breaks off', '{"a":[1', 'json.syntax'],
    ['a string that is not closed', '{"a":"b', 'json.syntax'],
    ['NaN', '{"a":NaN}', 'json.syntax'],
    ['an unknown escape', '{"a":"\\x"}', 'json.syntax'],
    ['a short unicode escape', '{"a":"\\u12"}', 'json.syntax'],
    ['a number with two points', '{"a":1.2.3}', 'json.syntax'],
    ['a leading zero', '{"a":020}', 'json.number'],
    ['a bare point', '{"a":1.}', 'json.number'],
    ['a raw line break in a string', '{"a":"x\ny"}', 'json.control-character'],
    ['nothing at all', ' \n', 'text.empty'],
    ['too many levels', '['.repeat(300), 'json.depth'],
  ] as const) {
    test(`tell of ${fault}`, () => {
      expect(rulesOf(text)).toEqual([rule]);
    });
  }

  test('say that they are incomplete after a syntax fault, and only then', () => {
    expect(read('{"a":1,}').complete).toBe(false);
    expect(read('{"a":020}').complete).toBe(true);
  });

  test('have the value that any reader finds, however much a text looks like the one before it', () => {
    const words = ['', 'a', 'ab', '\\', 'a\\', 'a"', '"', 'a","b', '\n', 'é', 'a\\"b', '__proto__'];
    const text = fc.constantFrom(...words);
    const value = fc.array(fc.array(fc.tuple(text, text), { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(value, (objects) => {
        const source = JSON.stringify(objects.map((members) => Object.fromEntries(members)));
        expect(JSON.stringify(parseDocument(bytesOfText(source), 'json').value)).toBe(source);
      }),
      { numRuns: 2_000 },
    );
  });
});
