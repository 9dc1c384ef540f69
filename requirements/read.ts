import type { Answer } from './answer.js';
import {
  appointmentsIn,
  containsItsBookingOrganisation,
  hasVersion,
  inUkTime,
  namesItsProfile,
  notPopulated,
  onAppointments,
  onBookingOrganisations,
  saysHowLong,
  saysWhatService,
  saysWhyCancelled,
  validAppointments,
  type ContentCheck,
} from './appointment-content.js';
import type { Requirement } from './catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays } from './expectation.js';
import { all, each, finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from './finding.js';
import type { Node } from './node.js';
import { rule, succeeded, type JudgingContext, type Rule } from './rule.js';
import { differencesFrom } from './same-appointment.js';
import { appointmentIn, statusIs } from './sessions.js';
import { shownIn } from './shown-in.js';

/** Standing rules of READ-002 to READ-010 and READ-018: what every appointment that is read shows. */
export const readRules: readonly Rule[] = [
  rule({
    id: 'READ-002',
    on: 'read',
    when: succeeded,
    check: (answer, context) => {
      const named = each(appointmentsIn(answer), 'Appointment', (one) => namesItsProfile(one, context));
      return all(named, validAppointments(answer, appointmentsIn(answer), context));
    },
  }),
  onRead('READ-003', sameIdButForCase),
  onRead('READ-004', versionAndTag),
  onAppointments('READ-005', 'read', identifiersWhole),
  onAppointments('READ-006', 'read', inUkTime('start'), onlyWarns(inUkTime('end', 'created'))),
  onAppointments('READ-007', 'read', saysHowLong),
  onAppointments('READ-008', 'read', saysWhatService),
  onAppointments('READ-009', 'read', notPopulated('specialty')),
  onAppointments('READ-010', 'read', notPopulated('reason')),
  onBookingOrganisations('READ-018', 'read'),
];

/** A deviation that the catalogue calls a warning. */
function onlyWarns(check: ContentCheck): ContentCheck {
  return (appointment, context) => check(appointment, context).map((found) => ({ ...found, severity: 'warning' }));
}

function onRead(id: string, check: (read: Answer<'read'>, context: JudgingContext) => CheckResult): Rule {
  return rule({
    id,
    on: 'read',
    when: succeeded,
    check: (answer, context) =>
      isRead(answer) && answer.body.resourceType === 'Appointment'
        ? check(answer, context)
        : nothingToCheck(`the answer ${answer.inShort} holds no Appointment`),
  });
}

const isRead = (answer: Answer): answer is Answer<'read'> => answer.interaction === 'read';

/** The id in other letter case may have been asked for on purpose, which is READ-021's matter. */
function sameIdButForCase(read: Answer<'read'>): CheckResult {
  const { asked, body } = read;
  if (body.id !== asked.id && body.id?.toLowerCase() === asked.id.toLowerCase()) {
    return nothingToCheck(`Appointment/${asked.id} differs from Appointment/${body.id} in letter case only`);
  }
  return sameIdAsAsked(read);
}

/** READ-003 on a read by the id that a booking was confirmed with: it is returned to the letter. */
export function sameIdAsAsked({ asked, body, inShort }: Answer<'read'>): CheckResult {
  if (body.resourceType !== 'Appointment') return nothingToCheck(`the read was answered ${inShort}`);
  if (body.id === asked.id) return [];
  const message = 'The appointment has another id than the one asked for';
  return [finding(body.at('id'), { rule: 'read.id', message, expected: asked.id })];
}

function versionAndTag(read: Answer<'read'>, context: JudgingContext): CheckResult {
  return [...hasVersion(read.body, context), ...taggedWithItsVersion(read)];
}

/** READ-004, and CANC-006 where the version is judged by a requirement of its own: ETag is the version of the body. */
export function taggedWithItsVersion(answer: Answer): Finding[] {
  const version = answer.body.at('meta', 'versionId').text;
  const [etag] = answer.header('ETag');
  const isTag = version === undefined ? /^W\/"[^"]+"$/.test(etag ?? '') : etag === `W/"${version}"`;
  if (isTag) return [];
  return [
    httpFinding({
      rule: 'etag',
      message: 'ETag is not the version of the appointment',
      expected: `W/"${version ?? '[vid]'}"`,
      actual: etag ?? '(absent)',
    }),
  ];
}

function identifiersWhole(appointment: Node): Finding[] {
  return appointment
    .items('identifier')
    .flatMap((identifier) => [identifier.at('system'), identifier.at('value')])
    .filter((part) => !part.text)
    .map((part) =>
      finding(part, { rule: 'identifier', message: 'An identifier has no system or no value', expected: 'a text' }),
    );
}

/** READ-001: 200 with the appointment. */
export function answeredWithTheAppointment(read: Answer<'read'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(read, wanted);
  if (!read.succeeded || read.body.resourceType === 'Appointment') return status;
  const message = 'The answer is no Appointment';
  return all(status, [
    finding(read.body, { rule: 'read.body', message, expected: 'an Appointment', actual: read.inShort }),
  ]);
}

/** READ-016: 200 with status cancelled and the cancellation reason. */
export function cancelledOneReadable(read: Answer<'read'>, wanted: Requirement, context: JudgingContext): CheckResult {
  const status = answeredWithTheAppointment(read, wanted);
  if (read.body.resourceType !== 'Appointment') return status;
  return all(status, statusIs(read.body, 'cancelled'), saysWhyCancelled(read.body, context));
}

/** An appointment as the booking, a read and a retrieve show it. */
export interface ThreeViews {
  readonly booking: Answer<'book'>;
  readonly read: Answer<'read'>;
  readonly retrieve: Answer<'retrieve'>;
}

/** READ-017: what is read agrees with the confirmation and with the retrieve entry, where they are of the same version. */
export function sameInEveryView({ booking, read, retrieve }: ThreeViews): CheckResult {
  const { body } = read;
  if (body.resourceType !== 'Appointment') return nothingToCheck(`the read was answered ${read.inShort}`);
  const listed = appointmentIn(retrieve, body.id ?? '');
  const others = [booking.body, ...(listed === undefined ? [] : [listed])];
  const comparable = others.filter((other) => versionOf(other) === versionOf(body));
  if (comparable.length === 0) return nothingToCheck('the booking and the retrieve show other versions than the read');
  return comparable.flatMap((other) => differencesFrom(other, body, read));
}

const versionOf = (appointment: Node): string | undefined => appointment.at('meta', 'versionId').text;

/** READ-018 on an appointment booked through the API, which cannot be without a booking organisation. */
export function bookingOrganisationShown(
  read: Answer<'read'>,
  _wanted: Requirement,
  context: JudgingContext,
): CheckResult {
  if (read.body.resourceType !== 'Appointment') return nothingToCheck(`the read was answered ${read.inShort}`);
  return shownIn(read, containsItsBookingOrganisation(read.body, context));
}

/**
 * READ-019: a version read is answered with that appointment, or refused in an orderly way. Nobody has to offer it, so
 * which of the two it was is only reported.
 */
export function versionReadOrRefused(facts: { readonly answer: Answer<'other'>; readonly id: string }): CheckResult {
  const { answer, id } = facts;
  const isTheAppointment = answer.body.resourceType === 'Appointment' && answer.body.id === id;
  const isRefusal = (answer.status >= 400 && answer.status < 500) || answer.status === 501;
  const found = httpFinding({
    rule: 'version-read',
    severity: (answer.succeeded ? isTheAppointment : isRefusal) ? 'information' : 'error',
    message: 'What a read of a version was answered with',
    expected: `Appointment/${id}, or a refusal`,
    actual: answer.inShort,
  });
  return [{ ...found, exchange: answer.exchange }];
}

/** READ-011: refused as the catalogue says; under the policy `retrievePast: allow` answered like any other. */
export function pastReadRefused(read: Answer<'read'>, wanted: Requirement, { policies }: JudgingContext): CheckResult {
  if (policies['retrievePast'] !== 'allow') return refusedAsTheCatalogueSays(read, wanted);
  return answeredWithTheAppointment(read, { ...wanted, expect: { ...whereAllowed } });
}

const whereAllowed = {
  http: [200],
  spineCodes: [],
  issueCodes: [],
  certainty: 'inferred',
  refusalRequired: false,
} as const;

/** READ-013: 500 as the catalogue says, with diagnostics. */
export function explainedFailure(read: Answer<'read'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(read, wanted);
  if (read.succeeded || read.issues.some((issue) => issue.at('diagnostics').text?.trim())) return status;
  const message = 'The failure is not explained';
  const found = finding(read.body.at('issue', 0, 'diagnostics'), {
    rule: 'outcome.diagnostics',
    message,
    expected: 'diagnostics',
  });
  return all(status, [found]);
}

/** READ-015: 200 with the appointment that the practice made, by its id. */
export function practiceMadeReadable(read: Answer<'read'>): CheckResult {
  if (read.status === 200 && read.body.id === read.asked.id) return [];
  return [
    httpFinding({
      rule: 'read.practice-made',
      message: 'An appointment that the practice made cannot be read',
      expected: `200 with Appointment/${read.asked.id}`,
      actual: read.inShort,
    }),
  ];
}
