import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isProblem } from '../../../problem.js';
import { allureCategories } from '../../../reports/allure/categories.js';
import { executorOf, writeExecutor } from '../../../reports/allure/executor.js';
import { generateAllureReport } from '../../../reports/allure/report.js';
import { analyticsIn, outsideReferences, selfContained } from '../../../reports/allure/self-contained.js';
import { sampleAllureResults } from './allure-sample/run.js';
import { test } from './fresh-folder.js';

interface AllureResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped';
  readonly statusDetails?: { readonly message?: string };
  readonly steps: readonly AllureStep[];
}

interface AllureStep {
  readonly name: string;
  readonly steps: readonly AllureStep[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly source: string }[];
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
  // One process for all of them, which runs the sample suite once; some start Allure itself besides.
  test.describe.configure({ mode: 'default', timeout: 240_000 });

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

  test('keeps each exchange inside the step that made it', ({ folder }) => {
    const results = sampleAllureResults(folder);
    const [passed] = resultsIn(results).filter(({ name }) => name === 'passes');
    const booking = passed?.steps.find(({ name }) => name === '2a book a slot')?.steps[0];
    const held = [booking, ...(booking?.steps ?? [])].flatMap((step) => step?.attachments ?? []);
    expect(held).toMatchObject([{ name: 'x-1-0002 201', type: 'application/json' }]);
    expect(readFileSync(join(results, held[0]?.source ?? ''), 'utf8')).toBe('{"id":"x-1-0002"}');
    expect(JSON.stringify(passed).split('x-1-0002 201')).toHaveLength(3);
  });

  test('as many files tells the same without analytics, with history, and with waived failures as accepted', async ({
    folder,
  }) => {
    const results = sampleAllureResults(folder);
    writeExecutor(results, { GITHUB_ACTIONS: 'true', GITHUB_WORKFLOW: 'conformance', GITHUB_RUN_NUMBER: '12' });
    const report = join(folder, 'allure-report');
    const options = { history: join(folder, 'h.jsonl'), form: 'multi' } as const;
    await generateAllureReport(results, report, options);
    const page = await generateAllureReport(results, report, options);
    if (page === undefined) throw new Error('no report was made');
    const read = (file: string): unknown => JSON.parse(readFileSync(join(report, file), 'utf8'));

    const html = readFileSync(page, 'utf8');
    expect(outsideReferences(html)).toEqual([]);
    expect(html).toContain("connect-src data: blob: 'self'");
    expect(html).toContain('"executor":{"name":"GitHub Actions"');
    for (const file of readdirSync(report, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    )) {
      expect(analyticsIn(readFileSync(join(report, file), 'utf8'))).toEqual([]);
    }
    const tests = readdirSync(join(report, 'data/test-results')).map((file) => read(`data/test-results/${file}`));
    expect(tests).toContainEqual(
      expect.objectContaining({ name: 'fails with a waiver', history: [expect.anything()] }),
    );
    expect(tests.find((one) => JSON.stringify(one).includes('"name":"fails with a waiver"'))).toMatchObject({
      status: 'failed',
      resolution: 'accepted',
      links: [{ url: 'https://tracker.example/GPC-12', type: 'issue' }],
      categories: [{ name: 'Waived conformance failure' }],
    });
    expect(read('widgets/default/statistic.json')).toMatchObject({ total: 8, failed: 4, resolutions: { accepted: 1 } });
    expect(JSON.stringify(read('widgets/allure_environment.json'))).toContain('Practice A20047');
    expect(existsSync('known-issues.json')).toBe(false);
  });

  test('finds each way a test can end in its own category', ({ folder }) => {
    const found = resultsIn(sampleAllureResults(folder)).map((result) => [result.name, categoryOf(result)]);
    expect(Object.fromEntries(found)).toEqual({
      passes: undefined,
      'passes with a warning': undefined,
      fails: 'Conformance failure',
      'fails with a waiver': 'Waived conformance failure',
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
    const gitlab = {
      GITLAB_CI: 'true',
      CI_JOB_NAME: 'gate',
      CI_PIPELINE_IID: '7',
      CI_JOB_URL: 'https://gl.example/j/7',
    };
    expect(executorOf(gitlab)).toMatchObject({
      type: 'gitlab',
      buildName: 'gate #7',
      buildUrl: 'https://gl.example/j/7',
    });
    const azure = {
      TF_BUILD: 'True',
      BUILD_DEFINITIONNAME: 'gate',
      BUILD_BUILDID: '8',
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/a/',
      SYSTEM_TEAMPROJECT: 'p',
    };
    expect(executorOf(azure)).toMatchObject({
      type: 'azure',
      buildUrl: 'https://dev.azure.com/a/p/_build/results?buildId=8',
      buildOrder: 8,
    });
    expect(executorOf({})).toEqual({ name: 'local', type: 'local' });
  });
});
