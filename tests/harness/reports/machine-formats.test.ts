import { test, expect } from '@playwright/test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { createValidator } from '../../../profiles/index.js';
import type { ConformanceResult, Verdict } from '../../../reports/result.js';
import { verdictWords } from '../../../reports/words.js';
import { ctrfReport } from '../../../reports/writers/ctrf.js';
import { testReport } from '../../../reports/writers/test-report.js';
import { sampleResult } from './sample-result.js';

const validator = createValidator();

/** What the validator finds wrong with a TestReport: errors only. */
function errorsIn(text: string): string[] {
  const { findings } = validator.validate(new TextEncoder().encode(text));
  return findings.filter(({ severity }) => severity === 'error').map(({ path, message }) => `${path}: ${message}`);
}

interface WrittenTestReport {
  readonly result: string;
  readonly test: readonly {
    readonly name: string;
    readonly action: readonly { readonly assert: { readonly result: string; readonly message?: string } }[];
  }[];
}

const written = (result: ConformanceResult): WrittenTestReport => JSON.parse(testReport(result)) as WrittenTestReport;

/** The sample with one text wherever somebody else's words can stand, and few requirements. */
function small(text: string, result = sampleResult()): ConformanceResult {
  const [requirement] = result.requirements;
  const [practice] = result.target.practices;
  if (requirement === undefined || practice === undefined) throw new Error('the sample is empty');
  const finding = { rule: 'x', severity: 'error', path: text, message: text, actual: text } as const;
  return {
    ...result,
    target: { name: text, practices: [{ ...practice, name: text }] },
    requirements: [
      { ...requirement, statement: `a${text}`, outcome: 'fail', reason: null, findings: [finding] },
      { ...requirement, outcome: 'not-tested', reason: text },
    ],
  };
}

test.describe('the FHIR TestReport', () => {
  test('is valid by the validator of this project', () => {
    expect(errorsIn(testReport(sampleResult()))).toEqual([]);
  });

  test('would be found invalid if a code were wrong', () => {
    expect(errorsIn(testReport(sampleResult()).replace('"result": "warning"', '"result": "warn"'))).not.toEqual([]);
  });

  test('stays valid whatever a provider sends, and for a run that judged nothing', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(errorsIn(testReport(small(text)))).toEqual([]);
    });
    fc.assert(property, { numRuns: 50 });
    expect(errorsIn(testReport({ ...sampleResult(), requirements: [] }))).toEqual([]);
  });

  test('has one assertion for each requirement and practice, and the outcome in its message', () => {
    const result = sampleResult();
    const { test: tests } = written(result);
    expect(tests.map(({ name }) => name)).toEqual(
      result.requirements.map(({ id, level, practice }) => `${id} ${level} at ${practice}`),
    );
    const shown = (name: string): unknown => tests.find((one) => one.name === name)?.action;
    expect(shown('SLOT-010 SHALL at A20047')).toEqual([
      { assert: { result: 'fail', message: 'fail: The slot is not free', detail: 'report.html#SLOT-010-A20047' } },
    ]);
    expect(shown('BOOK-003 SHALL at B82617')).toMatchObject([{ assert: { result: 'skip' } }]);
  });

  test('passes only a conformant run', () => {
    const verdicts = Object.keys(verdictWords) as Verdict[];
    const passed = verdicts.filter((verdict) => written({ ...sampleResult(), verdict }).result === 'pass');
    expect(passed).toEqual(['conformant']);
  });
});

test.describe('the CTRF report', () => {
  /** The part of the format's schema (version 0.0.0) that speaks of the properties used here. */
  const count = { type: 'integer', minimum: 0 };
  const text = { type: 'string' };
  const isCtrf = new Ajv({ allErrors: true }).compile({
    type: 'object',
    required: ['results', 'reportFormat', 'specVersion'],
    additionalProperties: false,
    properties: {
      reportFormat: { const: 'CTRF' },
      specVersion: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
      results: {
        type: 'object',
        required: ['tool', 'summary', 'tests'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['name'],
            additionalProperties: false,
            properties: { name: { type: 'string', minLength: 1 }, version: text },
          },
          summary: {
            type: 'object',
            required: ['tests', 'passed', 'failed', 'skipped', 'pending', 'other', 'start', 'stop'],
            additionalProperties: false,
            properties: {
              tests: count,
              passed: count,
              failed: count,
              skipped: count,
              pending: count,
              other: count,
              suites: count,
              start: count,
              stop: count,
            },
          },
          tests: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name', 'status', 'duration'],
              additionalProperties: false,
              properties: {
                name: { type: 'string', minLength: 1 },
                status: { enum: ['passed', 'failed', 'skipped', 'pending', 'other'] },
                duration: count,
                suite: { type: 'array', minItems: 1, items: text },
                message: text,
                trace: text,
                rawStatus: text,
                tags: { type: 'array', items: text },
              },
            },
          },
        },
      },
    },
  });

  test('follows the schema of the format', () => {
    const report: unknown = JSON.parse(ctrfReport(sampleResult()));
    expect(isCtrf(report) ? [] : isCtrf.errors).toEqual([]);
  });

  test('counts what stands in it, and keeps our own outcome beside its status', () => {
    const result = sampleResult();
    const { results } = JSON.parse(ctrfReport(result)) as {
      results: { summary: Record<string, number>; tests: { status: string; rawStatus: string }[] };
    };
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other']) {
      expect(results.summary[status]).toBe(results.tests.filter((one) => one.status === status).length);
    }
    expect(results.tests.map(({ rawStatus }) => rawStatus)).toEqual(result.requirements.map(({ outcome }) => outcome));
    expect(results.summary['failed']).toBe(result.summary.fail);
  });
});
