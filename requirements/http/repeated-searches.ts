import type { Answer } from '../answer.js';
import { all, each, finding, nothingToCheck, type CheckResult, type Finding, type Severity } from '../finding.js';
import type { Node } from '../node.js';
import { shownIn } from '../shown-in.js';

/** What the same search shows each time it is made: HTTP-018, HTTP-021. */

/** One resource, as it is told in two answers by something else than its id. */
interface Pair {
  readonly before: Node;
  readonly after: Node;
}

/**
 * HTTP-018: what two searches both show has the same id in both, type by type. Slots are told by times and Schedule, the
 * others by identifier or name. A practice may put a slot into its diary anew, so Slots fail only where all changed.
 */
export function sameIdsAgain(facts: { readonly first: Answer; readonly second: Answer }): CheckResult {
  const types = [...new Set(facts.first.resources.flatMap((resource) => resource.resourceType ?? []))];
  return all(nothingToCheck('the two searches show nothing that is told by more than its id'), ...types.map(ofType));

  function ofType(type: string): CheckResult {
    const pairs = pairsOf(facts.first.entries(type), facts.second.entries(type));
    const changed = pairs.filter(({ before, after }) => before.id !== after.id);
    const isCertain = type !== 'Slot' || (changed.length === pairs.length && changed.length > 1);
    const severity = isCertain ? 'error' : 'warning';
    const result = each(pairs, type, (pair) => (changed.includes(pair) ? otherId(pair, severity) : undefined));
    return 'nothingToCheck' in result ? result : shownIn(facts.second, result);
  }
}

function otherId({ before, after }: Pair, severity: Severity): Finding {
  const type = after.resourceType ?? 'resource';
  const message = `The same search gives the ${type} another id the second time`;
  return finding(after.at('id'), { rule: 'id.stable', severity, message, expected: before.at('id').shown });
}

/** The resources of two answers that are the only ones with their mark in both of them. */
function pairsOf(first: readonly Node[], second: readonly Node[]): readonly Pair[] {
  const marked = byMark(second);
  return [...byMark(first)].flatMap(([mark, [before, ...others]]) => {
    const [after, ...rest] = marked.get(mark) ?? [];
    const isTold = others.length === 0 && rest.length === 0;
    return isTold && before !== undefined && after !== undefined ? [{ before, after }] : [];
  });
}

function byMark(resources: readonly Node[]): ReadonlyMap<string, readonly Node[]> {
  const marked = new Map<string, Node[]>();
  for (const resource of resources) {
    const mark = markOf(resource);
    if (mark === undefined) continue;
    const sameMark = marked.get(mark);
    if (sameMark === undefined) marked.set(mark, [resource]);
    else sameMark.push(resource);
  }
  return marked;
}

/** By what a resource is known again, without its id; undefined where it has nothing of the kind. */
function markOf(resource: Node): string | undefined {
  const marks =
    resource.resourceType === 'Slot'
      ? [resource.at('start'), resource.at('end'), resource.at('schedule', 'reference')]
      : [resource.items('identifier')[0] ?? resource.at('name')];
  return marks.every((mark) => mark.exists) ? JSON.stringify(marks.map((mark) => sorted(mark.value))) : undefined;
}

/** Two ordinary searches, and between them one that accepts another language. */
export interface SearchesByLanguage {
  readonly ordinary: Answer;
  readonly translated: Answer;
  readonly again: Answer;
}

/**
 * HTTP-021: what both ordinary answers say alike is said so in the other language, too. When something was last updated
 * may be the moment of the answer, and the order of properties has no meaning.
 */
export function sameInEveryLanguage({ ordinary, translated, again }: SearchesByLanguage): CheckResult {
  const [before, after] = [byName(ordinary), byName(again)];
  const steady = translated.resources.filter((resource) => {
    const content = before.get(nameOf(resource));
    return content !== undefined && content === after.get(nameOf(resource));
  });
  const result = each(steady, 'resource that both ordinary answers hold alike', (resource) => {
    const expected = before.get(nameOf(resource)) ?? '';
    if (contentOf(resource) === expected) return undefined;
    const message = 'The resource differs when another language is accepted';
    return finding(resource, { rule: 'locale', message, expected: expected.slice(0, 200) });
  });
  return 'nothingToCheck' in result ? result : shownIn(translated, result);
}

const nameOf = ({ resourceType, id }: Node): string => `${resourceType ?? ''}/${id ?? ''}`;

const byName = (answer: Answer): ReadonlyMap<string, string> =>
  new Map(answer.resources.map((resource) => [nameOf(resource), contentOf(resource)]));

function contentOf({ value }: Node): string {
  if (typeof value !== 'object' || value === null || !('meta' in value)) return JSON.stringify(sorted(value));
  const { meta } = value;
  const kept = typeof meta === 'object' && meta !== null ? { ...meta, lastUpdated: undefined } : meta;
  return JSON.stringify(sorted({ ...value, meta: kept }));
}

/** A value with the properties of its objects in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const properties = Object.entries(value).map(([name, child]) => [name, sorted(child)] as const);
  return Object.fromEntries(properties.sort(([one], [other]) => (one < other ? -1 : 1)));
}
