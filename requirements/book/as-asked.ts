import type { Answer } from '../answer.js';
import { odsCodesOf } from '../federation.js';
import { finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { notUkLocal } from '../local-time.js';
import type { Node } from '../node.js';
import type { JudgingContext, Rule } from '../rule.js';
import { samePatient, sameSlots, sameTimes } from '../sessions.js';
import { extensions } from '../stu3.js';
import { instantOf, ukDateTime } from '../uk-time.js';
import { askedAppointment, onConfirmation } from './booking-rule.js';

/** What the confirmation keeps of the request: BOOK-009, -010, -014, -015, -017, -019, -080. */
export const asAskedRules: readonly Rule[] = [
  onConfirmation('BOOK-009', (_appointment, booking) => sameTimes(booking)),
  onConfirmation('BOOK-010', (_appointment, booking) => sameSlots(booking)),
  onConfirmation('BOOK-014', (_appointment, booking) => sameBookingOrganisation(booking)),
  onConfirmation('BOOK-015', (_appointment, booking) => patientUnchanged(booking)),
  onConfirmation('BOOK-017', createdInUkTime),
  onConfirmation('BOOK-019', (_appointment, booking) => textsWhole(booking)),
  onConfirmation('BOOK-080', (appointment, booking) => noCommentInvented(appointment, booking)),
];

/** The contained Organization that the booking-organisation extension refers to as `#id`; undefined for any other. */
export function bookingOrganisationOf(appointment: Node): Node | undefined {
  const reference = appointment.extension(extensions.bookingOrganisation).at('reference').text;
  return appointment
    .items('contained')
    .find((contained) => contained.resourceType === 'Organization' && reference === `#${contained.id ?? ''}`);
}

function sameBookingOrganisation(booking: Answer<'book'>): CheckResult {
  const asked = bookingOrganisationOf(askedAppointment(booking));
  if (asked === undefined) return nothingToCheck('the request contained no booking organisation');
  const given = bookingOrganisationOf(booking.body);
  if (given === undefined) {
    return [
      finding(booking.body.at('extension'), {
        rule: 'booking-organisation',
        message: 'The booking organisation is not returned as a contained Organization that its extension refers to',
        expected: asked.at('name').shown,
      }),
    ];
  }
  return [
    ...kept(given.at('identifier'), 'ODS code', odsCodesOf(asked), odsCodesOf(given)),
    ...kept(given.at('name'), 'name', textOf(asked.at('name')), textOf(given.at('name'))),
    ...kept(given.at('telecom'), 'telecom', telecomsOf(asked), telecomsOf(given)),
    ...kept(given.at('type'), 'type', typesOf(asked), typesOf(given)).map(onlyWarns),
  ];
}

/** The guide's own answer leaves the type out. */
const onlyWarns = (found: Finding): Finding => ({ ...found, severity: 'warning' });

function kept(at: Node, what: string, asked: readonly string[], given: readonly string[]): Finding[] {
  if (asked.every((value) => given.includes(value))) return [];
  const message = `The ${what} of the booking organisation is not the one that was sent`;
  return [finding(at, { rule: `booking-organisation.${what.replace(' ', '-')}`, message, expected: asked.join(', ') })];
}

const textOf = (node: Node): string[] => (node.text === undefined ? [] : [node.text]);

const telecomsOf = (organisation: Node): string[] =>
  organisation.items('telecom').map((telecom) => `${telecom.at('system').shown} ${telecom.at('value').shown}`);

const typesOf = (organisation: Node): string[] =>
  organisation.items('type').flatMap((type) => type.items('coding').map((coding) => coding.at('code').shown));

function patientUnchanged(booking: Answer<'book'>): CheckResult {
  const unaccepted = booking.body
    .items('participant')
    .filter((participant) => participant.at('actor', 'reference').text?.startsWith('Patient/'))
    .filter((participant) => !participant.at('status').text)
    .map((participant) =>
      finding(participant.at('status'), {
        rule: 'participant.status',
        message: 'The Patient participant has no status',
        expected: 'the status that was sent',
      }),
    );
  return [...samePatient(booking), ...unaccepted];
}

/** Whether the provider keeps the consumer's instant is left open, so another one only warns. */
function createdInUkTime(appointment: Node, booking: Answer<'book'>, context: JudgingContext): CheckResult {
  const created = appointment.at('created');
  const written = notUkLocal(created, context);
  if (written !== undefined) return [written];
  const sent = instantOf(askedAppointment(booking).at('created').text);
  const given = instantOf(created.text);
  if (sent === undefined || sent === given) return [];
  const expected = ukDateTime(sent);
  return [onlyWarns(finding(created, { rule: 'created.instant', message: 'created is not what was sent', expected }))];
}

const texts = ['description', 'comment'] as const;

/** BOOK-019: each text that was sent is found whole in its own element or joined with the other one. */
export function textsWhole(booking: Answer<'book'>): CheckResult {
  const asked = askedAppointment(booking);
  const sent = texts.filter((name) => asked.at(name).text);
  if (sent.length === 0) return nothingToCheck('the request had neither description nor comment');
  return sent.flatMap((name) => (isWhole(booking, name) ? [] : [cutShort(booking, name)]));
}

/** Whether a text that was sent stands whole somewhere in the confirmation. */
export function isWhole(booking: Answer<'book'>, name: (typeof texts)[number]): boolean {
  const sent = askedAppointment(booking).at(name).text?.trim() ?? '';
  return texts.some((place) => booking.body.at(place).text?.includes(sent));
}

/** Says that a text came back in part, changed, or not at all. */
export function cutShort(booking: Answer<'book'>, name: (typeof texts)[number]): Finding {
  const sent = askedAppointment(booking).at(name);
  return finding(booking.body.at(name), {
    rule: `${name}.cut`,
    message: `The ${name} did not come back whole, and the booking was not refused`,
    expected: `${sent.text?.length ?? 0} characters: ${sent.shown}`,
  });
}

/**
 * BOOK-080 on any answer that shows the appointment of this booking: no comment where none was sent. A provider may
 * keep both texts in one field (BOOK-019), so a comment that is the description only warns.
 */
export function noCommentInvented(shown: Node, booking: Answer<'book'>): CheckResult {
  const asked = askedAppointment(booking);
  if (asked.at('comment').exists) return nothingToCheck('the request had a comment');
  const comment = shown.at('comment');
  if (!comment.exists) return [];
  const found = finding(comment, {
    rule: 'comment.invented',
    message: 'The appointment has a comment although none was sent',
    expected: 'no comment',
  });
  return [comment.text?.trim() === asked.at('description').text?.trim() ? onlyWarns(found) : found];
}
