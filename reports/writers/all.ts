import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportFiles } from '../files.js';
import type { ConformanceResult } from '../result.js';
import { writeResult } from './json.js';
import { junitXml } from './junit.js';
import { appendStepSummary, markdownSummary } from './markdown.js';
import { matrixCsv } from './matrix-csv.js';

/**
 * Writes every report of one result below the folder, the result file last, so that a result that is there is complete.
 * Throws a `defect` Problem where the result breaks its schema; all files are written all the same. The Allure report
 * comes from the runner's own results: see `generateAllureReport`.
 */
export async function writeReports(
  result: ConformanceResult,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const markdown = markdownSummary(result);
  const texts: readonly (readonly [file: string, content: string])[] = [
    [reportFiles.markdown, markdown],
    [reportFiles.junit, junitXml(result)],
    [reportFiles.matrix, matrixCsv(result)],
  ];
  for (const [file, content] of texts) writeFileSync(join(folder, file), content);
  appendStepSummary(markdown, environment);
  writeResult(result, folder);
}
