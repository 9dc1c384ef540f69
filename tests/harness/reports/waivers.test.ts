import { test, expect } from '@playwright/test';
import { parse } from 'yaml';
import { htmlReport } from '../../../reports/html/page.js';
import { waiverFor } from '../../../reports/ready-waiver.js';
import { concludedResult, type ResultFacts } from '../../../reports/run-report.js';
import type { ConformanceResult } from '../../../reports/result.js';
import type { RunEvidence } from '../../../reports/verdict.js';
import { ctrfReport } from '../../../reports/writers/ctrf.js';
import { writeResult } from '../../../reports/writers/json.js';
import { junitXml } from '../../../reports/writers/junit.js';
import { markdownSummary } from '../../../reports/writers/markdown.js';
import { matrixCsv } from '../../../reports/writers/matrix-csv.js';
import { testReport } from '../../../reports/writers/test-report.js';
import { judged, notJudged } from '../../../requirements/judgement.js';
import { attestationOf, evidence, member, suite, verdict, waiverOf } from '../unit/run-evidence.js';
import { test as withFolder } from './fresh-folder.js';
import { sampleResult } from './sample-result.js';

const found = (rule: string, severity: 'error' | 'warning' = 'error') =>
  ({ rule, severity, path: 'Bundle.entry[2].resource.status', message: `breaks ${rule}` }) as const;

const fails = (id: string, practice = 'A20047', rules: readonly string[] = ['slot.status']) =>
  judged(
    id,
    practice,
    rules.map((rule) => found(rule)),
  );
const passes = (id: string, practice = 'A20047') => judged(id, practice, []);

const { target, ...sample } = sampleResult();
const facts: ResultFacts = { ...sample, targetName: target.name };

const concluded = (given: RunEvidence): ConformanceResult => concludedResult(given, facts);

test.describe('a waived requirement', () => {
  test('says by whom, until when and why, and keeps what was found', () => {
    const waivers = [waiverOf('SLOT-010', { link: 'https://tracker.example/GPC-12' })];
    const {
      requirements,
      verdict: came,
      exitCode,
      summary,
    } = concluded(evidence(['SLOT-010'], [fails('SLOT-010')], { waivers }));
    expect(requirements[0]).toMatchObject({
      outcome: 'waived',
      reason: 'waived until 2027-01-31 by J. Smith: mended in 4.2 (https://tracker.example/GPC-12)',
      findings: [{ rule: 'slot.status' }],
      waivers,
    });
    expect([came, exitCode, summary.waived, summary.fail]).toEqual(['conformant', 0, 1, 0]);
  });

  test('is one that fails: an error or a gap stays what it is', () => {
    const waivers = [waiverOf('SLOT-010')];
    for (const outcome of ['error', 'not-tested'] as const) {
      const given = evidence(['SLOT-010'], [notJudged('SLOT-010', 'A20047', outcome, 'x')], { waivers });
      expect(verdict(given)).toMatchObject({ rows: [{ outcome }], verdict: 'incomplete' });
    }
  });

  test('is a warning in a strict run only, and the waiver waits for that in others', () => {
    const warned = judged('SESS-011', 'A20047', [found('session')]);
    const given = evidence(['SESS-011'], [warned], { waivers: [waiverOf('SESS-011')] });
    expect(concluded(given)).toMatchObject({
      verdict: 'conformant',
      summary: { warn: 1 },
      waivers: [{ state: 'not-judged' }],
    });
    expect(concluded({ ...given, strictness: 'strict' })).toMatchObject({
      verdict: 'conformant',
      summary: { waived: 1 },
      waivers: [{ state: 'used' }],
    });
  });

  test('still fails where more was found than its waiver accepts, and says so', () => {
    const waivers = [waiverOf('SLOT-010', { finding: { rule: 'slot.status' } })];
    const given = evidence(['SLOT-010'], [fails('SLOT-010', 'A20047', ['slot.status', 'slot.start'])], { waivers });
    const { requirements, waivers: uses, verdictReason } = concluded(given);
    expect(requirements[0]).toMatchObject({ outcome: 'fail', waivers });
    expect(requirements[0]?.reason).toBe('a waiver accepts only slot.status, and there is more');
    expect(uses).toMatchObject([{ state: 'used', accepts: ['A20047'] }]);
    expect(verdictReason).toBeUndefined();
  });

  test('looks at all findings, also those beyond the number that is kept', () => {
    const many = Array.from({ length: 60 }, (_none, at) => (at === 59 ? 'slot.start' : 'slot.status'));
    const judgement = judged(
      'SLOT-010',
      'A20047',
      many.map((rule, at) => ({ ...found(rule), path: `Bundle.entry[${at}]` })),
    );
    const waivers = [waiverOf('SLOT-010', { finding: { rule: 'slot.status' } })];
    expect(verdict(evidence(['SLOT-010'], [judgement], { waivers })).rows[0]?.outcome).toBe('fail');
  });
});

test.describe('a run fails', () => {
  const practices = [suite('A20047'), suite('B82617')];

  test('for a waiver that has expired, and what it covered fails again', () => {
    const waivers = [waiverOf('SLOT-010', { expires: '2026-11-21' })];
    const {
      requirements,
      verdictReason,
      exitCode,
      waivers: uses,
    } = concluded(evidence(['SLOT-010'], [fails('SLOT-010')], { waivers }));
    expect(requirements[0]).toMatchObject({ outcome: 'fail' });
    expect(requirements[0]?.reason).toBe('its waiver expired on 2026-11-21 (by J. Smith: mended in 4.2)');
    expect(verdictReason).toContain('The waiver of SLOT-010 (J. Smith) expired on 2026-11-21');
    expect([exitCode, uses?.[0]?.state]).toEqual([1, 'expired']);
    const mended = concluded(evidence(['SLOT-010'], [passes('SLOT-010')], { waivers }));
    expect(mended).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });

  test('for none that holds on its last day', () => {
    const waivers = [waiverOf('SLOT-010', { expires: '2026-11-22' })];
    expect(concluded(evidence(['SLOT-010'], [fails('SLOT-010')], { waivers })).exitCode).toBe(0);
  });

  test('for a waiver that is unused', () => {
    const given = evidence(['SLOT-010'], [passes('SLOT-010')], { waivers: [waiverOf('SLOT-010')] });
    expect(concluded(given)).toMatchObject({
      verdict: 'non-conformant',
      exitCode: 1,
      verdictReason: 'The waiver of SLOT-010 (J. Smith) is unused, since nothing it accepts was found: take it away',
      waivers: [{ state: 'unused', idle: ['A20047'] }],
    });
  });

  test('for a waiver of a finding that did not come, beside others that did', () => {
    const waivers = [waiverOf('SLOT-010', { finding: { rule: 'slot.start' } })];
    const uses = concluded(evidence(['SLOT-010'], [fails('SLOT-010')], { waivers })).waivers;
    expect(uses).toMatchObject([{ state: 'unused', idle: ['A20047'] }]);
  });

  test('for a waiver that also names practices where nothing fails', () => {
    const judgements = [fails('SLOT-010', 'A20047'), passes('SLOT-010', 'B82617')];
    for (const waiver of [waiverOf('SLOT-010'), waiverOf('SLOT-010', { practices: ['A20047', 'B82617'] })]) {
      const { verdictReason, waivers, summary } = concluded(
        evidence(['SLOT-010'], judgements, { practices, waivers: [waiver] }),
      );
      expect(summary.waived).toBe(1);
      expect(waivers).toMatchObject([{ state: 'too-broad', accepts: ['A20047'], idle: ['B82617'] }]);
      expect(verdictReason).toContain('is too broad, since B82617 needs none: name only A20047');
    }
    const all = [fails('SLOT-010', 'A20047'), fails('SLOT-010', 'B82617')];
    expect(concluded(evidence(['SLOT-010'], all, { practices, waivers: [waiverOf('SLOT-010')] })).exitCode).toBe(0);
  });

  test('for all its waivers that do not hold, in one reason', () => {
    const waivers = [waiverOf('SLOT-010'), waiverOf('SESS-001', { expires: '2026-01-01' })];
    const { verdictReason } = concluded(
      evidence(['SLOT-010', 'SESS-001'], [passes('SLOT-010'), passes('SESS-001')], { waivers }),
    );
    expect(verdictReason).toMatch(/SLOT-010 .* unused.*SESS-001 .* expired/);
  });
});

test.describe('no waiver is called unused', () => {
  const waivers = [waiverOf('SLOT-010'), waiverOf('BOOK-001')];

  test('whose requirement was not asked for, or not judged', () => {
    expect(concluded(evidence(['SESS-001'], [passes('SESS-001')], { waivers })).waivers).toBeUndefined();
    const open = notJudged('SLOT-010', 'A20047', 'not-tested', 'no free slot');
    expect(concluded(evidence(['SLOT-010'], [open], { waivers })).waivers).toMatchObject([{ state: 'not-judged' }]);
  });

  test('by one shard alone', () => {
    const part = { shownAt: new Set(['SLOT-010 A20047']), missing: 'shard 2/2 is missing' };
    const given = evidence(['SLOT-010'], [passes('SLOT-010')], { waivers, part });
    expect(concluded(given)).toMatchObject({ verdict: 'incomplete', waivers: [{ state: 'not-judged' }] });
  });

  test('by a run that only reads, where its requirement speaks of bookings', () => {
    const judgements = [passes('SLOT-010'), passes('BOOK-001')];
    const given = evidence(['SLOT-010', 'BOOK-001'], judgements, { waivers, walked: 'reads' });
    expect(concluded(given).waivers).toMatchObject([{ state: 'unused' }, { state: 'not-judged' }]);
  });

  test('for what a practice of the federation alone does right', () => {
    const practices = [suite('A20047'), member('C84001')];
    const judgements = [fails('SLOT-010'), passes('SLOT-010', 'C84001')];
    const given = evidence(['SLOT-010'], judgements, { practices, waivers: [waiverOf('SLOT-010')] });
    expect(concluded(given)).toMatchObject({ exitCode: 0, waivers: [{ state: 'used' }] });
  });
});

test.describe('an attestation', () => {
  const shown = (change: Parameters<typeof attestationOf>[1], more: Partial<RunEvidence> = {}) =>
    verdict(evidence(['SEC-014'], [], { attestations: [attestationOf('SEC-014', change)], ...more })).rows[0];

  test('shows who says so, when, and by what', () => {
    const { requirement: _id, ...attestation } = attestationOf('SEC-014');
    expect(shown({})).toMatchObject({ outcome: 'attested', attestation });
  });

  test('of more than twelve months ago warns, and fails in a strict run', () => {
    const old = { date: '2025-11-21' };
    expect(shown(old)).toMatchObject({
      outcome: 'warn',
      findings: [{ rule: 'attestation.old', actual: '2025-11-21' }],
    });
    expect(shown(old, { strictness: 'strict' })?.outcome).toBe('fail');
    expect(shown({ date: '2025-11-22' })?.outcome).toBe('attested');
  });

  test('that has expired leaves the requirement to be shown', () => {
    expect(shown({ expires: '2026-11-21' })).toMatchObject({
      outcome: 'manual',
      reason: expect.stringContaining('expired'),
    });
    expect(shown({ expires: '2026-11-22' })?.outcome).toBe('attested');
  });

  test('that the requirement is broken fails, and a waiver can accept it', () => {
    expect(shown({ met: false })).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('found broken by'),
    });
    expect(shown({ met: false }, { waivers: [waiverOf('SEC-014')] })?.outcome).toBe('waived');
    const narrow = waiverOf('SEC-014', { finding: { rule: 'x' } });
    expect(shown({ met: false }, { waivers: [narrow] })?.outcome).toBe('fail');
  });

  test('at one practice says nothing of another', () => {
    const practices = [suite('A20047'), suite('B82617')];
    const attestations = [attestationOf('SEC-014', { practice: 'A20047' })];
    const { rows } = verdict(evidence(['SEC-014'], [], { practices, attestations }));
    expect(rows.map(({ outcome }) => outcome)).toEqual(['attested', 'manual']);
  });
});

withFolder('the result with waivers and attestations follows its schema', ({ folder }) => {
  const waivers = [waiverOf('SLOT-010', { finding: { rule: 'slot.status' }, link: 'https://t.example/1' })];
  const attestations = [attestationOf('SEC-014', { expires: '2027-11-01' })];
  const given = evidence(['SLOT-010', 'SEC-014'], [fails('SLOT-010')], { waivers, attestations });
  expect(() => writeResult(concluded(given), folder)).not.toThrow();
});

test.describe('every report', () => {
  const waivers = [waiverOf('SLOT-010', { practices: ['A20047'], link: 'https://tracker.example/GPC-12' })];
  const practices = [suite('A20047'), suite('B82617')];
  const judgements = [fails('SLOT-010'), fails('SLOT-010', 'B82617')];
  const attestations = [attestationOf('SEC-014')];
  const given = evidence(['SLOT-010', 'SEC-014'], judgements, { practices, waivers, attestations });
  const result = concluded(given);
  const reports: Readonly<Record<string, string>> = {
    HTML: htmlReport(result, () => undefined),
    Markdown: markdownSummary(result).replaceAll('\\', ''),
    JUnit: junitXml(result),
    CSV: matrixCsv(result),
    CTRF: ctrfReport(result),
    TestReport: testReport(result),
  };

  for (const [name, text] of Object.entries(reports)) {
    test(`shows what is waived with its owner, last day and link, and what is attested: ${name}`, () => {
      for (const words of [
        'waived',
        'J. Smith',
        '2027-01-31',
        'https://tracker.example/GPC-12',
        'An Auditor',
        'evidence/case.pdf',
      ]) {
        expect(text).toContain(words);
      }
    });
  }

  for (const name of ['HTML', 'Markdown']) {
    test(`offers a ready waiver for the failure that has none: ${name}`, () => {
      const text = reports[name]?.replaceAll('&quot;', '"') ?? '';
      const [, ready = ''] = /(- requirement: "SLOT-010"[\s\S]*?)(?:<\/pre>|```)/.exec(text) ?? [];
      expect(parse(ready)).toEqual([
        {
          requirement: 'SLOT-010',
          practice: 'B82617',
          reason: 'Known: breaks slot.status',
          owner: 'TODO',
          expires: '2026-12-22',
          finding: { rule: 'slot.status' },
        },
      ]);
      expect(text.split('owner: "TODO"')).toHaveLength(2);
    });
  }
});

test('a ready waiver names no rule where not all findings were kept', () => {
  const many = Array.from({ length: 30 }, (_none, at) => ({ ...found('slot.status'), path: `Bundle.entry[${at}]` }));
  const [row] = verdict(evidence(['SLOT-010'], [judged('SLOT-010', 'A20047', many)])).rows;
  expect(row === undefined ? '' : waiverFor(row, '2026-11-22T23:30:00Z')).not.toContain('finding');
});
