import type { Answer } from '../answer.js';
import { each, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import type { Node } from '../node.js';
import { referredBy, resolved } from '../reference.js';
import { rule, type Occasion, type Rule } from '../rule.js';
import { shownIn } from '../shown-in.js';
import { accepted } from './parameters.js';
import { recursed, slotsFound } from './asked.js';

/** SLOT-034 to SLOT-046: what comes with the slots, and what must not. */

const practitioners = 'Schedule:actor:Practitioner';
const locations = 'Schedule:actor:Location';

const asking = (include: string): Occasion => ({
  words: `a successful answer with slots to a search that asked for ${include}`,
  holds: (answer) => slotsFound.holds(answer) && recursed(answer).includes(include),
});

const notAsking = (include: string): Occasion => ({
  words: `a successful answer with slots to a search that did not ask for ${include}`,
  holds: (answer) => slotsFound.holds(answer) && !recursed(answer).includes(include),
});

/** A practice need not name a clinician for each list, so SLOT-035 waits for a Schedule that has one. */
const askingWherePractitionersAre: Occasion = {
  words: `${asking(practitioners).words}, of which a Schedule names a Practitioner`,
  holds: (answer) => asking(practitioners).holds(answer) && namesPractitioners(answer),
};

export const includeRules: readonly Rule[] = [
  rule({
    id: 'SLOT-034',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) => each(answer.slots, 'Slot', (slot) => unresolved(answer, slot.at('schedule'), 'Schedule')),
  }),
  rule({
    id: 'SLOT-035',
    on: 'slot-search',
    when: askingWherePractitionersAre,
    check: (answer) => actorsIncluded(answer, 'Practitioner'),
  }),
  rule({
    id: 'SLOT-036',
    on: 'slot-search',
    when: notAsking(practitioners),
    check: (answer) => answer.entries('Practitioner').map((one) => notAskedFor(one, practitioners)),
  }),
  rule({
    id: 'SLOT-037',
    on: 'slot-search',
    when: asking(locations),
    check: (answer) => actorsIncluded(answer, 'Location'),
  }),
  rule({
    id: 'SLOT-038',
    on: 'slot-search',
    when: notAsking(locations),
    check: (answer) => answer.entries('Location').map((one) => notAskedFor(one, locations)),
  }),
  rule({ id: 'SLOT-039', on: 'slot-search', when: slotsFound, check: organisationIncluded }),
  rule({ id: 'SLOT-043', on: 'slot-search', when: slotsFound, check: tiedToASlot }),
  rule({ id: 'SLOT-044', on: 'slot-search', when: slotsFound, check: onlyKnownTypes }),
  rule({
    id: 'SLOT-045',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) => each(answer.entries('Schedule'), 'Schedule', withoutLocation),
  }),
  rule({
    id: 'SLOT-046',
    on: 'slot-search',
    when: slotsFound,
    check: (answer) =>
      each(answer.entries('Location'), 'Location', (location) =>
        unresolved(answer, location.at('managingOrganization'), 'Organization'),
      ),
  }),
];

/** SLOT-040: asking for the managing organisation changes nothing about its presence. */
export function organisationEitherWay(answers: {
  readonly asked: Answer<'slot-search'>;
  readonly notAsked: Answer<'slot-search'>;
}): CheckResult {
  const { asked, notAsked } = answers;
  const refused = [asked, notAsked].filter((answer) => answer.status !== 200);
  if (refused.length > 0) return refused.flatMap((answer) => shownIn(answer, accepted(answer)));
  const withSlots = [asked, notAsked].filter((answer) => answer.slots.length > 0);
  if (withSlots.length === 0) return nothingToCheck('no Slot in the answers');
  return withSlots.flatMap((answer) => shownIn(answer, organisationIncluded(answer)));
}

/** What is wrong with a reference that has to lead to a resource of this type in the same Bundle. */
function unresolved(answer: Answer, reference: Node, type: string): Finding | undefined {
  if (resolved(answer, reference)?.resourceType === type) return undefined;
  return finding(reference.at('reference'), {
    rule: 'reference.unresolved',
    message: `The reference leads to no ${type} in the Bundle`,
    expected: `${type}/[id] of an entry`,
  });
}

const actorsOf = (schedule: Node, type: string): readonly Node[] =>
  schedule.items('actor').filter((actor) => referredBy(actor)?.type === type);

/** Whether a Schedule of the answer names a Practitioner among its actors. */
export function namesPractitioners(answer: Answer): boolean {
  return answer.entries('Schedule').some((schedule) => actorsOf(schedule, 'Practitioner').length > 0);
}

function actorsIncluded(answer: Answer, type: 'Practitioner' | 'Location'): CheckResult {
  const actors = answer.entries('Schedule').flatMap((schedule) => actorsOf(schedule, type));
  if (actors.length === 0) return nothingToCheck(`no Schedule in the answer has a ${type} among its actors`);
  return actors.flatMap((actor) => unresolved(answer, actor, type) ?? []);
}

const notAskedFor = (resource: Node, include: string): Finding =>
  finding(resource, {
    rule: 'include.not-asked',
    message: `The ${resource.resourceType ?? 'resource'} was not asked for with _include:recurse=${include}`,
    expected: `no ${resource.resourceType ?? 'resource'}`,
    actual: `${resource.resourceType ?? ''}/${resource.id ?? '(no id)'}`,
  });

function organisationIncluded(answer: Answer): Finding[] {
  if (answer.entries('Organization').length > 0) return [];
  return [
    finding(answer.body.at('entry'), {
      rule: 'include.organisation',
      message: 'The answer has slots but not the organisation that manages their surgery',
      expected: 'an Organization',
      actual: `${answer.resources.length} entries without Organization`,
    }),
  ];
}

const inASearchset = ['Slot', 'Schedule', 'Practitioner', 'Location', 'Organization'];

/** SLOT-044. Base STU3 lets a searchset carry an OperationOutcome, so that one only warns. */
function onlyKnownTypes(answer: Answer): CheckResult {
  return answer.resources
    .filter(({ resourceType }) => !inASearchset.includes(resourceType ?? ''))
    .map((resource) =>
      finding(resource.at('resourceType'), {
        rule: 'searchset.type',
        severity: resource.resourceType === 'OperationOutcome' ? 'warning' : 'error',
        message: 'A slot search holds no resources of this type',
        expected: inASearchset.join(', '),
      }),
    );
}

function withoutLocation(schedule: Node): Finding | undefined {
  if (actorsOf(schedule, 'Location').length > 0) return undefined;
  return finding(schedule.at('actor'), {
    rule: 'schedule.location',
    message: 'The Schedule names no Location among its actors',
    expected: 'an actor Location/[id]',
  });
}

/**
 * SLOT-043: everything in the Bundle is reached from a Slot. Where no Location leads to one, the Organization cannot be
 * reached inside the Bundle, so it is taken as the managing one (SLOT-039, SLOT-046).
 */
function tiedToASlot(answer: Answer): CheckResult {
  const schedules = reached(answer, answer.slots, (slot) => [slot.at('schedule')]);
  const actors = reached(answer, schedules, (schedule) => schedule.items('actor'));
  const places = actors.filter((actor) => actor.resourceType === 'Location');
  const managers = reached(answer, places, (location) => [location.at('managingOrganization')]);
  const organisations = managers.length > 0 ? managers : answer.entries('Organization');
  const tied = new Set([...schedules, ...actors, ...organisations]);
  return ['Schedule', 'Practitioner', 'Location', 'Organization']
    .flatMap((type) => answer.entries(type))
    .filter((resource) => !tied.has(resource))
    .map((resource) =>
      finding(resource, {
        rule: 'searchset.stray',
        message: 'The resource belongs to none of the slots in the answer',
        expected: 'only what the returned slots refer to',
        actual: `${resource.resourceType ?? ''}/${resource.id ?? '(no id)'}`,
      }),
    );
}

/** Each resource once, however many lead to it. */
function reached(answer: Answer, from: readonly Node[], references: (resource: Node) => readonly Node[]): Node[] {
  const found = new Set<Node>();
  for (const reference of from.flatMap(references)) {
    const resource = resolved(answer, reference);
    if (resource !== undefined) found.add(resource);
  }
  return [...found];
}
