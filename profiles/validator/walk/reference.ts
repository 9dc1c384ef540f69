/** Checks where a reference leads: its form, the type of its target, and the target's profile where the target is here. */

import type { ElementRule, TypeRule } from '../compile/element-rule.js';
import { isJsonObject, type JsonObject, type Pending, type Walk } from './walk.js';

/** A target that is part of the document. */
interface Found {
  readonly resource: JsonObject;
  /** Where it stands; worked out only for the few that are to be walked for the sake of the reference. */
  readonly place: () => Omit<Pending, 'resource' | 'profile'>;
}

const ABSOLUTE = /^[A-Za-z][A-Za-z\d+.-]*:\S+$/;
/** `Type/id`, possibly behind a server's address and before a version. */
const RESTFUL = /^(?:https?:\/\/\S+\/)?([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** Checks one Reference object. References with only an identifier or a display lead nowhere and pass. */
export function checkReference(walk: Walk, value: JsonObject, rule: ElementRule, type: TypeRule): void {
  const { reference } = value;
  if (typeof reference !== 'string' || reference === '') return;
  const isLocal = reference.startsWith('#');
  const found = isLocal ? containedTarget(walk, reference) : bundledTarget(walk, reference);
  if (isLocal && found === undefined) return reportUnresolved(walk, reference, rule);
  const named = RESTFUL.exec(reference)?.[1];
  if (!isLocal && named === undefined && !ABSOLUTE.test(reference)) return reportFormat(walk, reference, rule);
  checkAggregation(walk, { reference, rule, type, isLocal, isHere: found !== undefined });
  const targetType = found === undefined ? named : typeOf(found.resource);
  if (targetType === undefined) return walk.report.notChecked('reference', `the type of ${reference} cannot be told`);
  checkTarget(walk, { rule, type, reference, targetType, found });
}

interface Aimed {
  readonly rule: ElementRule;
  readonly type: TypeRule;
  readonly reference: string;
  readonly targetType: string;
  readonly found: Found | undefined;
}

function checkTarget(walk: Walk, { rule, type, reference, targetType, found }: Aimed): void {
  const { targets } = type;
  const profiles = targets?.get(targetType);
  if ((targets !== undefined && profiles === undefined) || !walk.compiler.store.isResourceType(targetType)) {
    walk.report.add('reference.type', {
      message: `${rule.name} may not lead to a ${targetType}`,
      expected: targets === undefined ? 'a type of STU3' : [...targets.keys()].join(', '),
      actual: reference,
      element: rule,
    });
    return;
  }
  if (found !== undefined && profiles !== undefined) requireProfile(walk, found, profiles);
}

/** The target must meet the profile that the element names; where several would do, one it declares itself. */
function requireProfile(walk: Walk, { resource, place }: Found, profiles: readonly string[]): void {
  const declared = profiles.find((profile) => declares(resource, profile));
  if (declared === undefined && profiles.length > 1) {
    return walk.report.notChecked(
      'target profile',
      `any of ${profiles.join(', ')} would do, and the target declares none`,
    );
  }
  const profile = declared ?? profiles[0];
  if (profile !== undefined && walk.unrequested(resource, profile))
    walk.pending.push({ resource, profile, ...place() });
}

function declares(resource: JsonObject, profile: string): boolean {
  const meta = resource['meta'];
  return isJsonObject(meta) && Array.isArray(meta['profile']) && meta['profile'].includes(profile);
}

function containedTarget(walk: Walk, reference: string): Found | undefined {
  const { container, containerDepth } = walk.surroundings;
  // A bare # in a contained resource means the resource around it.
  if (reference === '#') return inside(walk, container, () => walk.report.keys.slice(0, containerDepth));
  const index = walk.containedIndex(reference.slice(1));
  const contained: unknown =
    index === undefined || !Array.isArray(container['contained']) ? undefined : container['contained'][index];
  if (index === undefined || !isJsonObject(contained)) return undefined;
  return inside(walk, contained, () => [...walk.report.keys.slice(0, containerDepth), 'contained', index]);
}

/** A target in the container that is being walked. */
function inside({ surroundings }: Walk, resource: JsonObject, keysOf: () => Pending['keys']): Found {
  return {
    resource,
    place: () => {
      const keys = keysOf();
      return { keys, surroundings: { ...surroundings, type: typeOf(resource) ?? '', depth: keys.length } };
    },
  };
}

function bundledTarget(walk: Walk, reference: string): Found | undefined {
  const { bundle, fullUrl } = walk.surroundings;
  const entry = bundle?.find(reference, fullUrl);
  if (bundle === undefined || entry === undefined) return undefined;
  const { resource } = entry;
  return {
    resource,
    place: () => {
      const keys = bundle.keysOf(entry);
      const depth = keys.length;
      const here = { container: resource, containerDepth: depth, type: typeOf(resource) ?? '', depth };
      return { keys, surroundings: { ...here, bundle, fullUrl: entry.fullUrl } };
    },
  };
}

function typeOf(resource: JsonObject): string | undefined {
  return typeof resource['resourceType'] === 'string' ? resource['resourceType'] : undefined;
}

interface Aggregated {
  readonly reference: string;
  readonly rule: ElementRule;
  readonly type: TypeRule;
  readonly isLocal: boolean;
  readonly isHere: boolean;
}

/** A profile may ask that targets are contained, in the same Bundle, or elsewhere. */
function checkAggregation(walk: Walk, { reference, rule, type, isLocal, isHere }: Aggregated): void {
  const modes = type.aggregation;
  if (
    modes === undefined ||
    modes.includes(isLocal ? 'contained' : 'referenced') ||
    (!isLocal && isHere && modes.includes('bundled'))
  )
    return;
  walk.report.add('reference.aggregation', {
    message: `${rule.name} must lead to a resource that is ${modes.join(' or ')}`,
    expected: modes.join(', '),
    actual: reference,
    element: rule,
  });
}

function reportUnresolved(walk: Walk, reference: string, rule: ElementRule): void {
  walk.report.add('reference.unresolved', {
    message: `No contained resource has the id ${reference.slice(1)}`,
    expected: 'the id of a contained resource',
    actual: reference,
    element: rule,
  });
}

function reportFormat(walk: Walk, reference: string, rule: ElementRule): void {
  walk.report.add('reference.format', {
    message: `${rule.name} is no reference to a resource`,
    expected: '#id, Type/id, an absolute URL or a URN',
    actual: reference,
    element: rule,
  });
}
