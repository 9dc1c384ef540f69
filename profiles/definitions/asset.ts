/**
 * The text form of the generated base definitions: blocks separated by an empty line, each a header (JSON) and one line
 * of JSON for every element, include or code. One line changes when one fact changes, and a block is parsed only when
 * its definition is asked for.
 */
import { canonicalUrl, shortName } from './canonical.js';
import type { CodeSystem, Concept, ConceptSet, ElementDefinition, Structure, ValueSet } from './model.js';
import {
  type Invariants,
  readStatement,
  type StatedElement,
  type Statement,
  writeInvariants,
  writeStatement,
} from './notation.js';
import { type DifferentialElement, pathOfId, sliceOfId } from './official/json.js';
import { differentialOf, snapshotOf, type StructureLookup } from './snapshot.js';

/** First line of a structure's block. */
type StructureHeader = Omit<Structure, 'elements' | 'abstract' | 'baseDefinition' | 'url'> & {
  readonly url: string;
  readonly abstract?: true;
  /** What it is derived from; its elements are written out. */
  readonly base?: string;
  /** What it is derived from; only what differs is written. */
  readonly differs?: string;
  readonly invariants?: Invariants;
};

type ElementRow = Statement & { readonly id: string };
type CodeRow = readonly [code: string, display?: string | null, depth?: number];
interface ConceptSetRow extends Omit<ConceptSet, 'concept'> {
  readonly codes?: readonly string[];
}
type IncludeRow = { readonly include: ConceptSetRow } | { readonly exclude: ConceptSetRow };

/** The blocks of an asset file by the URL in their header. */
export function splitBlocks(file: string): ReadonlyMap<string, string> {
  const blocks = file.split('\n\n').filter((block) => block.startsWith('{'));
  return new Map(blocks.map((block) => [/^\{"url":"([^"]+)"/.exec(block)?.[1] ?? '', block.trimEnd()]));
}

/** A structure as a block of text, every element written out. */
export function writeStructure(structure: Structure): string {
  const { elements, baseDefinition, ...rest } = structure;
  const base = baseDefinition === undefined ? {} : { base: shortName('StructureDefinition', baseDefinition) };
  return writeBlock({ ...headerOf(rest, elements), ...base }, elements.map(elementRow));
}

/**
 * A structure as a block of text that states only how it differs from its base.
 * @throws Error when no difference makes it from the base
 */
export function writeDifference(structure: Structure, base: Structure, lookup: StructureLookup): string {
  const { elements, baseDefinition = '', ...rest } = structure;
  const differential = differentialOf(base, elements, lookup);
  const differs = { differs: shortName('StructureDefinition', baseDefinition) };
  return writeBlock({ ...headerOf(rest, differential), ...differs }, differential.map(elementRow));
}

function headerOf(
  { url, abstract, ...rest }: Omit<Structure, 'elements' | 'baseDefinition'>,
  elements: readonly StatedElement[],
): StructureHeader {
  const invariants = writeInvariants(elements);
  const hasInvariants = Object.keys(invariants).length > 0;
  return { url, ...rest, ...(abstract && { abstract }), ...(hasInvariants && { invariants }) };
}

function elementRow(element: DifferentialElement & { readonly path?: string }): ElementRow {
  return { id: element.id, ...writeStatement(element) };
}

/**
 * The structure in a block that `writeStructure` or `writeDifference` made.
 * @param lookup gives the base of a structure that states only a difference
 */
export function readStructure(block: string, lookup: StructureLookup): Structure {
  const [header, ...rows] = readBlock<StructureHeader, ElementRow>(block);
  const { differs, base = differs, abstract = false, invariants = {}, ...rest } = header;
  const baseDefinition = base === undefined ? undefined : canonicalUrl('StructureDefinition', base);
  const from = differs === undefined || baseDefinition === undefined ? undefined : lookup(baseDefinition);
  const elements = from
    ? snapshotOf(
        from,
        rows.map(({ id, ...said }) => ({ id, ...readStatement(said, invariants) })),
        lookup,
      )
    : rows.map((row) => readElement(row, invariants));
  return { ...rest, abstract, ...(baseDefinition !== undefined && { baseDefinition }), elements };
}

function readElement({ id, ...statement }: ElementRow, invariants: Invariants): ElementDefinition {
  const { min = 0, max = '*', type = [], base, ...stated } = readStatement(statement, invariants);
  const path = pathOfId(id);
  const sliceName = sliceOfId(id);
  const place = { id, path, ...(sliceName !== undefined && { sliceName }) };
  return { ...stated, ...place, min, max, base: base ?? { path, min, max }, type };
}

/** A value set as a block of text; displays of listed codes are left out. */
export function writeValueSet({ include, exclude = [], ...header }: ValueSet): string {
  const rows: IncludeRow[] = [
    ...include.map((part) => ({ include: conceptSetRow(part) })),
    ...exclude.map((part) => ({ exclude: conceptSetRow(part) })),
  ];
  return writeBlock(header, rows);
}

/** The value set in a block that `writeValueSet` made. */
export function readValueSet(block: string): ValueSet {
  const [header, ...rows] = readBlock<Omit<ValueSet, 'include' | 'exclude'>, IncludeRow>(block);
  const include = rows.flatMap((row) => ('include' in row ? [conceptSetOf(row.include)] : []));
  const exclude = rows.flatMap((row) => ('exclude' in row ? [conceptSetOf(row.exclude)] : []));
  return { ...header, include, ...(exclude.length > 0 && { exclude }) };
}

function conceptSetRow({ concept, ...rest }: ConceptSet): ConceptSetRow {
  return { ...rest, ...(concept && { codes: concept.map(({ code }) => code) }) };
}

function conceptSetOf({ codes, ...rest }: ConceptSetRow): ConceptSet {
  return { ...rest, ...(codes && { concept: codes.map((code) => ({ code })) }) };
}

/** A code system as a block of text. */
export function writeCodeSystem({ concept, ...header }: CodeSystem): string {
  return writeBlock(header, codeRows(concept, 0));
}

/** The code system in a block that `writeCodeSystem` made. */
export function readCodeSystem(block: string): CodeSystem {
  const [header, ...rows] = readBlock<Omit<CodeSystem, 'concept'>, CodeRow>(block);
  return { ...header, concept: conceptTree(rows) };
}

function codeRows(concepts: readonly Concept[], depth: number): CodeRow[] {
  return concepts.flatMap(({ code, display = null, concept = [] }) => [
    depth > 0 ? ([code, display, depth] as const) : display === null ? ([code] as const) : ([code, display] as const),
    ...codeRows(concept, depth + 1),
  ]);
}

/** Rows with a depth, back into a tree: each row belongs to the nearest row above it that is less deep. */
function conceptTree(rows: readonly CodeRow[]): Concept[] {
  const levels: Concept[][] = [[]];
  for (const [code, display, depth = 0] of rows) {
    const narrower: Concept[] = [];
    const concept = { code, ...(typeof display === 'string' && { display }), concept: narrower };
    levels[depth]?.push(concept);
    levels.splice(depth + 1, Infinity, narrower);
  }
  return levels[0] ?? [];
}

function writeBlock(header: object, rows: readonly object[]): string {
  return [header, ...rows].map((row) => JSON.stringify(row)).join('\n');
}

/** The lines of a block. They were written by `writeBlock`, and the manifest's hashes prove that they are unchanged. */
function readBlock<Header, Row>(block: string): [Header, ...Row[]] {
  return block.split('\n').map((line): unknown => JSON.parse(line)) as [Header, ...Row[]];
}
