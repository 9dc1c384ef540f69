import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DefinitionStore } from '../../../profiles/definitions/store.js';
import { emptyFolder } from '../temporary-folder.js';

/** A .tgz as npm packs one: the files below `package/`, names over 100 bytes in a pax header. */
export function tgzOf(files: Readonly<Record<string, string>>): string {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const path = `package/${name}`;
    if (path.length <= 100) return [tarEntry(path, '0', text)];
    const record = ` path=${path}\n`;
    const length = record.length + String(record.length + 3).length;
    return [tarEntry('PaxHeader/long', 'x', `${length}${record}`), tarEntry(path.slice(0, 100), '0', text)];
  });
  const file = join(emptyFolder(), 'package.tgz');
  writeFileSync(file, gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)])));
  return file;
}

function tarEntry(name: string, kind: string, text: string): Buffer {
  const bytes = Buffer.from(text);
  const entry = Buffer.alloc(512 + Math.ceil(bytes.length / 512) * 512);
  entry.write(name, 0);
  entry.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  entry.write(kind, 156);
  entry.write('ustar\u000000', 257);
  bytes.copy(entry, 512);
  return entry;
}

type JsonObject = Record<string, unknown>;

/** A structure of the store as its publisher would give it in JSON, with its snapshot; `edit` may change it before. */
export function publishedJson(
  store: DefinitionStore,
  url: string,
  edit: (definition: JsonObject, element: (id: string) => JsonObject) => void = () => undefined,
): string {
  const structure = store.structure(url);
  if (!structure) throw new Error(`${url} is not held`);
  const { elements, ...header } = structure;
  const snapshot = { element: structuredClone(elements) as unknown[] };
  const definition: JsonObject = { resourceType: 'StructureDefinition', ...header, snapshot };
  edit(definition, (id) => {
    const found = snapshot.element.find((each) => (each as { id: string }).id === id);
    if (!found) throw new Error(`${id} is not in ${url}`);
    return found as JsonObject;
  });
  return JSON.stringify(definition);
}
