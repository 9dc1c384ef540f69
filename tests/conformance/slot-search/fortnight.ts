import type { SpecFixtures } from '../../../fixtures/conformance.js';
import { rangesOf } from '../../../fixtures/consumer/sessions/search.js';
import { choosable, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { Problem } from '../../../problem.js';
import type { Answer } from '../../../requirements/answer.js';
import { addDays, instantOf, ukDate, type DateRange, type UkDate } from '../../../requirements/uk-time.js';

/** A fortnight in which the practice has free slots that will not begin while a test runs. */
export interface Fortnight {
  readonly range: DateRange;
  readonly search: Answer<'slot-search'>;
  readonly slots: readonly [OfferedSlot, ...OfferedSlot[]];
}

/**
 * Searches 14 whole days at a time, from the days the target's policy names, until there are slots to work with.
 * `also` is told of every answer. Throws a `missing` Problem where there is none, or a search is refused.
 */
export async function fortnightWithSlots(
  { consumer, target }: SpecFixtures,
  also: (search: Answer<'slot-search'>) => Promise<void> = async () => undefined,
): Promise<Fortnight> {
  const { baseUrl, odsCode } = consumer.patient;
  const starts = rangesOf(target.search, ukDate(consumer.now)).map((range) => range.start);
  for (const from of withHintFirst(starts, hints.get(baseUrl))) {
    const range = { from, to: addDays(from, 13) };
    const search = await consumer.searchFreeSlots(range);
    await also(search);
    if (!search.succeeded) {
      throw new Problem('missing', { what: `The search for free slots was answered ${search.inShort}` });
    }
    const [first, ...others] = choosable(search, consumer.bookableFrom);
    if (first === undefined) continue;
    hints.set(baseUrl, from);
    return { range, search, slots: [first, ...others] };
  }
  throw new Problem('missing', {
    what: `${odsCode} has no free slot in the fortnights from ${starts.join(', ')}`,
    mend: 'Provide free slots, or widen search.attempts or search.moveDays in the target file',
  });
}

/** Where a test found slots before, by service root URL: the next one looks there first and saves the empty searches. */
const hints = new Map<string, UkDate>();

const withHintFirst = (starts: readonly UkDate[], hint: UkDate | undefined): readonly UkDate[] =>
  hint !== undefined && starts.includes(hint) ? [hint, ...starts.filter((one) => one !== hint)] : starts;

/** The UK day of a slot and the two after it: enough to compare answers without asking for everything. */
export function daysFrom({ start }: OfferedSlot): DateRange {
  const from = ukDate(instantOf(start) ?? Number.NaN);
  return { from, to: addDays(from, 2) };
}
