import { join } from 'node:path';
import { expect, mergeTests } from '@playwright/test';
import { writeExecutor } from '../../../reports/allure/executor.js';
import { generateAllureReport } from '../../../reports/allure/report.js';
import { sampleAllureResults } from '../reports/allure-sample/run.js';
import { test as withFolder } from '../reports/fresh-folder.js';
import { test as withBrowser } from './chromium.js';

const test = mergeTests(withFolder, withBrowser);

test.describe('the Allure report in a browser', () => {
  test('opens from disk, shows its tests and attachments, and asks nobody for anything', async ({ folder, open }) => {
    test.setTimeout(180_000);
    const results = sampleAllureResults(folder);
    writeExecutor(results, {});
    const file = await generateAllureReport(results, join(folder, 'allure-report'));
    if (file === undefined) throw new Error('no report was made');
    const { page, requests, complaints } = await open(file);
    await page.getByText('has no network').first().click();
    await page.getByText('no answer within 30000 ms').first().waitFor();
    await page.goBack();
    await page.getByText('fails with a waiver').first().click();
    await page.getByText('waiver of SLOT-010').first().waitFor();
    await page.getByText('Resolutions').first().click();
    await page.getByText('Accepted for a while by a waiver of the target').first().waitFor();
    await page.goBack();
    await page.getByText('passes', { exact: true }).first().click();
    await page.getByText('1a search for free slots').first().click();
    await page.getByText('x-1-0001 200').first().click();
    await page.waitForTimeout(1_000);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
  });
});
