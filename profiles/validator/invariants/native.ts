/**
 * Invariants that are tested so often, or so slowly by FHIRPath, that they are written out here. Each holds only for the
 * very expression it stands beside: a definition that states another one under the same key is evaluated with FHIRPath.
 */

import { isLater } from '../walk/calendar.js';
import { primitiveType } from '../walk/primitives.js';
import { BROKEN, HOLDS, type Inside, type Scope } from './invariant.js';
import { narrativeIsBasicHtml, narrativeHasContent } from './narrative.js';

type Value = Readonly<Record<string, unknown>>;

/** An expression and what it means. */
interface Native {
  readonly expression: string;
  readonly test: (value: unknown, scope: Scope) => readonly Inside[];
}

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const textOf = (value: Value, name: string): string | undefined => {
  const text = value[name];
  return typeof text === 'string' ? text : undefined;
};
const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
/** An element is there if it has a value or a companion with extensions. */
const has = (value: Value, name: string): boolean => isThere(value[name]) || isThere(value[companionOf(name)]);

/** The names of companions, of the few elements that are asked for here. */
const companions = new Map<string, string>();

function companionOf(name: string): string {
  const known = companions.get(name);
  if (known !== undefined) return known;
  companions.set(name, `_${name}`);
  return `_${name}`;
}

/** An invariant over the members of an object; anything else has been reported as the wrong type already. */
const when = (expression: string, holds: (value: Value) => boolean): Native => ({
  expression,
  test: (value) => (!isObject(value) || holds(value) ? HOLDS : BROKEN),
});

/** An invariant over contained resources, broken at each one that breaks it. */
const contained = (expression: string, holds: (resource: Value, scope: Scope) => boolean): Native => ({
  expression,
  test: (value, scope) => {
    if (!isObject(value) || value['contained'] === undefined) return HOLDS;
    return listOf(value['contained']).flatMap((resource, index) =>
      !isObject(resource) || holds(resource, scope) ? [] : [['contained', index]],
    );
  },
});

function periodInOrder(period: Value): boolean {
  const start = textOf(period, 'start');
  const end = textOf(period, 'end');
  if (start === undefined || end === undefined) return true;
  const dateTime = primitiveType('dateTime');
  if (dateTime === undefined || dateTime.problem(start) !== undefined || dateTime.problem(end) !== undefined)
    return true;
  return isLater(start, end) !== true;
}

function hasExtensionValue(extension: Value): boolean {
  for (const name in extension) if (name.startsWith('value') || name.startsWith('_value')) return true;
  return false;
}

/** The local references (`#id`) of a resource, gathered once however many contained resources ask. */
const gathered = new WeakMap<object, ReadonlySet<string>>();

function localReferences(resource: object): ReadonlySet<string> {
  const known = gathered.get(resource);
  if (known !== undefined) return known;
  const found = new Set<string>();
  gather(resource, found);
  gathered.set(resource, found);
  return found;
}

function gather(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) gather(item, found);
  if (!isObject(value)) return;
  const reference = value['reference'];
  if (typeof reference === 'string' && reference.startsWith('#')) found.add(reference);
  for (const name in value) if (typeof value[name] === 'object') gather(value[name], found);
}

function entriesWith(bundle: Value, name: string): boolean {
  return listOf(bundle['entry']).some((entry) => isObject(entry) && entry[name] !== undefined);
}

/** Entries whose fullUrl and version an earlier entry has already. */
function repeatedEntries(bundle: unknown): readonly Inside[] {
  if (!isObject(bundle)) return HOLDS;
  const seen = new Set<string>();
  const repeated: Inside[] = [];
  for (const [index, entry] of listOf(bundle['entry']).entries()) {
    if (!isObject(entry) || typeof entry['fullUrl'] !== 'string') continue;
    const resource = isObject(entry['resource']) ? entry['resource'] : {};
    const version = isObject(resource['meta']) ? resource['meta']['versionId'] : undefined;
    const identity = `${entry['fullUrl']} ${typeof version === 'string' ? version : ''}`;
    if (seen.has(identity)) repeated.push(['entry', index]);
    seen.add(identity);
  }
  return repeated;
}

const isOneOf = (value: Value, name: string, codes: readonly string[]): boolean =>
  codes.includes(textOf(value, name) ?? '');

/** By key, as the base definitions state them. */
const NATIVE: Readonly<Record<string, Native>> = {
  'dom-1': contained('contained.text.empty()', (resource) => !has(resource, 'text')),
  'dom-2': contained('contained.contained.empty()', (resource) => !has(resource, 'contained')),
  'dom-3': contained(
    "contained.where(('#'+id in %resource.descendants().reference).not()).empty()",
    (resource, scope) =>
      typeof resource['id'] === 'string' && localReferences(scope.resource).has(`#${resource['id']}`),
  ),
  'dom-4': contained('contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()', (resource) => {
    const meta = resource['meta'];
    return !isObject(meta) || !(has(meta, 'versionId') || has(meta, 'lastUpdated'));
  }),
  'ext-1': when(
    'extension.exists() != value.exists()',
    (extension) => has(extension, 'extension') !== hasExtensionValue(extension),
  ),
  'per-1': when('start.empty() or end.empty() or (start <= end)', periodInOrder),
  'app-1': when(
    'type.exists() or actor.exists()',
    (participant) => has(participant, 'type') || has(participant, 'actor'),
  ),
  'app-2': when(
    'start.empty() xor end.exists()',
    (appointment) => has(appointment, 'start') === has(appointment, 'end'),
  ),
  'app-3': when(
    "(start.exists() and end.exists()) or (status in ('proposed' | 'cancelled'))",
    (appointment) =>
      (has(appointment, 'start') && has(appointment, 'end')) ||
      isOneOf(appointment, 'status', ['proposed', 'cancelled']),
  ),
  'org-1': when(
    '(identifier.count() + name.count()) > 0',
    (organization) => has(organization, 'identifier') || has(organization, 'name'),
  ),
  'org-2': when("where(use = 'home').empty()", (address) => address['use'] !== 'home'),
  'org-3': when("where(use = 'home').empty()", (telecom) => telecom['use'] !== 'home'),
  'pat-1': when('name.exists() or telecom.exists() or address.exists() or organization.exists()', (contact) =>
    ['name', 'telecom', 'address', 'organization'].some((name) => has(contact, name)),
  ),
  'cpt-2': when('value.empty() or system.exists()', (point) => !has(point, 'value') || has(point, 'system')),
  'qty-3': when('code.empty() or system.exists()', (quantity) => !has(quantity, 'code') || has(quantity, 'system')),
  'bdl-1': when(
    "total.empty() or (type = 'searchset') or (type = 'history')",
    (bundle) => !has(bundle, 'total') || isOneOf(bundle, 'type', ['searchset', 'history']),
  ),
  'bdl-2': when(
    "entry.search.empty() or (type = 'searchset')",
    (bundle) => isOneOf(bundle, 'type', ['searchset']) || !entriesWith(bundle, 'search'),
  ),
  'bdl-3': when(
    "entry.request.empty() or type = 'batch' or type = 'transaction' or type = 'history'",
    (bundle) => isOneOf(bundle, 'type', ['batch', 'transaction', 'history']) || !entriesWith(bundle, 'request'),
  ),
  'bdl-4': when(
    "entry.response.empty() or type = 'batch-response' or type = 'transaction-response'",
    (bundle) => isOneOf(bundle, 'type', ['batch-response', 'transaction-response']) || !entriesWith(bundle, 'response'),
  ),
  'bdl-5': when('resource.exists() or request.exists() or response.exists()', (entry) =>
    ['resource', 'request', 'response'].some((name) => has(entry, name)),
  ),
  'bdl-7': {
    expression: 'entry.where(fullUrl).select(fullUrl&resource.meta.versionId).isDistinct()',
    test: repeatedEntries,
  },
  'bdl-8': when(
    "fullUrl.contains('/_history/').not()",
    (entry) => textOf(entry, 'fullUrl')?.includes('/_history/') !== true,
  ),
  'txt-1': { expression: 'htmlchecks()', test: (value) => (narrativeIsBasicHtml(value) ? HOLDS : BROKEN) },
  'txt-2': { expression: 'htmlchecks()', test: (value) => (narrativeHasContent(value) ? HOLDS : BROKEN) },
};

/** Kept by the walker itself: empty objects (ele-1) and references into the own resource (ref-1). */
const KEPT_BY_THE_WALKER: ReadonlySet<string> = new Set(['ele-1', 'ref-1']);

/** Whether the walker's own rules cover this invariant. */
export function isStructural(key: string): boolean {
  return KEPT_BY_THE_WALKER.has(key);
}

/** The written-out test of an invariant; undefined when there is none for exactly this expression. */
export function nativeTest(key: string, expression: string): Native['test'] | undefined {
  const native = NATIVE[key];
  return native?.expression === expression ? native.test : undefined;
}

/** Keys of all invariants that are written out here, for the test that compares them with FHIRPath. */
export const NATIVE_KEYS: readonly string[] = Object.keys(NATIVE);
