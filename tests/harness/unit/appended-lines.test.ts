import { expect, test } from '@playwright/test';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppendedLines, cutTornLine } from '../../../appended-lines.js';
import { emptyFolder } from '../temporary-folder.js';

test('a look gives the complete lines since the last one, and what follows them', () => {
  const file = join(emptyFolder(), 'lines');
  const lines = new AppendedLines(file);
  expect(lines.next()).toEqual({ lines: [], rest: '', isAnew: false });
  appendFileSync(file, 'one\ntwo\nth');
  expect(lines.next()).toEqual({ lines: ['one', 'two'], rest: 'th', isAnew: false });
  expect(lines.next()).toEqual({ lines: [], rest: 'th', isAnew: false });
  appendFileSync(file, 'rée\n\n');
  expect(lines.next()).toEqual({ lines: ['thrée', ''], rest: '', isAnew: false });
  expect(lines.next()).toEqual({ lines: [], rest: '', isAnew: false });
});

test('a file that was taken away, put in place of another or cut short is read anew', () => {
  const file = join(emptyFolder(), 'lines');
  const lines = new AppendedLines(file);
  writeFileSync(file, 'one\ntwo\n');
  lines.next();
  rmSync(file);
  expect(lines.next()).toEqual({ lines: [], rest: '', isAnew: true });
  writeFileSync(file, 'three\nfour\nfive\n');
  expect(lines.next()).toEqual({ lines: ['three', 'four', 'five'], rest: '', isAnew: false });
  writeFileSync(file, 'six\n');
  expect(lines.next()).toEqual({ lines: ['six'], rest: '', isAnew: true });
});

test('the half of a line with which a killed process ended is cut off, and nothing else', () => {
  const file = join(emptyFolder(), 'lines');
  cutTornLine(file);
  const long = 'x'.repeat(200_000);
  for (const [before, after] of [
    ['one\ntwo\nth', 'one\ntwo\n'],
    ['one\ntwo\n', 'one\ntwo\n'],
    ['half', ''],
    ['', ''],
    [`one\n${long}`, 'one\n'],
    [`${long}\n`, `${long}\n`],
  ] as const) {
    writeFileSync(file, before);
    cutTornLine(file);
    expect(readFileSync(file, 'utf8')).toBe(after);
  }
});
