import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { oneLine, shortened } from '../../../reports/untrusted-text.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', '\u001b', '\u202e', '\ud800', '😀', '~', '\u007f'),
    maxLength: 60,
  }),
);

test('a text in one line shows nothing unseen, keeps to its length, and is the same when it is asked again', () => {
  const property = fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, longest) => {
    const line = oneLine(text, longest);
    expect([...line].length).toBeLessThanOrEqual(longest + 1);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(oneLine(line, longest + 1)).toBe(line);
  });
  fc.assert(property, { numRuns: 200 });
});

test('text of plain characters stands as it is, and each unseen one between them as its sign', () => {
  expect(oneLine('  GP  Connect\r\n Appointment ~ ')).toBe('GP Connect Appointment ~');
  expect(oneLine('a\u001bb\u202ec\ud800d\u007fe')).toBe('a␛b<U+202E>c\ufffdd␡e');
});

test('a text is cut between its characters only, and only where it has more of them than there is room for', () => {
  const property = fc.property(anyText, fc.integer({ min: 1, max: 70 }), (text, longest) => {
    const characters = [...text];
    const cut = shortened(text, longest);
    if (characters.length <= longest) expect(cut).toBe(text);
    else expect(cut).toBe(`${characters.slice(0, longest - 1).join('')}…`);
  });
  fc.assert(property, { numRuns: 200 });
});
