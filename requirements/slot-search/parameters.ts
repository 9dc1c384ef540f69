import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { refusedWithSomeCode } from '../expectation.js';
import { httpFinding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { shownIn } from '../shown-in.js';

/** SLOT-002 to SLOT-006 and SLOT-011 to SLOT-029, SLOT-058 and SLOT-059: what a search may and may not say. */

/** SLOT-002: the search is answered with 200, for which the catalogue gives no status of its own. */
export function accepted(answer: Answer<'slot-search'>): Finding[] {
  if (answer.status === 200) return [];
  return [
    httpFinding({
      rule: 'http.status',
      message: 'The search was not accepted',
      expected: 'status 200',
      actual: answer.inShort,
    }),
  ];
}

/** SLOT-019 where no policy decides between the general pages (accept) and the parent's suite (refuse): either is right. */
export function acceptedOrRefused(answer: Answer<'slot-search'>, wanted: Requirement): CheckResult {
  return answer.succeeded ? answeredFor(answer) : refusedWithSomeCode(answer, wanted);
}

/** A case that no source decides (status=FREE of SLOT-015, Z of SLOT-024): what was answered is reported, nothing more. */
export const answeredFor = (answer: Answer<'slot-search'>): Finding[] => [
  httpFinding({
    rule: 'report',
    severity: 'information',
    message: 'No source decides this case',
    actual: answer.inShort,
  }),
];

/**
 * A search with something added, beside the ordinary one: sent right before it and, where the two differed, right
 * after it too, because somebody else may be booking.
 */
export interface Comparison {
  readonly before: Answer<'slot-search'>;
  readonly changed: Answer<'slot-search'>;
  readonly after?: Answer<'slot-search'>;
}

/** The resources in an answer as `Type/id`. */
const contentOf = (answer: Answer): ReadonlySet<string> =>
  new Set(answer.resources.map((resource) => `${resource.resourceType ?? ''}/${resource.id ?? ''}`));

/** Whether two searches found different things, so that the first has to be repeated before the second is judged. */
export function differ(one: Answer, other: Answer): boolean {
  const [left, right] = [contentOf(one), contentOf(other)];
  return left.size !== right.size || [...left].some((name) => !right.has(name));
}

/**
 * SLOT-028, SLOT-058, SLOT-059: the changed search is accepted and finds what the ordinary one finds. Where several
 * comparisons were made, only what is different in each of them counts: somebody else may book, or give a Slot back.
 */
export function sameAsOrdinary([first, ...others]: readonly [Comparison, ...Comparison[]]): CheckResult {
  const refused = [first, ...others].find(({ changed }) => changed.status !== 200);
  if (!first.before.succeeded) return nothingToCheck(`the ordinary search was answered ${first.before.inShort}`);
  if (refused !== undefined) return shownIn(refused.changed, accepted(refused.changed));
  if (first.before.slots.length === 0) return nothingToCheck('the ordinary search found no Slot to compare');
  const { changed } = others.at(-1) ?? first;
  const again = others.map(differences);
  const missing = differences(first).missing.filter((name) => again.every((one) => one.missing.includes(name)));
  const added = differences(first).added.filter((name) => again.every((one) => one.added.includes(name)));
  return [
    ...difference(changed, 'search.missing', 'The search leaves out what the ordinary search found', missing),
    ...difference(changed, 'search.added', 'The search found what the ordinary search did not', added),
  ];
}

/** What the changed search lacks of both ordinary ones, and what it holds that neither of them does. */
function differences({ before, changed, after = before }: Comparison): Record<'missing' | 'added', readonly string[]> {
  const [first, second, last] = [contentOf(before), contentOf(changed), contentOf(after)];
  return {
    missing: [...first].filter((name) => last.has(name) && !second.has(name)),
    added: [...second].filter((name) => !first.has(name) && !last.has(name)),
  };
}

function difference(answer: Answer, rule: string, message: string, names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).join(', ');
  const actual = names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
  const found = httpFinding({ rule, message, expected: 'the same result', actual });
  return shownIn(answer, [{ ...found, path: 'Bundle.entry' }]);
}
