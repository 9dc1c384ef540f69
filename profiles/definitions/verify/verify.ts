/** Compares our definitions with the official files, element by element. */
import type { DefinitionStore } from '../store.js';
import type { Structure } from '../model.js';
import { type OfficialDefinitions, readOfficial, type Sourced, type UnreadableFile } from '../official/source.js';
import { officialLayer } from '../official/layer.js';
import type { PublishedStructure } from '../official/json.js';
import { type StructureLookup, unfolded } from '../snapshot.js';
import { type Aspects, codeSystemAspects, elementAspects, headerAspects, valueSetAspects } from './aspects.js';
import { explanations } from './explained.js';

/** One point on which an official file and our definition do not agree. Texts are empty where one side says nothing. */
export interface Difference {
  readonly url: string;
  readonly file: string;
  /** Element id; empty for a point about the definition as a whole. */
  readonly element: string;
  readonly aspect: string;
  readonly official: string;
  readonly ours: string;
  /** Why the difference is meant; absent for one that nobody has explained. */
  readonly explanation?: string;
}

/** The result of a comparison. */
export interface Verification {
  readonly definitions: number;
  /** Elements, includes and codes that were compared. */
  readonly points: number;
  readonly differences: readonly Difference[];
  readonly unexplained: readonly Difference[];
  /** NHS definitions of ours that the folder does not hold, so that nothing was compared. */
  readonly notInSource: readonly string[];
  readonly unreadable: readonly UnreadableFile[];
}

/**
 * Compares every structure, value set and code system in a folder or .tgz of official definitions with the store's.
 * @throws Problem `usage` when the source does not exist or holds no definitions
 */
export function verifyDefinitions(source: string, store: DefinitionStore): Verification {
  const official = readOfficial(source, (name) => store.baseType(name));
  const comparisons = [
    ...structureComparisons(official, store),
    ...comparisonsOf(official.valueSets, (url) => store.valueSet(url), valueSetAspects),
    ...comparisonsOf(official.codeSystems, (url) => store.codeSystem(url), codeSystemAspects),
  ];
  const differences = comparisons.flatMap(differencesOf).map(explained);
  return {
    definitions: official.structures.size + official.valueSets.size + official.codeSystems.size,
    points: comparisons.length,
    differences,
    unexplained: differences.filter(({ explanation }) => explanation === undefined),
    notInSource: nhsUrls(store).filter((url) => !holds(official, url)),
    unreadable: official.unreadable,
  };
}

/** Two sides of one element or definition. A side that lacks it has no aspects. */
interface Comparison {
  readonly url: string;
  readonly file: string;
  readonly element: string;
  readonly official: Aspects | undefined;
  readonly ours: Aspects | undefined;
}

function structureComparisons(official: OfficialDefinitions, store: DefinitionStore): Comparison[] {
  const lookup = (url: string): Structure | undefined => store.structure(url);
  const published = officialLayer(official);
  return [...official.structures].flatMap(([url, { definition, file }]) => {
    const ours = lookup(url);
    const headers = { official: headerAspects(definition.header), ours: ours && headerAspects(ours) };
    const whole: Comparison = { url, file, element: '', ...headers };
    if (!ours) return [whole];
    const theirs = withSnapshot(definition, url, (other) => published.structure(other, lookup) ?? lookup(other));
    return [whole, ...elementPairs(theirs, ours, lookup).map((pair) => ({ url, file, ...pair }))];
  });
}

/** The published snapshot where there is one: it is what the official tools made, and so the better witness. */
function withSnapshot({ header, snapshot }: PublishedStructure, url: string, lookup: StructureLookup): Structure {
  if (snapshot) return { ...header, elements: snapshot };
  return lookup(url) ?? { ...header, elements: [] };
}

function elementPairs(theirs: Structure, ours: Structure, lookup: StructureLookup): Omit<Comparison, 'url' | 'file'>[] {
  const ids = new Set([...theirs.elements, ...ours.elements].map(({ id }) => id));
  const official = unfolded(theirs, ids, lookup);
  const own = unfolded(ours, ids, lookup);
  return [...ids].map((element) => {
    const [one, other] = [official.get(element), own.get(element)];
    return {
      element,
      official: one && elementAspects(one, lookup),
      ours: other && elementAspects(other, lookup),
    };
  });
}

function comparisonsOf<Definition>(
  official: ReadonlyMap<string, Sourced<Definition>>,
  ours: (url: string) => Definition | undefined,
  aspectsOf: (definition: Definition) => Aspects,
): Comparison[] {
  return [...official].map(([url, { definition, file }]) => {
    const own = ours(url);
    return { url, file, element: '', official: aspectsOf(definition), ours: own && aspectsOf(own) };
  });
}

function differencesOf({ official, ours, ...place }: Comparison): Difference[] {
  if (!official || !ours) {
    return [{ ...place, aspect: 'presence', official: official ? 'present' : '', ours: ours ? 'present' : '' }];
  }
  const aspects = [...new Set([...Object.keys(official), ...Object.keys(ours)])];
  return aspects.flatMap((aspect) => {
    const [one = '', other = ''] = [official[aspect], ours[aspect]];
    return one === other ? [] : [{ ...place, aspect, official: one, ours: other }];
  });
}

function explained(difference: Difference): Difference {
  const { element, aspect, official, ours } = difference;
  const known = explanations.find(
    (each) => each.element.test(element) && each.aspect === aspect && each.official === official && each.ours === ours,
  );
  return known ? { ...difference, explanation: known.reason } : difference;
}

function nhsUrls(store: DefinitionStore): string[] {
  return store.manifest.filter(({ source }) => source.startsWith('nhs/')).map(({ url }) => url);
}

function holds({ structures, valueSets, codeSystems }: OfficialDefinitions, url: string): boolean {
  return structures.has(url) || valueSets.has(url) || codeSystems.has(url);
}
