/** A store is a stack of layers: base STU3 at the bottom, the NHS definitions over it, a supplier's own on top. */
import type { CodeSystem, ManifestEntry, Structure, ValueSet } from './model.js';
import type { StructureLookup } from './snapshot.js';

/** One source of definitions. URLs come without version; the same URL may be asked for again and again. */
export interface DefinitionLayer {
  /** @param lookup gives the structure of any layer, for those that are stated as a difference from another one */
  readonly structure: (url: string, lookup: StructureLookup) => Structure | undefined;
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  readonly manifest: () => readonly ManifestEntry[];
}

/** A function that remembers its answers, `undefined` included. */
export function remembered<T>(answer: (question: string) => T): (question: string) => T {
  const answers = new Map<string, { readonly value: T }>();
  return (question) => {
    const known = answers.get(question) ?? { value: answer(question) };
    answers.set(question, known);
    return known.value;
  };
}
