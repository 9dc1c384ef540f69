import type { ElementType } from '../../definitions/model.js';
import type { DefinitionStore } from '../../definitions/store.js';
import { substituteFor } from '../decisions.js';
import type { Targets } from './element-rule.js';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

interface Target {
  readonly type: string;
  /** Canonical URL; undefined for a base type. */
  readonly profile: string | undefined;
}

/** URL of a base type or resource. */
export function baseUrl(type: string): string {
  return BASE + type;
}

/**
 * Where the references of an element may lead. Undefined: anywhere, because no target is stated, or one is any resource,
 * or one names a profile that nobody here knows and so cannot be told from others.
 */
export function compileTargets(types: readonly ElementType[], store: DefinitionStore): Targets | undefined {
  const targets = types.map((type) => targetOf(type.targetProfile, store));
  if (targets.includes('anywhere')) return undefined;
  const stated = targets.filter((target) => target !== 'anywhere');
  return new Map(stated.map(({ type }) => [type, profilesOf(stated.filter((target) => target.type === type))]));
}

/** The type alone is enough where it is also named without a profile. */
function profilesOf(targets: readonly Target[]): readonly string[] {
  const profiles = targets.flatMap(({ profile }) => profile ?? []);
  return profiles.length < targets.length ? [] : profiles;
}

function targetOf(stated: string | undefined, store: DefinitionStore): Target | 'anywhere' {
  if (stated === undefined) return 'anywhere';
  const url = substituteFor(stated);
  if (url.startsWith(BASE)) {
    const type = url.slice(BASE.length);
    if (type === 'Resource' || type === 'Any') return 'anywhere';
    if (store.isResourceType(type)) return { type, profile: undefined };
  }
  const structure = store.structure(url);
  return structure === undefined ? 'anywhere' : { type: structure.type, profile: url };
}
