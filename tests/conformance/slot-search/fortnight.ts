import type { SpecFixtures } from '../../../fixtures/conformance.js';
import { rangesOf } from '../../../fixtures/consumer/sessions/search.js';
import { choosable, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import type { Answer } from '../../../requirements/answer.js';
import { addDays, instantOf, ukDate, type DateRange } from '../../../requirements/uk-time.js';

/** A fortnight in which the practice has free slots that will not begin while a test runs. */
export interface Fortnight {
  readonly range: DateRange;
  readonly search: Answer<'slot-search'>;
  readonly slots: readonly [OfferedSlot, ...OfferedSlot[]];
}

const anHour = 60 * 60 * 1000;

/**
 * Searches 14 whole days at a time, from the days the target's policy names, until there are slots to work with.
 * `also` is told of every answer. Throws a `missing` Problem where there is none, or a search is refused.
 */
export async function fortnightWithSlots(
  { consumer, target }: SpecFixtures,
  also: (search: Answer<'slot-search'>) => Promise<void> = async () => undefined,
): Promise<Fortnight> {
  const starts = rangesOf(target.search, ukDate(consumer.now)).map((range) => range.start);
  for (const from of starts) {
    const range = { from, to: addDays(from, 13) };
    const search = await consumer.searchFreeSlots(range);
    await also(search);
    if (!search.succeeded) {
      throw new Problem('missing', { what: `The search for free slots was answered ${search.inShort}` });
    }
    const [first, ...others] = choosable(search, consumer.now + anHour);
    if (first !== undefined) return { range, search, slots: [first, ...others] };
  }
  throw new Problem('missing', {
    what: `${consumer.patient.odsCode} has no free slot in the fortnights from ${starts.join(', ')}`,
    mend: 'Provide free slots, or widen search.attempts or search.moveDays in the target file',
  });
}

/** The UK day of a slot and the two after it: enough to compare answers without asking for everything. */
export function daysFrom({ start }: OfferedSlot): DateRange {
  const from = ukDate(instantOf(start) ?? Number.NaN);
  return { from, to: addDays(from, 2) };
}
