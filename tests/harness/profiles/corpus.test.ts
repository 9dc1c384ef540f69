import { test, expect } from '@playwright/test';
import { createValidator, type Validation } from '../../../profiles/index.js';
import { bytesOf, mutantRows, validRows, type CorpusRow } from './corpus.js';
import { acceptedOnPurpose } from './comparison.js';

const validator = createValidator();

function verdictOn(row: CorpusRow): Validation {
  return validator.validate(bytesOf(row), { format: row.format, profiles: row.profiles });
}

/** The path of what contains the element. */
function parentOf(path: string): string {
  return path.replace(/(?:\.[^.[\]]+|\[\d+\])$/, '');
}

function errorsAt(row: CorpusRow): readonly string[] {
  const places = [row.path ?? '', parentOf(row.path ?? '')];
  return verdictOn(row)
    .findings.filter((finding) => finding.severity === 'error' && places.includes(finding.path))
    .map((finding) => finding.rule);
}

test.describe('the corpus', () => {
  test('is complete', () => {
    expect(validRows).toHaveLength(45);
    expect(mutantRows).toHaveLength(284);
  });

  for (const row of validRows) {
    test(`${row.id} has no error`, () => {
      const { valid, findings } = verdictOn(row);
      expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
      expect(valid).toBe(true);
    });
  }

  for (const row of mutantRows.filter(({ contested, id }) => contested === undefined && !acceptedOnPurpose.has(id))) {
    test(`${row.id} is rejected where it is wrong: ${row.fault ?? ''}`, () => {
      expect(errorsAt(row)).not.toEqual([]);
      expect(verdictOn(row).valid).toBe(false);
    });
  }

  for (const [id, reason] of acceptedOnPurpose) {
    test(`${id} is accepted, with a note that says why`, () => {
      const row = mutantRows.find((each) => each.id === id);
      expect(row, 'a reason for a document that the corpus does not have').toBeDefined();
      if (row === undefined) return;
      const { valid, findings } = verdictOn(row);
      expect(valid).toBe(true);
      expect(findings.map((finding) => finding.message).join(' ')).toContain(`(${reason.decision})`);
    });
  }

  test('every finding has a line that holds its place', () => {
    for (const row of mutantRows) {
      const { findings, document } = verdictOn(row);
      for (const { line, column } of findings) {
        expect(line, row.id).toBeGreaterThanOrEqual(1);
        expect(column, row.id).toBeLessThanOrEqual(document.line(line).length + 1);
      }
    }
  });
});
