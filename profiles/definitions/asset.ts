/**
 * The text form of the generated base definitions: blocks separated by an empty line, each a header (JSON) and one line
 * of JSON for every element, include or code. One line changes when one fact changes, and a block is parsed only when
 * its definition is asked for.
 */
import { canonicalUrl, shortName } from './canonical.js';
import type { CodeSystem, Concept, ConceptSet, ElementDefinition, Structure, ValueSet } from './model.js';
import { type Invariants, readStatement, type Statement, writeInvariants, writeStatement } from './notation.js';
import { pathOfId, sliceOfId } from './official/json.js';

/** First line of a structure's block. */
type StructureHeader = Omit<Structure, 'elements' | 'abstract' | 'baseDefinition' | 'url'> & {
  readonly url: string;
  readonly abstract?: true;
  readonly base?: string;
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

/** A structure as a block of text. */
export function writeStructure(structure: Structure): string {
  const { elements, abstract, baseDefinition, url, ...rest } = structure;
  const invariants = writeInvariants(elements);
  const header: StructureHeader = {
    url,
    ...rest,
    ...(abstract && { abstract: true }),
    ...(baseDefinition !== undefined && { base: shortName('StructureDefinition', baseDefinition) }),
    ...(Object.keys(invariants).length > 0 && { invariants }),
  };
  const rows = elements.map((element): ElementRow => ({ id: element.id, ...writeStatement(element) }));
  return writeBlock(header, rows);
}

/** The structure in a block that `writeStructure` made. */
export function readStructure(block: string): Structure {
  const [header, ...rows] = readBlock<StructureHeader, ElementRow>(block);
  const { base, abstract = false, invariants = {}, ...rest } = header;
  return {
    ...rest,
    abstract,
    ...(base !== undefined && { baseDefinition: canonicalUrl('StructureDefinition', base) }),
    elements: rows.map((row) => readElement(row, invariants)),
  };
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
