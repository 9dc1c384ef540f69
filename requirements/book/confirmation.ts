import type { Answer } from '../answer.js';
import {
  hasVersion,
  namesItsProfile,
  notPopulated,
  onAppointments,
  saysHowLong,
  validAppointments,
  type ContentCheck,
} from '../appointment-content.js';
import type { Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays } from '../expectation.js';
import { all, finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { wholeUnlessMinimal, withoutBody } from '../representation.js';
import { succeeded, type JudgingContext, type Rule } from '../rule.js';
import { instantOf } from '../uk-time.js';
import { onBooking, onConfirmation } from './booking-rule.js';

const logicalId = /^[A-Za-z0-9\-.]{1,64}$/;

const hasUsableId: ContentCheck = (appointment) => {
  const id = appointment.at('id');
  if (logicalId.test(id.text ?? '')) return [];
  const expected = '1 to 64 of A-Z a-z 0-9 - .';
  return [finding(id, { rule: 'id', message: 'The appointment has no usable id', expected })];
};

/** What the body of a 201 is, by itself: BOOK-005 to BOOK-008, -012, -013, -021, -068, -075, -076. */
export const confirmationRules: readonly Rule[] = [
  onBooking('BOOK-005', succeeded, isValid),
  onAppointments('BOOK-006', 'book', namesItsProfile),
  onAppointments('BOOK-007', 'book', hasUsableId, hasVersion),
  onConfirmation('BOOK-008', isBooked),
  onAppointments('BOOK-012', 'book', notPopulated('specialty')),
  onAppointments('BOOK-013', 'book', notPopulated('reason')),
  onConfirmation('BOOK-021', saysHowLongRightly),
  onBooking('BOOK-068', succeeded, wholeUnlessMinimal),
  onConfirmation('BOOK-075', refersToSlots),
  onBooking('BOOK-076', succeeded, noOtherResource),
];

/** What stands in the place of the appointment is not the created appointment, however valid it is by itself. */
function isValid(booking: Answer<'book'>, context: JudgingContext): CheckResult {
  if (booking.parts.content.kind === 'empty') return nothingToCheck('the answer has no body');
  if (booking.body.resourceType !== 'Appointment') return noOtherResource(booking);
  return validAppointments(booking, [booking.body], context);
}

function isBooked(appointment: Node): CheckResult {
  const status = appointment.at('status');
  if (status.text === 'booked') return [];
  return [finding(status, { rule: 'status', message: 'The created appointment is not booked', expected: 'booked' })];
}

/** The guide's own example is wrong about the number, so a number that does not fit the span only warns. */
function saysHowLongRightly(appointment: Node, _booking: Answer<'book'>, context: JudgingContext): CheckResult {
  const unsaid = saysHowLong(appointment, context);
  if (unsaid.length > 0) return unsaid;
  const minutes = appointment.at('minutesDuration');
  const [start, end] = [instantOf(appointment.at('start').text), instantOf(appointment.at('end').text)];
  if (start === undefined || end === undefined || minutes.number === (end - start) / 60_000) return [];
  return [
    finding(minutes, {
      rule: 'duration.span',
      severity: 'warning',
      message: 'minutesDuration is not the time between start and end',
      expected: String((end - start) / 60_000),
    }),
  ];
}

/** BOOK-068 on a booking that prefers the representation: it is made, and comes back whole. */
export function wholeRepresentation(booking: Answer<'book'>): CheckResult {
  if (booking.succeeded) return wholeUnlessMinimal(booking);
  const message = 'A booking that prefers return=representation was refused';
  return [httpFinding({ rule: 'representation.refused', message, expected: '201', actual: booking.inShort })];
}

/** BOOK-069: a booking that prefers return=minimal is answered 201 without a body. */
export function minimalAnswer(booking: Answer<'book'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(booking, wanted);
  return booking.succeeded ? all(status, withoutBody(booking)) : status;
}

function refersToSlots(appointment: Node): CheckResult {
  const slots = appointment.items('slot');
  if (slots.length === 0) return [noSlot(appointment)];
  return slots.flatMap((slot) => {
    const reference = slot.at('reference');
    const [type, id, ...rest] = (reference.text ?? '').split('/');
    if (type === 'Slot' && logicalId.test(id ?? '') && rest.length === 0) return [];
    const message = 'slot does not refer to a Slot';
    return [finding(reference, { rule: 'slot.reference', message, expected: 'Slot/[id]' })];
  });
}

function noSlot(appointment: Node): Finding {
  const message = 'The appointment refers to no slot';
  return finding(appointment.at('slot'), { rule: 'slot.missing', message, expected: 'a reference Slot/[id]' });
}

/** A 2xx with an OperationOutcome, or with a resource that stands for the answer, contradicts its own status. */
function noOtherResource(booking: Answer<'book'>): CheckResult {
  if (booking.parts.content.kind === 'empty' || booking.body.resourceType === 'Appointment') return [];
  return [
    finding(booking.body, {
      rule: 'confirmation.other-resource',
      message: 'The answer to a booking that succeeded is something else than the appointment',
      expected: 'an Appointment, or no body where none is preferred',
      actual: booking.inShort,
    }),
  ];
}
