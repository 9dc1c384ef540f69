import type { Answer } from './answer.js';
import { odsCodesOf } from './federation.js';
import { finding, type Finding } from './finding.js';
import type { Node } from './node.js';
import { bookingOrganisationOf } from './book/as-asked.js';
import { extensions } from './stu3.js';
import { instantOf } from './uk-time.js';

/** The parts of an appointment that can be compared between two answers, each as comparable text. */
const parts = {
  id: (appointment) => appointment.at('id').shown,
  status: (appointment) => appointment.at('status').shown,
  start: (appointment) => instantIn(appointment.at('start')),
  end: (appointment) => instantIn(appointment.at('end')),
  slot: (appointment) => sorted(appointment.items('slot').map((slot) => slot.at('reference').shown)),
  participant: (appointment) =>
    sorted(
      appointment
        .items('participant')
        .map((participant) => `${participant.at('actor', 'reference').shown} ${participant.at('status').shown}`),
    ),
  description: (appointment) => appointment.at('description').shown,
  comment: (appointment) => appointment.at('comment').shown,
  contained: (appointment) => organisationIn(appointment),
  created: (appointment) => instantIn(appointment.at('created')),
  extension: (appointment) => sorted(furtherExtensions(appointment)),
} satisfies Record<string, (appointment: Node) => string>;

export type Part = keyof typeof parts;

/** What two answers are to agree on about one version of an appointment (READ-017, BOOK-070). */
const agreed: readonly Part[] = [
  ...(['id', 'status', 'start', 'end', 'slot', 'participant'] as const),
  ...(['description', 'comment', 'contained'] as const),
];

/**
 * Where an appointment in a later answer differs from the same version of it in an earlier one: id, status, times as
 * instants, slots, participants, texts and booking organisation. Order, lastUpdated, identifiers and further extensions
 * are not compared, because the pages ask for different elements. `compared` names other parts to look at.
 */
export function differencesFrom(
  earlier: Node,
  later: Node,
  shownBy: Answer,
  compared: readonly Part[] = agreed,
): readonly Finding[] {
  return compared
    .map((name) => ({ name, part: parts[name] }))
    .filter(({ part }) => part(earlier) !== part(later))
    .map(({ name, part }) => ({
      ...finding(later.at(name), {
        rule: `appointment.differs.${name}`,
        message: `The appointment’s ${name} is not what it was in the earlier answer`,
        expected: part(earlier),
        actual: part(later),
      }),
      exchange: shownBy.exchange,
    }));
}

/** Whether a part is the same in two forms of an appointment. */
export const isSame = (name: Part, one: Node, other: Node): boolean => parts[name](one) === parts[name](other);

function instantIn(time: Node): string {
  const instant = instantOf(time.text);
  return instant === undefined ? time.shown : new Date(instant).toISOString();
}

const sorted = (texts: readonly string[]): string => [...texts].sort().join(', ');

function organisationIn(appointment: Node): string {
  const organisation = bookingOrganisationOf(appointment);
  if (organisation === undefined) return '(no booking organisation)';
  return sorted([...odsCodesOf(organisation), organisation.at('name').shown]);
}

const comparedElsewhere: readonly (string | undefined)[] = [
  extensions.bookingOrganisation,
  extensions.cancellationReason,
];

/** Extensions with their values, except the booking organisation and the cancellation reason. */
const furtherExtensions = (appointment: Node): string[] =>
  appointment
    .items('extension')
    .filter((one) => !comparedElsewhere.includes(one.at('url').text))
    .map((one) => inOneOrder(one.value));

/** A value as text that does not depend on the order of members. */
function inOneOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneOrder).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}:${inOneOrder(member)}`);
  return `{${members.sort().join()}}`;
}
