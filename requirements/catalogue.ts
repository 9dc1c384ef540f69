import { readFileSync } from 'node:fs';
import { Problem } from '../problem.js';
import {
  areas,
  interactions,
  type Area,
  type CatalogueEntry,
  type Interaction,
  type Level,
} from './catalogue-entry.js';

export { areas, interactions, type Area, type Interaction, type Level };

/** What the sources say the answer is: any of the listed values is right, the first is preferred. */
export interface Expectation {
  readonly http: readonly number[];
  readonly spineCodes: readonly string[];
  readonly issueCodes: readonly string[];
  readonly certainty: NonNullable<CatalogueEntry['expect']>['certainty'];
  /** True where the guide demands the refusal itself, so that a 2xx answer fails whatever the certainty. */
  readonly refusalRequired: boolean;
}

/** One requirement of the catalogue. `id` is stable; everything a verdict needs besides the check comes from here. */
export interface Requirement {
  readonly id: string;
  readonly area: Area;
  readonly statement: string;
  readonly level: Level;
  readonly interaction: Interaction | 'all';
  /** The interactions it speaks of, also where `interaction` is `all`. */
  readonly appliesTo: readonly Interaction[];
  readonly actor: CatalogueEntry['actor'];
  readonly testable: CatalogueEntry['testable'];
  readonly testableWhy?: string;
  readonly source: string;
  readonly basis: CatalogueEntry['basis'];
  readonly howToCheck?: string;
  readonly expect?: Expectation;
  readonly warnOnly: boolean;
  readonly whenSeen: boolean;
  readonly ambiguity?: string;
}

/**
 * Reads the whole catalogue, every area in reading order, from the form that `npm run catalogue` makes of the YAML files:
 * every process of a run needs it, and YAML takes fifty times as long to read.
 */
function readCatalogue(): ReadonlyMap<string, Requirement> {
  const text = readFileSync(new URL('./catalogue.generated.json', import.meta.url), 'utf8');
  const { entries } = JSON.parse(text) as { readonly entries: Readonly<Record<Area, readonly CatalogueEntry[]>> };
  const every = areas.flatMap((area) => entries[area].map((entry) => fromEntry(entry, area)));
  return new Map(every.map((one) => [one.id, one]));
}

function fromEntry(entry: CatalogueEntry, area: Area): Requirement {
  return {
    id: entry.id,
    area,
    statement: entry.statement,
    level: entry.conformance,
    interaction: entry.interaction,
    appliesTo: entry.applies_to ?? (entry.interaction === 'all' ? interactions : [entry.interaction]),
    actor: entry.actor,
    testable: entry.testable,
    ...(entry.testable_why !== undefined && { testableWhy: entry.testable_why }),
    source: entry.source,
    basis: entry.basis,
    ...(entry.check !== undefined && { howToCheck: entry.check }),
    ...(entry.expect !== undefined && { expect: expectationOf(entry.expect) }),
    warnOnly: entry.warn_only === true,
    whenSeen: entry.occasion === 'when-seen',
    ...(entry.ambiguity !== undefined && { ambiguity: entry.ambiguity }),
  };
}

function expectationOf(expect: NonNullable<CatalogueEntry['expect']>): Expectation {
  return {
    http: expect.http ?? [],
    spineCodes: expect.spine_code ?? [],
    issueCodes: expect.issue_code ?? [],
    certainty: expect.certainty,
    refusalRequired: expect.refusal === 'required',
  };
}

/** Every requirement by id, in reading order. */
export const catalogue: ReadonlyMap<string, Requirement> = readCatalogue();

/** The requirement with this id. Throws a `defect` Problem for an id the catalogue does not hold (a stale id in code). */
export function requirement(id: string): Requirement {
  const found = catalogue.get(id);
  if (found === undefined) throw new Problem('defect', { what: `The catalogue holds no requirement ${id}` });
  return found;
}
