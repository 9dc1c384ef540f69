import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { messageOf, Problem } from '../../problem.js';
import { allureConfigCategories, allureResolutions } from './categories.js';
import { analyticsIn, outsideReferences, selfContained } from './self-contained.js';

/** `single`: one file that opens from disk; `multi`: a folder for a web server, whose pages load their parts when needed. */
export type AllureForm = 'single' | 'multi';

/** What may be said of an Allure report. `history` is a file that is kept between runs, for trends. */
export interface AllureReportOptions {
  readonly name?: string;
  readonly history?: string;
  /** `single` if left out. */
  readonly form?: AllureForm;
}

const ordinaryName = 'GP Connect appointments conformance';
/** So many runs are kept in the history; older ones fall out at its beginning. */
const longestHistory = 100;
/** Allure takes a second or two; a run must end even where it hangs. */
const longestMs = 120_000;

/**
 * Generates the Allure report of a run, from which nobody is told who reads it, and returns the path of its page:
 * undefined where there are no results to report on. As one file it opens from disk without any network request; as many
 * it only asks the server it came from. An older report in the folder is removed in any case.
 * Throws a `defect` Problem where Allure fails or a page could still reach somebody else.
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
  const form = options.form ?? 'single';
  if (form === 'single') removeAllBut('index.html', reportFolder);
  const outside = filesBelow(reportFolder).flatMap((name) => silenced(join(reportFolder, name), form));
  if (outside.length > 0) {
    rmSync(reportFolder, { recursive: true, force: true });
    throw new Problem('defect', { what: `The Allure report would reach out: ${outside.join('; ')}`, where: file });
  }
  return file;
}

/** Allure's own pages, programs and styles; what a provider sent lies among its data and is evidence. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(?:html|m?js|css)$/.test(name) && !name.startsWith('data'),
  );

/** Takes the analytics out of a file of the report, in place; returns what could still reach somebody. */
function silenced(file: string, form: AllureForm): readonly string[] {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.html')) return analyticsIn(text);
  const page = selfContained(text, form);
  writeFileSync(file, page);
  return outsideReferences(page);
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
  writeFileSync(config, JSON.stringify({ ...configuration(report, options), resolutions: resolutionsIn(folder) }));
  const program = fileURLToPath(import.meta.resolve('allure'));
  const files = options.form === 'multi' ? [] : ['--single-file'];
  const words = [program, 'awesome', ...files, '--config', config, '--cwd', dirname(results), basename(results)];
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

/** Allure would leave its list of issues, which is empty here, in the folder it is called from. */
const resolutionsIn = (folder: string): object => ({
  ...allureResolutions,
  knownIssuesPath: join(folder, 'known-issues.json'),
});

const configuration = (output: string, { name = ordinaryName, history }: AllureReportOptions): object => ({
  name,
  output,
  categories: allureConfigCategories,
  ...(history !== undefined && { historyPath: resolve(history), historyLimit: longestHistory }),
});

/** Only what Node needs to start: no CI variables and no tokens, which Allure would look at. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const needed = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
