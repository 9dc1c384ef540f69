import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isProblem, type ProblemKind } from '../../../problem.js';
import { areas, interactions } from '../../../requirements/catalogue.js';
import { readResult, writeResult } from '../../../reports/writers/json.js';
import { reportFiles } from '../../../reports/files.js';
import { outcomes, verdictWords } from '../../../reports/words.js';
import { test } from './fresh-folder.js';
import { sampleResult } from './sample-result.js';

function written(folder: string, name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function problemOf(action: () => unknown, kind: ProblemKind): string {
  try {
    action();
  } catch (error) {
    if (isProblem(error, kind)) return error.message;
    throw error;
  }
  throw new Error(`no ${kind} Problem was thrown`);
}

interface Schema {
  readonly additionalProperties?: unknown;
  readonly description?: string;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
}

const schemaFile = new URL('../../../reports/schema/conformance.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Schema;

function schemasBelow(at: Schema, path: string): (readonly [string, Schema])[] {
  const children = { ...at.properties, ...at.definitions, ...(at.items !== undefined && { items: at.items }) };
  return [[path, at], ...Object.entries(children).flatMap(([name, child]) => schemasBelow(child, `${path}/${name}`))];
}

test.describe('the result file', () => {
  test('is read back as it was written', ({ folder }) => {
    const result = sampleResult();
    expect(readResult(writeResult(result, folder))).toEqual(result);
  });

  test('that breaks its schema is a defect, and is still written', ({ folder }) => {
    const broken = { ...sampleResult(), exitCode: 0, extra: true };
    expect(problemOf(() => writeResult(broken, folder), 'defect')).toContain('extra');
    expect(JSON.parse(readFileSync(join(folder, reportFiles.result), 'utf8'))).toMatchObject({
      extra: true,
      exitCode: 0,
    });
  });

  test('whose exit code does not fit its verdict is a defect', ({ folder }) => {
    expect(problemOf(() => writeResult({ ...sampleResult(), exitCode: 4 }, folder), 'defect')).toContain('/exitCode');
  });

  test('whose counts disagree with its requirements is a defect that names both figures', ({ folder }) => {
    const result = sampleResult();
    const off = { ...result, summary: { ...result.summary, fail: 99 } };
    expect(problemOf(() => writeResult(off, folder), 'defect')).toContain(
      `/summary/fail says 99, counted ${result.summary.fail}`,
    );
  });

  test('that is missing, broken, foreign or of another version is refused with words that help', ({ folder }) => {
    const cases: readonly (readonly [string, string])[] = [
      [join(folder, 'absent.json'), 'cannot be read'],
      [written(folder, '0.json', '{"schemaVersion": '), 'is not JSON'],
      [written(folder, '1.json', '[]'), 'is no conformance result'],
      [written(folder, '2.json', 'null'), 'is no conformance result'],
      [written(folder, '3.json', '{"schemaVersion":"2.0"}'), 'schema version 2.0'],
      [written(folder, '4.json', '{"schemaVersion":"1.0"}'), "must have required property 'harness'"],
    ];
    for (const [file, words] of cases) {
      const message = problemOf(() => readResult(file), 'usage');
      expect(message).toContain(words);
      expect(message).toContain(file);
    }
  });
});

test.describe('the schema of the result', () => {
  const every = schemasBelow(schema, '');

  test('describes every field and lets no other in', () => {
    const undescribed = every.filter(
      ([path, at]) => !path.endsWith('/items') && at.$ref === undefined && !at.description,
    );
    expect(undescribed.map(([path]) => path)).toEqual([]);
    const open = every.filter(([, at]) => at.properties !== undefined && at.additionalProperties !== false);
    expect(open.map(([path]) => path)).toEqual([]);
    expect(every.length).toBeGreaterThan(70);
  });

  test('knows exactly the words the code knows', () => {
    const words = (path: string): unknown => every.find(([at]) => at === path)?.[1].enum;
    expect(words('/requirement/outcome')).toEqual(outcomes.toSorted(inOrderOf(words('/requirement/outcome'))));
    expect(words('/requirement/area')).toEqual(areas);
    expect(words('/requirement/interaction')).toEqual([...interactions, 'all']);
    expect(words('/verdict')).toEqual(Object.keys(verdictWords));
  });
});

/** Sorts by the order of another list; a word that is not in it comes first, so that the comparison fails. */
function inOrderOf(list: unknown): (one: string, other: string) => number {
  const order = Array.isArray(list) ? list : [];
  return (one, other) => order.indexOf(one) - order.indexOf(other);
}
