import { readFileSync } from 'node:fs';

/** The JSON Schemas of every file that people write or read, by the name under which they are published. */
const schemaSources = {
  target: 'fixtures/target/target.schema.json',
  waivers: 'fixtures/target/waivers.schema.json',
  attestations: 'fixtures/target/attestations.schema.json',
  result: 'reports/schema/conformance.schema.json',
  availability: 'reports/schema/availability.schema.json',
} as const satisfies Readonly<Record<string, string>>;

/** A published schema, as `gpc-conformance schema` takes it and as the package names it (`schemas/<name>.schema.json`). */
export type SchemaName = keyof typeof schemaSources;

/** Every published schema, in the order in which help lists them. */
export const schemaNames = Object.keys(schemaSources) as readonly SchemaName[];

const read = (name: SchemaName): string => readFileSync(new URL(`../${schemaSources[name]}`, import.meta.url), 'utf8');

/**
 * The text of a schema: JSON Schema with `$id`, titles and descriptions, from which an editor completes and explains. It
 * refers to no other file: what the target file may hold of waivers and attestations stands in it as definitions.
 */
export function schemaText(name: SchemaName): string {
  const text = read(name);
  const referred = schemaNames.filter((one) => text.includes(`"$ref": "${one}.schema.json"`));
  if (referred.length === 0) return text;
  const schema = JSON.parse(text, (_key, value: unknown) => withinTheSchema(value)) as SchemaWithDefinitions;
  const definitions = Object.fromEntries(referred.map((one) => [definitionOf(one), definition(read(one))]));
  return `${JSON.stringify({ ...schema, $defs: { ...schema.$defs, ...definitions } }, null, 2)}\n`;
}

interface SchemaWithDefinitions {
  readonly $defs?: Readonly<Record<string, unknown>>;
}

const definitionOf = (name: SchemaName): string => `${name}File`;

function withinTheSchema(value: unknown): unknown {
  const name = schemaNames.find((one) => isReference(value, `${one}.schema.json`));
  return name === undefined ? value : { $ref: `#/$defs/${definitionOf(name)}` };
}

const isReference = (value: unknown, to: string): boolean =>
  typeof value === 'object' && value !== null && '$ref' in value && value.$ref === to;

/** A whole schema as a part of another: an address or dialect of its own would change where its references lead. */
function definition(text: string): unknown {
  const { $id: _address, $schema: _dialect, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return rest;
}
