import type { Answer } from '../answer.js';
import {
  appointmentsIn,
  inUkTime,
  hasVersion,
  namesItsProfile,
  notPopulated,
  onAppointments,
  onBookingOrganisations,
  saysHowLong,
  saysWhatService,
  validAppointments,
} from '../appointment-content.js';
import { each, finding, httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { rule, succeeded, type JudgingContext, type Rule } from '../rule.js';
import { boundsOf, instantOf } from '../uk-time.js';
import { idsOfPatientAsked, patientsOf } from './patients.js';

/** What every successful retrieve shows: RETR-001, -002, -015, -019 to -026, -035, -037. */
export const entryRules: readonly Rule[] = [
  onRetrieve('RETR-001', isSearchset),
  onRetrieve('RETR-002', withinTheRange),
  onRetrieve('RETR-015', ofThePatientAsked),
  onAppointments('RETR-019', 'retrieve', namesItsProfile, hasVersion),
  onAppointments('RETR-020', 'retrieve', inUkTime('start', 'end', 'created')),
  onAppointments('RETR-021', 'retrieve', saysHowLong),
  onAppointments('RETR-022', 'retrieve', saysWhatService),
  onAppointments('RETR-023', 'retrieve', notPopulated('specialty')),
  onAppointments('RETR-024', 'retrieve', notPopulated('reason')),
  onBookingOrganisations('RETR-025', 'retrieve'),
  onRetrieve('RETR-026', onlyAppointments),
  onAppointments('RETR-035', 'retrieve', hasMandatoryElements),
  rule({
    id: 'RETR-037',
    on: 'retrieve',
    when: succeeded,
    check: (answer, context) => {
      const appointments = appointmentsIn(answer);
      if (appointments.length === 0) return nothingToCheck('no Appointment in the answer');
      return validAppointments(answer, appointments, context);
    },
  }),
];

function onRetrieve(id: string, check: (answer: Answer<'retrieve'>, context: JudgingContext) => CheckResult): Rule {
  return rule({
    id,
    on: 'retrieve',
    when: succeeded,
    check: (answer, context) =>
      isRetrieve(answer) ? check(answer, context) : nothingToCheck('no retrieve was asked for'),
  });
}

const isRetrieve = (answer: Answer): answer is Answer<'retrieve'> => answer.interaction === 'retrieve';

/** What is wrong with an answer that has to be 200 with a searchset (RETR-001, RETR-016). */
export function isSearchset(answer: Answer<'retrieve'>): Finding[] {
  const { body, status } = answer;
  const type = body.at('type');
  return [
    ...(status === 200
      ? []
      : [
          httpFinding({
            rule: 'http.status',
            message: 'The retrieve was not answered with 200',
            expected: 'status 200',
            actual: answer.inShort,
          }),
        ]),
    ...(body.resourceType === 'Bundle' && type.text === 'searchset'
      ? []
      : [finding(type, { rule: 'searchset', message: 'The answer is no searchset Bundle', expected: 'searchset' })]),
  ];
}

/** RETR-002: the two bounds are applied; a start that cannot be read is another requirement's matter. */
function withinTheRange({ appointments, asked }: Answer<'retrieve'>): CheckResult {
  const [from, to] = [boundsOf(asked.from), boundsOf(asked.to)];
  if (from === undefined || to === undefined) return nothingToCheck('the range asked for is not two dates');
  return each(appointments, 'Appointment', (appointment) => {
    const start = instantOf(appointment.at('start').text);
    if (start === undefined || (start >= from.first && start <= to.last)) return undefined;
    return finding(appointment.at('start'), {
      rule: 'retrieve.range',
      message: 'The appointment does not start within the range asked for',
      expected: `${asked.from} to ${asked.to}`,
    });
  });
}

function ofThePatientAsked(answer: Answer<'retrieve'>, context: JudgingContext): CheckResult {
  const ids = idsOfPatientAsked(answer, context);
  return each(answer.appointments, 'Appointment', (appointment) => {
    const patients = patientsOf(appointment);
    if (patients.length > 0 && patients.every((id) => ids.includes(id))) return undefined;
    return finding(appointment.at('participant'), {
      rule: 'retrieve.patient',
      message: 'The appointment is not one of the patient asked for',
      expected: ids.map((id) => `Patient/${id}`).join(' or '),
      actual: patients.map((id) => `Patient/${id}`).join(', ') || '(no Patient participant)',
    });
  });
}

/** RETR-026. What was asked for with an include is in its place; what base STU3 or the guide's words allow only warns. */
function onlyAppointments(answer: Answer<'retrieve'>): CheckResult {
  const asked = answer.parts.request.url.replaceAll('%3A', ':');
  return each(answer.resources, 'entry', (resource) => {
    const type = resource.resourceType ?? '';
    if (type === 'Appointment' || asked.includes(`Appointment:actor:${type}`)) return undefined;
    return finding(resource.at('resourceType'), {
      rule: 'searchset.type',
      severity: ['Organization', 'OperationOutcome'].includes(type) ? 'warning' : 'error',
      message: 'The Bundle holds something else than appointments',
      expected: 'Appointment',
    });
  });
}

/** RETR-035: the elements of GPConnect-Appointment-1 with a cardinality from 1. */
function hasMandatoryElements(appointment: Node): Finding[] {
  return [
    ...simple.filter((name) => !appointment.at(name).exists).map((name) => missing(appointment.at(name))),
    ...(appointment.items('slot').some((one) => one.at('reference').exists) ? [] : [missing(appointment.at('slot'))]),
    ...(appointment.items('participant').length > 0 ? [] : [missing(appointment.at('participant'))]),
    ...appointment
      .items('participant')
      .flatMap((one) => [one.at('actor'), one.at('status')])
      .filter((part) => !part.exists)
      .map(missing),
  ];
}

const simple = ['status', 'start', 'end', 'description'] as const;

const missing = (at: Node): Finding =>
  finding(at, {
    rule: 'element.missing',
    message: 'A mandatory element of the appointment is missing',
    expected: 'a value',
  });
