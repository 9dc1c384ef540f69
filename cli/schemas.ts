import { readFileSync } from 'node:fs';

/** The JSON Schemas of every file that people write or read, by the name under which they are published. */
export const schemaSources = {
  target: 'fixtures/target/target.schema.json',
  result: 'reports/schema/conformance.schema.json',
} as const satisfies Readonly<Record<string, string>>;

/** A published schema, as `gpc-conformance schema` takes it and as the package names it (`schemas/<name>.schema.json`). */
export type SchemaName = keyof typeof schemaSources;

/** Every published schema, in the order in which help lists them. */
export const schemaNames = Object.keys(schemaSources) as readonly SchemaName[];

/** Where a schema lies, in a checkout as in the package. */
export const schemaAddress = (name: SchemaName): URL => new URL(`../${schemaSources[name]}`, import.meta.url);

/** The text of a schema: JSON Schema with `$id`, titles and descriptions, from which an editor completes and explains. */
export const schemaText = (name: SchemaName): string => readFileSync(schemaAddress(name), 'utf8');
