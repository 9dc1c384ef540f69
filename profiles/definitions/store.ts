import { basename } from 'node:path';
import { baseLayer, isBaseResource } from './base-layer.js';
import { canonicalUrl, withoutVersion } from './canonical.js';
import { expandValueSet, type Expansion } from './expansion.js';
import { type DefinitionLayer, remembered } from './layers.js';
import { nhsLayer } from './nhs-layer.js';
import { officialLayer } from './official/layer.js';
import { readOfficial, type UnreadableFile } from './official/source.js';
import type { CodeSystem, ManifestEntry, Structure, ValueSet, Vintage } from './model.js';

/** Every definition the validator can ask for. Immutable; a definition is read and parsed when it is first asked for. */
export interface DefinitionStore {
  /** The vintage of the NHS profiles, with the name of a supplier's source where there is one. */
  readonly vintage: string;
  /** The structure with this canonical URL (a `|version` suffix is ignored), snapshot included; undefined when unknown. */
  readonly structure: (url: string) => Structure | undefined;
  /** The base STU3 type or resource of this name: `Appointment`, `Coding`, `instant`. Undefined when there is none. */
  readonly baseType: (name: string) => Structure | undefined;
  /** Whether STU3 has a concrete resource of this name. */
  readonly isResourceType: (name: string) => boolean;
  readonly valueSet: (url: string) => ValueSet | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
  /** The codes of a value set, with the parts that could not be expanded and why; undefined when the set is unknown. */
  readonly expansion: (valueSetUrl: string) => Expansion | undefined;
  /** What the store holds: one entry a definition, sorted by URL; of two with one URL, the one that counts. */
  readonly manifest: readonly ManifestEntry[];
  /** Files of the supplier's source that are left out, and why; a caller shows them. */
  readonly unreadable: readonly UnreadableFile[];
}

/** What to open: the NHS vintage (default `2020-05`), or a supplier's own folder or .tgz of official definitions. */
export interface DefinitionOptions {
  readonly vintage?: Vintage;
  readonly source?: string;
}

/**
 * Opens the definitions: base STU3, over it the NHS profiles of the vintage, over these the supplier's source.
 * @throws Problem `usage` when the source does not exist or holds something that cannot be read.
 */
export function openDefinitions({ vintage = '2020-05', source }: DefinitionOptions = {}): DefinitionStore {
  const own = storeOf(vintage, [nhsLayer(vintage), baseLayer]);
  if (source === undefined) return own;
  const official = readOfficial(source, (name) => own.baseType(name));
  const layers = [officialLayer(official), nhsLayer(vintage), baseLayer];
  return storeOf(`${vintage} with ${basename(source)}`, layers, official.unreadable);
}

/** A store over layers, the most basic one last. The first layer that knows a URL answers for it. */
function storeOf(
  vintage: string,
  layers: readonly DefinitionLayer[],
  unreadable: readonly UnreadableFile[] = [],
): DefinitionStore {
  const structure = remembered((url): Structure | undefined =>
    firstOf(layers, (layer) => layer.structure(url, (other) => structure(withoutVersion(other)))),
  );
  const valueSet = remembered((url) => firstOf(layers, (layer) => layer.valueSet(url)));
  const codeSystem = remembered((url) => firstOf(layers, (layer) => layer.codeSystem(url)));
  const terminology = { valueSet, codeSystem };
  const expansion = remembered((url) => expandValueSet(url, terminology));
  return {
    vintage,
    structure: (url) => structure(withoutVersion(url)),
    baseType: (name) => structure(canonicalUrl('StructureDefinition', name)),
    isResourceType: isBaseResource,
    valueSet: (url) => valueSet(withoutVersion(url)),
    codeSystem: (url) => codeSystem(withoutVersion(url)),
    expansion: (url) => expansion(withoutVersion(url)),
    get manifest() {
      return mergedManifest(layers);
    },
    unreadable,
  };
}

function firstOf<T>(layers: readonly DefinitionLayer[], ask: (layer: DefinitionLayer) => T | undefined): T | undefined {
  for (const layer of layers) {
    const answer = ask(layer);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function mergedManifest(layers: readonly DefinitionLayer[]): readonly ManifestEntry[] {
  const entries = layers.toReversed().flatMap((layer) => layer.manifest());
  const byUrl = new Map(entries.map((entry) => [entry.url, entry]));
  return [...byUrl.values()].sort((one, other) => (one.url < other.url ? -1 : 1));
}
