import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import type { ConformanceResult } from '../../../reports/result.js';
import { consoleSummary, consoleVerdict } from '../../../reports/writers/console.js';
import { counted, hostile, sampleResult } from './sample-result.js';

const plain = { colour: false, width: 80, folder: 'reports/out' };
const lines = (result: ConformanceResult, width = 80): string[] =>
  consoleSummary(result, { ...plain, width })
    .trimEnd()
    .split('\n');

/** The sample with one text in every place where a provider's words can stand. */
function everywhere(text: string): ConformanceResult {
  const result = sampleResult();
  return {
    ...result,
    verdictReason: text,
    requirements: result.requirements.map((requirement) => ({
      ...requirement,
      reason: requirement.reason === null ? null : text,
      findings: requirement.findings.map((one) => ({
        ...one,
        message: text,
        expected: text,
        actual: text,
        path: text,
      })),
    })),
    bookings: {
      ...result.bookings,
      left: result.bookings.left.map((one) => ({ ...one, reason: text, description: text })),
    },
  };
}

test.describe('the console summary', () => {
  test('says verdict, exit code and counts first', () => {
    const result = sampleResult();
    const [verdict = '', , counts = ''] = lines(result);
    expect(verdict).toBe('NON-CONFORMANT (exit code 1): a SHALL is broken, or a waiver does not hold');
    expect(counts).toBe(
      `${result.summary.fail} fail   ${result.summary.error} error   ${result.summary.warn} warn   ${result.summary.pass} pass`,
    );
  });

  test('names the five most important findings, failures before errors before warnings', () => {
    const heads = lines(sampleResult()).filter((line) => /^\d (fail|error|warn) [A-Z]/.test(line));
    expect(heads).toEqual([
      '1 fail SLOT-010 SHALL at A20047, B82617, 3 more',
      '2 fail SLOT-020 SHALL at B82617, 1 more',
      '3 fail BOOK-001 SHALL at A20047, 1 more',
      '4 fail ERR-002 SHALL at B82617, 1 more',
      '5 error READ-001 SHALL at B82617',
    ]);
  });

  test('gathers what was not tested by its reason, the commonest first', () => {
    const text = consoleSummary(sampleResult(), plain);
    expect(text).toContain(
      'Not tested (4), and why (2 of 3 reasons)\n  2 × no free slot from 2026-11-23 to 2027-01-03 (BOOK-003, BOOK-004)',
    );
  });

  test('names bookings left, how to cancel them, and where the reports are', () => {
    const text = consoleSummary(sampleResult(), plain);
    expect(text).toContain('Bookings: 3 created, 2 cancelled, 2 left');
    expect(text).toContain('B82617 2026-12-07T09:10:00+00:00 "Conformance 7f3a-12" Appointment/4711');
    expect(text).toContain('gpc-conformance cleanup');
    expect(text).toContain('Reports: reports/out/report.html, summary.md, junit.xml');
  });

  test('of a clean run is short and speaks of no findings', () => {
    const requirements = sampleResult().requirements.filter(({ outcome }) => outcome === 'pass');
    const clean = {
      ...sampleResult(),
      requirements,
      summary: counted(requirements),
      bookings: { created: 1, cancelled: 1, left: [] },
    };
    const text = consoleSummary({ ...clean, verdict: 'conformant', exitCode: 0 }, plain);
    expect(text).toContain('CONFORMANT (exit code 0)');
    expect(text).not.toMatch(/findings|Not tested|cleanup/);
  });

  test('fits a screen whatever a provider sends', () => {
    for (const text of Object.values(hostile)) {
      const shown = lines(everywhere(text));
      expect(shown.length).toBeLessThanOrEqual(24);
      expect(Math.max(...shown.map((line) => [...line].length))).toBeLessThanOrEqual(80);
    }
  });

  test('fits 24 lines of 100 columns however wide the terminal is and however much there is to say', () => {
    const result = everywhere('a long word of a provider '.repeat(20));
    const [one] = result.requirements.filter(({ outcome }) => outcome === 'not-tested');
    const [left] = result.bookings.left;
    if (one === undefined || left === undefined) throw new Error('the sample has nothing that was not tested or left');
    const many = Array.from({ length: 12 }, (_, at) => at);
    const full = {
      ...result,
      requirements: [...result.requirements, ...many.map((at) => ({ ...one, reason: `reason ${at}` }))],
      bookings: { ...result.bookings, left: many.map(() => left) },
    };
    const shown = lines(full, 300);
    expect(shown.length).toBeLessThanOrEqual(24);
    expect(Math.max(...shown.map((line) => [...line].length))).toBeLessThanOrEqual(100);
    expect(shown.filter((line) => /^[1-5] (fail|error|warn) [A-Z]/.test(line))).toHaveLength(5);
    expect(shown.join(' ')).toContain('Bookings: 3 created, 2 cancelled, 12 left');
    expect(shown.join(' ')).toContain('and 11 more; cancel with: gpc-conformance cleanup');
    expect(shown.at(-1)).toContain('Reports: ');
  });

  test('when quiet says the verdict in one line, and the bookings that somebody has to cancel', () => {
    const result = sampleResult();
    const clean = { ...result, bookings: { ...result.bookings, left: [] } };
    expect(consoleVerdict(clean, { ...plain, width: 100 })).toBe(
      'NON-CONFORMANT (exit code 1): a SHALL is broken, or a waiver does not hold\n',
    );
    expect(consoleVerdict(result, plain)).toContain('Appointment/4711');
  });

  test('lets no text steer the terminal, and keeps to the width', () => {
    const property = fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 40, max: 200 }),
      (text, width) => {
        const shown = lines(everywhere(`${hostile.terminal}${text}`), width);
        expect(shown.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(shown.filter((line) => line.startsWith('    ') && [...line].length > Math.min(width, 160))).toEqual([]);
      },
    );
    fc.assert(property, {
      numRuns: 25,
      examples: [
        ['\ufff9\ufffe\u{10000}', 40],
        [`\ufffe${'\u{10000}'.repeat(5)}`, 41],
      ],
    });
  });

  test('is the same text with colour and without', () => {
    const coloured = consoleSummary(sampleResult(), { ...plain, colour: true });
    const codes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(coloured).toMatch(codes);
    expect(coloured.replace(codes, '')).toBe(consoleSummary(sampleResult(), plain));
  });
});
