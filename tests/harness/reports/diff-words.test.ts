import { expect, test } from '@playwright/test';
import { differences, type Differences } from '../../../reports/diff/differences.js';
import { differencesInMarkdown, differencesInWords } from '../../../reports/diff/words.js';
import type { ConformanceResult } from '../../../reports/result.js';
import { hostile, sampleResult } from './sample-result.js';

/** The sample in which every requirement that passed fails, with the same hostile text wherever a provider's words can stand. */
function allFailing(text: string): ConformanceResult {
  const result = sampleResult();
  const finding = { rule: 'r', severity: 'error', path: text, message: text, expected: text, actual: text } as const;
  return {
    ...result,
    target: { ...result.target, name: text },
    requirements: result.requirements.map((row) =>
      row.outcome === 'pass' ? { ...row, outcome: 'fail' as const, findings: [finding] } : { ...row, reason: text },
    ),
  };
}

const found = (text = 'The slot is not free'): Differences => differences(sampleResult(), allFailing(text));

test('no change is one line with what was compared', () => {
  const words = differencesInWords(differences(sampleResult(), sampleResult()), 100);
  expect(words).toBe(`No change: ${sampleResult().requirements.length} requirements compared\n`);
});

test('hundreds of changes fit a screen: the verdict first, then what is worst, with counts of what is not shown', () => {
  const lines = differencesInWords(found(), 100).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(102);
  expect(lines[0]).toMatch(/^WORSE: \d+ newly failing/);
  const heading = lines.findIndex((line) => line.startsWith('Newly failing'));
  expect(lines[heading]).toMatch(/^Newly failing \(\d+, \d+ shown\)$/);
  expect(lines[heading + 1]).toMatch(
    /^ {2}- [A-Z]+-\d+ SHALL at A20047, B82617: pass -> fail: The slot is not free; expected/,
  );
});

test('one requirement at several practices is one line', () => {
  const ids = differencesInWords(found(), 100).match(/^ {2}- [A-Z]+-\d+/gm) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
});

test('what is fixed is told as such, and the other way round as failing', () => {
  const words = differencesInWords(differences(allFailing('x'), sampleResult()), 100);
  expect(words).toMatch(/^Not worse: .*\d+ fixed/);
  expect(words).not.toContain('Newly failing');
});

for (const [name, text] of Object.entries(hostile)) {
  test(`text of a provider that is ${name} steers neither terminal nor Markdown`, () => {
    const words = differencesInWords(found(text), 100);
    expect(words.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
    const markdown = differencesInMarkdown(found(text));
    expect(markdown).not.toMatch(/(?<!\\)<(?:script|img)/);
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
  });
}

test('Markdown has one table for each kind of change, with a row for each requirement up to a hundred', () => {
  const markdown = differencesInMarkdown(found());
  expect(markdown).toMatch(/^# WORSE: /);
  expect(markdown).toContain('| requirement | level | practices | before | after | why |');
  const rows = markdown.match(/^\| [A-Z]+-\d+ \|.*\| pass \| fail \|/gm) ?? [];
  expect(rows).toHaveLength(100);
  expect(markdown).toMatch(/\n\d+ more\.\n/);
});
