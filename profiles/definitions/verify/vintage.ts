import { type ManifestEntry, vintages, type Vintage } from '../model.js';
import { nhsLayer } from '../nhs-layer.js';
import { type OfficialDefinitions, readOfficial } from '../official/source.js';
import { openDefinitions } from '../store.js';

/**
 * The vintage whose versions fit an official source best; the first one where two fit equally well.
 * @throws Problem `usage` when the source does not exist or holds no definitions
 */
export function vintageOf(source: string): Vintage {
  const base = openDefinitions();
  const official = readOfficial(source, (name) => base.baseType(name));
  const fits = vintages.map((vintage) => ({ vintage, fitting: fittingVersions(official, vintage) }));
  return fits.reduce((best, each) => (each.fitting > best.fitting ? each : best)).vintage;
}

function fittingVersions(official: OfficialDefinitions, vintage: Vintage): number {
  return nhsLayer(vintage)
    .manifest()
    .filter((entry) => versionIn(official, entry) === entry.version).length;
}

function versionIn(
  { structures, valueSets, codeSystems }: OfficialDefinitions,
  { url, kind }: ManifestEntry,
): string | undefined {
  if (kind === 'structure') return structures.get(url)?.definition.header.version;
  return (kind === 'valueSet' ? valueSets : codeSystems).get(url)?.definition.version;
}
