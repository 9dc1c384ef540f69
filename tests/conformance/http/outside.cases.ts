import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { refusedWithOutcome, verbRefused } from '../../../requirements/http.js';
import { profiles } from '../../../requirements/stu3.js';

/** A request for something that the API does not have, and the requirement by which its refusal is judged. */
export interface OutsideCase {
  readonly id: string;
  readonly method: string;
  /** Below the base URL; `{id}` stands for the id of an appointment that was booked, `{query}` for that of a good search. */
  readonly path: string;
  readonly sent?: RequestChange;
  readonly check: ScenarioCheck<Answer>;
}

/** Bodies are as they ought to be, so that nothing but the verb is there to refuse. */
const inJson = (resource: object, type = 'application/fhir+json;charset=utf-8'): RequestChange => ({
  headers: { 'Content-Type': type },
  body: JSON.stringify(resource),
});

const slot = {
  resourceType: 'Slot',
  meta: { profile: [profiles.Slot] },
  schedule: { reference: 'Schedule/1' },
  status: 'free',
  start: '2030-01-07T09:00:00+00:00',
  end: '2030-01-07T09:10:00+00:00',
};

const description = 'Changed by a patch';
const patch = inJson([{ op: 'replace', path: '/description', value: description }], 'application/json-patch+json');

const patchParameters = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: 'Appointment.description' },
        { name: 'value', valueString: description },
      ],
    },
  ],
};

/** Requests for which nothing has to be there. */
export const outsideTheApi: readonly OutsideCase[] = [
  { id: 'HTTP-011', method: 'GET', path: '/slot{query}', check: refusedWithOutcome },
  { id: 'HTTP-011', method: 'GET', path: '/Metadata', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'GET', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'POST', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'PUT', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-013', method: 'POST', path: '/Slot', sent: inJson(slot), check: verbRefused },
  { id: 'HTTP-014', method: 'GET', path: '/Observation', check: refusedAsTheCatalogueSays },
  { id: 'HTTP-014', method: 'POST', path: '/Appointment/$foo', check: refusedAsTheCatalogueSays },
];

/** Verbs that no appointment takes; DELETE comes last, for where it works nothing follows it. */
export const onAnAppointment: readonly OutsideCase[] = [
  { id: 'HTTP-013', method: 'PATCH', path: '/Appointment/{id}', sent: patch, check: verbRefused },
  { id: 'HTTP-013', method: 'PATCH', path: '/Appointment/{id}', sent: inJson(patchParameters), check: verbRefused },
  { id: 'HTTP-013', method: 'DELETE', path: '/Appointment/{id}', check: verbRefused },
];
