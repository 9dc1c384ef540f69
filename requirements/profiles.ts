import { appointmentRules } from './profiles/appointment.js';
import { dataTypeRules } from './profiles/data-types.js';
import { locationRules, organisationRules, practitionerRules } from './profiles/people-and-places.js';
import { scheduleRules, slotRules } from './profiles/slot-and-schedule.js';
import type { Rule } from './rule.js';

export { versionFollowsContent } from './profiles/appointment.js';

/** By what an answer has to hold for them to be judged: an Appointment; or any resource at all. */
export { appointmentRules, dataTypeRules };

/** Standing rules of PROF-S01 to PROF-O03, on every answer to a slot search. */
export const slotSearchProfileRules: readonly Rule[] = [
  ...slotRules,
  ...scheduleRules,
  ...practitionerRules,
  ...locationRules,
  ...organisationRules,
];

/** Standing rules of PROF-A01 to PROF-T01, in reading order. */
export const profileRules: readonly Rule[] = [...appointmentRules, ...slotSearchProfileRules, ...dataTypeRules];
