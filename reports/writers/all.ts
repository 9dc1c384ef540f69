import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, Problem } from '../../problem.js';
import { reportFiles } from '../files.js';
import { htmlReport } from '../html/page.js';
import { recordedExchanges } from '../html/recorded.js';
import type { ConformanceResult } from '../result.js';
import { ctrfReport } from './ctrf.js';
import { writeResult } from './json.js';
import { junitXml } from './junit.js';
import { appendStepSummary, markdownSummary } from './markdown.js';
import { matrixCsv } from './matrix-csv.js';
import { testReport } from './test-report.js';

/** The reports that are one file of text each, by name. */
const writers: readonly (readonly [file: string, text: (result: ConformanceResult, folder: string) => string])[] = [
  [reportFiles.markdown, markdownSummary],
  [reportFiles.junit, junitXml],
  [reportFiles.matrix, matrixCsv],
  [reportFiles.testReport, testReport],
  [reportFiles.ctrf, ctrfReport],
  [reportFiles.html, (result, folder) => htmlReport(result, recordedExchanges(result, folder))],
];

/**
 * Writes every report of one result below the folder, where its exchanges are too; the result file comes last, so that
 * the other reports are there when it is. Throws a `defect` Problem where a report cannot be made or the result breaks
 * its schema; all that can be written is written all the same. The Allure report comes from the runner's own results:
 * see `generateAllureReport`.
 */
export async function writeReports(
  result: ConformanceResult,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const failures = writers.flatMap(([file, text]) => {
    try {
      writeFileSync(join(folder, file), text(result, folder));
      return [];
    } catch (error) {
      return [`${file}: ${messageOf(error)}`];
    }
  });
  appendStepSummary(markdownSummary(result), environment);
  writeResult(result, folder);
  if (failures.length > 0) {
    throw new Problem('defect', { what: `Reports could not be written: ${failures.join('; ')}`, where: folder });
  }
}
