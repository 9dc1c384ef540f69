import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isProblem } from '../../../problem.js';
import { reportFiles } from '../../../reports/files.js';
import { outcomes } from '../../../reports/words.js';
import { writeReports } from '../../../reports/writers/all.js';
import { consoleSummary } from '../../../reports/writers/console.js';
import { readResult } from '../../../reports/writers/json.js';
import { test } from './fresh-folder.js';
import { sampleResult } from './sample-result.js';

test.describe('the reports of one result', () => {
  test('all come to the same counts', async ({ folder }) => {
    const result = sampleResult();
    await writeReports(result, folder, {});
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const { summary } = readResult(join(folder, reportFiles.result));

    const csv = read(reportFiles.matrix).split('\r\n').slice(1, -1);
    const inCsv = (outcome: string): number => csv.filter((row) => row.split(',')[5] === outcome).length;
    const markdown = read(reportFiles.markdown).split('\n');
    const counts = markdown[markdown.findIndex((line) => line.startsWith('| fail |')) + 2];
    const terminal = consoleSummary(result, { colour: false, width: 80 });
    for (const outcome of outcomes) {
      expect(inCsv(outcome)).toBe(summary[outcome]);
      expect(terminal).toMatch(new RegExp(`(^|\\s)${summary[outcome]} ${outcome}(\\s|$)`, 'm'));
    }
    expect(counts).toBe(`| ${outcomes.map((outcome) => summary[outcome]).join(' | ')} |`);

    const junit = read(reportFiles.junit);
    const number = (pattern: RegExp): number => junit.match(pattern)?.length ?? 0;
    const unjudged = (['not-tested', 'not-applicable', 'waived', 'manual'] as const).map((outcome) => summary[outcome]);
    expect(number(/<testcase /g)).toBe(result.requirements.length);
    expect(number(/<failure /g)).toBe(summary.fail);
    expect(number(/<error /g)).toBe(summary.error);
    expect(number(/<skipped /g)).toBe(unjudged.reduce((sum, one) => sum + one, 0));
    const fhir = read(reportFiles.testReport);
    const asserted = (result: string): number => fhir.split(`"assert": {\n      "result": "${result}"`).length - 1;
    expect(asserted('fail')).toBe(summary.fail);
    expect(asserted('warning')).toBe(summary.warn);
    expect(asserted('error')).toBe(summary.error);
    expect(asserted('pass')).toBe(summary.pass + summary.attested);
    const page = read(reportFiles.html);
    for (const outcome of outcomes) {
      expect(page).toContain(`<b>${summary[outcome]}</b> ${outcome}</a>`);
      expect(page.split(` data-o="${outcome}"`).length - 1).toBe(summary[outcome]);
    }
    expect(junit).toContain(
      `tests="${result.requirements.length}" failures="${summary.fail}" errors="${summary.error}"`,
    );
  });

  test('are all there even where the result breaks its schema', async ({ folder }) => {
    const thrown = await writeReports({ ...sampleResult(), exitCode: 0 }, folder, {}).catch((error: unknown) => error);
    expect(isProblem(thrown, 'defect')).toBe(true);
    for (const file of Object.values(reportFiles).filter((name) => !name.startsWith('allure'))) {
      expect(readFileSync(join(folder, file), 'utf8').length).toBeGreaterThan(1_000);
    }
  });
});
