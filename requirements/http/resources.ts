import type { Answer, AskedInteraction } from '../answer.js';
import { each, finding, type Finding, type FindingWords } from '../finding.js';
import { holdsResource } from '../negotiation.js';
import type { Node } from '../node.js';
import { resourceTypes } from '../resource-types.js';
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

const inForm = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Right is a resource of this server by type and id, or a contained one; a version behind it is more than is asked. */
function notLocal(reference: Node): Finding | undefined {
  const text = reference.text ?? '';
  if (/^#(.+)?$/.test(text)) return undefined;
  const [, type = '', version] = inForm.exec(text) ?? [];
  const isKnown = resourceTypes.has(type);
  if (isKnown && version === undefined) return undefined;
  return finding(reference, {
    rule: 'reference.local',
    severity: isKnown ? 'warning' : 'error',
    message: isKnown ? 'The reference names a version' : 'The reference does not name a resource of this server',
    expected: 'Type/id or #id',
  });
}

/** Every string property of this name at any depth. */
function nodesNamed(node: Node, name: string, found: Node[] = []): readonly Node[] {
  const { value } = node;
  if (typeof value !== 'object' || value === null) return found;
  for (const [step, child] of childrenOf(value)) {
    if (step === name && typeof child === 'string') found.push(node.at(step));
    else if (typeof child === 'object') nodesNamed(node.at(step), name, found);
  }
  return found;
}

const childrenOf = (value: object): Iterable<readonly [step: string | number, child: unknown]> =>
  Array.isArray(value) ? value.entries() : Object.entries(value);

/** Elements that are codes, ids, URIs or times wherever they hold a text: white space around it is never part of it. */
const neverFreeText = new Set([
  ...['id', 'versionId', 'lastUpdated', 'profile', 'url', 'reference', 'system', 'code', 'status', 'type', 'use'],
  ...['start', 'end', 'created', 'gender', 'severity', 'valueCode', 'valueUri', 'valueDateTime', 'fhirVersion'],
]);

/** The identifier and code systems of the guide beside those that requests name. */
const furtherSystems: readonly string[] = [
  ...['ods-site-code', 'nhs-number', 'sds-user-id', 'sds-role-profile-id'].map(
    (name) => `https://fhir.nhs.uk/Id/${name}`,
  ),
  ...['Spine-ErrorOrWarningCode-1', 'CareConnect-SDSJobRoleName-1', 'GPConnect-DeliveryChannel-1'].map(
    (name) => `https://fhir.nhs.uk/STU3/CodeSystem/${name}`,
  ),
  'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1',
];

const canonical = new Map(
  [...[profiles, extensions, systems].flatMap((table) => Object.values(table)), ...furtherSystems].map(
    (url) => [url.toLowerCase(), url] as const,
  ),
);

/**
 * The findings of a value and all below it; `name` is that of the element, and `twin` what stands beside an array as its
 * other half. A place is only made where there is something below it or to tell: most values are texts with nothing wrong.
 */
function malformed(node: Node, name: string, found: Finding[] = [], twin?: unknown): readonly Finding[] {
  const { value } = node;
  if (typeof value !== 'object') return found;
  if (value === null || isEmpty(value)) {
    found.push(emptyValue(node));
    return found;
  }
  for (const [step, child] of childrenOf(value)) {
    if (typeof step === 'string')
      malformedBelow(node, step, child, { name: step, found, twin: otherHalf(value, step) });
    else if (!isPadding(child, twin, step)) malformedBelow(node, step, child, { name, found });
  }
  return found;
}

interface Below {
  readonly name: string;
  readonly found: Finding[];
  readonly twin?: unknown;
}

function malformedBelow(node: Node, step: string | number, child: unknown, { name, found, twin }: Below): void {
  if (typeof child === 'object') malformed(node.at(step), name, found, twin);
  const fault = typeof child === 'string' ? textFault(name, child) : undefined;
  if (fault !== undefined) found.push(finding(node.at(step), fault));
}

/** Every canonical URI begins so; hardly any other text does. */
const inAnyCase = /^https?:/i;

const isEmpty = (value: object): boolean => (Array.isArray(value) ? value : Object.keys(value)).length === 0;

/** What stands beside an array under the same name with or without `_`. */
function otherHalf(value: object, name: string): unknown {
  const own = value as Readonly<Record<string, unknown>>;
  if (!Array.isArray(own[name])) return undefined;
  const twin = name.startsWith('_') ? name.slice(1) : `_${name}`;
  return Object.hasOwn(own, twin) ? own[twin] : undefined;
}

/** Null stands for the item whose value, or whose id and extensions, are missing, where the twin has the other half. */
const isPadding = (item: unknown, twin: unknown, at: number): boolean =>
  item === null && Array.isArray(twin) && (twin[at] ?? null) !== null;

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

function textFault(name: string, text: string): FindingWords | undefined {
  if (text === '') {
    return { rule: 'primitive.empty', message: 'The value is an empty string', expected: 'to be absent' };
  }
  if (!neverFreeText.has(name)) return undefined;
  if (text.trim() !== text) {
    const message = 'There is white space around the value';
    return { rule: 'primitive.space', message, expected: text.trim(), actual: `"${text}"` };
  }
  const exact = inAnyCase.test(text) ? canonical.get(text.toLowerCase()) : undefined;
  if (exact === undefined || exact === text) return undefined;
  return { rule: 'primitive.case', message: 'The URI is written in another case', expected: exact };
}
