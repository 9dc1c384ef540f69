/**
 * The compact form in which definitions are stored, both the generated base and the hand-written profiles: one small
 * object an element. `{ "card": "0..1", "type": "Reference(Patient | Practitioner)", "binding": "required gender" }`.
 */
import { canonicalUrl, shortName } from './canonical.js';
import {
  codeOf,
  type Binding,
  type Constraint,
  type Discriminator,
  type ElementDefinition,
  type ElementType,
  type Slicing,
  type ValueProperties,
} from './model.js';

/** What is said about one element. Everything left out stays as it is in the base. */
export interface Statement extends ValueProperties {
  /** `min..max`. */
  readonly card?: string;
  /** Types separated by ` | `; target profiles of a Reference, or the profile of another type, in brackets. */
  readonly type?: string;
  /** Strength and value set: `required administrative-gender`; `uri:` before the set where STU3 has a bare URI. */
  readonly binding?: string;
  /** `open by value:url`; rules, then `ordered` or `unordered` where stated, then the discriminators. */
  readonly slicing?: string;
  /** Path and cardinality in the type that first defines the element, where they differ from its own. */
  readonly base?: string;
  readonly contentReference?: string;
  /** Keys of the structure's invariants. */
  readonly constraint?: readonly string[];
  readonly maxLength?: number;
  readonly modifier?: boolean;
  readonly mustSupport?: boolean;
  readonly representation?: readonly string[];
}

/** Severity and FHIRPath by constraint key: `"app-1": "error start.exists() = end.exists()"`. */
export type Invariants = Readonly<Record<string, string>>;

/** The part of an element that a statement speaks about. */
export type StatedElement = Partial<Omit<ElementDefinition, 'id' | 'path' | 'sliceName'>>;

const valueKey = /^(fixed|pattern|minValue|maxValue)[A-Z]/;

const statementKeys: ReadonlySet<string> = new Set<keyof Statement>([
  'card',
  'type',
  'binding',
  'slicing',
  'base',
  'contentReference',
  'constraint',
  'maxLength',
  'modifier',
  'mustSupport',
  'representation',
]);

/** The element properties that a statement gives. Throws a plain Error that quotes whatever it cannot read. */
export function readStatement(statement: Statement, invariants: Invariants): StatedElement {
  refuseUnknownKeys(statement);
  return {
    ...(statement.card !== undefined && readCardinality(statement.card)),
    ...(statement.type !== undefined && { type: readTypes(statement.type) }),
    ...(statement.binding !== undefined && { binding: readBinding(statement.binding) }),
    ...(statement.slicing !== undefined && { slicing: readSlicing(statement.slicing) }),
    ...(statement.base !== undefined && { base: readBase(statement.base) }),
    ...(statement.contentReference !== undefined && { contentReference: statement.contentReference }),
    ...(statement.constraint && { constraint: statement.constraint.map((key) => readInvariant(key, invariants)) }),
    ...(statement.maxLength !== undefined && { maxLength: statement.maxLength }),
    ...(statement.modifier !== undefined && { isModifier: statement.modifier }),
    ...(statement.mustSupport !== undefined && { mustSupport: statement.mustSupport }),
    ...(statement.representation && { representation: statement.representation }),
    ...valuesOf(statement),
  };
}

/** A slip of the pen in a hand-written profile must not be ignored. */
function refuseUnknownKeys(statement: Statement): void {
  const unknown = Object.keys(statement).find((key) => !statementKeys.has(key) && !valueKey.test(key));
  if (unknown !== undefined) throw new Error(`an element says "${unknown}", which means nothing`);
}

/** The statement from which `readStatement` makes these properties again; without a base that is the element itself. */
export function writeStatement(element: StatedElement & { readonly path?: string }): Statement {
  return { ...writeShape(element), ...writeRules(element), ...valuesOf(element) };
}

/** How often the element occurs, and what it is. */
function writeShape(element: StatedElement & { readonly path?: string }): Statement {
  const { min, max, base, type = [], contentReference, path = '' } = element;
  const card = min === undefined || max === undefined ? undefined : `${min}..${max}`;
  const baseText = base && `${base.path} ${base.min}..${base.max}`;
  return {
    ...(card !== undefined && { card }),
    ...(type.length > 0 && { type: writeTypes(type) }),
    ...(baseText !== undefined && baseText !== `${path} ${card ?? ''}` && { base: baseText }),
    ...(contentReference !== undefined && { contentReference }),
  };
}

/** What its content must meet. */
function writeRules({ isModifier, mustSupport, maxLength, representation, ...element }: StatedElement): Statement {
  return {
    ...(element.binding && { binding: writeBinding(element.binding) }),
    ...(element.slicing && { slicing: writeSlicing(element.slicing) }),
    ...(element.constraint && { constraint: element.constraint.map(({ key }) => key) }),
    ...(maxLength !== undefined && { maxLength }),
    ...(isModifier === true && { modifier: true }),
    ...(mustSupport === true && { mustSupport: true }),
    ...(representation && { representation }),
  };
}

/** The invariants of some elements, by key, in the compact form. */
export function writeInvariants(elements: readonly StatedElement[]): Invariants {
  const all = elements.flatMap((element) => element.constraint ?? []);
  return Object.fromEntries(
    all.map(({ key, severity, expression }) => [key, `${severity} ${expression ?? ''}`.trim()]),
  );
}

function readInvariant(key: string, invariants: Invariants): Constraint {
  const [, severity, expression] = /^(\w+)(?: (.+))?$/s.exec(invariants[key] ?? '') ?? [];
  if (severity === undefined) throw new Error(`no invariant "${key}" is stated`);
  return { key, severity: codeOf('severity', severity), ...(expression !== undefined && { expression }) };
}

/** The `fixed[x]`, `pattern[x]`, `minValue[x]` and `maxValue[x]` properties of an object, as they are. */
export function valuesOf(from: object): ValueProperties {
  return Object.fromEntries(Object.entries(from).filter(([key]) => valueKey.test(key)));
}

function readCardinality(text: string): Pick<ElementDefinition, 'min' | 'max'> {
  const [, min, max] = /^(\d+)\.\.(\d+|\*)$/.exec(text) ?? [];
  if (min === undefined || max === undefined) throw new Error(`cardinality "${text}"`);
  return { min: Number(min), max };
}

function readBase(text: string): ElementDefinition['base'] {
  const [path = '', card = ''] = text.split(' ');
  return { path, ...readCardinality(card) };
}

function readTypes(text: string): ElementType[] {
  return [...text.matchAll(/([\w:.]+)(?:\(([^)]*)\))?(?: \| |$)/g)].flatMap(([, code = '', inBrackets]) => {
    if (inBrackets === undefined) return [{ code }];
    const property = code === 'Reference' ? 'targetProfile' : 'profile';
    const profiles = inBrackets.split(' | ').map((name) => canonicalUrl('StructureDefinition', name));
    return profiles.map((profile) => ({ code, [property]: profile }));
  });
}

function writeTypes(types: readonly ElementType[]): string {
  const profilesByCode = new Map<string, string[]>();
  for (const { code, profile, targetProfile } of types) {
    const profiles = profilesByCode.get(code) ?? [];
    const url = targetProfile ?? profile;
    if (url !== undefined) profiles.push(shortName('StructureDefinition', url));
    profilesByCode.set(code, profiles);
  }
  const written = [...profilesByCode].map(([code, profiles]) =>
    profiles.length === 0 ? code : `${code}(${profiles.join(' | ')})`,
  );
  return written.join(' | ');
}

function readBinding(text: string): Binding {
  const [word, name] = text.split(' ');
  const strength = codeOf('strength', word);
  if (name === undefined) return { strength };
  if (name.startsWith('uri:')) return { strength, valueSetUri: canonicalUrl('ValueSet', name.slice(4)) };
  return { strength, valueSetReference: { reference: canonicalUrl('ValueSet', name) } };
}

function writeBinding({ strength, valueSetUri, valueSetReference }: Binding): string {
  if (valueSetUri !== undefined) return `${strength} uri:${shortName('ValueSet', valueSetUri)}`;
  if (valueSetReference === undefined) return strength;
  return `${strength} ${shortName('ValueSet', valueSetReference.reference)}`;
}

function readSlicing(text: string): Slicing {
  const [, rules, order, by] = /^(closed|open|openAtEnd)( ordered| unordered)?(?: by (.+))?$/.exec(text) ?? [];
  return {
    ...(by !== undefined && { discriminator: by.split(', ').map(readDiscriminator) }),
    ...(order !== undefined && { ordered: order === ' ordered' }),
    rules: codeOf('slicingRules', rules),
  };
}

function readDiscriminator(text: string): Discriminator {
  const colon = text.indexOf(':');
  return { type: codeOf('discriminator', text.slice(0, colon)), path: text.slice(colon + 1) };
}

function writeSlicing({ rules, ordered, discriminator }: Slicing): string {
  const order = ordered === undefined ? '' : ordered ? ' ordered' : ' unordered';
  const by = discriminator?.map(({ type, path }) => `${type}:${path}`).join(', ');
  return `${rules}${order}${by === undefined ? '' : ` by ${by}`}`;
}
