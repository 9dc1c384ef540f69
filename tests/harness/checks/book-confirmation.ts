import { extensions, profiles, systems } from '../../../requirements/stu3.js';
import { baseUrl } from './answers.js';

/** A good booking request, and the confirmation, slot and schedule that go with it, for checks to be tried on. */

const organisation = {
  resourceType: 'Organization',
  id: 'org',
  meta: { profile: [profiles.Organization] },
  identifier: [{ system: systems.odsOrganisationCode, value: 'X99999' }],
  name: 'Conformance test consumer',
  telecom: [{ system: 'phone', value: '01632960000' }],
};

const channel = { url: extensions.deliveryChannel, valueCode: 'In-person' };
const role = {
  url: extensions.practitionerRole,
  valueCodeableConcept: {
    coding: [
      {
        system: 'https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1',
        code: 'R0260',
        display: 'General Medical Practitioner',
      },
    ],
  },
};

export const request = {
  resourceType: 'Appointment',
  meta: { profile: [profiles.Appointment] },
  contained: [organisation],
  extension: [{ url: extensions.bookingOrganisation, valueReference: { reference: '#org' } }],
  status: 'booked',
  reason: [{ text: 'Conformance test' }],
  description: 'GPC test 1',
  start: '2026-01-12T09:00:00+00:00',
  end: '2026-01-12T09:10:00+00:00',
  slot: [{ reference: 'Slot/s1' }],
  created: '2026-01-05T10:00:00+00:00',
  participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
};

export const confirmation = {
  ...request,
  reason: undefined,
  id: 'a1',
  meta: { versionId: '1', profile: [profiles.Appointment] },
  extension: [...request.extension, role, channel],
  serviceCategory: { text: 'GP morning surgery' },
  serviceType: [{ text: 'Routine GP appointment' }],
  minutesDuration: 10,
  participant: [...request.participant, { actor: { reference: 'Location/l1' }, status: 'accepted' }],
};

export const slot = {
  resourceType: 'Slot',
  id: 's1',
  extension: [channel],
  serviceType: confirmation.serviceType,
  schedule: { reference: 'Schedule/d1' },
  status: 'free',
  start: request.start,
  end: request.end,
};

export const schedule = {
  resourceType: 'Schedule',
  id: 'd1',
  extension: [role],
  serviceCategory: confirmation.serviceCategory,
  actor: [{ reference: 'Location/l1' }],
};

export const headers: readonly (readonly [string, string])[] = [
  ['Location', `${baseUrl}/Appointment/a1/_history/1`],
  ['ETag', 'W/"1"'],
  ['Last-Modified', 'Mon, 05 Jan 2026 10:00:00 GMT'],
];

export const outcome = {
  resourceType: 'OperationOutcome',
  meta: { profile: [profiles.OperationOutcome] },
  issue: [
    {
      severity: 'error',
      code: 'invalid',
      details: { coding: [{ system: 'x', code: 'INVALID_RESOURCE', display: 'x' }] },
      diagnostics: 'start is missing',
    },
  ],
};
