import { expect, test } from '@playwright/test';
import { tmpdir } from 'node:os';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { searchBesideEmpty, searchFederation } from '../../../fixtures/consumer/sessions/federated.js';
import { sessionRanges } from '../../../fixtures/consumer/sessions/search.js';
import { Ledger, pagesInMemory } from '../../../fixtures/ledger/ledger.js';
import { startProvider } from '../../../fixtures/provider/provider.js';
import { singleUse } from '../../../fixtures/suite/run-settings.js';
import { specFixtures, type SpecFixtures } from '../../../fixtures/suite/spec-fixtures.js';
import { emptyStage } from '../../../fixtures/suite/stage.js';
import { RecordInMemory } from '../../../fixtures/suite/suite-record.js';
import { Workbench } from '../../../fixtures/suite/workbench.js';
import { loadTarget } from '../../../fixtures/target/load.js';
import type { Judgement } from '../../../requirements/judgement.js';
import { ukDate } from '../../../requirements/uk-time.js';

/** Runs a body with a patient's app at the reference provider, under a target with these settings. */
async function atProvider(
  given: { readonly settings?: readonly string[]; readonly faults?: readonly string[]; readonly federation?: string[] },
  body: (spec: SpecFixtures, judgementsOf: (id: string) => readonly Judgement[]) => Promise<void>,
): Promise<void> {
  const { settings = [], faults = [], federation = ['A20047', 'D81001'] } = given;
  const provider = await startProvider({ faults });
  const text = provider.targetFile({ practices: ['A20047'], federation });
  const target = loadTarget({ file: 'target.yaml', text, environment: {}, settings });
  const record = new RecordInMemory();
  const parts = { target, record, ledger: new Ledger(pagesInMemory()) };
  const bench = new Workbench(singleUse('target.yaml', tmpdir()), 't', parts);
  const judgements = (): readonly Judgement[] =>
    record.lines.flatMap((line) => (line.kind === 'judgement' ? [line.judgement] : []));
  try {
    const spec = specFixtures(bench, emptyStage('a test', []), 'A20047');
    await body(spec, (id) => judgements().filter((one) => one.requirement === id));
  } finally {
    await bench.close();
    await provider.stop();
  }
}

test('otherPremises: slots at premises of an organisation that the target file names are the practice’s own', async () => {
  const faults = ['branch-as-organisation'];
  for (const [settings, outcome] of [
    [[], 'fail'],
    [['practices[0].otherPremises=A20047001'], 'pass'],
  ] as const) {
    await atProvider({ faults, settings }, async ({ consumer, target, narrator }, judgementsOf) => {
      await findSlots(consumer, target, narrator);
      expect(judgementsOf('FED-002').at(-1)?.outcome).toBe(outcome);
      expect(judgementsOf('FED-003').at(-1)?.outcome).toBe(outcome);
    });
  }
});

for (const days of [6, 14]) {
  test(`searchBounds: sessions search ${days} days by date or by UK local time, and are answered either way`, async () => {
    const firstRange = `search.firstRangeDays=${days}`;
    await atProvider({ settings: [firstRange] }, async ({ consumer, target, narrator }) => {
      const { search } = await findSlots(consumer, target, narrator);
      expect(search.asked.start).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    });
    await atProvider(
      { settings: [firstRange, 'policies.searchBounds=dateTime'] },
      async ({ consumer, target, narrator }) => {
        const { search } = await findSlots(consumer, target, narrator);
        expect(search.asked.start).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00\+0[01]:00$/);
        expect(search.asked.end).toMatch(/T(23:59:59|00:00:00)\+0[01]:00$/);
        expect(search.status).toBe(200);
      },
    );
  });
}

test('metadataToken: the statement is asked for with the token, or without', async () => {
  for (const [setting, sent] of [
    ['send', 1],
    ['omit', 0],
  ] as const) {
    await atProvider({ settings: [`policies.metadataToken=${setting}`] }, async ({ consumer }, judgementsOf) => {
      const { request } = (await consumer.capabilities()).parts;
      expect(request.headers.filter(([name]) => name === 'Authorization')).toHaveLength(sent);
      expect(judgementsOf('META-001')).toMatchObject([{ outcome: 'pass' }]);
    });
  }
});

test('where every practice of a federation has slots, one of them is asked for a range in which it has none', async () => {
  await atProvider({}, async ({ consumer, federation, target, narrator }) => {
    const ranges = sessionRanges(target, ukDate(consumer.now));
    const [one, other] = await searchFederation(federation, ranges, 2, narrator);
    expect([one?.outcome, other?.outcome]).toEqual(['slots', 'slots']);
    if (one === undefined || other === undefined) return;
    const round = await searchBesideEmpty(one, [other], 2, narrator);
    expect(round?.map(({ practice, outcome }) => `${practice} ${outcome}`)).toEqual(['A20047 empty', 'D81001 slots']);
  });
});
