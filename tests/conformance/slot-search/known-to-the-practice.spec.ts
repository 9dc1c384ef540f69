import { judged, shows, test } from '../../../fixtures/conformance.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import type { KnownSlot, RestrictedSlot } from '../../../fixtures/target/target.js';
import { systems } from '../../../requirements/stu3.js';
import {
  heldElementsShown,
  listedForItsOrganisation,
  neverListed,
  shownWhateverItsSlot,
  trueSurgeries,
} from '../../../requirements/slot-search/known.js';
import { instantOf, ukDate, type DateRange } from '../../../requirements/uk-time.js';
import { fortnightWithSlots } from './fortnight.js';

test(
  'restricted slots are offered to the organisations they are meant for and to nobody else',
  shows('SLOT-030', 'SLOT-031'),
  judged(async (spec) => {
    for (const slot of evidenceAt(spec).restrictedSlots ?? []) {
      const unfiltered = await spec.consumer.searchFreeSlots(dayOfKnown(slot), { filters: [] });
      await spec.verify('SLOT-031', { slotId: slot.id, searches: [unfiltered] }, neverListed);
      const matching = await spec.consumer.searchFreeSlots(dayOfKnown(slot), { filters: filtersFor(slot) });
      const other = await spec.consumer.searchFreeSlots(dayOfKnown(slot), { filters: filtersOfOthers(slot) });
      await spec.verify('SLOT-030', { slotId: slot.id, matching, other }, listedForItsOrganisation);
    }
  }),
);

test(
  'slots that are closed to patients, or not yet open, are offered to nobody',
  shows('SLOT-032', 'SLOT-033'),
  judged(async (spec) => {
    const { unbookableSlot, embargoedSlot } = evidenceAt(spec);
    const closed = { 'SLOT-032': unbookableSlot, 'SLOT-033': embargoedSlot };
    for (const [id, slot] of Object.entries(closed)) {
      if (slot === undefined) continue;
      const { type, odsCode } = spec.target.booking.organisation;
      const filters = [`${systems.organisationType}|${type}`, `${systems.odsOrganisationCode}|${odsCode}`];
      const searches = [
        await spec.consumer.searchFreeSlots(dayOfKnown(slot), { filters: [] }),
        await spec.consumer.searchFreeSlots(dayOfKnown(slot), { filters }),
      ];
      await spec.verify(id, { slotId: slot.id, searches }, neverListed);
    }
  }),
);

test(
  'a search shows the true surgeries and what the practice holds about slots and schedules',
  shows('SLOT-047', 'SLOT-053'),
  judged(async (spec) => {
    const { surgeries = [], heldElements: held = [] } = evidenceAt(spec);
    if (surgeries.length + held.length === 0) return;
    const { search } = await fortnightWithSlots(spec);
    if (surgeries.length > 0) await spec.verify('SLOT-047', { search, surgeries }, trueSurgeries);
    if (held.length > 0) await spec.verify('SLOT-053', { search, held }, heldElementsShown);
  }),
);

test(
  'an appointment that the practice made in a slot closed to patients is among theirs all the same',
  shows('SLOT-069'),
  judged(async (spec) => {
    const appointment = evidenceAt(spec).practiceMadeAppointment;
    if (appointment === undefined) return;
    const retrieve = await spec.consumer.retrieve(dayOfKnown(appointment));
    await spec.verify('SLOT-069', { id: appointment.id, retrieve }, shownWhateverItsSlot);
  }),
);

function dayOfKnown({ start }: KnownSlot): DateRange {
  const day = ukDate(instantOf(start) ?? Number.NaN);
  return { from: day, to: day };
}

/** The filters of the organisation for which a slot is kept. */
const filtersFor = ({ organisationType, odsCode }: RestrictedSlot): readonly string[] => [
  ...(organisationType === undefined ? [] : [`${systems.organisationType}|${organisationType}`]),
  ...(odsCode === undefined ? [] : [`${systems.odsOrganisationCode}|${odsCode}`]),
];

/** Filters of the same kind that name somebody else. */
const filtersOfOthers = ({ organisationType, odsCode }: RestrictedSlot): readonly string[] => [
  ...(organisationType === undefined
    ? []
    : [`${systems.organisationType}|${organisationType === 'gp-practice' ? 'urgent-care' : 'gp-practice'}`]),
  ...(odsCode === undefined ? [] : [`${systems.odsOrganisationCode}|${odsCode === 'Z99999' ? 'Z99998' : 'Z99999'}`]),
];
