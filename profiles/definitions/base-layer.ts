/** Base STU3 3.0.1 from the generated files of `base/`. Each file is read, and each definition parsed, when first asked for. */
import { readFileSync } from 'node:fs';
import { readCodeSystem, readStructure, readValueSet, splitBlocks } from './asset.js';
import { baseFiles, type BaseManifest } from './base-files.js';
import type { DefinitionLayer } from './layers.js';
import type { ManifestEntry, Structure } from './model.js';
import type { StructureLookup } from './snapshot.js';

type Blocks = ReadonlyMap<string, string>;

const folder = new URL('./base/', import.meta.url);

function readBase(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

/** A function that computes its value at the first call and gives the same one ever after. */
function once<T>(compute: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: compute() }).value;
}

const types = once(() => splitBlocks(readBase(baseFiles.types)));
const resources = once(() => splitBlocks(readBase(baseFiles.resources)));
const extensions = once(() => splitBlocks(readBase(baseFiles.extensions)));
const valueSets = once(() => splitBlocks(readBase(baseFiles.valueSets)));
const codeSystems = once(() => splitBlocks(readBase(baseFiles.codeSystems)));

function parsed<T>(block: string | undefined, parse: (block: string) => T): T | undefined {
  return block === undefined ? undefined : parse(block);
}

function structure(url: string, lookup: StructureLookup): Structure | undefined {
  const kinds: readonly (() => Blocks)[] = [types, resources, extensions];
  for (const blocks of kinds) {
    const block = blocks().get(url);
    if (block !== undefined) return readStructure(block, lookup);
  }
  return undefined;
}

/** Names of the resources that can be instances: every block but the abstract ones. */
const resourceNames = once((): ReadonlySet<string> => {
  const concrete = [...resources()].filter(([, block]) => !/^.*"abstract":true/.test(block));
  return new Set(concrete.map(([url]) => url.slice(url.lastIndexOf('/') + 1)));
});

/** Whether STU3 has a concrete resource type of this name. */
export function isBaseResource(name: string): boolean {
  return resourceNames().has(name);
}

/** The layer at the bottom of every store. */
export const baseLayer: DefinitionLayer = {
  structure,
  valueSet: (url) => parsed(valueSets().get(url), readValueSet),
  codeSystem: (url) => parsed(codeSystems().get(url), readCodeSystem),
  manifest: once(baseManifest),
};

const kindOfFile: Readonly<Record<string, ManifestEntry['kind']>> = {
  [baseFiles.valueSets]: 'valueSet',
  [baseFiles.codeSystems]: 'codeSystem',
};

function baseManifest(): readonly ManifestEntry[] {
  const { files, source } = JSON.parse(readBase('manifest.json')) as BaseManifest;
  return files.flatMap(({ file, definitions }) =>
    definitions.map((line): ManifestEntry => {
      const [url = '', version = '-', hash = ''] = line.split(' ');
      const kind = kindOfFile[file] ?? 'structure';
      const published = version === '-' ? source.fhirVersion : version;
      return { url, kind, version: published, source: `${source.name}@${source.version}`, hash };
    }),
  );
}
