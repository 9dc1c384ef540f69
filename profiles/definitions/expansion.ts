/** A part of a value set whose codes are not known here, with the reason in words. */
export interface Unexpanded {
  /** The code system concerned; absent when it could be any. */
  readonly system?: string;
  readonly reason: string;
}

/** The codes of a value set. Only when `unexpanded` is empty is the list complete. */
export interface Expansion {
  readonly url: string;
  /** Display text (or undefined) by system and code. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  readonly unexpanded: readonly Unexpanded[];
}

/** Whether a code belongs to a value set: a definite yes, a definite no, or an honest "cannot be told here". */
export type Membership = 'in' | 'out' | 'not-checked';

/**
 * Tells whether `code` is in the expansion. Without a system (elements of type `code`) a match in any system counts.
 * A code outside the known part is `out` only if no unexpanded part could hold it.
 */
export function membership(expansion: Expansion, code: string, system?: string): Membership {
  const known = system === undefined ? [...expansion.codes.values()] : [expansion.codes.get(system)];
  if (known.some((codes) => codes?.has(code) === true)) return 'in';
  const open = expansion.unexpanded.some(
    (part) => system === undefined || part.system === undefined || part.system === system,
  );
  return open ? 'not-checked' : 'out';
}
