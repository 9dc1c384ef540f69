/** Reads a document of either format into one form. */

import { openDefinitions } from '../../definitions/store.js';
import { Compiler } from '../compile/compiler.js';
import {
  describe,
  emptyDocument,
  readJsonDocument,
  sniffFormat,
  type Format,
  type ParsedDocument,
} from './document.js';
import { decode } from './source.js';
import { formOf } from './xml-form.js';
import { XmlPositions } from './xml-positions.js';
import { readXml } from './xml.js';

let shared: Compiler | undefined;

/**
 * Reads a FHIR document from its bytes. Without a format it is told by the first character. Never throws: faults of the
 * text are in `findings` of what comes back. XML comes in its JSON form, so a reader of the value need not know the format.
 */
export function parseDocument(bytes: Uint8Array, format: Format = sniffFormat(bytes)): ParsedDocument {
  if (format === 'json') return readJsonDocument(bytes);
  // The form of XML depends on the base types only, which no choice of profiles changes.
  shared ??= new Compiler(openDefinitions());
  return readXmlDocument(bytes, shared);
}

/** The same with definitions that are open already. */
export function parseWith(compiler: Compiler, bytes: Uint8Array, format: Format = sniffFormat(bytes)): ParsedDocument {
  return format === 'json' ? readJsonDocument(bytes) : readXmlDocument(bytes, compiler);
}

function readXmlDocument(bytes: Uint8Array, compiler: Compiler): ParsedDocument {
  const { text, faults } = decode(bytes);
  if (!/\S/.test(text)) return emptyDocument('xml', text, faults);
  const { root, complete, faults: broken } = readXml(text);
  const places = new XmlPositions(root);
  const found = [...faults, ...broken];
  if (root === undefined || !complete) {
    return describe({
      format: 'xml',
      text,
      value: undefined,
      complete: false,
      faults: found,
      places,
      numberTexts: new Map(),
    });
  }
  const form = formOf(root, compiler);
  return describe({ ...form, format: 'xml', text, complete, faults: [...found, ...form.faults], places });
}
