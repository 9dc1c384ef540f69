/** What is compared of one element: each aspect as a text, so that a difference can be shown. */
import type {
  CodeSystem,
  Concept,
  ConceptSet,
  Constraint,
  ElementDefinition,
  ElementType,
  Structure,
  ValueSet,
} from '../model.js';
import { valuesOf } from '../notation.js';
import type { StructureHeader } from '../official/json.js';
import type { StructureLookup } from '../snapshot.js';
import { canonicalUrl } from '../canonical.js';

/** Texts by aspect. Equal texts mean equal rules. */
export type Aspects = Readonly<Record<string, string>>;

/**
 * The aspects of an element. The invariants of its types hold whether a snapshot repeats them or not, so they are added
 * on both sides; slices that are not `ordered` are unordered.
 */
export function elementAspects(element: ElementDefinition, structure: StructureLookup): Aspects {
  const { min, max, type, binding, contentReference = '', maxLength = '' } = element;
  return {
    cardinality: `${min}..${max}`,
    type: listed(type.map(typeText)),
    binding: binding ? `${binding.strength} ${binding.valueSetUri ?? binding.valueSetReference?.reference ?? ''}` : '',
    value: listed(Object.entries(valuesOf(element)).map(([name, value]) => `${name} ${JSON.stringify(value)}`)),
    slicing: slicingText(element),
    constraint: listed([...typeConstraints(element, structure), ...(element.constraint ?? [])].map(constraintText)),
    contentReference,
    maxLength: String(maxLength),
    isModifier: String(element.isModifier === true),
    mustSupport: String(element.mustSupport === true),
  };
}

function listed(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(', ');
}

function typeText({ code, profile, targetProfile, aggregation = [] }: ElementType): string {
  return [code, profile ?? '', targetProfile ?? '', ...aggregation].filter((part) => part !== '').join(' ');
}

function slicingText({ slicing }: ElementDefinition): string {
  if (!slicing) return '';
  const order = slicing.ordered === true ? ' ordered' : '';
  const by = slicing.discriminator?.map((discriminator) => `${discriminator.type}:${discriminator.path}`) ?? [];
  return `${slicing.rules}${order} by ${by.join(', ')}`;
}

function typeConstraints({ type }: ElementDefinition, structure: StructureLookup): readonly Constraint[] {
  const everyElement = structure(canonicalUrl('StructureDefinition', 'Element'))?.elements[0]?.constraint ?? [];
  const own = type.flatMap(
    ({ code }) => structure(canonicalUrl('StructureDefinition', code))?.elements[0]?.constraint ?? [],
  );
  return [...everyElement, ...own];
}

function constraintText({ key, severity, expression = '' }: Constraint): string {
  return `${key} ${severity} ${expression}`;
}

/** The aspects of a structure as a whole. */
export function headerAspects(header: StructureHeader | Structure): Aspects {
  const {
    version = '',
    type,
    kind,
    abstract,
    derivation = '',
    baseDefinition = '',
    contextType = '',
    context = [],
  } = header;
  return {
    version,
    type,
    kind,
    abstract: String(abstract),
    derivation,
    baseDefinition,
    context: `${contextType} ${listed(context)}`,
  };
}

/** The aspects of a value set: version, and which codes it includes and excludes. */
export function valueSetAspects({ version = '', include, exclude = [] }: ValueSet): Aspects {
  return { version, include: listed(include.map(conceptSetText)), exclude: listed(exclude.map(conceptSetText)) };
}

function conceptSetText({ system = '', version = '', concept = [], filter = [], valueSet = [] }: ConceptSet): string {
  const filters = filter.map(({ property, op, value }) => `${property} ${op} ${value}`);
  return JSON.stringify([
    system,
    version,
    concept.map(({ code }) => code).sort(),
    filters.sort(),
    [...valueSet].sort(),
  ]);
}

/** The aspects of a code system; every code with its display and the code above it is one. */
export function codeSystemAspects({ version = '', content, caseSensitive, concept }: CodeSystem): Aspects {
  return { version, content, caseSensitive: String(caseSensitive), ...Object.fromEntries(codeTexts(concept, '')) };
}

function codeTexts(concepts: readonly Concept[], above: string): (readonly [aspect: string, text: string])[] {
  return concepts.flatMap(({ code, display = '', concept = [] }) => [
    [`code ${code}`, `${display}${above === '' ? '' : ` (below ${above})`}`] as const,
    ...codeTexts(concept, code),
  ]);
}
