import type { Answer } from '../answer.js';
import { containsItsBookingOrganisation, saysWhyCancelled } from '../appointment-content.js';
import type { Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays } from '../expectation.js';
import { all, finding, httpFinding, nothingToCheck, type CheckResult } from '../finding.js';
import { referredBy, resolved } from '../reference.js';
import type { JudgingContext } from '../rule.js';
import { appointmentIn, notRetrieved, shownAs } from '../sessions.js';
import { shownIn } from '../shown-in.js';
import { isSearchset } from './entries.js';
import { idsOfPatientAsked, patientsOf } from './patients.js';

/** Which appointments a retrieve finds: RETR-003, -013, -014, -016, -025, -027, -029, -031 to -033. */

/** A retrieve, and an appointment that lies in its range. */
export interface Listing {
  readonly retrieve: Answer<'retrieve'>;
  readonly id: string;
}

/** RETR-003, RETR-014: each retrieve lists the appointment that lies in its range. */
export function listed(listings: readonly Listing[]): CheckResult {
  return listings
    .filter(({ retrieve, id }) => appointmentIn(retrieve, id) === undefined)
    .map(({ retrieve, id }) => notRetrieved(retrieve, id));
}

/**
 * RETR-032: the id in the path stands for the patient, so that appointments of that patient come. That the one just
 * booked is not among them is the matter of those who look for it (RETR-013, BOOK-070, SESS-007).
 */
export function patientIdUnderstood(
  { retrieve, id }: Listing,
  _wanted: Requirement,
  context: JudgingContext,
): CheckResult {
  const ids = idsOfPatientAsked(retrieve, context);
  const isTheirs = retrieve.appointments.some((one) => patientsOf(one).some((patient) => ids.includes(patient)));
  return retrieve.status === 200 && isTheirs ? [] : [notRetrieved(retrieve, id)];
}

/** RETR-013: the booked and the cancelled appointment are both listed, each with its status. */
export function cancelledOnesIncluded(facts: {
  readonly retrieve: Answer<'retrieve'>;
  readonly bookedId: string;
  readonly cancelledId: string;
}): CheckResult {
  const { retrieve, bookedId, cancelledId } = facts;
  return [...shownAs(retrieve, bookedId, 'booked'), ...shownAs(retrieve, cancelledId, 'cancelled')];
}

/** RETR-016: a range without appointments is answered 200; what does not belong into it is RETR-002's matter. */
export function emptySearchset(retrieve: Answer<'retrieve'>): CheckResult {
  const { length } = retrieve.appointments;
  return length > 0 ? nothingToCheck(`the range holds ${length} appointments`) : isSearchset(retrieve);
}

/** RETR-025 on an appointment booked through the API, which cannot be without a booking organisation. */
export function bookingOrganisationListed(
  { retrieve, id }: Listing,
  _wanted: Requirement,
  context: JudgingContext,
): CheckResult {
  const appointment = appointmentIn(retrieve, id);
  if (appointment === undefined) return notListed(retrieve, id);
  return shownIn(retrieve, containsItsBookingOrganisation(appointment, context));
}

/** RETR-031: the appointment, cancelled through the API, carries the cancellation reason. */
export function reasonOfCancellationListed(
  { retrieve, id }: Listing,
  _wanted: Requirement,
  context: JudgingContext,
): CheckResult {
  const appointment = appointmentIn(retrieve, id);
  if (appointment?.at('status').text !== 'cancelled') return notListed(retrieve, id, 'cancelled');
  return shownIn(retrieve, saysWhyCancelled(appointment, context));
}

const notListed = (retrieve: Answer<'retrieve'>, id: string, status = 'listed'): CheckResult =>
  nothingToCheck(`Appointment/${id} is not ${status} in the answer ${retrieve.inShort}`);

const actors = ['Practitioner', 'Location'] as const;

/**
 * RETR-027: the includes are accepted. A server may ignore them; one that includes a type includes every resource of it
 * that the appointments refer to.
 */
export function includesAccepted(retrieve: Answer<'retrieve'>, wanted: Requirement): CheckResult {
  const included = actors.filter((type) => retrieve.entries(type).length > 0);
  const missing = retrieve.appointments
    .flatMap((appointment) => appointment.items('participant').map((participant) => participant.at('actor')))
    .filter((actor) => included.some((type) => type === referredBy(actor)?.type))
    .filter((actor) => resolved(retrieve, actor) === undefined)
    .map((actor) =>
      finding(actor.at('reference'), {
        rule: 'include.incomplete',
        message: 'The resource was asked for with an include, and only others of its type came',
        expected: 'an entry with the resource',
      }),
    );
  const taken = httpFinding({
    rule: 'include.taken-up',
    severity: 'information',
    message: 'What came with the appointments for the includes',
    actual: included.join(', ') || 'nothing: the includes are ignored',
  });
  return all(answeredAsTheCatalogueSays(retrieve, wanted), missing, [taken]);
}

/** RETR-029: with status=booked the booked appointment is still found, whether or not others are left out. */
export function bookedFound({ retrieve, id }: Listing, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(retrieve, wanted);
  return retrieve.succeeded ? all(status, listed([{ retrieve, id }])) : status;
}

/** RETR-033: the appointment shows the practitioner by whom the practice replaced another one. */
export function changeShown({ retrieve, id, practitioner }: Listing & { readonly practitioner: string }): CheckResult {
  const appointment = appointmentIn(retrieve, id);
  if (appointment === undefined) return [notRetrieved(retrieve, id)];
  const participants = appointment.items('participant').map((participant) => referredBy(participant.at('actor')));
  const wanted = practitioner.replace(/^Practitioner\//, '');
  if (participants.some((one) => one?.type === 'Practitioner' && one.id === wanted)) return [];
  return shownIn(retrieve, [
    finding(appointment.at('participant'), {
      rule: 'change.not-shown',
      message: 'The appointment does not show the practitioner that the practice entered',
      expected: `Practitioner/${wanted}`,
    }),
  ]);
}
