import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { outsideReferences } from '../../../../reports/allure/self-contained.js';
import { markup } from '../../../../reports/html/markup.js';
import { htmlReport } from '../../../../reports/html/page.js';
import { recordedExchanges } from '../../../../reports/html/recorded.js';
import type { ConformanceResult } from '../../../../reports/result.js';
import { test } from '../fresh-folder.js';
import { writeSampleExchanges } from '../sample-exchanges.js';
import { counted, sampleResult } from '../sample-result.js';

function page(result: ConformanceResult, folder: string): string {
  return htmlReport(result, recordedExchanges(result, folder));
}

test.describe('markup', () => {
  test('lets no text become an element or leave its attribute', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: html } = markup`<a title="${text}">${text}</a>`;
      expect(html.match(/[<>]/g)).toHaveLength(4);
      expect(html.match(/"/g)).toHaveLength(2);
      expect(html).not.toMatch(/(?![\n\t])\p{Cc}/u);
    });
    fc.assert(property);
  });

  test('keeps markup, joins lists, and leaves out what is not there', () => {
    expect(markup`<ul>${[markup`<li>a</li>`, 'b&', 3]}${undefined}${false}</ul>`.text).toBe(
      '<ul><li>a</li>b&amp;3</ul>',
    );
  });
});

test.describe('the HTML report', () => {
  test('loads nothing and lets only its own style and script in', ({ folder }) => {
    const result = sampleResult();
    writeSampleExchanges(result, folder);
    const html = page(result, folder);
    expect(outsideReferences(html)).toEqual([]);
    expect(html).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<[a-z][^>]* (?:style|on\w+)=/);
  });

  test('has one place for every requirement, finding and exchange, and no link that leads nowhere', ({ folder }) => {
    const result = sampleResult();
    writeSampleExchanges(result, folder);
    const html = page(result, folder);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const { id } of [...result.requirements, ...result.exchanges]) expect(ids).toContain(id);
    const targets = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id = '']) => id);
    expect([...new Set(targets)].filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('stays under 3 MB for a full run in which much is wrong', ({ folder }) => {
    const result = fullRun();
    writeSampleExchanges(result, folder, ({ id }) => bundleNamed(id));
    const html = page(result, folder);
    expect(html.length).toBeLessThan(3_000_000);
    expect(html).toContain('id="x-9-1500"');
    // What findings speak of is there in full, whatever else has to make room.
    expect(html).toContain('bundle-x-9-0001');
    expect(html).not.toContain('bundle-x-9-1500');
  });

  test('is still made where exchanges are missing or broken, and says so', ({ folder }) => {
    const result = sampleResult();
    writeSampleExchanges(result, folder);
    writeFileSync(join(folder, 'exchanges/x-1-0001.json'), '{ not json');
    const html = page({ ...result, requirements: [], summary: counted([]), sessions: [] }, join(folder));
    expect(html).toContain('The file of this exchange is not there');
    expect(page(result, join(folder, 'elsewhere'))).toContain('id="x-1-0001"');
  });
});

const bundleNamed = (id: string): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    id: `bundle-${id}`,
    entry: Array.from({ length: 12 }, (_none, index) => ({
      resource: { resourceType: 'Slot', id: `slot-${index}`, comment: `${id} `.repeat(20) },
    })),
  });

/** Every requirement failing with many findings, and 1,500 exchanges with different bodies, of which findings speak of 300. */
function fullRun(): ConformanceResult {
  const result = sampleResult();
  const [first] = result.exchanges;
  if (first === undefined) throw new Error('the sample has no exchange');
  const exchanges = Array.from({ length: 1500 }, (_none, index) => {
    const id = `x-9-${String(index + 1).padStart(4, '0')}`;
    return { ...first, id, file: `exchanges/${id}.json` };
  });
  const requirements = result.requirements.map((requirement, index) => ({
    ...requirement,
    outcome: index % 4 === 0 ? ('fail' as const) : requirement.outcome,
    findings: Array.from({ length: index % 4 === 0 ? 20 : 0 }, (_none, number) => ({
      rule: 'cardinality.min',
      severity: 'error' as const,
      path: `Bundle.entry[${number}].resource.comment`,
      message: 'The element is missing',
      expected: 'at least 1',
      actual: 'none',
      exchange: exchanges[(index + number) % 300]?.id ?? '',
    })),
  }));
  const sessions = Array.from({ length: 150 }, (_none, index) => result.sessions[index % 4]).flatMap(
    (session) => session ?? [],
  );
  const named = sessions.map((session, index) => ({ ...session, test: `${session.test} ${index}` }));
  return { ...result, requirements, summary: counted(requirements), exchanges, sessions: named };
}
