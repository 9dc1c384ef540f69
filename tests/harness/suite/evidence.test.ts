import { expect, test } from '@playwright/test';
import { tmpdir } from 'node:os';
import { conclude } from '../../../fixtures/suite/conclusion.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { specFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { emptyStage, type Shown } from '../../../fixtures/suite/stage.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { loadTarget } from '../../../fixtures/target/load.js';

const practice = (odsCode: string): string =>
  `  - { odsCode: ${odsCode}, baseUrl: "https://provider.example/${odsCode}", token: none, patient: { nhsNumber: "9990548609" } }`;

const text = `name: Two practices
practices:
${practice('A20047')}
${practice('B82617')}
evidence:
  unbookableSlot: { id: s-1, start: "2030-01-07T09:00:00+00:00" }
`;

/** What a test that declares these requirements is told of the evidence at a practice, and what it says of them itself. */
async function told(odsCode: string, declared: readonly string[], settings: readonly string[] = []) {
  const record = new RecordInMemory();
  const target = loadTarget({ file: 'target.yaml', text, environment: {}, settings });
  const parts = { target, record, ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(singleUse('target.yaml', tmpdir()), 't', parts);
  try {
    const evidence = evidenceAt(specFixtures(bench, emptyStage('a test', declared), odsCode));
    const judgements = record.lines.flatMap((line) => (line.kind === 'judgement' ? [line.judgement] : []));
    return { evidence, judgements };
  } finally {
    await bench.close();
  }
}

test('a test that needs evidence says at another practice that it does not apply there', async () => {
  const { evidence, judgements } = await told('B82617', ['SLOT-032', 'SLOT-033']);
  expect(evidence).toEqual({});
  expect(judgements.map(({ requirement, outcome }) => `${requirement} ${outcome}`)).toEqual([
    'SLOT-032 not-applicable',
    'SLOT-033 not-applicable',
  ]);
  expect(judgements[0]?.reason).toContain('A20047');
});

test('where the target file lacks the evidence, the test names the key that is missing, and nothing of what is there', async () => {
  const { evidence, judgements } = await told('A20047', ['SLOT-032', 'SLOT-033', 'SLOT-010']);
  expect(evidence.unbookableSlot?.id).toBe('s-1');
  expect(judgements).toMatchObject([{ requirement: 'SLOT-033', outcome: 'not-tested' }]);
  expect(judgements[0]?.reason).toContain('evidence.embargoedSlot');
});

test('what the target file declares not to be offered needs no evidence', async () => {
  const { judgements } = await told('A20047', ['SLOT-033'], ['declares.bookingWindow=false']);
  expect(judgements).toMatchObject([{ requirement: 'SLOT-033', outcome: 'not-applicable' }]);
});

test('a test that could judge nothing ends as skipped with the reason, not as passed', async () => {
  const { judgements } = await told('B82617', ['SLOT-032']);
  const endings: Shown[] = [];
  const end = (ending: Shown): Promise<void> => Promise.resolve(void endings.push(ending));
  await conclude(judgements, undefined, { ...emptyStage('a test', []), end }, { waivers: [], today: '2026-11-22' });
  expect(endings).toEqual([{ as: 'skipped', reason: judgements[0]?.reason }]);
});
