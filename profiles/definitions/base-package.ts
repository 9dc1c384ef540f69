/** The published package from which the base definitions are made, and what of it is held. */
import { codeSystemFrom, structureFrom, valueSetFrom } from './official/json.js';
import { filesInTgz } from './official/archive.js';
import type { CodeSystem, ConceptSet, Structure, ValueSet } from './model.js';
import type * as r3 from 'fhir/r3.js';

/** The one accepted input. Its code is never run; its `profiles/stu3` folder is FHIR 3.0.1 as published (CC0). */
export const basePackage = {
  name: 'fhir',
  version: '3.3.1',
  fhirVersion: '3.0.1',
  integrity: 'sha512-YXLRgn4TVzWfF5HuoP5mPrzuuRIS34EDe1Z8e1P7f7nQoN81PELZGegoKIi4xMvN4gSSPm/ZS29SJsUjVa82rw==',
} as const;

/** Everything of base STU3 that the project holds. */
export interface BaseDefinitions {
  readonly types: readonly Structure[];
  readonly resources: readonly Structure[];
  readonly extensions: readonly Structure[];
  readonly valueSets: readonly ValueSet[];
  readonly codeSystems: readonly CodeSystem[];
}

/**
 * Preferred and example bindings give no verdict, so their value sets are held only where an NHS profile or the guide
 * speaks of them.
 */
const alsoHeld: readonly string[] = [
  'http://hl7.org/fhir/ValueSet/encounter-reason',
  'http://hl7.org/fhir/ValueSet/c80-practice-codes',
  'http://hl7.org/fhir/ValueSet/v2-0276',
  'http://hl7.org/fhir/ValueSet/v3-ReligiousAffiliation',
];

/** Code systems left out: a tenth of the whole in size, and only imaging and audit resources use it. */
const notHeld: ReadonlySet<string> = new Set(['http://dicom.nema.org/resources/ontology/DCM']);

/**
 * Reads the tarball of the base package.
 * @throws Error when the bytes are not the pinned ones or a definition in them cannot be read.
 */
export function readBasePackage(tarball: Buffer): BaseDefinitions {
  const integrity = `sha512-${process.getBuiltinModule('node:crypto').createHash('sha512').update(tarball).digest('base64')}`;
  if (integrity !== basePackage.integrity) {
    throw new Error(`this is not ${basePackage.name}@${basePackage.version}: its integrity is ${integrity}`);
  }
  const resources = new Map<string, readonly r3.FhirResource[]>();
  for (const { name, bytes } of filesInTgz(tarball)) {
    const file = /^package\/profiles\/stu3\/([\w-]+)\.json$/.exec(name)?.[1];
    if (file !== undefined && files.has(file)) resources.set(file, resourcesIn(bytes));
  }
  const inFile = (file: string): readonly r3.FhirResource[] => resources.get(file) ?? [];
  const structures = {
    types: structuresIn(inFile('profiles-types')),
    resources: structuresIn(inFile('profiles-resources')).filter(({ kind }) => kind === 'resource'),
    extensions: structuresIn(inFile('extension-definitions')),
  };
  const terminology = ['valuesets', 'v2-tables', 'v3-codesystems'].flatMap(inFile);
  return { ...structures, ...heldTerminology(Object.values(structures).flat(), terminology) };
}

const files = new Set([
  'profiles-types',
  'profiles-resources',
  'extension-definitions',
  'valuesets',
  'v2-tables',
  'v3-codesystems',
]);

function resourcesIn(bytes: Buffer): readonly r3.FhirResource[] {
  const bundle = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as r3.Bundle<r3.FhirResource>;
  return bundle.entry?.flatMap(({ resource }): r3.FhirResource[] => (resource ? [resource] : [])) ?? [];
}

function structuresIn(resources: readonly r3.FhirResource[]): Structure[] {
  return resources.flatMap((resource) => {
    if (resource.resourceType !== 'StructureDefinition') return [];
    const { header, snapshot = [] } = structureFrom(resource);
    return [{ ...header, elements: snapshot }];
  });
}

/** The value sets that decide something, those they are built from, and the code systems of all of these. */
function heldTerminology(
  structures: readonly Structure[],
  resources: readonly r3.FhirResource[],
): Pick<BaseDefinitions, 'valueSets' | 'codeSystems'> {
  const allSets = new Map(resources.flatMap((r) => (r.resourceType === 'ValueSet' ? [[r.url, valueSetFrom(r)]] : [])));
  const allSystems = resources.flatMap((r) => (r.resourceType === 'CodeSystem' ? [codeSystemFrom(r)] : []));
  const held = new Map<string, ValueSet>();
  const hold = (url: string): void => {
    const valueSet = allSets.get(url);
    if (!valueSet || held.has(url)) return;
    held.set(url, valueSet);
    partsOf(valueSet).forEach((part) => part.valueSet?.forEach(hold));
  };
  [...decidingSets(structures), ...alsoHeld].forEach(hold);
  const systems = new Set([...held.values()].flatMap(partsOf).map(({ system }) => system));
  return {
    valueSets: [...held.values()],
    codeSystems: allSystems.filter(({ url }) => systems.has(url) && !notHeld.has(url)),
  };
}

function decidingSets(structures: readonly Structure[]): string[] {
  const bindings = structures.flatMap(({ elements }) => elements.flatMap(({ binding }) => binding ?? []));
  return bindings
    .filter(({ strength }) => strength === 'required' || strength === 'extensible')
    .flatMap(({ valueSetUri, valueSetReference }) => valueSetUri ?? valueSetReference?.reference ?? []);
}

function partsOf({ include, exclude = [] }: ValueSet): readonly ConceptSet[] {
  return [...include, ...exclude];
}
