import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import { refusedWithOutcome, verbRefused } from '../../../requirements/http.js';

/** A request for something that the API does not have, and the requirement by which its refusal is judged. */
export interface OutsideCase {
  readonly id: string;
  readonly method: string;
  /** Below the base URL; `{id}` stands for the id of an appointment that was booked. */
  readonly path: string;
  readonly check: ScenarioCheck<Answer>;
}

/** Requests for which nothing has to be there. */
export const outsideTheApi: readonly OutsideCase[] = [
  { id: 'HTTP-011', method: 'GET', path: '/slot', check: refusedWithOutcome },
  { id: 'HTTP-011', method: 'GET', path: '/Metadata', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'GET', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'POST', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-012', method: 'PUT', path: '/metadatas', check: refusedWithOutcome },
  { id: 'HTTP-013', method: 'POST', path: '/Slot', check: verbRefused },
  { id: 'HTTP-014', method: 'GET', path: '/Observation', check: refusedAsTheCatalogueSays },
  { id: 'HTTP-014', method: 'POST', path: '/Appointment/$foo', check: refusedAsTheCatalogueSays },
];

/** Verbs that no appointment takes; DELETE comes last, for where it works nothing follows it. */
export const onAnAppointment: readonly OutsideCase[] = [
  { id: 'HTTP-013', method: 'PATCH', path: '/Appointment/{id}', check: verbRefused },
  { id: 'HTTP-013', method: 'DELETE', path: '/Appointment/{id}', check: verbRefused },
];
