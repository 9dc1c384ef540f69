import { judged, shows, test } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { secondPatient } from '../../../fixtures/suite/preconditions.js';
import { refusedWithoutEffect } from '../../../requirements/book.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { aftermathsOf } from './aftermath.js';

test(
  'a booking for somebody else than the patient of the access token is refused, and is in nobody’s diary',
  shows('BOOK-063', 'BOOK-071'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const other = secondPatient(spec);
    if (other === undefined) return;
    const { slots } = await findSlots(consumer, target, narrator);
    const bookForTheOther = (slot: OfferedSlot) => consumer.book(other.requestFor([slot]), {}, other.patient);
    const booking = await bookForTheOther(slots[0]);
    await verify('BOOK-063', booking, refusedAsTheCatalogueSays);
    if (booking.succeeded) return;
    const aftermaths = await aftermathsOf(other, { slots: [slots[0]], refused: [booking] }, async () => {
      const [, spare] = slots;
      if (spare === undefined) return undefined;
      const again = await bookForTheOther(spare);
      return again.succeeded ? undefined : { slots: [spare], refused: [again] };
    });
    await verify('BOOK-071', aftermaths, refusedWithoutEffect);
  }),
);
