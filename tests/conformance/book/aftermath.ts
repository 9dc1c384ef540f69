import type { SpecFixtures } from '../../../fixtures/conformance.js';
import { dayOf } from '../../../fixtures/consumer/sessions/book.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import type { Answer } from '../../../requirements/answer.js';
import type { Aftermath } from '../../../requirements/book.js';

/** A slot for which bookings were asked, and those that were refused. */
export interface RefusedForSlot {
  readonly slot: OfferedSlot;
  readonly refused: readonly Answer<'book'>[];
}

/** What the diary shows after refused bookings of a slot: a search and a retrieve of its day. */
async function lookAfterwards(
  { consumer }: Pick<SpecFixtures, 'consumer'>,
  { slot, refused }: RefusedForSlot,
): Promise<Aftermath> {
  const day = dayOf(slot);
  const search = await consumer.searchFreeSlots(day);
  const retrieve = await consumer.retrieve(day);
  return { slotId: slot.id, refused, search, retrieve };
}

/** Whether the slot was still offered. */
const isStillOffered = ({ search, slotId }: Aftermath): boolean =>
  !search.succeeded || search.slots.some((slot) => slot.id === slotId);

/**
 * What the diary shows after refused bookings of a slot. Where the slot is gone, somebody else may have taken it just
 * then, so a booking of the spare slot is asked for, too: what happens twice is no coincidence.
 */
export async function aftermathsOf(
  spec: Pick<SpecFixtures, 'consumer'>,
  first: RefusedForSlot,
  askAgain: () => Promise<RefusedForSlot | undefined>,
): Promise<readonly Aftermath[]> {
  const aftermath = await lookAfterwards(spec, first);
  if (isStillOffered(aftermath)) return [aftermath];
  const second = await askAgain();
  return second === undefined ? [aftermath] : [aftermath, await lookAfterwards(spec, second)];
}
