import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import type { PatientApp, SearchOptions } from '../../../fixtures/consumer/patient-app.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { Answer } from '../../../requirements/answer.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { accepted, differ, sameAsOrdinary, type Comparison } from '../../../requirements/slot-search/parameters.js';
import { systems } from '../../../requirements/stu3.js';
import type { DateRange } from '../../../requirements/uk-time.js';
import { at } from './bounds.cases.js';
import { daysFrom, fortnightWithSlots } from './fortnight.js';

test(
  'a search takes filters for organisation type and ODS code, alone and together',
  shows('SLOT-002', 'SLOT-027', 'SLOT-029'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    const days = daysFrom((await fortnightWithSlots(spec)).slots[0]);
    const { type, odsCode } = ownFilters(spec);
    for (const filters of [[], [type], [odsCode], [type, odsCode]]) {
      const search = await consumer.searchFreeSlots(days, { filters });
      await verify('SLOT-027', search, answeredAsTheCatalogueSays);
      if (filters.length === 2) await verify('SLOT-002', search, accepted);
    }
    const unlisted = await consumer.searchFreeSlots(days, { filters: [`${systems.organisationType}|oncology`] });
    await verify('SLOT-029', unlisted, answeredAsTheCatalogueSays);
  }),
);

test(
  'a search that says more than the provider understands finds what the ordinary search finds',
  shows('SLOT-028', 'SLOT-058'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    const days = daysFrom((await fortnightWithSlots(spec)).slots[0]);
    const unknownFilter = await compared(
      consumer,
      days,
      {},
      adding('searchFilter', 'https://example.org/uc-disposition|Dx02'),
    );
    await verify('SLOT-028', unknownFilter, sameAsOrdinary);
    const unknownParameter = await compared(consumer, days, {}, adding('foo', 'bar'));
    await verify('SLOT-058', unknownParameter, sameAsOrdinary);
  }),
);

test(
  'a search whose query is percent-encoded throughout finds what the ordinary search finds',
  shows('SLOT-059'),
  judged(async (spec) => {
    const { from, to } = daysFrom((await fortnightWithSlots(spec)).slots[0]);
    const { type, odsCode } = ownFilters(spec);
    const times = { from: at(from, 0), to: at(to, 23) };
    const encoded = await compared(spec.consumer, times, { filters: [type, odsCode] }, { encoding: 'every' });
    await spec.verify('SLOT-059', encoded, sameAsOrdinary);
  }),
);

/** The filters with which this consumer says who it is. */
function ownFilters({ target }: SpecFixtures): { readonly type: string; readonly odsCode: string } {
  const { organisation } = target.booking;
  return {
    type: `${systems.organisationType}|${organisation.type}`,
    odsCode: `${systems.odsOrganisationCode}|${organisation.odsCode}`,
  };
}

const adding = (name: string, value: string): RequestChange => ({ query: (query) => [...query, [name, value]] });

/** An ordinary search, the changed one right after it, and where they differ the ordinary one and all of it once more. */
async function compared(
  consumer: PatientApp,
  { from, to }: DateRange,
  options: SearchOptions,
  change: RequestChange,
): Promise<readonly [Comparison, ...Comparison[]]> {
  const ordinary = (): Promise<Answer<'slot-search'>> => consumer.searchBetween(from, to, options);
  const withChange = (): Promise<Answer<'slot-search'>> => consumer.searchBetween(from, to, { ...options, change });
  const before = await ordinary();
  const changed = await withChange();
  if (!differ(before, changed)) return [{ before, changed }];
  const after = await ordinary();
  return [
    { before, changed, after },
    { before: after, changed: await withChange(), after: await ordinary() },
  ];
}
