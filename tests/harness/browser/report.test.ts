import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, mergeTests } from '@playwright/test';
import type { Page } from 'playwright-core';
import { htmlReport } from '../../../reports/html/page.js';
import { recordedExchanges } from '../../../reports/html/recorded.js';
import { reportFiles } from '../../../reports/files.js';
import { test as withFolder } from '../reports/fresh-folder.js';
import { writeSampleExchanges } from '../reports/sample-exchanges.js';
import { sampleResult } from '../reports/sample-result.js';
import { test as withBrowser } from './chromium.js';

const test = mergeTests(withFolder, withBrowser);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function writeReport(folder: string): string {
  const result = sampleResult();
  writeSampleExchanges(result, folder);
  const file = join(folder, reportFiles.html);
  writeFileSync(file, htmlReport(result, recordedExchanges(result, folder)));
  return file;
}

/** What the tests ask of an element; the harness is compiled without the types of a browser. */
interface Element {
  readonly id: string;
  readonly open?: boolean;
  readonly closest: (selector: string) => Element | null;
  readonly getBoundingClientRect: () => { readonly top: number };
  readonly ownerDocument: {
    readonly defaultView: { readonly getComputedStyle: (element: Element) => { stroke: string } };
  };
}

/** The ids of the rows of the matrix that can be seen. */
const shownRows = (page: Page): Promise<string[]> =>
  page.locator('.matrix tr[id]:visible').evaluateAll((rows: Element[]) => rows.map((row) => row.id));

/** Whether the folded part that holds an element is open. */
const opened = (page: Page, id: string): Promise<boolean> =>
  page.locator(`[id="${id}"]`).evaluate((part: Element) => part.closest('details')?.open ?? true);

/** How far below the upper edge of the screen an element begins, in pixels. */
const topOf = (page: Page, id: string): Promise<number> =>
  page.locator(`[id="${id}"]`).evaluate((part: Element) => part.getBoundingClientRect().top);

const openAll = (page: Page): Promise<unknown> =>
  page.evaluate('document.querySelectorAll("details").forEach((part) => { part.open = true; })');

/** What axe finds, by impact, with the element concerned. The page's policy keeps foreign scripts out, so axe is put in by the tool. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  const { violations: all } = found as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return all
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html ?? ''}`);
}

/** Whether two colours of the page differ enough to tell a light ground from a dark one. */
const ground = (page: Page): Promise<string> =>
  page.evaluate('getComputedStyle(document.body).backgroundColor').then(String);

test.describe('the HTML report in a browser', () => {
  test('opens from disk without any request and lets no text of a provider run', async ({ folder, open }) => {
    const { page, requests, complaints } = await open(writeReport(folder));
    await openAll(page);
    await page.waitForTimeout(200);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.verdict').textContent()).toContain('non-conformant (exit code 1)');
  });

  test('runs no script that found its way into the page', async ({ folder, open }) => {
    const file = writeReport(folder);
    const harmful =
      '<script>window.attacked = 1</script><p onclick="window.attacked = 1" id="trap">x</p><img src="https://evil.example/x.png">';
    writeFileSync(file, readFileSync(file, 'utf8').replace('<main>', `<main>${harmful}`));
    const { page, complaints } = await open(file);
    await page.locator('#trap').click();
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect(complaints.length).toBeGreaterThanOrEqual(2);
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('filters its matrix by area, level, practice and outcome, and by words', async ({ folder, open }) => {
    const result = sampleResult();
    const { page } = await open(writeReport(folder));
    const idsOf = (fits: (one: (typeof result.requirements)[number]) => boolean): string[] => [
      ...new Set(result.requirements.filter(fits).map(({ id }) => id)),
    ];
    const all = idsOf(() => true);
    expect((await shownRows(page)).toSorted()).toEqual(all.toSorted());

    await page.locator('select[name=outcome]').selectOption('fail');
    expect((await shownRows(page)).toSorted()).toEqual(idsOf(({ outcome }) => outcome === 'fail').toSorted());
    await page.locator('select[name=practice]').selectOption('A20047');
    expect((await shownRows(page)).toSorted()).toEqual(['BOOK-001', 'SLOT-010']);
    await page.locator('select[name=area]').selectOption('book');
    expect(await shownRows(page)).toEqual(['BOOK-001']);
    await page.locator('select[name=level]').selectOption('MAY');
    expect(await shownRows(page)).toEqual([]);
    expect(await page.locator('.filters output').textContent()).toBe(`0 of ${all.length} requirements`);

    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(async () => (await shownRows(page)).length).toBe(all.length);
    await page.getByRole('searchbox').fill('slot status FREE');
    const found = await shownRows(page);
    expect(found).toContain('SLOT-010');
    expect(found.length).toBeLessThan(40);
  });

  test('leads from a count to the requirements that are counted', async ({ folder, open }) => {
    const result = sampleResult();
    const { page } = await open(writeReport(folder));
    await page.locator('.counts a', { hasText: 'not-tested' }).click();
    const ids = new Set(result.requirements.filter(({ outcome }) => outcome === 'not-tested').map(({ id }) => id));
    expect(new Set(await shownRows(page))).toEqual(ids);
  });

  test('answers of a finding what was asked, what came, the rule, the source and the fix', async ({ folder, open }) => {
    const { page } = await open(writeReport(folder), 'SLOT-010-A20047');
    const finding = page.locator('#SLOT-010-A20047');
    await expect.poll(() => topOf(page, 'SLOT-010-A20047')).toBeLessThan(900);
    const text = (await finding.innerText()).replace(/\s+/g, ' ');
    for (const words of [
      'Rule Every returned Slot has status free.',
      "Source Simplifier guide '[Draft] GP Connect (Patient Facing) Appointment Management' v0.1",
      'Asked GET https://provider.example/A20047/STU3/1/Slot?status=free',
      'Expected free Came busy',
      'Likely fix Filter and order the slots in the search itself',
    ]) {
      expect(text).toContain(words);
    }
    expect((await finding.locator('mark').allInnerTexts()).map((line) => line.trim())).toEqual([
      '36      "status": "busy",',
    ]);
    await finding.getByText('Repeat it with curl').click();
    expect(await finding.locator('.curl pre').innerText()).toContain(`-H 'Authorization: Bearer '"$GPC_TOKEN"`);
  });

  test('draws each session with its lanes, its step numbers and its broken answers in red', async ({
    folder,
    open,
  }) => {
    const { page } = await open(writeReport(folder), 'sessions');
    const session = page.locator('.session', { hasText: 'federated booking session' });
    await session.locator('summary').first().click();
    const drawing = session.locator('svg.sequence');
    expect(await drawing.locator('.lane-name').allTextContents()).toEqual(['consumer', 'A20047', 'B82617', 'C81004']);
    expect(await drawing.locator('.step-number').allTextContents()).toEqual([
      '1a',
      '1a',
      '1a',
      '1b',
      '1b',
      '1b',
      '2a',
      '2b',
      '3',
    ]);
    const colour = (selector: string): Promise<string> =>
      drawing
        .locator(selector)
        .first()
        .evaluate((line: Element) => line.ownerDocument.defaultView.getComputedStyle(line).stroke);
    expect(await colour('.silent .request')).toBe('rgb(179, 20, 29)');
    expect(await colour('.sound .request')).not.toBe('rgb(179, 20, 29)');
    await drawing.locator('a[href="#x-1-0005"]').click();
    expect(await opened(page, 'x-1-0005')).toBe(true);
  });

  test('opens what an address leads to: a requirement, an exchange, also one that a filter hides', async ({
    folder,
    open,
  }) => {
    const file = writeReport(folder);
    const exchange = await open(file, 'x-1-0007');
    expect(await opened(exchange.page, 'x-1-0007')).toBe(true);
    expect(await opened(exchange.page, 'x-1-0006')).toBe(false);
    const requirement = await open(file, 'SLOT-010');
    await expect.poll(() => topOf(requirement.page, 'SLOT-010')).toBeLessThan(900);
    await requirement.page.locator('select[name=outcome]').selectOption('manual');
    await requirement.page.evaluate('location.hash = "BOOK-001"');
    await expect.poll(() => requirement.page.locator('#BOOK-001').isVisible()).toBe(true);
  });

  test('shows the merged availability, the timing and the bookings left', async ({ folder, open }) => {
    const { page } = await open(writeReport(folder));
    const rows = await page.locator('.availability tbody tr').allInnerTexts();
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      'A20047 1 booked 1 2 slots, earliest 2026-11-24T09:00:00+00:00',
      'B82617 · · no slots',
      'C81004 · · failed: no answer',
    ]);
    expect(await page.locator('.histogram').count()).toBe(4);
    expect(await page.locator('#bookings').innerText()).toContain(
      'https://provider.example/B82617/STU3/1/Appointment/4711',
    );
  });

  test('has no serious accessibility fault, light or dark, with everything open', async ({ folder, open }) => {
    test.setTimeout(240_000);
    const file = writeReport(folder);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(file, '', { colorScheme, bypassCSP: true });
      await openAll(page);
      expect(await violations(page), colorScheme).toEqual([]);
    }
  });

  test('is dark where the reader wants it dark', async ({ folder, open }) => {
    const file = writeReport(folder);
    const light = await open(file, '', { colorScheme: 'light' });
    const dark = await open(file, '', { colorScheme: 'dark' });
    expect(await ground(light.page)).toBe('rgb(255, 255, 255)');
    expect(await ground(dark.page)).toBe('rgb(18, 24, 31)');
  });

  test('needs no sideways scrolling on a phone', async ({ folder, open }) => {
    const { page } = await open(writeReport(folder), '', { viewport: { width: 360, height: 740 } });
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('can be walked with the keyboard alone', async ({ folder, open }) => {
    const { page } = await open(writeReport(folder));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the verdict');
    const exchange = page.locator('#x-1-0001 > summary');
    await exchange.focus();
    await page.keyboard.press('Enter');
    expect(await opened(page, 'x-1-0001')).toBe(true);
  });
});
