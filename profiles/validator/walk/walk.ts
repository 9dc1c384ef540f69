/** The state of one validation, shared by the checks that together walk a document. */

import type { Compiler } from '../compile/compiler.js';
import type { ElementRule } from '../compile/element-rule.js';
import type { Role } from '../decisions.js';
import type { ParsedDocument } from '../parse/document.js';
import type { BundleIndex } from './bundle-index.js';
import { Report } from './report.js';

export type JsonObject = Readonly<Record<string, unknown>>;
export type Keys = readonly (string | number)[];

/** Whether a JSON value is an object (no array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The resource that is being walked, and what references inside it are looked up in. */
export interface Surroundings {
  /** What `%resource` and `#id` mean: the resource, or the one that contains it. */
  readonly container: JsonObject;
  /** How many of the walker's keys lead to the container. */
  readonly containerDepth: number;
  /** The innermost Bundle around it. */
  readonly bundle: BundleIndex | undefined;
  /** fullUrl of its entry. */
  readonly fullUrl: string | undefined;
  /** Type of the resource, and how many keys lead to it; for the path of an extension's host. */
  readonly type: string;
  readonly depth: number;
}

/** What the extensions met next stand on. */
export interface Host {
  /** Type of the element. */
  readonly type: string;
  /** Rule of the element; undefined for a resource. */
  readonly rule: ElementRule | undefined;
  /** Address of an enclosing extension, or ''. */
  readonly extension: string;
}

/** A resource that a reference leads to, to be held against a profile once everything else is done. */
export interface Pending {
  readonly resource: JsonObject;
  readonly profile: string;
  readonly keys: Keys;
  readonly surroundings: Surroundings;
}

/** Profiles that are applied to the entries of a Bundle besides those they declare. */
export type EntryProfiles = readonly string[];

/** State of one validation. */
export class Walk {
  readonly compiler: Compiler;
  readonly document: ParsedDocument;
  readonly report: Report;
  readonly entryProfiles: EntryProfiles;
  readonly pending: Pending[] = [];
  surroundings: Surroundings = OUTSIDE;
  host: Host = NOTHING;
  readonly #applied: Noted = new Map();
  readonly #requested: Noted = new Map();
  readonly #contained = new Map<object, ReadonlyMap<unknown, number>>();
  readonly #said = new Set<string>();

  constructor({ compiler, document, role, entryProfiles }: WalkOptions) {
    this.compiler = compiler;
    this.document = document;
    this.entryProfiles = entryProfiles;
    this.report = new Report(role);
  }

  /** Notes that a profile is applied to a resource. False when that had been done before. */
  firstTime(resource: object, profile: string): boolean {
    return isNews(this.#applied, resource, profile);
  }

  /** True the first time a reference asks that this resource meets this profile. */
  unrequested(resource: object, profile: string): boolean {
    return isNews(this.#requested, resource, profile);
  }

  /** Index of the contained resource with this id, in the present container; undefined when there is none. */
  containedIndex(id: string): number | undefined {
    const { container } = this.surroundings;
    let ids = this.#contained.get(container);
    if (ids === undefined) {
      const contained: readonly unknown[] = Array.isArray(container['contained']) ? container['contained'] : [];
      ids = new Map(contained.map((resource, index) => [isJsonObject(resource) ? resource['id'] : undefined, index]));
      this.#contained.set(container, ids);
    }
    return ids.get(id);
  }

  /** True the first time a thing is to be said in this document, for what would otherwise repeat with every slot. */
  unsaid(thing: string): boolean {
    if (this.#said.has(thing)) return false;
    this.#said.add(thing);
    return true;
  }
}

/** Profiles by resource: mostly one, and a set only for the few that have several. */
type Noted = Map<object, string | Set<string>>;

/** Notes a profile for a resource. False when it had been noted before. */
function isNews(noted: Noted, resource: object, profile: string): boolean {
  const known = noted.get(resource);
  if (known === undefined) noted.set(resource, profile);
  else if (known === profile) return false;
  else if (typeof known === 'string') noted.set(resource, new Set([known, profile]));
  else if (known.has(profile)) return false;
  else known.add(profile);
  return true;
}

/** What a walk needs to begin. */
export interface WalkOptions {
  readonly compiler: Compiler;
  readonly document: ParsedDocument;
  readonly role: Role | undefined;
  readonly entryProfiles: EntryProfiles;
}

const NOTHING: Host = { type: '', rule: undefined, extension: '' };
const OUTSIDE: Surroundings = {
  container: {},
  containerDepth: 0,
  bundle: undefined,
  fullUrl: undefined,
  type: '',
  depth: 0,
};
