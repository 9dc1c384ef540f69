import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { Problem } from '../problem.js';

/** The words of RFC 2119 the catalogue uses. */
export type Level = 'SHALL' | 'SHOULD' | 'MAY';

/** The six documented interactions. */
export const interactions = ['slot-search', 'book', 'retrieve', 'read', 'cancel', 'metadata'] as const;
export type Interaction = (typeof interactions)[number];

/** The areas of the catalogue, in reading order: one YAML file and one set of checks each. */
export const areas = [
  'sessions',
  'federation',
  'slot-search',
  'book',
  'retrieve',
  'read',
  'cancel',
  'capability',
  'http',
  'errors',
  'security',
  'profiles',
  'non-functional',
] as const;
export type Area = (typeof areas)[number];

/** What the sources say the answer is: any of the listed values is right, the first is preferred. */
export interface Expectation {
  readonly http: readonly number[];
  readonly spineCodes: readonly string[];
  readonly issueCodes: readonly string[];
  readonly certainty: 'stated' | 'suite' | 'openapi' | 'inferred';
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
  readonly actor: 'provider' | 'consumer' | 'both';
  readonly testable: 'auto' | 'manual' | 'not-testable';
  readonly testableWhy?: string;
  readonly source: string;
  readonly basis: 'pfs' | 'parent-derived' | 'fhir-stu3' | 'openapi';
  readonly howToCheck?: string;
  readonly expect?: Expectation;
  readonly warnOnly: boolean;
  readonly whenSeen: boolean;
  readonly ambiguity?: string;
}

interface CatalogueEntry {
  id: string;
  statement: string;
  conformance: Level;
  interaction: Interaction | 'all';
  applies_to?: Interaction[];
  actor: Requirement['actor'];
  testable: Requirement['testable'];
  testable_why?: string;
  source: string;
  basis: Requirement['basis'];
  check?: string;
  expect?: {
    http?: number[];
    spine_code?: string[];
    issue_code?: string[];
    certainty: Expectation['certainty'];
    refusal?: 'required';
  };
  warn_only?: true;
  occasion?: 'when-seen';
  ambiguity?: string;
}

const beside = (file: string): URL => new URL(file, import.meta.url);

/** Reads the whole catalogue, every area in reading order. Throws a `defect` Problem where a file breaks its schema. */
function readCatalogue(): ReadonlyMap<string, Requirement> {
  const schema = JSON.parse(readFileSync(beside('./catalogue.schema.json'), 'utf8')) as object;
  const isCatalogue = new Ajv({ allErrors: true }).compile<CatalogueEntry[]>(schema);
  const found = new Map<string, Requirement>();
  for (const area of areas) {
    const entries: unknown = parse(readFileSync(beside(`./${area}.yaml`), 'utf8'));
    if (!isCatalogue(entries)) {
      const first = isCatalogue.errors?.[0];
      throw new Problem('defect', {
        what: `The catalogue breaks its schema: ${first?.message ?? 'unknown error'}`,
        where: `requirements/${area}.yaml${first?.instancePath ?? ''}`,
      });
    }
    for (const entry of entries) addOnce(found, fromEntry(entry, area));
  }
  return found;
}

function addOnce(found: Map<string, Requirement>, requirement: Requirement): void {
  if (found.has(requirement.id)) {
    throw new Problem('defect', { what: `Requirement ${requirement.id} stands twice in the catalogue` });
  }
  found.set(requirement.id, requirement);
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
