/**
 * The shape of a FHIR STU3 definition as the validator sees it: the JSON form of StructureDefinition, ValueSet and
 * CodeSystem without prose. Everything is read-only; nothing here reads a file.
 */

/** Any JSON value, as fixed and pattern values are. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The closed lists of codes that definitions use, as values (to check what is read) and as types. */
export const codes = {
  kind: ['resource', 'complex-type', 'primitive-type', 'logical'],
  derivation: ['specialization', 'constraint'],
  contextType: ['resource', 'datatype', 'extension'],
  aggregation: ['contained', 'referenced', 'bundled'],
  strength: ['required', 'extensible', 'preferred', 'example'],
  discriminator: ['value', 'exists', 'pattern', 'type', 'profile'],
  slicingRules: ['closed', 'open', 'openAtEnd'],
  severity: ['error', 'warning'],
  content: ['complete', 'example', 'fragment', 'not-present'],
} as const;

/** One code of one of those lists. */
export type CodeOf<List extends keyof typeof codes> = (typeof codes)[List][number];

/** What a structure describes. */
export type StructureKind = CodeOf<'kind'>;

/** A type, resource, extension or profile with its complete list of elements (the snapshot). */
export interface Structure {
  readonly url: string;
  readonly name: string;
  readonly version?: string;
  /** The type it defines or constrains: `Appointment`, `Extension`, `CodeableConcept`. */
  readonly type: string;
  readonly kind: StructureKind;
  readonly abstract: boolean;
  readonly derivation?: CodeOf<'derivation'>;
  readonly baseDefinition?: string;
  readonly contextType?: CodeOf<'contextType'>;
  /** Where an extension may stand: element paths, type names, `*`, or extension URLs. */
  readonly context?: readonly string[];
  /** The snapshot, root element first, children after their parent. */
  readonly elements: readonly ElementDefinition[];
}

/** One allowed type of an element. STU3 repeats the entry for each target profile of a reference. */
export interface ElementType {
  /** A FHIR type name; for the `value` of a primitive the XML Schema type (`xsd:boolean`). */
  readonly code: string;
  readonly profile?: string;
  readonly targetProfile?: string;
  readonly aggregation?: readonly CodeOf<'aggregation'>[];
}

/** How strongly an element is tied to a value set. */
export type BindingStrength = CodeOf<'strength'>;

/** The value set of a coded element. In STU3 it is given as a URI or as a Reference; neither means prose only. */
export interface Binding {
  readonly strength: BindingStrength;
  readonly valueSetUri?: string;
  readonly valueSetReference?: { readonly reference: string };
}

/** What tells the slices of an element apart. */
export interface Discriminator {
  readonly type: CodeOf<'discriminator'>;
  readonly path: string;
}

/** How a repeating element is cut into slices. No discriminator means: by order, or informally. */
export interface Slicing {
  readonly discriminator?: readonly Discriminator[];
  readonly ordered?: boolean;
  readonly rules: CodeOf<'slicingRules'>;
}

/** An invariant of an element. */
export interface Constraint {
  readonly key: string;
  readonly severity: CodeOf<'severity'>;
  /** FHIRPath. A few constraints have none; they cannot be evaluated. */
  readonly expression?: string;
}

/** Cardinality of the element in the type that first defines it: `max` other than `1` or `0` there means a JSON array. */
export interface ElementBase {
  readonly path: string;
  readonly min: number;
  readonly max: string;
}

/** `fixedUri`, `patternCoding`, `minValueInteger` and their like: the suffix is the type of the value. */
export interface ValueProperties {
  readonly [fixed: `fixed${Capitalize<string>}`]: Json | undefined;
  readonly [pattern: `pattern${Capitalize<string>}`]: Json | undefined;
  readonly [minimum: `minValue${Capitalize<string>}`]: Json | undefined;
  readonly [maximum: `maxValue${Capitalize<string>}`]: Json | undefined;
}

/**
 * One element of a snapshot. A sliced element stands first (with `slicing`), its slices follow (same path, `sliceName`),
 * each with its own children, if it has any.
 */
export interface ElementDefinition extends ValueProperties {
  /** `Patient.identifier:nhsNumber.system`: the path with slice names. Unique in its structure. */
  readonly id: string;
  /** `Patient.identifier.system`; a choice is `Patient.deceased[x]` or, narrowed, `Patient.deceasedDateTime`. */
  readonly path: string;
  readonly sliceName?: string;
  readonly min: number;
  /** A number as text, or `*`. */
  readonly max: string;
  readonly base: ElementBase;
  /** Empty only for the root and for elements with a contentReference. */
  readonly type: readonly ElementType[];
  /** `#Bundle.link`: the element whose children this one shares. */
  readonly contentReference?: string;
  readonly slicing?: Slicing;
  readonly binding?: Binding;
  readonly constraint?: readonly Constraint[];
  readonly maxLength?: number;
  readonly isModifier?: boolean;
  readonly mustSupport?: boolean;
  /** `xmlAttr` for ids and extension URLs, `xhtml` for narrative. */
  readonly representation?: readonly string[];
}

/** One code of a code system; `concept` holds the narrower ones. */
export interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly concept?: readonly Concept[];
}

/** A code system. Only `complete` ones can answer whether a code exists. */
export interface CodeSystem {
  readonly url: string;
  readonly name: string;
  readonly version?: string;
  readonly content: CodeOf<'content'>;
  readonly caseSensitive: boolean;
  /** The value set of all its codes, where it names one. */
  readonly valueSet?: string;
  readonly concept: readonly Concept[];
}

/** A selection of codes: a whole system, listed codes, filtered codes, or other value sets. */
export interface ConceptSet {
  readonly system?: string;
  readonly version?: string;
  readonly concept?: readonly { readonly code: string; readonly display?: string }[];
  readonly filter?: readonly { readonly property: string; readonly op: string; readonly value: string }[];
  readonly valueSet?: readonly string[];
}

/** A value set as composed, not expanded. */
export interface ValueSet {
  readonly url: string;
  readonly name: string;
  readonly version?: string;
  readonly include: readonly ConceptSet[];
  readonly exclude?: readonly ConceptSet[];
}

/** Earliest first; the first one is complete, and the default. */
export const vintages = ['2020-05', '2025-05'] as const;

/** The published versions of the NHS profiles that the store can hold. */
export type Vintage = (typeof vintages)[number];

/** Where one definition comes from. */
export interface ManifestEntry {
  readonly url: string;
  readonly kind: 'structure' | 'valueSet' | 'codeSystem';
  readonly version: string;
  /** What it was made from: the base package, this project's own differential, or a supplier's file. */
  readonly source: string;
  /** First 12 hex digits of the SHA-256 of the text it was read from. */
  readonly hash: string;
}

/** The code itself if the list has it. Throws an Error naming the list and the code otherwise. */
export function codeOf<List extends keyof typeof codes>(list: List, text: string | undefined): CodeOf<List> {
  const found: CodeOf<List> | undefined = codes[list].find((code) => code === text);
  if (found === undefined)
    throw new Error(`"${text ?? ''}" is not one of the codes for ${list}: ${codes[list].join(', ')}`);
  return found;
}
