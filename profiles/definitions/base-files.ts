/** The generated files of `base/`: how their text is made, and how it is proved that nobody has edited them. */
import { writeCodeSystem, writeDifference, writeStructure, writeValueSet } from './asset.js';
import { type BaseDefinitions, basePackage } from './base-package.js';
import type { Structure } from './model.js';

/** The files that hold definitions; `manifest.json` describes them. */
export const baseFiles = {
  types: 'types.jsonl',
  resources: 'resources.jsonl',
  extensions: 'extensions.jsonl',
  valueSets: 'value-sets.jsonl',
  codeSystems: 'code-systems.jsonl',
} as const;

/** What the manifest says of one file and of each definition in it. */
export interface FileRecord {
  readonly file: string;
  readonly sha256: string;
  /** URL, version (`-` where none is published) and the first 12 hex digits of the block's SHA-256. */
  readonly definitions: readonly string[];
}

/** `base/manifest.json`. */
export interface BaseManifest {
  readonly generated: string;
  readonly source: typeof basePackage;
  readonly files: readonly FileRecord[];
}

/** The text of every file of `base/`, manifest included, by file name. Equal input gives equal text. */
export function writeBaseFiles(base: BaseDefinitions): ReadonlyMap<string, string> {
  const blocks: readonly (readonly [file: string, definitions: readonly Block[]])[] = [
    [baseFiles.types, base.types.map((each) => ({ ...versioned(each), text: writeStructure(each) }))],
    [baseFiles.resources, base.resources.map((each) => ({ ...versioned(each), text: writeStructure(each) }))],
    [baseFiles.extensions, base.extensions.map((each) => ({ ...versioned(each), text: writeExtension(each, base) }))],
    [baseFiles.valueSets, base.valueSets.map((each) => ({ ...versioned(each), text: writeValueSet(each) }))],
    [baseFiles.codeSystems, base.codeSystems.map((each) => ({ ...versioned(each), text: writeCodeSystem(each) }))],
  ];
  const texts = blocks.map(([file, definitions]) => [file, joined(definitions)] as const);
  const manifest: BaseManifest = {
    generated: 'by profiles/definitions/generate.ts; do not edit',
    source: basePackage,
    files: blocks.map(([file, definitions]) => fileRecord(file, definitions)),
  };
  return new Map([...texts, ['manifest.json', `${JSON.stringify(manifest, null, 1)}\n`]]);
}

function writeExtension(extension: Structure, { types }: BaseDefinitions): string {
  const lookup = (url: string): Structure | undefined => types.find((type) => type.url === url);
  const base = lookup(extension.baseDefinition ?? '');
  return base ? writeDifference(extension, base, lookup) : writeStructure(extension);
}

interface Block {
  readonly url: string;
  readonly version: string;
  readonly text: string;
}

function versioned({ url, version = '-' }: { url: string; version?: string }): Omit<Block, 'text'> {
  return { url, version };
}

function joined(blocks: readonly Block[]): string {
  return [...blocks]
    .sort(byUrl)
    .map(({ text }) => `${text}\n`)
    .join('\n');
}

function byUrl(one: Block, other: Block): number {
  return one.url < other.url ? -1 : 1;
}

function fileRecord(file: string, blocks: readonly Block[]): FileRecord {
  const definitions = [...blocks].sort(byUrl);
  return {
    file,
    sha256: sha256(joined(blocks)),
    definitions: definitions.map(({ url, version, text }) => `${url} ${version} ${sha256(text).slice(0, 12)}`),
  };
}

/** SHA-256 of a text in hexadecimal. */
export function sha256(text: string): string {
  // Loaded when first needed: cryptography takes longer to start than a verdict takes.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}

/**
 * The files of `base/` whose text does not have the hash that the manifest records, or that the manifest does not know.
 * @param read gives the text of a file, undefined when it is missing.
 */
export function editedFiles(manifest: BaseManifest, read: (file: string) => string | undefined): string[] {
  const recorded = new Map(manifest.files.map(({ file, sha256: hash }) => [file, hash]));
  return Object.values(baseFiles).filter((file) => {
    const text = read(file);
    return text === undefined || sha256(text) !== recorded.get(file);
  });
}
