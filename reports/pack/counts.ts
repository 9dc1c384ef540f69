import { SaxesParser } from 'saxes';
import type { Outcome } from '../../requirements/outcome.js';
import { reportFiles } from '../files.js';
import type { ConformanceResult } from '../result.js';
import { outcomes } from '../words.js';

/** What a report says of how many requirements came to what, as far as its format can say it. */
export type Counts = Readonly<Partial<Record<Outcome | 'requirements', number>>>;

/** How each report that counts is read; every one of them is written from the result and has to agree with it. */
export const countedReports: Readonly<Record<string, (text: string) => Counts>> = {
  [reportFiles.junit]: junitCounts,
  [reportFiles.matrix]: matrixCounts,
  [reportFiles.markdown]: markdownCounts,
  [reportFiles.ctrf]: ctrfCounts,
};

/** Where a report's counts differ from those of the result, a sentence each. */
export function disagreements(result: ConformanceResult, file: string, text: string): readonly string[] {
  const counts = countedReports[file]?.(text) ?? {};
  const stated = { ...result.summary, requirements: result.requirements.length };
  return Object.entries(counts).flatMap(([name, count]) => {
    const wanted = stated[name as Outcome | 'requirements'];
    return count === wanted ? [] : [`${file} counts ${count} ${name}, the result ${wanted}`];
  });
}

function junitCounts(xml: string): Counts {
  const elements = new Map<string, number>();
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => elements.set(name, (elements.get(name) ?? 0) + 1));
  parser.write(xml).close();
  const count = (name: string): number => elements.get(name) ?? 0;
  return { requirements: count('testcase'), fail: count('failure'), error: count('error') };
}

/** Of a row only the cells up to the outcome matter, and none of these can hold a comma or a quote. */
function matrixCounts(csv: string): Counts {
  const [head = '', ...rows] = csv.split('\r\n').filter((line) => line !== '');
  const column = head.split(',').indexOf('outcome');
  return { ...tally(rows.map((row) => row.split(',')[column] ?? '')), requirements: rows.length };
}

/** The first table of the summary has the outcomes for its head and their counts for its only row. */
function markdownCounts(markdown: string): Counts {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const cells = (row = ''): readonly string[] =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [heads, figures] = [cells(rows[0]), cells(rows[2])];
  return Object.fromEntries(outcomes.map((outcome) => [outcome, Number(figures[heads.indexOf(outcome)])]));
}

function ctrfCounts(json: string): Counts {
  const report = JSON.parse(json) as { results?: { tests?: readonly { rawStatus?: string }[] } };
  const tests = report.results?.tests ?? [];
  return { ...tally(tests.map(({ rawStatus = '' }) => rawStatus)), requirements: tests.length };
}

function tally(words: readonly string[]): Counts {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, words.filter((word) => word === outcome).length]));
}
