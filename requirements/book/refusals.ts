import type { Answer } from '../answer.js';
import { requirement, type Requirement } from '../catalogue.js';
import { declaresProfile } from '../declared-profile.js';
import { refusedAsTheCatalogueSays } from '../expectation.js';
import {
  finding,
  hadNothingToCheck,
  nothingToCheck,
  type CheckResult,
  type Finding,
  type Severity,
} from '../finding.js';
import type { Node } from '../node.js';
import { shownIn } from '../shown-in.js';
import { profiles } from '../stu3.js';
import type { Occasion, Rule } from '../rule.js';
import { cutShort, isWhole, textsWhole } from './as-asked.js';
import { askedAppointment, onBooking } from './booking-rule.js';

/** The refusals the page 'How to book an appointment' lists; others (401, 415, 5xx) may come from before the provider. */
const refusedForItsContent: Occasion = {
  words: 'a refusal of the booking itself',
  holds: (answer) => [400, 403, 404, 409, 422].includes(answer.status),
};

/** How a booking is refused: BOOK-077. */
export const refusalRules: readonly Rule[] = [onBooking('BOOK-077', refusedForItsContent, explainsItself)];

function explainsItself(booking: Answer<'book'>): CheckResult {
  const { body } = booking;
  if (body.resourceType !== 'OperationOutcome') {
    const message = 'The refusal is not explained in an OperationOutcome';
    return [finding(body, { rule: 'outcome.missing', message, expected: 'OperationOutcome', actual: booking.inShort })];
  }
  const detailed = booking.issues.some((issue) => issue.at('details').exists || issue.at('diagnostics').text);
  return [
    ...(declaresProfile(body, profiles.OperationOutcome) ? [] : [noProfile(body)]),
    ...(detailed ? [] : [noDetail(body)]),
  ];
}

function noProfile(outcome: Node): Finding {
  const message = 'The OperationOutcome does not name its profile';
  return finding(outcome.at('meta', 'profile'), {
    rule: 'outcome.profile',
    message,
    expected: profiles.OperationOutcome,
  });
}

function noDetail(outcome: Node): Finding {
  const message = 'No issue of the OperationOutcome says what is wrong';
  return finding(outcome.at('issue'), { rule: 'outcome.detail', message, expected: 'details or diagnostics' });
}

/**
 * BOOK-020: a text beyond the usual limits is refused as the catalogue says. The guide sets no limit, so a provider that
 * gives it back whole can store it, and that is noted; a text cut short was too long and ought to have been refused.
 */
export function refusedOrStoredWhole(booking: Answer<'book'>, wanted: Requirement): CheckResult {
  if (!booking.succeeded) return refusedAsTheCatalogueSays(booking, wanted);
  const asked = askedAppointment(booking);
  return (['description', 'comment'] as const)
    .filter((name) => asked.at(name).exists)
    .map((name) => (isWhole(booking, name) ? storedWhole(booking, name) : cutShort(booking, name)));
}

/** BOOK-019 on texts within the usual limits: they come back whole, or the booking is refused as in BOOK-020. */
export function wholeOrRefused(booking: Answer<'book'>): CheckResult {
  if (booking.succeeded) return textsWhole(booking);
  const refusal = refusedAsTheCatalogueSays(booking, requirement('BOOK-020'));
  return hadNothingToCheck(refusal) ? refusal : refusal.map((found) => ({ ...found, severity: 'warning' }));
}

function storedWhole(booking: Answer<'book'>, name: string): Finding {
  const length = askedAppointment(booking).at(name).text?.length ?? 0;
  const message = `The provider stores a ${name} of ${length} characters`;
  return finding(booking.body.at(name), { rule: 'text.stored', severity: 'information', message });
}

/** BOOK-072: the id the client sent did not become the id of the appointment; a refusal is right, too. */
export function idOfTheClientNotUsed(booking: Answer<'book'>): CheckResult {
  const sent = askedAppointment(booking).id;
  const located = /\/Appointment\/([^/?#]+)/.exec(booking.header('Location')[0] ?? '')?.[1];
  if (!booking.succeeded || (booking.body.id ?? located) !== sent) return [];
  const message = 'The id that the client sent became the id of the appointment';
  return [
    finding(booking.body.at('id'), { rule: 'id.of-the-client', message, expected: 'an id of the provider’s own' }),
  ];
}

/** Refused bookings of some slots, and what the diary shows after them. */
export interface Aftermath {
  readonly slotIds: readonly string[];
  readonly refused: readonly Answer<'book'>[];
  /** A search over the days of the slots; undefined where they were not offered before, either. */
  readonly search: Answer<'slot-search'> | undefined;
  /** The appointments on those days of the patient for whom the bookings were. */
  readonly retrieve: Answer<'retrieve'>;
}

/**
 * BOOK-071: no appointment of the patient comes from a refused booking, and the slots are still offered. Somebody else
 * may book a slot at the same moment, so a slot that is gone only warns, unless it happened with every one of several.
 */
export function refusedWithoutEffect(aftermaths: readonly Aftermath[]): CheckResult {
  const seen = aftermaths.filter(
    ({ refused, search, retrieve }) =>
      refused.length > 0 && retrieve.status === 200 && (search === undefined || search.status === 200),
  );
  if (seen.length === 0)
    return nothingToCheck('no booking was refused, or search and retrieve did not answer after it');
  const gone = seen.filter((aftermath) => slotsGone(aftermath).length > 0);
  const severity = gone.length > 1 && gone.length === seen.length ? 'error' : 'warning';
  return [
    ...seen.flatMap((aftermath) => shownIn(aftermath.retrieve, madeAllTheSame(aftermath))),
    ...gone.flatMap((aftermath) => noLongerOffered(aftermath, severity)),
  ];
}

function madeAllTheSame({ refused, retrieve, slotIds }: Aftermath): Finding[] {
  const descriptions = refused.flatMap((booking) => askedAppointment(booking).at('description').text ?? []);
  const slots = slotIds.map((id) => `Slot/${id}`);
  return retrieve.appointments
    .filter((appointment) => {
      const described = appointment.at('description').text;
      const ofSlot = appointment.items('slot').some((slot) => slots.includes(slot.at('reference').text ?? ''));
      const live = appointment.at('status').text !== 'cancelled';
      return (ofSlot && live) || descriptions.some((sent) => described?.includes(sent));
    })
    .map((appointment) =>
      finding(appointment, {
        rule: 'refusal.effect',
        message: 'A booking was refused, but its appointment was made all the same',
        expected: `no appointment for ${slots.join(' or ')}`,
        actual: `Appointment/${appointment.id ?? '(no id)'}`,
      }),
    );
}

/** The slots that a search after the refusals no longer shows. */
export const slotsGone = ({ search, slotIds }: Pick<Aftermath, 'search' | 'slotIds'>): readonly string[] =>
  search?.status === 200 ? slotIds.filter((id) => search.slots.every((slot) => slot.id !== id)) : [];

function noLongerOffered(aftermath: Aftermath, severity: Severity): Finding[] {
  const { search } = aftermath;
  if (search === undefined) return [];
  const found = finding(search.body.at('entry'), {
    rule: 'refusal.slot-taken',
    severity,
    message: 'The slot of a refused booking is no longer offered',
    expected: slotsGone(aftermath)
      .map((id) => `Slot/${id}`)
      .join(', '),
    actual: `${search.slots.length} other slots`,
  });
  return shownIn(search, [found]);
}
