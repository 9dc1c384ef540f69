import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isProblem } from '../../../problem.js';
import { allureCategories } from '../../../reports/allure/categories.js';
import { executorOf, writeExecutor } from '../../../reports/allure/executor.js';
import { generateAllureReport } from '../../../reports/allure/report.js';
import { outsideReferences, selfContained } from '../../../reports/allure/self-contained.js';
import { sampleAllureResults } from './allure-sample/run.js';
import { test } from './fresh-folder.js';

interface AllureResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped';
  readonly statusDetails?: { readonly message?: string };
}

const resultsIn = (folder: string): AllureResult[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('-result.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as AllureResult);

/** The category Allure 2 puts a result into: the first whose pattern matches the whole message. */
function categoryOf({ status, statusDetails }: AllureResult): string | undefined {
  return allureCategories.find(({ matchedStatuses, messageRegex }) => {
    if (!matchedStatuses.some((one) => String(one) === status)) return false;
    return messageRegex === undefined || new RegExp(`^(?:${messageRegex})$`).test(statusDetails?.message ?? '');
  })?.name;
}

test.describe('the Allure report', () => {
  // A runner and Allure itself are started in each test.
  test.describe.configure({ timeout: 240_000 });

  test('is one file without analytics that reaches nobody, made from a real run', async ({ folder }) => {
    const results = sampleAllureResults(folder);
    writeExecutor(results, {});
    const file = await generateAllureReport(results, join(folder, 'allure-report'), {
      history: join(folder, 'h.jsonl'),
    });
    if (file === undefined) throw new Error('no report was made');
    expect(readdirSync(join(folder, 'allure-report'))).toEqual(['index.html']);
    const page = readFileSync(file, 'utf8');
    expect(outsideReferences(page)).toEqual([]);
    expect(page).not.toMatch(/googletagmanager|gtag\(/);
    expect(page).toContain('Content-Security-Policy');
    expect(readFileSync(join(folder, 'h.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('finds each way a test can end in its own category', ({ folder }) => {
    const found = resultsIn(sampleAllureResults(folder)).map((result) => [result.name, categoryOf(result)]);
    expect(Object.fromEntries(found)).toEqual({
      passes: undefined,
      'passes with a warning': undefined,
      fails: 'Conformance failure',
      'has no network': 'Network',
      'has no data': 'Data or precondition missing',
      'meets a defect': 'Harness',
      'takes too long': 'Time-out of a test',
    });
  });

  test('names the practices in its environment, without what a URL may hide', ({ folder }) => {
    const environment = readFileSync(join(sampleAllureResults(folder), 'environment.properties'), 'utf8');
    expect(environment).toContain("Practice\\ A20047=Dr Legg's Surgery, https://provider.example/A20047");
    expect(environment).not.toMatch(/secret|key=1/);
  });

  test('of no results is none, and an older one is gone', async ({ folder }) => {
    const report = join(folder, 'allure-report');
    const empty = join(folder, 'allure-results');
    mkdirSync(report);
    writeFileSync(join(report, 'index.html'), 'an older report');
    expect(await generateAllureReport(join(folder, 'missing'), report)).toBeUndefined();
    expect(existsSync(report)).toBe(false);
    mkdirSync(empty);
    writeExecutor(empty, {});
    expect(await generateAllureReport(empty, report)).toBeUndefined();
    expect(existsSync(report)).toBe(false);
  });

  test('that cannot be made is a defect with the words of Allure', async ({ folder }) => {
    const results = join(folder, 'allure-results');
    mkdirSync(results);
    writeFileSync(join(results, '1-result.json'), '{}');
    writeFileSync(join(folder, 'allure-report'), 'a file where a folder should be');
    mkdirSync(join(folder, 'h.jsonl'));
    const made = generateAllureReport(results, join(folder, 'allure-report'), { history: join(folder, 'h.jsonl') });
    const thrown = await made.catch((error: unknown) => error);
    expect(isProblem(thrown, 'defect')).toBe(true);
    expect(String(thrown)).toContain('Allure could not make its report');
  });
});

test.describe('a page that must reach nobody', () => {
  const page = (body: string): string => selfContained(`<html><head></head><body>${body}</body></html>`);

  test('may hold links that are followed and addresses in text and scripts', () => {
    const harmless =
      '<a href="https://a.example/">a</a> https://b.example <script>const c = "<img src=https://c.example/>"</script>';
    expect(outsideReferences(page(harmless))).toEqual([]);
  });

  test('is refused for everything that loads from elsewhere', () => {
    const cases = [
      '<script src="https://a.example/a.js"></script>',
      '<script async src=//a.example/a.js></script>',
      '<link rel="stylesheet" href="https://a.example/a.css">',
      "<img alt='>' src='http://a.example/a.png'>",
      '<iframe src="https://a.example/"></iframe>',
      '<form action="https://a.example/"></form>',
      '<script>load("https://www.google-analytics.com/collect")</script>',
    ];
    for (const harmful of cases) expect(outsideReferences(page(harmful)), harmful).toHaveLength(1);
  });

  test('is refused where it has no security policy', () => {
    expect(outsideReferences('<html><head></head></html>')).toEqual(['the page has no security policy']);
  });
});

test.describe('the executor', () => {
  test('is the CI server that says so, with name, number and address of the build', () => {
    const github = {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKFLOW: 'conformance',
      GITHUB_RUN_NUMBER: '12',
      GITHUB_RUN_ID: '99',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'a/b',
    };
    expect(executorOf(github)).toEqual({
      name: 'GitHub Actions',
      type: 'github',
      buildName: 'conformance #12',
      buildUrl: 'https://github.com/a/b/actions/runs/99',
      buildOrder: 12,
    });
    expect(executorOf({ JENKINS_URL: 'https://ci.example/' })).toEqual({ name: 'Jenkins', type: 'jenkins' });
    expect(executorOf({})).toEqual({ name: 'local', type: 'local' });
  });
});
