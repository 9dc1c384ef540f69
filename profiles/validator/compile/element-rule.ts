/**
 * What a profile asks for, in the form the walker uses: one rule for each element, grouped by the JSON names that a value
 * may have. Built once for each definition, and only as deep as a document ever reached.
 */

import type { Binding, Json, Structure } from '../../definitions/model.js';
import type { Invariant } from '../invariants/invariant.js';
import type { PrimitiveType } from '../walk/primitives.js';

/** How the values of a type are written and walked. */
export type TypeKind = 'primitive' | 'complex' | 'resource' | 'xhtml';

/** The types an element may lead to, each with the profiles of which the target must meet one; none where any will do. */
export type Targets = ReadonlyMap<string, readonly string[]>;

/** One type that an element may have, in its place. */
export interface TypeRule {
  readonly code: string;
  readonly kind: TypeKind;
  /** For `primitive`. */
  readonly primitive: PrimitiveType | undefined;
  /** Profiles of the type itself (an extension's definition); the first known one gives the content. */
  readonly profiles: readonly string[];
  /** For `Reference`: where it may lead; undefined means anywhere. */
  readonly targets: Targets | undefined;
  readonly aggregation: readonly string[] | undefined;
  /** The members of a value of this type here, worked out when first asked for; undefined for a type not at hand. */
  content(): Content | undefined;
}

/** The elements inside a value. */
export interface Content {
  /** By JSON name; every name of a choice is listed, also those that the profile rules out. */
  readonly members: ReadonlyMap<string, Member>;
  /** Rules with a minimum above 0 (slices included). */
  readonly required: readonly ElementRule[];
  /** Invariants that hold for the value as a whole because of its type. */
  readonly invariants: readonly Invariant[];
}

/** What a JSON name stands for. */
export interface Member {
  readonly rule: ElementRule;
  /** Undefined when the profile does not leave this type of the choice. */
  readonly type: TypeRule | undefined;
  /** Name shared by the forms of a choice (`deceased[x]`); undefined for other elements. */
  readonly choice: string | undefined;
  /** Whether its value is one string: what by far the most members are. */
  readonly isText: boolean;
  /** True for a text of which nothing is to be said, so that it need not be walked; false where that is not certain. */
  accepts(text: string): boolean;
}

/** A fixed value or pattern. */
export interface Prescribed {
  readonly kind: 'fixed' | 'pattern';
  readonly value: Json;
}

/** Smallest and largest value. */
export interface Limits {
  readonly smallest: Json | undefined;
  readonly largest: Json | undefined;
}

/** Everything asked of one element. */
export interface ElementRule {
  /** Id of the element definition, with slice names. */
  readonly id: string;
  /** The same without slice names. */
  readonly path: string;
  /** Name in the definition: `status`, `value[x]`, `deceasedDateTime`. */
  readonly name: string;
  /** JSON names under which a value may stand. */
  readonly jsonNames: readonly string[];
  readonly profile: string;
  readonly order: number;
  readonly min: number;
  readonly max: number;
  /** True when the base type allows several: then JSON has an array, whatever the profile's maximum. */
  readonly repeats: boolean;
  readonly xmlAttribute: boolean;
  readonly types: readonly TypeRule[];
  readonly prescribed: Prescribed | undefined;
  readonly binding: Binding | undefined;
  /** URL of the bound value set. */
  readonly valueSet: string | undefined;
  readonly maxLength: number | undefined;
  readonly limits: Limits | undefined;
  readonly invariants: readonly Invariant[];
  readonly slicing: SlicingRule | undefined;
  readonly sliceName: string | undefined;
}

/** How the items of an element are told apart. */
export interface SlicingRule {
  readonly rules: 'open' | 'closed' | 'openAtEnd';
  readonly ordered: boolean;
  readonly slices: readonly SliceRule[];
  /** Slices by the value of their one discriminating property, where that is all there is to it. */
  readonly byValue: { readonly property: string; readonly slices: ReadonlyMap<string, SliceRule> } | undefined;
  /** Why the items cannot be told apart; then no item is assigned to a slice. */
  readonly unsupported: string | undefined;
}

/** One slice: a rule of its own, and the test whether an item belongs to it. */
export interface SliceRule {
  readonly name: string;
  readonly index: number;
  readonly rule: ElementRule;
  matches(item: unknown): boolean;
}

/** A compiled structure. */
export interface CompiledProfile {
  readonly url: string;
  readonly type: string;
  readonly structure: Structure;
  /** Worked out when first asked for. */
  readonly content: Content;
}
