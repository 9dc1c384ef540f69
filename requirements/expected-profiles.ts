import type { Answer, AskedInteraction } from './answer.js';
import { profiles } from './stu3.js';

/** The profiles an answer is held against: those of the body, and those of the entries of a Bundle by their type. */
export interface ExpectedProfiles {
  readonly profiles: readonly string[];
  readonly entryProfiles: readonly string[];
}

const base = (type: string): string => `http://hl7.org/fhir/StructureDefinition/${type}`;
const nothing: ExpectedProfiles = { profiles: [], entryProfiles: [] };
const anAppointment: ExpectedProfiles = { profiles: [profiles.Appointment], entryProfiles: [] };
const { Appointment, Slot, Schedule, Practitioner, Location, Organization, Patient } = profiles;

/** By interaction, for a successful answer (spec pages of the interactions; SLOT-073, RETR-037, BOOK-005, META-002). */
const ofSuccess: Readonly<Record<AskedInteraction, ExpectedProfiles>> = {
  'slot-search': {
    profiles: [base('Bundle')],
    entryProfiles: [Slot, Schedule, Practitioner, Location, Organization],
  },
  retrieve: {
    profiles: [base('Bundle')],
    entryProfiles: [Appointment, Slot, Schedule, Practitioner, Location, Organization, Patient],
  },
  book: anAppointment,
  read: anAppointment,
  cancel: anAppointment,
  metadata: { profiles: [base('CapabilityStatement')], entryProfiles: [] },
  other: nothing,
};

/** Every refusal explains itself in an OperationOutcome (ERR-001, ERR-002). */
const ofRefusal: ExpectedProfiles = { profiles: [profiles.OperationOutcome], entryProfiles: [] };

/** The profiles that an answer of this interaction and status is to conform to. */
export function expectedProfiles(answer: Answer): ExpectedProfiles {
  return answer.succeeded ? ofSuccess[answer.interaction] : ofRefusal;
}
