import type { Answer } from './answer.js';
import { requirement, type Requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from './expectation.js';
import { all, finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from './finding.js';
import { Node } from './node.js';
import { referredBy } from './reference.js';
import { boundsOf, instantOf } from './uk-time.js';

/** Checks of the consumer sessions (SESS-001 to SESS-011). Each needs several answers, so specs bring them together. */

/** A search and the booking that follows it. */
export interface BookingSession {
  readonly search: Answer<'slot-search'>;
  readonly booking: Answer<'book'>;
}

/** SESS-001, SESS-003, SESS-010, SESS-011: the search was answered and the booking built from it was created. */
export function sessionCompleted({ search, booking }: BookingSession, wanted: Requirement): CheckResult {
  if (search.status !== 200) return searchFailed(search);
  return within(booking, answeredAsTheCatalogueSays(booking, { ...wanted, ...created(wanted) }));
}

/** SESS-002: every repetition with another range is answered 200 with a searchset of slots in its own range. */
export function eachAttemptOnItsOwnMerits(attempts: readonly Answer<'slot-search'>[]): CheckResult {
  if (attempts.length < 2) return nothingToCheck('the first range had slots or was refused, so nothing was repeated');
  return attempts.flatMap((attempt) =>
    attempt.status === 200 ? slotsOutside(attempt) : searchFailed(attempt).map((found) => at(attempt, found)),
  );
}

/** SESS-004: the confirmation names the slots, times and patient that were asked for (BOOK-009, -010, -015 in sequence). */
export function confirmationAsAsked(booking: Answer<'book'>): CheckResult {
  if (!booking.succeeded) return nothingToCheck(`the booking was answered ${booking.inShort}`);
  if (booking.body.resourceType !== 'Appointment') return [notAnAppointment(booking)];
  return [...sameSlots(booking), ...sameTimes(booking), ...samePatient(booking)];
}

/** SESS-005: the participant of the confirmed appointment is the patient by the logical id that was sent. */
export function patientByLogicalId(booking: Answer<'book'>): CheckResult {
  if (!booking.succeeded) return nothingToCheck(`the booking was answered ${booking.inShort}`);
  if (booking.body.resourceType !== 'Appointment') return [notAnAppointment(booking)];
  return samePatient(booking);
}

/** SESS-006: the second booking of a slot is refused as a duplicate, and a fresh search no longer lists the slot. */
export function takenSlotIsGone(
  facts: { readonly second: Answer<'book'>; readonly search: Answer<'slot-search'>; readonly slotId: string },
  wanted: Requirement,
): CheckResult {
  const stillListed = facts.search.slots
    .filter((slot) => slot.id === facts.slotId)
    .map((slot) =>
      at(
        facts.search,
        finding(slot.at('id'), {
          rule: 'slot.still-free',
          message: 'The slot is still offered after it was booked',
          expected: `Slot/${facts.slotId} not in the searchset`,
        }),
      ),
    );
  const searchJudged = facts.search.status === 200 ? stillListed : searchFailed(facts.search);
  return all(within(facts.second, refusedAsTheCatalogueSays(facts.second, wanted)), searchJudged);
}

/** SESS-007: the booked appointment is in the patient's retrieve and can be read by its id. */
export function visibleAfterBooking(facts: {
  readonly id: string;
  readonly retrieve: Answer<'retrieve'>;
  readonly read: Answer<'read'>;
}): CheckResult {
  return [
    ...(appointmentIn(facts.retrieve, facts.id) === undefined ? [notRetrieved(facts.retrieve, facts.id)] : []),
    ...notRead(facts.read, facts.id),
  ];
}

/** SESS-008: the cancellation with id and version from retrieve was answered 200, and the appointment is cancelled. */
export function cancelled(
  facts: { readonly cancellation: Answer<'cancel'>; readonly after: Answer<'read'> },
  wanted: Requirement,
): CheckResult {
  const { cancellation, after } = facts;
  const status = within(cancellation, answeredAsTheCatalogueSays(cancellation, wanted));
  if (!cancellation.succeeded) return status;
  const answered = within(cancellation, statusIs(cancellation.body, 'cancelled'));
  // A provider may refuse to read what is cancelled (READ-016 only warns), so only a body that is there is held to it.
  const shown = after.succeeded ? within(after, statusIs(after.body, 'cancelled')) : [];
  return all(status, answered, shown);
}

/** SESS-009: after cancel and new booking, retrieve shows the first appointment cancelled and the second booked. */
export function rescheduled(facts: {
  readonly cancelledId: string;
  readonly booked: Answer<'book'>;
  readonly retrieve: Answer<'retrieve'>;
}): CheckResult {
  const newId = facts.booked.body.id;
  if (facts.booked.status !== 201 || newId === undefined) {
    return within(facts.booked, answeredAsTheCatalogueSays(facts.booked, requirement('BOOK-001')));
  }
  return [...shownAs(facts.retrieve, facts.cancelledId, 'cancelled'), ...shownAs(facts.retrieve, newId, 'booked')];
}

/** The appointment with this id in a retrieve; undefined where it is not there. */
export function appointmentIn(retrieve: Answer<'retrieve'>, id: string): Node | undefined {
  return retrieve.appointments.find((appointment) => appointment.id === id);
}

/** Notes on findings which recorded answer shows them, for checks that look at several. */
function within(answer: Answer, result: CheckResult): CheckResult {
  return 'nothingToCheck' in result ? result : result.map((found) => at(answer, found));
}

const at = (answer: Answer, found: Finding): Finding => ({ ...found, exchange: answer.exchange });

/** SESS-003 and its kin speak of a created appointment; where the catalogue gives no status, 201 is BOOK-001's. */
function created(wanted: Requirement): Partial<Requirement> {
  const expect = wanted.expect ?? requirement('BOOK-001').expect;
  return expect === undefined ? {} : { expect };
}

function searchFailed(search: Answer<'slot-search'>): Finding[] {
  return [
    at(
      search,
      httpFinding({
        rule: 'session.search',
        message: 'The search for free slots was not answered with 200',
        expected: 'status 200',
        actual: search.inShort,
      }),
    ),
  ];
}

function slotsOutside(search: Answer<'slot-search'>): Finding[] {
  const first = boundsOf(search.asked.start)?.first ?? -Infinity;
  const last = boundsOf(search.asked.end)?.last ?? Infinity;
  return search.slots
    .filter((slot) => {
      const start = instantOf(slot.at('start').text);
      const end = instantOf(slot.at('end').text);
      return (start !== undefined && start < first) || (end !== undefined && end - 1 > last);
    })
    .map((slot) =>
      at(
        search,
        finding(slot, {
          rule: 'slot.outside-range',
          message: 'The slot lies outside the range that was asked for',
          expected: `between ${search.asked.start} and ${search.asked.end}`,
          actual: `${slot.at('start').shown} to ${slot.at('end').shown}`,
        }),
      ),
    );
}

function notAnAppointment(booking: Answer<'book'>): Finding {
  return finding(booking.body, {
    rule: 'confirmation.body',
    message: 'The answer to the booking is no Appointment, so it confirms nothing',
    expected: 'an Appointment',
    actual: booking.inShort,
  });
}

/** BOOK-010: the confirmation refers to exactly the slots that were asked for; nothing to say where none was. */
export function sameSlots(booking: Answer<'book'>): Finding[] {
  const asked = slotReferences(new Node(booking.asked.appointment, 'request'));
  const confirmed = slotReferences(booking.body);
  if (asked.length === 0 || asked.join() === confirmed.join()) return [];
  return [
    finding(booking.body.at('slot'), {
      rule: 'confirmation.slot',
      message: 'The confirmation names other slots than were asked for',
      expected: asked.join(', '),
      actual: confirmed.join(', ') || '(none)',
    }),
  ];
}

const slotReferences = (appointment: Node): string[] => appointment.items('slot').map(named).sort();

/** What a reference names, as `Type/id`: whether it is written relative or absolute is judged elsewhere (HTTP-017). */
function named(reference: Node): string {
  const referred = referredBy(reference);
  return referred === undefined ? reference.at('reference').shown : `${referred.type}/${referred.id}`;
}

/** BOOK-009: the confirmed start and end are the instants that were asked for. */
export function sameTimes(booking: Answer<'book'>): Finding[] {
  const asked = new Node(booking.asked.appointment, 'request');
  return (['start', 'end'] as const)
    .filter((name) => instantOf(asked.at(name).text) !== undefined)
    .filter((name) => instantOf(asked.at(name).text) !== instantOf(booking.body.at(name).text))
    .map((name) =>
      finding(booking.body.at(name), {
        rule: `confirmation.${name}`,
        message: `The confirmed ${name} is not the one that was asked for`,
        expected: asked.at(name).shown,
      }),
    );
}

/** BOOK-015: the confirmation names the patient the booking was for; nothing to say where the request named none. */
export function samePatient(booking: Answer<'book'>): Finding[] {
  const asked = patientReferences(new Node(booking.asked.appointment, 'request'));
  const confirmed = patientReferences(booking.body);
  if (asked.length === 0 || confirmed.join() === asked.join()) return [];
  return [
    finding(booking.body.at('participant'), {
      rule: 'confirmation.patient',
      message: 'The confirmation names another patient than the one the booking was for',
      expected: asked.join(', '),
      actual: confirmed.join(', ') || '(no Patient participant)',
    }),
  ];
}

const patientReferences = (appointment: Node): string[] =>
  appointment
    .items('participant')
    .map((participant) => named(participant.at('actor')))
    .filter((reference) => reference.startsWith('Patient/'))
    .sort();

/** Says that an appointment is missing from a retrieve; the answer that shows it is noted. */
export function notRetrieved(retrieve: Answer<'retrieve'>, id: string): Finding {
  return at(
    retrieve,
    finding(retrieve.body.at('entry'), {
      rule: 'appointment.not-retrieved',
      message: "The booked appointment is not among the patient's appointments",
      expected: `Appointment/${id}`,
      actual: retrieve.status === 200 ? `${retrieve.appointments.length} other appointments` : retrieve.inShort,
    }),
  );
}

function notRead(read: Answer<'read'>, id: string): Finding[] {
  if (read.status === 200 && read.body.id === id) return [];
  return [
    at(
      read,
      finding(read.body, {
        rule: 'appointment.not-read',
        message: 'The booked appointment cannot be read by its id',
        expected: `200 with Appointment/${id}`,
        actual: `${read.inShort}${read.body.id === undefined ? '' : `, id ${read.body.id}`}`,
      }),
    ),
  ];
}

/** That a retrieve shows the appointment, with this status. */
export function shownAs(retrieve: Answer<'retrieve'>, id: string, status: string): Finding[] {
  const appointment = appointmentIn(retrieve, id);
  if (appointment === undefined) return [notRetrieved(retrieve, id)];
  return statusIs(appointment, status).map((found) => at(retrieve, found));
}

/** That an appointment has this status. */
export function statusIs(appointment: Node, status: string): Finding[] {
  const given = appointment.at('status');
  if (given.text === status) return [];
  return [
    finding(given, { rule: 'appointment.status', message: `The appointment is not ${status}`, expected: status }),
  ];
}
