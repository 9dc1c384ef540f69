import type { Answer } from './answer.js';
import { odsCodesOf } from './federation.js';
import { finding, type Finding } from './finding.js';
import type { Node } from './node.js';
import { bookingOrganisationOf } from './book/as-asked.js';
import { instantOf } from './uk-time.js';

/** What two answers are to agree on about one appointment (READ-017, BOOK-070), each part as comparable text. */
const agreed: Readonly<Record<string, (appointment: Node) => string>> = {
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
};

/**
 * Where an appointment in a later answer differs from the same version of it in an earlier one: id, status, times as
 * instants, slots, participants, texts and booking organisation. Order, lastUpdated, identifiers and further extensions
 * are not compared, because the pages ask for different elements.
 */
export function differencesFrom(earlier: Node, later: Node, shownBy: Answer): readonly Finding[] {
  return Object.entries(agreed)
    .filter(([, part]) => part(earlier) !== part(later))
    .map(([name, part]) => ({
      ...finding(later.at(name), {
        rule: `appointment.differs.${name}`,
        message: `The appointment’s ${name} is not what it was in the earlier answer`,
        expected: part(earlier),
        actual: part(later),
      }),
      exchange: shownBy.exchange,
    }));
}

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
