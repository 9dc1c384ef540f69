import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { spreadOverDays, type OfferedSlot } from '../../../fixtures/consumer/slots.js';
import { unlessALocalRule, type OfferAndBooking } from '../../../requirements/book.js';
import { undoneAtOnce } from './aftermath.js';
import { acceptedBookings, type AcceptedBooking } from './accepted-bookings.cases.js';

test(
  'a booking may differ from the ordinary one and is accepted all the same',
  shows(...new Set(acceptedBookings.flatMap((one) => Object.keys(one.shows)))),
  judged(async (spec) => {
    const { search, slots } = await findSlots(spec.consumer, spec.target, spec.narrator);
    const remaining = [...spreadOverDays(slots)];
    for (const one of acceptedBookings) {
      const ids = Object.keys(one.shows);
      const lacking = await whyNotOffered(spec, one);
      const slot = lacking === undefined ? remaining.shift() : undefined;
      if (lacking !== undefined) ids.forEach((id) => spec.trial.notApplicable(id, lacking));
      else if (slot === undefined) ids.forEach((id) => spec.trial.notTested(id, noSlotLeft(slots)));
      else await bookAlone(spec, one, { search, slot });
    }
  }),
);

const noSlotLeft = (slots: readonly OfferedSlot[]): string =>
  `${slots.length} free slots were found and ${acceptedBookings.length} are needed, one a booking`;

/** Books the slot with the change, when nothing else is booked any more that could keep the patient from it. */
async function bookAlone(
  spec: SpecFixtures,
  { words, change, wire, shows: checks }: AcceptedBooking,
  { search, slot }: { readonly search: OfferAndBooking['search']; readonly slot: OfferedSlot },
): Promise<void> {
  const { consumer, trial, verify } = spec;
  const standing = await undoneAtOnce(spec);
  const appointment = change(consumer.requestFor([slot]));
  const booking = await trial.stage.step(`a booking ${words}`, () =>
    consumer.book(appointment, wire?.(appointment) ?? {}),
  );
  for (const [id, check] of Object.entries(checks)) {
    await verify(id, { search, booking }, (...facts) => unlessALocalRule(booking, standing, check(...facts)));
  }
}

/** Why a case does not concern this provider; undefined where it does. */
async function whyNotOffered(
  { target, consumer }: SpecFixtures,
  { offer }: AcceptedBooking,
): Promise<string | undefined> {
  if (offer === undefined || target.declares[offer] === true) return undefined;
  if (target.declares[offer] === false) return `the target file declares ${offer}: false`;
  if (offer !== 'xml') return undefined;
  const { body } = await consumer.capabilities();
  const formats = body.items('format').flatMap((format) => format.text ?? []);
  return formats.some((format) => format.includes('xml')) ? undefined : 'the capability statement lists no XML format';
}
