import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { messageOf, Problem } from '../../problem.js';
import { allureConfigCategories } from './categories.js';
import { outsideReferences, selfContained } from './self-contained.js';

/** What may be said of an Allure report. `history` is a file that is kept between runs, for trends. */
export interface AllureReportOptions {
  readonly name?: string;
  readonly history?: string;
}

const ordinaryName = 'GP Connect appointments conformance';
/** Allure takes a second or two; a run must end even where it hangs. */
const longestMs = 120_000;

/**
 * Generates the Allure report of a run as one file that opens from disk without any network request, and returns its
 * path; undefined where there are no results to report on. An older report in the folder is removed in any case.
 * Throws a `defect` Problem where Allure fails or the page could still reach somebody.
 */
export async function generateAllureReport(
  resultsFolder: string,
  reportFolder: string,
  options: AllureReportOptions = {},
): Promise<string | undefined> {
  rmSync(reportFolder, { recursive: true, force: true });
  if (!hasResults(resultsFolder)) return undefined;
  await runAllure(resolve(resultsFolder), resolve(reportFolder), options);
  const file = join(reportFolder, 'index.html');
  if (!existsSync(file)) throw new Problem('defect', { what: 'Allure has written no report', where: file });
  const page = selfContained(readFileSync(file, 'utf8'));
  const outside = outsideReferences(page);
  if (outside.length > 0) {
    rmSync(reportFolder, { recursive: true, force: true });
    throw new Problem('defect', { what: `The Allure report would reach out: ${outside.join('; ')}`, where: file });
  }
  removeAllBut('index.html', reportFolder);
  writeFileSync(file, page);
  return file;
}

/** Beside the page Allure leaves data for its own servers. */
function removeAllBut(kept: string, folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== kept) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const hasResults = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('-result.json'));

/**
 * The main module of the `allure` package is its command line. It is given a configuration of its own, so that it finds
 * no other on the machine, and it runs beside the results, so that their path is no pattern.
 */
async function runAllure(results: string, report: string, options: AllureReportOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'allure-'));
  const config = join(folder, 'allurerc.json');
  writeFileSync(config, JSON.stringify(configuration(report, options)));
  const program = fileURLToPath(import.meta.resolve('allure'));
  const words = [program, 'awesome', '--single-file', '--config', config, '--cwd', dirname(results), basename(results)];
  try {
    await promisify(execFile)(process.execPath, words, { timeout: longestMs, env: quietEnvironment() });
  } catch (cause) {
    throw new Problem('defect', {
      what: `Allure could not make its report: ${messageOf(cause)}`,
      where: results,
      cause,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const configuration = (output: string, { name = ordinaryName, history }: AllureReportOptions): object => ({
  name,
  output,
  categories: allureConfigCategories,
  ...(history !== undefined && { historyPath: resolve(history) }),
});

/** Only what Node needs to start: no CI variables and no tokens, which Allure would look at. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const needed = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
