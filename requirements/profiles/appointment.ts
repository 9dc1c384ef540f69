import type { Answer } from '../answer.js';
import { all, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { referredBy } from '../reference.js';
import type { JudgingContext, Rule } from '../rule.js';
import { shownIn } from '../shown-in.js';
import { extensions } from '../stu3.js';
import { instantOf } from '../uk-time.js';
import {
  atMostOne,
  everyOne,
  missing,
  nodesAt,
  otherCode,
  prohibited,
  systemAndValueOnly,
  typeReferredTo,
  withAppointments,
} from './elements.js';

/** PROF-A01 to PROF-A13: GPConnect-Appointment-1 as far as a single Appointment shows it. */

type Check = (appointment: Node, context: JudgingContext) => readonly Finding[];

const appointmentRule = (id: string, check: Check): Rule =>
  everyOne({ id, on: withAppointments, type: 'Appointment', check });

/** Codes of the STU3 value sets appointmentstatus and participationstatus. */
const statuses = [
  ...['proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error'],
];
const participations = ['accepted', 'declined', 'tentative', 'needs-action'];

/** The value[x] of each extension the guide gives an Appointment, and whether it may be repeated. */
const valueNames: Readonly<Record<string, { readonly name: string; readonly repeats: boolean }>> = {
  [extensions.bookingOrganisation]: { name: 'valueReference', repeats: false },
  [extensions.practitionerRole]: { name: 'valueCodeableConcept', repeats: true },
  [extensions.deliveryChannel]: { name: 'valueCode', repeats: false },
  [extensions.cancellationReason]: { name: 'valueString', repeats: false },
};

const supersededChannel = extensions.deliveryChannel.replace(/2$/, '1');

export const appointmentRules: readonly Rule[] = [
  appointmentRule('PROF-A01', (appointment) => [
    ...missing(appointment, 'status', 'start', 'end', 'description', 'slot', 'participant'),
    ...appointment.items('participant').flatMap((participant) => missing(participant, 'actor', 'status')),
  ]),
  appointmentRule('PROF-A02', (appointment, { policies }) => [
    ...prohibited(appointment, 'indication', 'supportingInformation', 'incomingReferral', 'requestedPeriod'),
    ...(policies['profileVintage'] === '2025-05' ? [] : prohibited(appointment, 'appointmentType').map(onlyWarning)),
  ]),
  appointmentRule('PROF-A03', (appointment) => appointment.items('identifier').flatMap(systemAndValueOnly)),
  appointmentRule('PROF-A04', (appointment) => appointment.items('slot').flatMap(notASlot)),
  appointmentRule('PROF-A05', (appointment) =>
    nodesAt(appointment, 'participant.actor').flatMap((actor) => notAParticipant(actor, appointment)),
  ),
  appointmentRule('PROF-A06', (appointment) => [
    ...otherCode(appointment.at('status'), statuses),
    ...nodesAt(appointment, 'participant.status').flatMap((status) => otherCode(status, participations)),
  ]),
  appointmentRule('PROF-A07', wrongExtensions),
  appointmentRule('PROF-A08', (appointment) => [
    ...atMostOne(appointment.items('reason'), 'reason'),
    ...nodesAt(appointment, 'reason.coding').flatMap((coding) => [
      ...missing(coding, 'system', 'code', 'display'),
      ...otherCode(coding.at('system'), ['http://snomed.info/sct']),
    ]),
  ]),
  appointmentRule('PROF-A09', (appointment) => {
    const priority = appointment.at('priority');
    const { number } = priority;
    if (!priority.exists || (number !== undefined && number >= 0 && number <= 9)) return [];
    return [finding(priority, { rule: 'priority', message: 'The priority is out of its range', expected: '0 to 9' })];
  }),
  appointmentRule('PROF-A11', (appointment) => endsTooEarly(appointment)),
  appointmentRule('PROF-A12', (appointment) => missing(appointment, 'created')),
  appointmentRule('PROF-A13', (appointment) => [
    ...nodesAt(appointment, 'contained').flatMap((contained) => [
      ...missing(contained, 'id'),
      ...prohibited(contained, 'contained', 'meta.versionId', 'meta.lastUpdated'),
    ]),
    ...notContained(appointment),
  ]),
];

/** A finding where start and end are both instants and the end is not the later one (PROF-A11, PROF-S05). */
export function endsTooEarly(resource: Node): Finding[] {
  const start = instantOf(resource.at('start').text);
  const end = instantOf(resource.at('end').text);
  if (start === undefined || end === undefined || start < end) return [];
  const words = {
    rule: 'period',
    message: 'It ends before it starts',
    expected: `after ${resource.at('start').shown}`,
  };
  return [finding(resource.at('end'), words)];
}

/**
 * PROF-A10: an appointment read, read again, cancelled and read once more. The version is another one after the change;
 * that it stays the same without one is derived, so a difference only warns.
 */
export function versionFollowsContent(facts: {
  readonly first: Answer<'read'>;
  readonly second: Answer<'read'>;
  readonly cancellation: Answer<'cancel'>;
  readonly after: Answer<'read'>;
}): CheckResult {
  const { first, second, cancellation, after } = facts;
  const version = versionOf(first);
  if (!first.succeeded) return nothingToCheck(`the appointment cannot be read: ${first.inShort}`);
  if (!version.exists) return shownIn(first, missing(first.body, 'meta.versionId'));
  const restless = versionOf(second).text === version.text ? [] : [changedAlone(second, version)];
  if (!cancellation.succeeded || !after.succeeded) {
    return restless.length > 0 ? restless : nothingToCheck(`the cancellation was answered ${cancellation.inShort}`);
  }
  return all(
    restless,
    after.body.at('status').text === 'cancelled' ? staleIn([cancellation, after], version) : unchanged(after),
  );
}

const versionOf = (answer: Answer): Node => answer.body.at('meta', 'versionId');

function staleIn(answers: readonly Answer[], version: Node): Finding[] {
  return answers
    .filter((answer) => answer.body.resourceType === 'Appointment' && versionOf(answer).text === version.text)
    .flatMap((answer) =>
      shownIn(answer, [
        finding(versionOf(answer), {
          rule: 'version.stale',
          message: 'The appointment has changed, and its version is the one from before',
          expected: `another version than ${version.shown}`,
        }),
      ]),
    );
}

function unchanged(after: Answer): CheckResult {
  return nothingToCheck(`the content did not change: status ${after.body.at('status').shown}`);
}

function changedAlone(second: Answer, version: Node): Finding {
  const words = {
    rule: 'version.restless',
    severity: 'warning',
    message: 'The version is another one although nothing changed between two reads, so no If-Match can ever fit',
    expected: version.shown,
  } as const;
  return { ...finding(versionOf(second), words), exchange: second.exchange };
}

const onlyWarning = (found: Finding): Finding => ({ ...found, severity: 'warning' });

function notASlot(reference: Node): Finding[] {
  const at = reference.at('reference');
  if (at.text?.startsWith('Slot/') === true) return [];
  const elsewhere = referredBy(reference)?.type === 'Slot';
  return [
    finding(at, {
      rule: 'reference.slot',
      severity: elsewhere ? 'warning' : 'error',
      message: elsewhere ? 'The Slot is referred to by an absolute URL' : 'The reference does not lead to a Slot',
      expected: 'Slot/[id]',
    }),
  ];
}

const participantTypes = ['Patient', 'Practitioner', 'Location'];
const furtherTypes = ['RelatedPerson', 'HealthcareService', 'Device'];

function notAParticipant(actor: Node, appointment: Node): Finding[] {
  const reference = actor.at('reference');
  const type = typeReferredTo(actor, appointment);
  if (!reference.exists || (type !== undefined && participantTypes.includes(type))) return [];
  const allowed = type !== undefined && furtherTypes.includes(type);
  return [
    finding(reference, {
      rule: 'reference.participant',
      severity: allowed ? 'warning' : 'error',
      message: 'The participant is none of those the guide speaks of',
      expected: participantTypes.join(', '),
    }),
  ];
}

function wrongExtensions(appointment: Node): Finding[] {
  const given = appointment.items('extension');
  return [
    ...given.flatMap((extension) => wrongValue(extension)),
    ...Object.entries(valueNames)
      .filter(([, { repeats }]) => !repeats)
      .flatMap(([url]) =>
        atMostOne(
          given.filter((one) => one.at('url').text === url),
          shortName(url),
        ),
      ),
  ];
}

function wrongValue(extension: Node): Finding[] {
  const url = extension.at('url').text ?? '';
  if (url === supersededChannel) {
    const message = 'The superseded form of the delivery channel is used';
    return [
      finding(extension.at('url'), { rule: 'extension.superseded', message, expected: extensions.deliveryChannel }),
    ];
  }
  const name = Object.hasOwn(valueNames, url) ? valueNames[url]?.name : undefined;
  if (name === undefined || extension.at(name).exists) return [];
  return [finding(extension, { rule: 'extension.value', message: `${shortName(url)} has no ${name}`, expected: name })];
}

const shortName = (url: string): string => url.replace(/^.*Extension-GPConnect-/, '');

/** A booking Organization is reached as `#id`, and stands among the contained resources. */
function notContained(appointment: Node): Finding[] {
  const contained = appointment.items('contained').filter((one) => one.resourceType === 'Organization');
  return appointment
    .items('extension')
    .filter((extension) => extension.at('url').text === extensions.bookingOrganisation)
    .map((extension) => extension.at('valueReference', 'reference'))
    .filter((reference) => !contained.some((one) => one.id !== undefined && reference.text === `#${one.id}`))
    .map((reference) =>
      finding(reference, {
        rule: 'reference.booking-organisation',
        message: 'The booking organisation is not contained, or not under the id referred to',
        expected: contained.map((one) => `#${one.id ?? '(no id)'}`).join(' or ') || 'a contained Organization',
      }),
    );
}
