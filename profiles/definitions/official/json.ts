/** Reads the JSON form of official StructureDefinitions, ValueSets and CodeSystems, leaving prose behind. */
import { withoutVersion } from '../canonical.js';
import { type StatedElement, valuesOf } from '../notation.js';
import {
  codeOf,
  type CodeSystem,
  type Concept,
  type ConceptSet,
  type Constraint,
  type Discriminator,
  type ElementDefinition,
  type ElementType,
  type Structure,
  type ValueSet,
} from '../model.js';
import type * as r3 from 'fhir/r3.js';

/** An element of a differential: where it stands, and only what it says. */
export interface DifferentialElement extends StatedElement {
  /** The path with slice names, in the normal form of `elementId`. */
  readonly id: string;
}

/** What a structure says of itself, without its elements. */
export type StructureHeader = Omit<Structure, 'elements'>;

/** A structure as published: with a snapshot, a differential, or both. */
export interface PublishedStructure {
  readonly header: StructureHeader;
  readonly snapshot?: readonly ElementDefinition[];
  readonly differential?: readonly DifferentialElement[];
}

/**
 * The id of an element in normal form: path segments with the slice name behind a colon. A narrowed choice carries its
 * own name only (`Extension.valueCode`), however the publisher wrote it; root slices (SimpleQuantity) carry none.
 */
function elementId(path: string, id: string = path): string {
  const named = id.split('.');
  const segments = path.split('.').map((segment, depth) => {
    const slice = named[depth]?.split(':')[1];
    return depth === 0 || slice === undefined || slice === segment ? segment : `${segment}:${slice}`;
  });
  return segments.join('.');
}

/** The path of a normal element id: slice names taken away. */
export function pathOfId(id: string): string {
  return id.replaceAll(/:[^.]+/g, '');
}

/** The slice an id ends in: `nhsNumber` of `Patient.identifier:nhsNumber`; undefined for an unsliced element. */
export function sliceOfId(id: string): string | undefined {
  return /:([^.]+)$/.exec(id)?.[1];
}

/** A structure with every element that it publishes. */
export function structureFrom(json: r3.StructureDefinition): PublishedStructure {
  return {
    header: headerFrom(json),
    ...(json.snapshot && { snapshot: json.snapshot.element.map(snapshotElement) }),
    ...(json.differential && { differential: json.differential.element.map(differentialElement) }),
  };
}

function headerFrom(json: r3.StructureDefinition): StructureHeader {
  return {
    url: json.url,
    name: json.name,
    ...(json.version !== undefined && { version: json.version }),
    type: json.type,
    kind: codeOf('kind', json.kind),
    abstract: json.abstract,
    ...(json.derivation !== undefined && { derivation: codeOf('derivation', json.derivation) }),
    ...(json.baseDefinition !== undefined && { baseDefinition: json.baseDefinition }),
    ...(json.contextType !== undefined && { contextType: codeOf('contextType', json.contextType) }),
    ...(json.context && { context: json.context }),
  };
}

function snapshotElement(json: r3.ElementDefinition): ElementDefinition {
  const { id, ...stated } = differentialElement(json);
  const path = pathOfId(id);
  const sliceName = sliceOfId(id);
  const { min = 0, max = '*', type = [] } = stated;
  const base = stated.base ?? { path, min, max };
  return { ...stated, id, path, ...(sliceName !== undefined && { sliceName }), min, max, base, type };
}

/** Properties that are taken over as they are. */
const plain = ['min', 'max', 'contentReference', 'maxLength', 'isModifier', 'mustSupport', 'representation'] as const;

function differentialElement(json: r3.ElementDefinition): DifferentialElement {
  return {
    id: elementId(json.path, json.id),
    ...Object.fromEntries(plain.filter((key) => json[key] !== undefined).map((key) => [key, json[key]])),
    ...(json.base && { base: { path: json.base.path, min: json.base.min, max: json.base.max } }),
    ...(json.type && { type: json.type.map(elementType) }),
    ...(json.slicing && { slicing: slicingFrom(json.slicing) }),
    ...(json.binding && { binding: bindingFrom(json.binding) }),
    ...(json.constraint && { constraint: json.constraint.map(constraintFrom) }),
    ...valuesOf(json),
  };
}

const xmlTypeExtension = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-xml-type';

function elementType(json: r3.ElementDefinitionType): ElementType {
  const codes = json._code?.extension ?? [];
  const xmlType = codes.find((extension) => extension.url === xmlTypeExtension)?.valueString;
  return {
    code: json.code ?? xmlType ?? '',
    ...(json.profile !== undefined && { profile: withoutVersion(json.profile) }),
    ...(json.targetProfile !== undefined && { targetProfile: withoutVersion(json.targetProfile) }),
    ...(json.aggregation && { aggregation: json.aggregation.map((way) => codeOf('aggregation', way)) }),
  };
}

function slicingFrom(json: r3.ElementDefinitionSlicing): NonNullable<ElementDefinition['slicing']> {
  return {
    ...(json.discriminator && { discriminator: json.discriminator.map(discriminatorFrom) }),
    ...(json.ordered !== undefined && { ordered: json.ordered }),
    rules: codeOf('slicingRules', json.rules),
  };
}

function discriminatorFrom({ type, path }: r3.ElementDefinitionSlicingDiscriminator): Discriminator {
  return { type: codeOf('discriminator', type), path };
}

function bindingFrom(json: r3.ElementDefinitionBinding): NonNullable<ElementDefinition['binding']> {
  const reference = json.valueSetReference?.reference;
  return {
    strength: codeOf('strength', json.strength),
    ...(json.valueSetUri !== undefined && { valueSetUri: json.valueSetUri }),
    ...(reference !== undefined && { valueSetReference: { reference } }),
  };
}

function constraintFrom(json: r3.ElementDefinitionConstraint): Constraint {
  const { key, severity, expression } = json;
  return { key, severity: codeOf('severity', severity), ...(expression !== undefined && { expression }) };
}

/** A value set without prose and without the displays of its listed codes. */
export function valueSetFrom(json: r3.ValueSet): ValueSet {
  return {
    url: json.url ?? '',
    name: json.name ?? '',
    ...(json.version !== undefined && { version: json.version }),
    include: json.compose?.include.map(conceptSetFrom) ?? [],
    ...(json.compose?.exclude && { exclude: json.compose.exclude.map(conceptSetFrom) }),
  };
}

function conceptSetFrom(json: r3.ValueSetComposeInclude): ConceptSet {
  return {
    ...(json.system !== undefined && { system: json.system }),
    ...(json.version !== undefined && { version: json.version }),
    ...(json.concept && { concept: json.concept.map(({ code, display }) => ({ code, ...(display && { display }) })) }),
    ...(json.filter && { filter: json.filter.map(({ property, op, value }) => ({ property, op, value })) }),
    ...(json.valueSet && { valueSet: json.valueSet }),
  };
}

/** A code system with the codes and displays it holds. */
export function codeSystemFrom(json: r3.CodeSystem): CodeSystem {
  return {
    url: json.url ?? '',
    name: json.name ?? '',
    ...(json.version !== undefined && { version: json.version }),
    content: codeOf('content', json.content),
    caseSensitive: json.caseSensitive ?? true,
    ...(json.valueSet !== undefined && { valueSet: json.valueSet }),
    concept: json.concept?.map(conceptFrom) ?? [],
  };
}

function conceptFrom(json: r3.CodeSystemConcept): Concept {
  return {
    code: json.code,
    ...(json.display !== undefined && { display: json.display }),
    ...(json.concept && { concept: json.concept.map(conceptFrom) }),
  };
}
