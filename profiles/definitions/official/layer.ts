/** A supplier's own source of definitions as the top layer of a store. */
import { Problem, messageOf } from '../../../problem.js';
import type { DefinitionLayer } from '../layers.js';
import type { ElementDefinition, ManifestEntry, Structure } from '../model.js';
import { snapshotOf, type StructureLookup } from '../snapshot.js';
import type { PublishedStructure } from './json.js';
import type { OfficialDefinitions, Sourced } from './source.js';

/** The layer over definitions that `readOfficial` read. */
export function officialLayer(official: OfficialDefinitions): DefinitionLayer {
  return {
    structure: (url, lookup) => {
      const sourced = official.structures.get(url);
      return sourced && { ...sourced.definition.header, elements: elementsOf(sourced, lookup) };
    },
    valueSet: (url) => official.valueSets.get(url)?.definition,
    codeSystem: (url) => official.codeSystems.get(url)?.definition,
    manifest: () => [
      ...entries(official.structures, 'structure', ({ header }) => header.version),
      ...entries(official.valueSets, 'valueSet', ({ version }) => version),
      ...entries(official.codeSystems, 'codeSystem', ({ version }) => version),
    ],
  };
}

/**
 * Our own snapshot of the differential, so that every profile follows the same conventions; the published snapshot only
 * where there is no differential or its base is not held.
 */
function elementsOf(
  { definition: { header, snapshot, differential }, file }: Sourced<PublishedStructure>,
  lookup: StructureLookup,
): readonly ElementDefinition[] {
  const base: Structure | undefined = header.baseDefinition === undefined ? undefined : lookup(header.baseDefinition);
  if (!differential || !base) {
    if (snapshot) return snapshot;
    throw new Problem('usage', { what: `${header.url} has no snapshot, and its base is not held`, where: file });
  }
  try {
    return snapshotOf(base, differential, lookup);
  } catch (cause) {
    if (snapshot) return snapshot;
    throw new Problem('usage', { what: messageOf(cause), where: file, cause });
  }
}

function entries<Definition>(
  sourced: ReadonlyMap<string, Sourced<Definition>>,
  kind: ManifestEntry['kind'],
  versionOf: (definition: Definition) => string | undefined,
): ManifestEntry[] {
  return [...sourced].map(([url, { definition, file, hash }]) => ({
    url,
    kind,
    version: versionOf(definition) ?? '-',
    source: file,
    hash,
  }));
}
