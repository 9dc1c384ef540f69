/** The FHIR STU3 types, taken from @types/fhir in this one place. */
export type { Appointment, AppointmentParticipant, Extension, Organization } from 'fhir/r3.js';

const structureDefinition = 'https://fhir.nhs.uk/STU3/StructureDefinition';

/** Canonical URLs of the profiles the harness names in requests or expects in answers. */
export const profiles = {
  Appointment: `${structureDefinition}/GPConnect-Appointment-1`,
  Slot: `${structureDefinition}/GPConnect-Slot-1`,
  Schedule: `${structureDefinition}/GPConnect-Schedule-1`,
  Practitioner: `${structureDefinition}/CareConnect-GPC-Practitioner-1`,
  Organization: `${structureDefinition}/CareConnect-GPC-Organization-1`,
  Location: `${structureDefinition}/CareConnect-GPC-Location-1`,
  Patient: `${structureDefinition}/CareConnect-GPC-Patient-1`,
  OperationOutcome: `${structureDefinition}/GPConnect-OperationOutcome-1`,
} as const;

/** URLs of the extensions the appointment interactions use. */
export const extensions = {
  bookingOrganisation: `${structureDefinition}/Extension-GPConnect-BookingOrganisation-1`,
  practitionerRole: `${structureDefinition}/Extension-GPConnect-PractitionerRole-1`,
  deliveryChannel: `${structureDefinition}/Extension-GPConnect-DeliveryChannel-2`,
  cancellationReason: `${structureDefinition}/Extension-GPConnect-AppointmentCancellationReason-1`,
} as const;

/** Identifier and code systems. */
export const systems = {
  odsOrganisationCode: 'https://fhir.nhs.uk/Id/ods-organization-code',
  organisationType: 'https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1',
} as const;
