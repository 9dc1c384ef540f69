import type { Answer } from './answer.js';
import { bookingOrganisationOf } from './book/as-asked.js';
import { declaresProfile } from './declared-profile.js';
import { odsCodesOf } from './federation.js';
import { each, finding, type CheckResult, type Finding } from './finding.js';
import { notUkLocal } from './local-time.js';
import { isWithin, type Node } from './node.js';
import { rule, succeeded, type JudgingContext, type Rule } from './rule.js';
import { extensions, profiles } from './stu3.js';
import { validWhere } from './validity.js';

/**
 * What an Appointment has to say whichever interaction returns it. Pure checks of one Appointment, bound to the ids of
 * each area in book, retrieve, read and cancel.
 */
export type ContentCheck = (appointment: Node, context: JudgingContext) => readonly Finding[];

/** The Appointments an answer holds: its body, or the entries of its Bundle. */
export const appointmentsIn = (answer: Answer): readonly Node[] =>
  answer.body.resourceType === 'Appointment' ? [answer.body] : answer.appointments;

/** A standing rule on every Appointment that a successful answer of an interaction holds. */
export const onAppointments = (
  id: string,
  on: 'book' | 'retrieve' | 'read' | 'cancel',
  ...checks: readonly ContentCheck[]
): Rule =>
  rule({
    id,
    on,
    when: succeeded,
    check: (answer, context) =>
      each(appointmentsIn(answer), 'Appointment', (one) => checks.flatMap((check) => check(one, context))),
  });

/** meta.profile names GPConnect-Appointment-1 (RETR-019, READ-002, CANC-004). */
export const namesItsProfile: ContentCheck = (appointment) => {
  if (declaresProfile(appointment, profiles.Appointment)) return [];
  return [
    finding(appointment.at('meta', 'profile'), {
      rule: 'profile.named',
      message: 'The appointment does not name its profile',
      expected: profiles.Appointment,
    }),
  ];
};

/** meta.versionId is there (RETR-019, READ-004, CANC-005). */
export const hasVersion: ContentCheck = (appointment) => {
  const version = appointment.at('meta', 'versionId');
  if (version.text) return [];
  return [finding(version, { rule: 'version', message: 'The appointment has no version', expected: 'a versionId' })];
};

/** The named times, where they are there, are UK local time with the offset in force (RETR-020, READ-006). */
export const inUkTime =
  (...names: readonly ('start' | 'end' | 'created')[]): ContentCheck =>
  (appointment, context) =>
    names.map((name) => appointment.at(name)).flatMap((time) => (time.exists ? (notUkLocal(time, context) ?? []) : []));

/** minutesDuration is there and positive (RETR-021, READ-007). */
export const saysHowLong: ContentCheck = (appointment) => {
  const minutes = appointment.at('minutesDuration');
  if ((minutes.number ?? 0) > 0) return [];
  const message = 'The appointment does not say how many minutes it takes';
  return [finding(minutes, { rule: 'duration', message, expected: 'a positive minutesDuration' })];
};

/** serviceType[0].text is a text (RETR-022, READ-008, CANC-007). */
export const saysWhatService: ContentCheck = (appointment) => {
  const [service = appointment.at('serviceType', 0)] = appointment.items('serviceType');
  const text = service.at('text');
  if ((text.text ?? '').trim() !== '') return [];
  const message = 'The appointment does not have the slot type description';
  return [finding(text, { rule: 'service.text', message, expected: 'a text' })];
};

/** An element is not populated (specialty and reason: RETR-023, -024, READ-009, -010, CANC-008). */
export const notPopulated =
  (name: string): ContentCheck =>
  (appointment) => {
    const element = appointment.at(name);
    if (!element.exists) return [];
    const message = `The answer populates ${name}`;
    return [finding(element, { rule: `${name}.present`, message, expected: `no ${name}` })];
  };

/** The cancellation-reason extension has a text (RETR-031, READ-016, CANC-030). */
export const saysWhyCancelled: ContentCheck = (appointment) => {
  const reason = appointment.extension(extensions.cancellationReason);
  if (reason.text) return [];
  const message = 'The cancelled appointment does not say why it was cancelled';
  return [finding(reason, { rule: 'cancellation-reason', message, expected: extensions.cancellationReason })];
};

const namesABookingOrganisation = (appointment: Node): boolean =>
  appointment.extension(extensions.bookingOrganisation).exists;

/**
 * The booking organisation is a contained Organization that the extension refers to as `#id`, with ODS code, name and
 * telecom (RETR-025, READ-018).
 */
export const containsItsBookingOrganisation: ContentCheck = (appointment) => {
  const organisation = bookingOrganisationOf(appointment);
  if (organisation === undefined) {
    return [
      finding(appointment.extension(extensions.bookingOrganisation).at('reference'), {
        rule: 'booking-organisation',
        message: 'The booking organisation is not a contained Organization that its extension refers to',
        expected: '#id of a contained Organization',
      }),
    ];
  }
  return [
    ...(odsCodesOf(organisation).length > 0 ? [] : [incomplete(organisation.at('identifier'), 'an ODS code')]),
    ...(organisation.at('name').text ? [] : [incomplete(organisation.at('name'), 'a name')]),
    ...(organisation.items('telecom').some((telecom) => telecom.at('value').text)
      ? []
      : [incomplete(organisation.at('telecom'), 'a telecom')]),
  ];
};

/**
 * A standing rule on the Appointments that name a booking organisation. That those booked through the API do so is for
 * a scenario to say; one that the practice made may have none.
 */
export const onBookingOrganisations = (id: string, on: 'retrieve' | 'read'): Rule =>
  rule({
    id,
    on,
    when: succeeded,
    check: (answer, context) =>
      each(appointmentsIn(answer).filter(namesABookingOrganisation), 'Appointment with a booking organisation', (one) =>
        containsItsBookingOrganisation(one, context),
      ),
  });

const incomplete = (at: Node, expected: string): Finding =>
  finding(at, {
    rule: 'booking-organisation.incomplete',
    message: `The booking organisation lacks ${expected}`,
    expected,
  });

/**
 * Whether these Appointments of an answer are valid against GPConnect-Appointment-1 (RETR-037, READ-002, CANC-004).
 * A reason that is text only belongs to the requirements about reason (RETR-024), which only warn, so it is left out.
 */
export function validAppointments(answer: Answer, appointments: readonly Node[], context: JudgingContext): CheckResult {
  const textOnly = appointments.flatMap((one) => one.items('reason').filter((reason) => !reason.at('coding').exists));
  const aboutTextOnly = (path: string): boolean =>
    textOnly.some((reason) => isWithin(path, reason) || path === reason.path.replace(/\[\d+\]$/, ''));
  return validWhere(
    answer,
    context,
    ({ path }) => appointments.some((one) => isWithin(path, one)) && !aboutTextOnly(path),
  );
}
