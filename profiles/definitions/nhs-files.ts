/**
 * The hand-readable files of `nhs/`. The folder of the first vintage is complete; that of a later one holds only what
 * changed: a member replaces the one of the same name, member by member in `elements` and `codes`, and `null` removes.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Problem, messageOf } from '../../problem.js';
import type { Vintage } from './model.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** A file as it counts for a vintage, with the text or texts it was made from. */
export interface NhsFile<Content> {
  readonly content: Content;
  readonly text: string;
}

const folder = new URL('./nhs/', import.meta.url);
const foldersOf: Readonly<Record<Vintage, readonly string[]>> = {
  '2020-05': ['2020-05/'],
  '2025-05': ['2020-05/', '2025-05/'],
};

/**
 * A file of a vintage, later changes applied; undefined when no folder has it. Its shape is taken on trust here: the
 * files belong to the project, and its tests read every one of them.
 * @throws Problem `defect` when a file is not a JSON object
 */
export function readNhsFile<Content extends object>(vintage: Vintage, file: string): NhsFile<Content> | undefined {
  const places = foldersOf[vintage].map((each) => new URL(each + file, folder)).filter((place) => existsSync(place));
  if (places.length === 0) return undefined;
  const texts = places.map((place) => readFileSync(place, 'utf8'));
  const content = texts.map((text) => parse(text, file)).reduce(changedBy);
  return { content: content as Content, text: texts.join('') };
}

/** The names of the files in a sub-folder (`profiles/`), in any folder of the vintage. */
export function nhsFilesIn(vintage: Vintage, subFolder: string): readonly string[] {
  const places = foldersOf[vintage]
    .map((each) => new URL(each + subFolder, folder))
    .filter((place) => existsSync(place));
  return [...new Set(places.flatMap((place) => readdirSync(place)))].map((name) => subFolder + name);
}

function parse(text: string, file: string): JsonObject {
  try {
    const content: unknown = JSON.parse(text);
    if (isObject(content)) return content;
  } catch (cause) {
    throw new Problem('defect', { what: `not JSON: ${messageOf(cause)}`, where: `profiles/definitions/nhs/*/${file}` });
  }
  throw new Problem('defect', { what: 'not a JSON object', where: `profiles/definitions/nhs/*/${file}` });
}

const mergedMembers: ReadonlySet<string> = new Set(['elements', 'codes']);

function changedBy(first: JsonObject, later: JsonObject): JsonObject {
  const changes = Object.entries(later).map(([name, value]) => {
    const before = first[name];
    const merge = mergedMembers.has(name) && isObject(before) && isObject(value);
    return [name, merge ? changedBy(before, value) : value] as const;
  });
  const all = { ...first, ...Object.fromEntries(changes) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
