/** The NHS profiles, extensions, value sets and code systems: from the files of `nhs/` into the model. */
import { Problem, messageOf } from '../../problem.js';
import { sha256 } from './base-files.js';
import { canonicalUrl } from './canonical.js';
import { type DefinitionLayer, remembered } from './layers.js';
import type { CodeSystem, ConceptSet, ManifestEntry, Structure, ValueSet, Vintage } from './model.js';
import { nhsFilesIn, readNhsFile } from './nhs-files.js';
import { readStatement, type Invariants, type Statement } from './notation.js';
import { snapshotOf } from './snapshot.js';

/** A profile or extension: `profiles/NAME.json`, `extensions/NAME.json`. */
interface ProfileFile {
  readonly url: string;
  readonly version: string;
  /** Type or profile that it constrains. */
  readonly constrains: string;
  readonly contextType?: NonNullable<Structure['contextType']>;
  readonly context?: readonly string[];
  readonly invariants?: Invariants;
  /** By element id, an element before its slices and children. */
  readonly elements: Readonly<Record<string, Statement>>;
}

/** A code system: `code-systems/NAME.json`, displays by code. */
interface CodeSystemFile {
  readonly url: string;
  readonly version: string;
  readonly codes: Readonly<Record<string, string>>;
}

/** One of the value sets in `value-sets.json`. */
interface ValueSetEntry {
  readonly version: string;
  readonly include: readonly (Pick<ConceptSet, 'filter' | 'valueSet'> & {
    readonly system: string;
    readonly codes?: readonly string[];
  })[];
}

/** All value sets, by short name: `value-sets.json`. */
type ValueSetsFile = Readonly<Record<string, ValueSetEntry>>;

const valueSetsFile = 'value-sets.json';

/** The layer of NHS definitions of one vintage. A file is read when one of its definitions is first asked for. */
export function nhsLayer(vintage: Vintage): DefinitionLayer {
  const profile = remembered((file) => readNhsFile<ProfileFile>(vintage, file)?.content);
  const codeSystem = remembered((file) => readNhsFile<CodeSystemFile>(vintage, file)?.content);
  const valueSets = remembered((file) => readNhsFile<ValueSetsFile>(vintage, file)?.content ?? {});
  return {
    structure: (url, lookup) => {
      const file = namesFile(url) ? profile(structureFile(lastSegment(url))) : undefined;
      return file && canonicalUrl('StructureDefinition', file.url) === url ? structureOf(file, url, lookup) : undefined;
    },
    valueSet: (url) => {
      const named = Object.entries(valueSets(valueSetsFile)).find(([name]) => canonicalUrl('ValueSet', name) === url);
      return named && valueSetOf(named[1], url);
    },
    codeSystem: (url) => {
      const file = namesFile(url) ? codeSystem(`code-systems/${lastSegment(url)}.json`) : undefined;
      return file && canonicalUrl('CodeSystem', file.url) === url ? codeSystemOf(file, url) : undefined;
    },
    manifest: () => manifestOf(vintage),
  };
}

/** Documents and callers can name anything; only a plain name may be looked for among the files. */
function namesFile(url: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(lastSegment(url));
}

function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function structureFile(name: string): string {
  return `${name.startsWith('Extension-') ? 'extensions' : 'profiles'}/${name}.json`;
}

function structureOf(file: ProfileFile, url: string, lookup: (url: string) => Structure | undefined): Structure {
  const { constrains, elements, invariants = {}, version, contextType, context } = file;
  const baseDefinition = canonicalUrl('StructureDefinition', constrains);
  try {
    const base = lookup(baseDefinition);
    if (!base) throw new Error(`constrains ${baseDefinition}, which is not held`);
    const differential = Object.entries(elements).map(([id, said]) => ({ id, ...readStatement(said, invariants) }));
    return {
      url,
      name: lastSegment(url),
      version,
      type: base.type,
      kind: base.kind,
      abstract: false,
      derivation: 'constraint',
      baseDefinition,
      ...(contextType && { contextType }),
      ...(context && { context }),
      elements: snapshotOf(base, differential, lookup),
    };
  } catch (cause) {
    throw new Problem('defect', { what: messageOf(cause), where: `definition of ${url}`, cause });
  }
}

function valueSetOf({ version, include }: ValueSetEntry, url: string): ValueSet {
  const parts = include.map(({ system, codes, ...rest }) => ({
    ...rest,
    system: canonicalUrl('CodeSystem', system),
    ...(codes && { concept: codes.map((code) => ({ code })) }),
  }));
  return { url, name: lastSegment(url), version, include: parts };
}

function codeSystemOf({ version, codes }: CodeSystemFile, url: string): CodeSystem {
  const concept = Object.entries(codes).map(([code, display]) => ({ code, display }));
  return { url, name: lastSegment(url), version, content: 'complete', caseSensitive: true, concept };
}

function manifestOf(vintage: Vintage): ManifestEntry[] {
  const structures = ['profiles/', 'extensions/'].flatMap((folder) => nhsFilesIn(vintage, folder));
  return [
    ...structures.flatMap((file) => fileEntries(vintage, file, 'StructureDefinition')),
    ...nhsFilesIn(vintage, 'code-systems/').flatMap((file) => fileEntries(vintage, file, 'CodeSystem')),
    ...valueSetEntries(vintage),
  ];
}

function fileEntries(vintage: Vintage, file: string, canonical: 'StructureDefinition' | 'CodeSystem'): ManifestEntry[] {
  const read = readNhsFile<ProfileFile | CodeSystemFile>(vintage, file);
  if (!read) return [];
  const url = canonicalUrl(canonical, read.content.url);
  const kind = canonical === 'CodeSystem' ? 'codeSystem' : 'structure';
  return [{ url, kind, version: read.content.version, source: `nhs/${file} ${vintage}`, hash: shortHash(read.text) }];
}

function valueSetEntries(vintage: Vintage): ManifestEntry[] {
  const sets = readNhsFile<ValueSetsFile>(vintage, valueSetsFile)?.content ?? {};
  return Object.entries(sets).map(([name, entry]) => ({
    url: canonicalUrl('ValueSet', name),
    kind: 'valueSet',
    version: entry.version,
    source: `nhs/${valueSetsFile} ${vintage}`,
    hash: shortHash(JSON.stringify(entry)),
  }));
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}
