import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { acceptedOrRefused } from '../../../requirements/slot-search/parameters.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { refusalCases, type RefusalCase } from './refusals.cases.js';

for (const [what, cases] of Object.entries(refusalCases(ukDate(Date.now())))) {
  test(
    `a search ${what} is refused`,
    shows(...new Set(cases.map(({ id }) => id))),
    judged(async (spec) => {
      const today = ukDate(spec.consumer.now);
      const range = { from: addDays(today, 1), to: addDays(today, 7) };
      for (const one of refusalCases(today)[what] ?? []) {
        await spec.trial.stage.step(one.words, async () => {
          const search = await spec.consumer.searchFreeSlots(range, { change: { query: one.change } });
          await judge(one, search, spec);
        });
      }
    }),
  );
}

/** The policy `datePrefixes` decides SLOT-019, where the general pages contradict the parent's suite. */
async function judge(
  { id, check }: RefusalCase,
  search: Parameters<RefusalCase['check']>[0],
  { target, verify, trial }: SpecFixtures,
): Promise<void> {
  const { datePrefixes } = target.policies;
  if (id !== 'SLOT-019' || datePrefixes === 'refuse') return verify(id, search, check);
  if (datePrefixes === 'undecided') return verify(id, search, acceptedOrRefused);
  trial.notApplicable(id, 'policies.datePrefixes is accept: the general pages on date searches are followed');
}
