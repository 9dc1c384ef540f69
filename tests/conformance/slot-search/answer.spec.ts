import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import type { Answer } from '../../../requirements/answer.js';
import { idsOf } from '../../../requirements/registry.js';
import { slotSearchRules } from '../../../requirements/slot-search.js';
import { scheduleTypesShown, showsPlanningHorizon } from '../../../requirements/slot-search/content.js';
import { namesPractitioners, organisationEitherWay } from '../../../requirements/slot-search/included.js';
import { searchset } from '../../../requirements/slot-search/searchset.js';
import { daysFrom, fortnightWithSlots } from './fortnight.js';

const practitioner = 'Schedule:actor:Practitioner';
const location = 'Schedule:actor:Location';
const managingOrganization = 'Location:managingOrganization';

test(
  'a search gives the free slots of a fortnight with everything that was asked for',
  shows('SLOT-001', ...idsOf(slotSearchRules)),
  judged(async (spec) => {
    const { search } = await fortnightWithSlots(spec, (answer) => spec.verify('SLOT-001', answer, searchset));
    sayWhatTheFortnightLacks(search, spec);
    const { scheduleTypes } = spec.target.declares;
    if (scheduleTypes === true) await spec.verify('SLOT-051', search, scheduleTypesShown);
    else spec.trial.notApplicable('SLOT-051', 'the target file does not say that the practice uses schedule types');
  }),
);

/** What a practice need not have is not asked of it: a fortnight of its slots shows whether it has it. */
function sayWhatTheFortnightLacks(search: Answer<'slot-search'>, { trial }: SpecFixtures): void {
  if (!showsPlanningHorizon(search)) {
    trial.notApplicable('SLOT-049', 'no Schedule of the fortnight has a planning horizon, which is optional');
  }
  if (!namesPractitioners(search)) {
    trial.notApplicable('SLOT-035', 'no Schedule of the fortnight names a Practitioner');
  }
}

test(
  'a search brings practitioners, surgeries and their organisation as far as they were asked for',
  shows('SLOT-035', 'SLOT-036', 'SLOT-037', 'SLOT-038', 'SLOT-039', 'SLOT-040', 'SLOT-046'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    const { search, slots } = await fortnightWithSlots(spec);
    sayWhatTheFortnightLacks(search, spec);
    const days = daysFrom(slots[0]);
    await consumer.searchFreeSlots(days, { recurse: [] });
    await consumer.searchFreeSlots(days, { recurse: [practitioner] });
    const notAsked = await consumer.searchFreeSlots(days, { recurse: [location] });
    const asked = await consumer.searchFreeSlots(days, { recurse: [location, managingOrganization] });
    await verify('SLOT-040', { asked, notAsked }, organisationEitherWay);
  }),
);
