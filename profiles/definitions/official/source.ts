/** Official definitions as a supplier or the NHS publishes them: a folder or a .tgz of XML and JSON files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, messageOf } from '../../../problem.js';
import { sha256 } from '../base-files.js';
import { filesInTgz } from './archive.js';
import { codeSystemFrom, type PublishedStructure, structureFrom, valueSetFrom } from './json.js';
import { jsonFromXml, type TypeLookup } from './xml.js';
import type { CodeSystem, ValueSet } from '../model.js';
import type * as r3 from 'fhir/r3.js';

/** One definition with the name of the file it stood in and the first 12 hex digits of that file's SHA-256. */
export interface Sourced<Definition> {
  readonly definition: Definition;
  readonly file: string;
  readonly hash: string;
}

/** A file that is left out, and why. */
export interface UnreadableFile {
  readonly file: string;
  readonly reason: string;
}

/** Everything a source publishes, by canonical URL. */
export interface OfficialDefinitions {
  readonly structures: ReadonlyMap<string, Sourced<PublishedStructure>>;
  readonly valueSets: ReadonlyMap<string, Sourced<ValueSet>>;
  readonly codeSystems: ReadonlyMap<string, Sourced<CodeSystem>>;
  /** Broken files, and files whose URL another file has already. Published sets do contain such. */
  readonly unreadable: readonly UnreadableFile[];
}

interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads every StructureDefinition, ValueSet and CodeSystem of a folder (with its sub-folders) or a .tgz. Other resources
 * and other kinds of file are passed over.
 * @throws Problem `usage` when the source does not exist, is no archive, or holds no definition at all
 */
export function readOfficial(source: string, typeOf: TypeLookup): OfficialDefinitions {
  if (!existsSync(source)) {
    throw new Problem('usage', {
      what: 'there are no definitions here',
      where: source,
      mend: 'Name a folder or a .tgz with official StructureDefinition files.',
    });
  }
  const collected = new Collection(typeOf);
  for (const file of filesOf(source)) collected.add(file);
  if (collected.structures.size + collected.valueSets.size + collected.codeSystems.size === 0) {
    throw new Problem('usage', {
      what: 'no StructureDefinition, ValueSet or CodeSystem found',
      where: source,
      mend: 'Name the folder that holds the XML or JSON files themselves.',
    });
  }
  return collected;
}

function filesOf(source: string): SourceFile[] {
  if (statSync(source).isDirectory()) {
    const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isDefinitionFile).sort();
    return names.map((name) => ({ name, text: textOf(readFileSync(join(source, name))) }));
  }
  try {
    const files = [...filesInTgz(readFileSync(source))].filter(({ name }) => isDefinitionFile(name));
    return files.map(({ name, bytes }) => ({ name, text: textOf(bytes) }));
  } catch (cause) {
    throw new Problem('usage', { what: `not a .tgz package: ${messageOf(cause)}`, where: source, cause });
  }
}

function isDefinitionFile(name: string): boolean {
  return /\.(xml|json)$/i.test(name) && !/(^|[/\\])(package|\.index)\.json$/.test(name);
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

class Collection implements OfficialDefinitions {
  readonly structures = new Map<string, Sourced<PublishedStructure>>();
  readonly valueSets = new Map<string, Sourced<ValueSet>>();
  readonly codeSystems = new Map<string, Sourced<CodeSystem>>();
  readonly unreadable: UnreadableFile[] = [];

  constructor(private readonly typeOf: TypeLookup) {}

  add(file: SourceFile): void {
    try {
      this.keep(file, this.resourceIn(file));
    } catch (cause) {
      this.unreadable.push({ file: file.name, reason: messageOf(cause) });
    }
  }

  private resourceIn({ name, text }: SourceFile): Pick<r3.Resource, 'resourceType'> {
    if (!/\.xml$/i.test(name)) return JSON.parse(text) as r3.Resource;
    const root = /<([A-Za-z]+)[\s>]/.exec(text.replaceAll(/<[?!][^>]*>/g, ''))?.[1] ?? '';
    return kinds.has(root) ? (jsonFromXml(text, this.typeOf) as { resourceType: string }) : { resourceType: root };
  }

  private keep(file: SourceFile, resource: Pick<r3.Resource, 'resourceType'>): void {
    if (isA(resource, 'StructureDefinition')) keepIn(this.structures, resource.url, file, structureFrom(resource));
    if (isA(resource, 'ValueSet')) keepIn(this.valueSets, resource.url, file, valueSetFrom(resource));
    if (isA(resource, 'CodeSystem')) keepIn(this.codeSystems, resource.url, file, codeSystemFrom(resource));
  }
}

interface DefinitionResources {
  readonly StructureDefinition: r3.StructureDefinition;
  readonly ValueSet: r3.ValueSet;
  readonly CodeSystem: r3.CodeSystem;
}

const kinds: ReadonlySet<string> = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem']);

function isA<Kind extends keyof DefinitionResources>(
  resource: { readonly resourceType?: string },
  kind: Kind,
): resource is DefinitionResources[Kind] {
  return resource.resourceType === kind;
}

function keepIn<Definition>(
  map: Map<string, Sourced<Definition>>,
  url: string | undefined,
  { name, text }: SourceFile,
  definition: Definition,
): void {
  if (url === undefined) throw new Error('the definition has no url');
  const other = map.get(url);
  if (other) throw new Error(`the same url as ${other.file}: ${url}`);
  map.set(url, { definition, file: name, hash: sha256(text).slice(0, 12) });
}
