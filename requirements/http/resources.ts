import type { Answer, AskedInteraction } from '../answer.js';
import { each, finding, type Finding } from '../finding.js';
import { holdsResource } from '../negotiation.js';
import { Node } from '../node.js';
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

/** `twin` is what stands beside the node under the same name with or without `_`. */
function malformed(node: Node, name: string, twin?: unknown): readonly Finding[] {
  const { value } = node;
  if (typeof value === 'string') return malformedText(node, name, value);
  if (typeof value !== 'object') return [];
  const isEmpty = value === null || (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
  if (isEmpty) return [emptyValue(node)];
  if (Array.isArray(value)) {
    return childrenOf(node).flatMap((item, at) => (isPadding(item, twin, at) ? [] : malformed(item, name)));
  }
  return Object.keys(value).flatMap((own) => malformed(node.at(own), own, node.at(twinOf(own)).value));
}

const twinOf = (name: string): string => (name.startsWith('_') ? name.slice(1) : `_${name}`);

/** Null stands for the item whose value, or whose id and extensions, are missing, where the twin has the other half. */
const isPadding = (item: Node, twin: unknown, at: number): boolean =>
  item.value === null && Array.isArray(twin) && (twin[at] ?? null) !== null;

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
