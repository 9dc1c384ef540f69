import type { Answer } from '../answer.js';
import { all, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { differencesFrom } from '../same-appointment.js';
import { appointmentIn, visibleAfterBooking } from '../sessions.js';
import { noCommentInvented } from './as-asked.js';

/** What read and retrieve show right after a booking: BOOK-070, -080. */

/** A booking and what was asked straight after it. */
export interface BookingAndViews {
  readonly booking: Answer<'book'>;
  readonly read: Answer<'read'>;
  readonly retrieve: Answer<'retrieve'>;
}

/** BOOK-070: read and retrieve show the appointment with the id, the version and the content of the confirmation. */
export function sameThroughReadAndRetrieve({ booking, read, retrieve }: BookingAndViews): CheckResult {
  const confirmed = booking.body;
  if (confirmed.id === undefined) return nothingToCheck(`the booking was answered ${booking.inShort}, without an id`);
  const visible = visibleAfterBooking({ id: confirmed.id, read, retrieve });
  const listed = appointmentIn(retrieve, confirmed.id);
  return all(
    visible,
    read.body.id === confirmed.id ? sameVersion(confirmed, read.body, read) : [],
    listed === undefined ? [] : sameVersion(confirmed, listed, retrieve),
  );
}

/** BOOK-080: neither the confirmation nor a later read has a comment that nobody sent. */
export function noCommentOnRead({ booking, read }: BookingAndViews): CheckResult {
  if (read.status !== 200) return nothingToCheck(`the read was answered ${read.inShort}`);
  return noCommentInvented(read.body, booking);
}

function sameVersion(confirmed: Node, shown: Node, shownBy: Answer): readonly Finding[] {
  const [was, is] = [confirmed.at('meta', 'versionId'), shown.at('meta', 'versionId')];
  if (was.text === is.text) return differencesFrom(confirmed, shown, shownBy);
  const message = 'The appointment has another version than the booking confirmed';
  const found = finding(is, { rule: 'appointment.version', message, expected: was.shown });
  return [{ ...found, exchange: shownBy.exchange }];
}
