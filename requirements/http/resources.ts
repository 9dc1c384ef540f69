import type { Answer, AskedInteraction } from '../answer.js';
import { each, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { holdsResource } from '../negotiation.js';
import { Node } from '../node.js';
import { everyInteraction, rule, succeeded, type Rule } from '../rule.js';
import { extensions, profiles, systems } from '../stu3.js';

/** The capability statement refers to profiles by their canonical URL, which is no reference of this kind. */
const servingResources: readonly AskedInteraction[] = ['slot-search', 'book', 'retrieve', 'read', 'cancel'];

/** HTTP-017 to HTTP-020: references, ids and primitive values of everything that is served. */
export const resourceRules: readonly Rule[] = [
  rule({
    id: 'HTTP-017',
    on: servingResources,
    when: succeeded,
    check: ({ body }) => each(nodesNamed(body, 'reference'), 'reference', notLocal),
  }),
  rule({
    id: 'HTTP-018',
    on: servingResources,
    when: succeeded,
    check: (answer) =>
      each(
        served(answer)
          .map((resource) => resource.at('id'))
          .filter((id) => id.exists),
        'id',
        malformedId,
      ),
  }),
  rule({
    id: 'HTTP-019',
    on: servingResources,
    when: succeeded,
    check: (answer) => each(served(answer), 'resource', withoutId),
  }),
  rule({
    id: 'HTTP-020',
    on: everyInteraction,
    when: holdsResource,
    check: ({ body }) => malformed(body, ''),
  }),
];

const withoutIdOfTheirOwn = ['Bundle', 'OperationOutcome', 'CapabilityStatement', 'Parameters'];

/** The resources of an answer with those they contain; wrappers and outcomes usually have no id and do not count. */
function served(answer: Answer): readonly Node[] {
  const whole = answer.body.resourceType === 'Bundle' ? answer.resources : [answer.body];
  return whole
    .flatMap((resource) => [resource, ...resource.items('contained')])
    .filter(({ resourceType }) => resourceType !== undefined && !withoutIdOfTheirOwn.includes(resourceType));
}

function withoutId(resource: Node): Finding | undefined {
  if (resource.id !== undefined && resource.id !== '') return undefined;
  const message = `${resource.resourceType ?? 'The resource'} has no id`;
  return finding(resource.at('id'), { rule: 'id.missing', message, expected: 'an id' });
}

/** A contained resource may be named with its `#`, as base STU3's own examples do. */
function malformedId(id: Node): Finding | undefined {
  if (/^[A-Za-z0-9\-.]{1,64}$/.test(id.text ?? '')) return undefined;
  const expected = 'at most 64 characters of A-Z, a-z, 0-9, - and .';
  return finding(id, { rule: 'id.form', message: 'The id is not well-formed', expected });
}

const local = /^(#.+|#|[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;
const versioned = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}\/_history\/[A-Za-z0-9\-.]{1,64}$/;

/** A malformed id in a reference is the matter of HTTP-018; here only what leads out of this server or nowhere. */
function notLocal(reference: Node): Finding | undefined {
  const text = reference.text ?? '';
  if (local.test(text)) return undefined;
  const leadsOut = /^([a-z][a-z0-9+.-]*:|\/)/i.test(text);
  if (!leadsOut && !versioned.test(text)) return undefined;
  return finding(reference, {
    rule: 'reference.local',
    severity: leadsOut ? 'error' : 'warning',
    message: leadsOut ? 'The reference is not relative' : 'The reference names a version',
    expected: 'Type/id or #id',
  });
}

/** Every string property of this name at any depth. */
function nodesNamed(node: Node, name: string): readonly Node[] {
  return childrenOf(node).flatMap((child) => {
    const own = child.text !== undefined && child.path.endsWith(`.${name}`) ? [child] : [];
    return [...own, ...nodesNamed(child, name)];
  });
}

function childrenOf(node: Node): readonly Node[] {
  const { value, path } = node;
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item, index) => new Node(item, `${path}[${index}]`));
  return Object.entries(value).map(([name, child]) => new Node(child, `${path}.${name}`));
}

/** Elements that are codes, ids, URIs or times wherever they hold a text: white space around it is never part of it. */
const neverFreeText = new Set([
  ...['id', 'versionId', 'lastUpdated', 'profile', 'url', 'reference', 'system', 'code', 'status', 'type', 'use'],
  ...['start', 'end', 'created', 'gender', 'severity', 'valueCode', 'valueUri', 'valueDateTime', 'fhirVersion'],
]);

const canonical = new Map(
  [profiles, extensions, systems].flatMap((table) =>
    Object.values(table).map((url) => [url.toLowerCase(), url] as const),
  ),
);

function malformed(node: Node, name: string): readonly Finding[] {
  const { value } = node;
  if (typeof value === 'string') return malformedText(node, name, value);
  if (typeof value !== 'object') return [];
  const isEmpty = value === null || (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
  if (isEmpty) return [emptyValue(node)];
  const padded = Array.isArray(value) && isPadded(value, name);
  return childrenOf(node)
    .filter((child) => !(padded && child.value === null))
    .flatMap((child) => malformed(child, Array.isArray(value) ? name : (child.path.split('.').at(-1) ?? '')));
}

/** Nulls stand for items whose value or whose extensions are missing, in arrays of primitives and their `_` twins. */
function isPadded(items: readonly unknown[], name: string): boolean {
  const present = items.filter((item) => item !== null);
  return present.length > 0 && (name.startsWith('_') || present.every((item) => typeof item !== 'object'));
}

/** The guide's own empty Bundles have `"entry": []`, so that one only warns. */
function emptyValue(node: Node): Finding {
  const isEntry = node.path === 'Bundle.entry' && Array.isArray(node.value);
  const shown = JSON.stringify(node.value);
  return finding(node, {
    rule: 'primitive.empty',
    severity: isEntry ? 'warning' : 'error',
    message: `${shown} stands where the element is to be left out`,
    expected: 'to be absent',
    actual: shown,
  });
}

function malformedText(node: Node, name: string, text: string): readonly Finding[] {
  if (text === '') {
    return [
      finding(node, { rule: 'primitive.empty', message: 'The value is an empty string', expected: 'to be absent' }),
    ];
  }
  if (!neverFreeText.has(name)) return [];
  if (text.trim() !== text) {
    const message = 'There is white space around the value';
    return [finding(node, { rule: 'primitive.space', message, expected: text.trim(), actual: `"${text}"` })];
  }
  const exact = canonical.get(text.toLowerCase());
  if (exact === undefined || exact === text) return [];
  return [finding(node, { rule: 'primitive.case', message: 'The URI is written in another case', expected: exact })];
}

/** HTTP-018: resources of one search are found under the same ids in the next one; some may have gone meanwhile. */
export function sameIdsAgain(facts: { readonly first: Answer; readonly second: Answer }): CheckResult {
  const [before, after] = [facts.first, facts.second].map(idsIn);
  if (before === undefined || after === undefined || before.size === 0 || after.size === 0) {
    return nothingToCheck('one of the two searches found nothing');
  }
  if ([...before].some((id) => after.has(id))) return [];
  const message = 'The same search gives every resource another id the second time';
  const [expected = ''] = before;
  const [actual = ''] = after;
  return [
    {
      ...finding(facts.second.body.at('entry'), { rule: 'id.stable', message, expected, actual }),
      exchange: facts.second.exchange,
    },
  ];
}

const idsIn = (answer: Answer): ReadonlySet<string> =>
  new Set(answer.resources.map((resource) => `${resource.resourceType ?? ''}/${resource.id ?? ''}`));

/** HTTP-021: what both answers hold is the same in both, asked for in whatever language. */
export function sameInEveryLanguage(facts: { readonly ordinary: Answer; readonly translated: Answer }): CheckResult {
  const { ordinary, translated } = facts;
  const known = new Map(
    ordinary.resources.map((resource) => [`${resource.resourceType ?? ''}/${resource.id ?? ''}`, resource]),
  );
  const pairs = translated.resources.flatMap((resource) => {
    const before = known.get(`${resource.resourceType ?? ''}/${resource.id ?? ''}`);
    return before?.at('meta', 'versionId').text === resource.at('meta', 'versionId').text && before
      ? [{ before, resource }]
      : [];
  });
  const result = each(pairs, 'resource that both answers hold', ({ before, resource }) => {
    if (JSON.stringify(before.value) === JSON.stringify(resource.value)) return undefined;
    const message = 'The resource differs when another language is accepted';
    return { ...finding(resource, { rule: 'locale', message, expected: before.shown }), exchange: translated.exchange };
  });
  return result;
}
