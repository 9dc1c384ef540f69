/** Walks resources: the root, the entries of Bundles, contained ones; each by the profiles that apply to it. */

import type { CompiledProfile } from '../compile/element-rule.js';
import { onlyWarnsWhenDeclared } from '../decisions.js';
import { BundleIndex } from './bundle-index.js';
import { checkFullUrls } from './full-url.js';
import { reportUnsupported, type Place } from './item.js';
import { testInvariants, walkMembers } from './object.js';
import { objectWithMembers } from './shape.js';
import { isJsonObject, type JsonObject, type Pending, type Surroundings, type Walk } from './walk.js';

/** Walks the root of a document by the profiles expected of it and those it declares. */
export function walkRoot(walk: Walk, value: unknown, expected: readonly string[]): void {
  const resource = objectWithMembers(walk, value, undefined);
  if (resource === undefined) return;
  walkResource(walk, resource, expected, {
    container: resource,
    containerDepth: 0,
    bundle: undefined,
    fullUrl: undefined,
  });
  while (walk.pending.length > 0) walkPending(walk, walk.pending.shift());
}

/** Walks a resource that is the value of an element: an entry's, a contained one, or a parameter's. */
export function walkInnerResource(walk: Walk, value: unknown, { rule, container }: Place): void {
  const resource = objectWithMembers(walk, value, rule);
  if (resource === undefined) return;
  const isContained = rule.name === 'contained';
  if (isContained) return walkResource(walk, resource, [], walk.surroundings);
  const fullUrl =
    isJsonObject(container) && typeof container['fullUrl'] === 'string' ? container['fullUrl'] : undefined;
  const { bundle } = walk.surroundings;
  const here = { container: resource, containerDepth: walk.report.keys.length, bundle, fullUrl };
  walkResource(walk, resource, entryProfilesFor(walk, resource), here);
}

function entryProfilesFor(walk: Walk, resource: JsonObject): readonly string[] {
  return walk.entryProfiles.filter((url) => walk.compiler.profile(url)?.type === resource['resourceType']);
}

type Around = Omit<Surroundings, 'type' | 'depth'>;

function walkResource(walk: Walk, resource: JsonObject, expected: readonly string[], around: Around): void {
  const type = resourceType(walk, resource);
  if (type === undefined) return;
  const outer = walk.surroundings;
  const outerHost = walk.host;
  const depth = walk.report.keys.length;
  const bundle = type === 'Bundle' ? new BundleIndex(resource, [...walk.report.keys]) : around.bundle;
  const { container, containerDepth, fullUrl } = around;
  walk.surroundings = { container, containerDepth, bundle, fullUrl, type, depth };
  walk.host = { type, rule: undefined, extension: '' };
  if (type === 'Bundle' && bundle !== undefined) checkFullUrls(walk, resource, bundle);
  if (resource['contained'] !== undefined) checkContainedIds(walk, resource['contained']);
  applyProfiles(walk, resource, type, expected);
  walk.surroundings = outer;
  walk.host = outerHost;
}

/** A local reference must be able to mean one contained resource only. */
function checkContainedIds(walk: Walk, contained: unknown): void {
  const seen = new Set<unknown>();
  const resources: readonly unknown[] = Array.isArray(contained) ? contained : [];
  resources.forEach((resource, index) => {
    const id = isJsonObject(resource) ? resource['id'] : undefined;
    if (typeof id === 'string' && seen.has(id)) {
      walk.report.add('structure.duplicate-id', {
        message: `Another contained resource has the id ${id} already`,
        expected: 'a different id',
        actual: id,
        inside: ['contained', index],
      });
    }
    seen.add(id);
  });
}

function resourceType(walk: Walk, resource: JsonObject): string | undefined {
  const { resourceType: type } = resource;
  if (typeof type === 'string' && walk.compiler.store.isResourceType(type)) return type;
  const actual = type === undefined ? 'none' : String(JSON.stringify(type));
  walk.report.add('structure.resource-type', {
    message: type === undefined ? 'The resource has no resourceType' : `${actual} is no resource type of STU3`,
    expected: 'a resource type of STU3',
    actual,
    inside: ['resourceType'],
  });
  return undefined;
}

/** Every profile lists the rules of the base type too, so the base is walked only where no profile is left to apply. */
function applyProfiles(walk: Walk, resource: JsonObject, type: string, expected: readonly string[]): void {
  const judged: CompiledProfile[] = [];
  const warning: CompiledProfile[] = [];
  for (const url of expected) {
    const profile = fitting(walk, url, type, 'expected');
    if (profile !== undefined) judged.push(profile);
  }
  for (const url of declaredProfiles(resource)) {
    if (typeof url !== 'string' || expected.includes(url)) continue;
    const profile = fitting(walk, url, type, 'declared');
    if (profile !== undefined) (onlyWarnsWhenDeclared(profile.url) ? warning : judged).push(profile);
  }
  if (judged.length === 0) applyBase(walk, resource, type);
  for (const profile of judged) apply(walk, resource, profile);
  for (const profile of warning) applyLeniently(walk, resource, profile);
}

function applyBase(walk: Walk, resource: JsonObject, type: string): void {
  const base = walk.compiler.base(type);
  if (base === undefined) reportUnsupported(walk, type, undefined);
  else apply(walk, resource, base);
}

function declaredProfiles(resource: JsonObject): readonly unknown[] {
  const meta = resource['meta'];
  const profiles: unknown = isJsonObject(meta) ? meta['profile'] : undefined;
  return Array.isArray(profiles) ? profiles : [];
}

/** The profile, if it is known and made for this type; otherwise the reason is reported. */
function fitting(walk: Walk, url: string, type: string, why: 'expected' | 'declared'): CompiledProfile | undefined {
  const profile = walk.compiler.profile(url);
  if (profile?.type === type) return profile;
  const inside = why === 'declared' ? ['meta', 'profile'] : [];
  if (profile === undefined) {
    walk.report.notChecked('profile', `${url} is not at hand`);
    walk.report.add('profile.unknown', {
      message: `The profile ${url} is not at hand and was not applied`,
      actual: url,
      inside,
      severity: why === 'expected' ? 'warning' : 'information',
    });
    return undefined;
  }
  if (profile.type === 'Resource' || profile.type === 'DomainResource') return profile;
  walk.report.add('profile.type', {
    message: `The profile ${url} is made for ${profile.type}, not for ${type}`,
    expected: profile.type,
    actual: type,
    inside: why === 'expected' ? ['resourceType'] : inside,
    profile: url,
  });
  return undefined;
}

function apply(walk: Walk, resource: JsonObject, profile: CompiledProfile): void {
  if (!walk.firstTime(resource, profile.url)) return;
  const { content } = profile;
  walkMembers(walk, resource, content, profile.type);
  testInvariants(walk, resource, content.invariants, profile.type);
}

function applyLeniently(walk: Walk, resource: JsonObject, profile: CompiledProfile): void {
  walk.report.lenient = true;
  apply(walk, resource, profile);
  walk.report.lenient = false;
}

function walkPending(walk: Walk, pending: Pending | undefined): void {
  const profile = pending === undefined ? undefined : walk.compiler.profile(pending.profile);
  if (pending === undefined || profile === undefined) return;
  const keys = walk.report.keys;
  keys.splice(0, keys.length, ...pending.keys);
  walk.surroundings = pending.surroundings;
  walk.host = { type: profile.type, rule: undefined, extension: '' };
  apply(walk, pending.resource, profile);
  keys.length = 0;
}
