import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { code, prose, table } from '../../../reports/writers/markdown-text.js';
import { appendStepSummary, markdownSummary } from '../../../reports/writers/markdown.js';
import { test } from './fresh-folder.js';
import { counted, sampleResult } from './sample-result.js';

test.describe('the Markdown summary', () => {
  const text = markdownSummary(sampleResult());

  test('opens with the verdict and the counts, then the most important findings', () => {
    expect(
      text.startsWith(
        '# Example supplier, integration: non-conformant\n\nA SHALL is broken, or a waiver does not hold (exit code 1).',
      ),
    ).toBe(true);
    expect(text).toContain('| fail | error | warn | pass | not-tested |');
    expect(text).toContain(
      '1. **fail** SLOT-010 SHALL at `A20047`, `B82617`: The slot is not free; expected `free`, came `busy`',
    );
    expect(text.indexOf('## Most important findings')).toBeLessThan(text.indexOf('## Failing requirements'));
  });

  test('tells of each failure what was asked, what was expected, what came, where, and the source', () => {
    const section = text.slice(text.indexOf('### SLOT-010 SHALL at `A20047`'), text.indexOf('### BOOK-001'));
    for (const words of [
      'Every returned Slot has status free.',
      'Source: Simplifier guide',
      '- Asked: `GET https://provider.example/A20047/STU3/1/Slot?status=free',
      '- Expected: `free`',
      '- Came: `busy`',
      '- Where: `Bundle.entry[1].resource.status`, line 24, exchange `x-1-0001`',
    ]) {
      expect(section).toContain(words);
    }
  });

  test('shows the sessions with their step numbers, ranges and counts', () => {
    expect(text).toContain(
      '| 1a | search free slots at B82617, 2026-12-07 to 2026-12-21 | done | practice `B82617`, attempt `2`, from `2026-12-07`, to `2026-12-21` | `x-2-0002` | 50 |',
    );
    expect(text).toContain('| 1b | 0 free slots at B82617 | done | practice `B82617`, attempt `1`, slots `0`');
    expect(text).toContain('C81004 `failed: no answer`');
    expect(text).toContain('| 2b | answered 200 by A20047 | **failed** |');
  });

  test('says how to cancel by hand what was left in a diary', () => {
    expect(text).toContain('3 created, 2 cancelled, 2 left.');
    expect(text).toContain('`PUT https://provider.example/B82617/STU3/1/Appointment/4711`');
    expect(text).toContain('id not known');
  });

  test('of a clean run has no section without content', () => {
    const requirements = sampleResult().requirements.filter(({ outcome }) => outcome === 'pass');
    const clean = { ...sampleResult(), requirements, waivers: [], summary: counted(requirements), sessions: [] };
    const heads = markdownSummary({ ...clean, bookings: { created: 0, cancelled: 0, left: [] } }).match(/^##.*$/gm);
    expect(heads).toEqual(['## Bookings']);
  });

  test('is appended to the step summary of a CI server, and nowhere else', ({ folder }) => {
    const file = join(folder, 'step.md');
    appendStepSummary('one', { GITHUB_STEP_SUMMARY: file });
    appendStepSummary('two', { GITHUB_STEP_SUMMARY: file });
    appendStepSummary('three', {});
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });
});

test.describe('untrusted text in Markdown', () => {
  test('as running words keeps no character that Markdown or HTML would act on', () => {
    const property = fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.lorem()), (text) => {
      const written = prose(text);
      expect(written.replace(/\\[^A-Za-z0-9\s]/g, '')).not.toMatch(/[`*_[\]<>|~#&!@$\\\r\n]|:\/\//);
      expect(written).not.toMatch(/^([-+=]|\d+[.)])/);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('as a code span cannot leave it', () => {
    const property = fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|', '\\', '\n', '<') }), (text) => {
      const span = code(text);
      if (span === '(empty)') return;
      const fence = /^`+/.exec(span)?.[0] ?? '';
      const inner = span.slice(fence.length, -fence.length);
      expect(span.endsWith(fence)).toBe(true);
      expect((inner.match(/`+/g) ?? []).map((run) => run.length)).not.toContain(fence.length);
      expect(inner).not.toMatch(/^`|`$|\n/);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('in a table cannot make a cell of its own', () => {
    const property = fc.property(fc.string({ unit: fc.constantFrom('|', '\\', 'a', '`', '\n') }), (text) => {
      const [, , row = '', ...more] = table(['one', 'two'], [[prose(text), code(text)]]).split('\n');
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(3);
      expect(more).toEqual([]);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
