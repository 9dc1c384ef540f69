import type { CodeSystem, ManifestEntry, Structure, ValueSet, Vintage } from './model.js';
import type { Expansion } from './expansion.js';

/** Every definition the validator can ask for. Immutable; a definition is read and parsed when it is first asked for. */
export interface DefinitionStore {
  /** The vintage of the NHS profiles, or the name of the source they were read from. */
  readonly vintage: string;
  /** The structure with this canonical URL (a `|version` suffix is ignored), snapshot included; undefined when unknown. */
  structure(url: string): Structure | undefined;
  /** The base STU3 type or resource of this name: `Appointment`, `Coding`, `instant`. Undefined when not held. */
  baseType(name: string): Structure | undefined;
  /** Whether STU3 has a concrete resource of this name, held or not. */
  isResourceType(name: string): boolean;
  valueSet(url: string): ValueSet | undefined;
  codeSystem(url: string): CodeSystem | undefined;
  /** The codes of a value set, with the parts that could not be expanded and why; undefined when the set is unknown. */
  expansion(valueSetUrl: string): Expansion | undefined;
  /** What the store holds, in no particular order of importance: one entry a definition, sorted by URL. */
  readonly manifest: readonly ManifestEntry[];
}

/** What to open: the NHS vintage (default `2020-05`), or a supplier's own folder or .tgz of official definitions. */
export interface DefinitionOptions {
  readonly vintage?: Vintage;
  readonly source?: string;
}
