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

/** A requirement as its area's YAML file holds it, after catalogue.schema.json. */
export interface CatalogueEntry {
  id: string;
  statement: string;
  conformance: Level;
  interaction: Interaction | 'all';
  applies_to?: Interaction[];
  actor: 'provider' | 'consumer' | 'both';
  testable: 'auto' | 'manual' | 'not-testable';
  testable_why?: string;
  source: string;
  basis: 'pfs' | 'parent-derived' | 'fhir-stu3' | 'openapi';
  check?: string;
  expect?: {
    http?: number[];
    spine_code?: string[];
    issue_code?: string[];
    certainty: 'stated' | 'suite' | 'openapi' | 'inferred';
    refusal?: 'required';
  };
  warn_only?: true;
  occasion?: 'when-seen';
  ambiguity?: string;
}
