import type { Answer } from '../answer.js';
import { nothingToCheck, type CheckResult } from '../finding.js';
import { Node } from '../node.js';
import { rule, succeeded, type JudgingContext, type Occasion, type Rule } from '../rule.js';

/** What a rule of this area checks: the answer to a booking request. */
type BookingCheck = (booking: Answer<'book'>, context: JudgingContext) => CheckResult;

/** A standing rule on the answers to booking requests. */
export function onBooking(id: string, when: Occasion, check: BookingCheck): Rule {
  return rule({
    id,
    on: 'book',
    when,
    check: (answer, context) =>
      isBooking(answer) ? check(answer, context) : nothingToCheck('no booking was asked for'),
  });
}

/** A standing rule on the Appointment that confirms a booking; a 2xx answer without one leaves it nothing to check. */
export function onConfirmation(
  id: string,
  check: (appointment: Node, ...rest: Parameters<BookingCheck>) => CheckResult,
): Rule {
  return onBooking(id, succeeded, (booking, context) =>
    booking.body.resourceType === 'Appointment'
      ? check(booking.body, booking, context)
      : nothingToCheck(`the answer ${booking.inShort} holds no Appointment`),
  );
}

/** The Appointment that was sent, as a node whose paths start with `request`. */
export const askedAppointment = (booking: Answer<'book'>): Node => new Node(booking.asked.appointment, 'request');

function isBooking(answer: Answer): answer is Answer<'book'> {
  return answer.interaction === 'book';
}
