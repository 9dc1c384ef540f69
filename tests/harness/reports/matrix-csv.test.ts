import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { matrixCsv } from '../../../reports/writers/matrix-csv.js';
import { hostile, sampleResult } from './sample-result.js';

/** A reader by the letter of RFC 4180; throws on anything the RFC does not allow. */
function rows(csv: string): string[][] {
  const found: string[][] = [];
  let rest = csv;
  while (rest !== '') {
    const row: string[] = [];
    for (let separator = ','; separator === ',';) {
      const field = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (field === null) throw new Error(`not RFC 4180 at: ${rest.slice(0, 60)}`);
      row.push((field[1] ?? field[2] ?? '').replaceAll('""', '"'));
      separator = field[3] ?? '';
      rest = rest.slice(field[0].length);
    }
    found.push(row);
  }
  return found;
}

test.describe('the matrix as CSV', () => {
  test('has a header and one row of equal length for each requirement and practice', () => {
    const result = sampleResult();
    const [head = [], ...body] = rows(matrixCsv(result));
    expect(head.slice(0, 6)).toEqual(['id', 'level', 'area', 'interaction', 'practice', 'outcome']);
    expect(new Set(body.map((row) => row.length))).toEqual(new Set([head.length]));
    expect(body.map(([id, , , , practice, outcome]) => [id, practice, outcome])).toEqual(
      result.requirements.map(({ id, practice, outcome }) => [id, practice, outcome]),
    );
  });

  test('tells of a failure the rule, the place, what was expected and what came', () => {
    const row = rows(matrixCsv(sampleResult())).find(
      ([id, , , , practice]) => id === 'SLOT-010' && practice === 'A20047',
    );
    expect(row).toEqual(
      expect.arrayContaining(['slot.status', 'Bundle.entry[1].resource.status', 'free', 'busy', 'x-1-0001']),
    );
  });

  test('gives a spreadsheet no formula to run', () => {
    const row = rows(matrixCsv(sampleResult())).find(
      ([id, , , , practice]) => id === 'HTTP-005' && practice === 'A20047',
    );
    expect(row).toContain(`'${hostile.formula}`);
  });

  test('has no cell that starts a formula and no break in a cell, whatever a provider sends', () => {
    const result = sampleResult();
    const [requirement] = result.requirements;
    if (requirement === undefined) throw new Error('the sample has no requirement');
    const text = fc.tuple(
      fc.constantFrom('', '=', '+', '-', '@', '\t=', '\r\n@', '"=', ' +'),
      fc.string({ unit: 'binary' }),
    );
    const property = fc.property(text, ([start, rest]) => {
      const cells = rows(matrixCsv({ ...result, requirements: [{ ...requirement, reason: start + rest }] })).flat();
      expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell) || /[\r\n\t]/.test(cell))).toEqual([]);
    });
    fc.assert(property);
  });
});
