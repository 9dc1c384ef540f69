/** One document, whatever its format: its value in JSON form, the place of every node, and the faults of its text. */

import { pathOf, type Finding, type Position } from '../finding.js';
import { clip, type TextualFault } from './fault.js';
import { readJson } from './json.js';
import { pointersAt } from './json-pointers.js';
import { JsonPositions } from './json-positions.js';
import { LineIndex, decode } from './source.js';

/** The two wire formats of FHIR. */
export type Format = 'json' | 'xml';

/** A document that was read. Positions are worked out when they are asked for. */
export interface ParsedDocument {
  readonly format: Format;
  /** First segment of every path: the resource type as far as it can be told, else `$`. */
  readonly root: string;
  /** The decoded text, without a byte order mark. */
  readonly text: string;
  /** The JSON form (of XML, too). After a syntax fault: what had been read until then, or undefined. */
  readonly value: unknown;
  /** False when the text ends in a syntax fault, so that `value` is not the whole document. */
  readonly complete: boolean;
  /** Faults of the text: encoding, syntax, repeated properties, XML form. */
  readonly findings: readonly Finding[];
  /** Line and column of a node by JSON pointer; of its nearest ancestor, when it is not there. */
  positionOf(pointer: string): Position;
  /** A line of the text, counted from 1, without its line break. */
  line(number: number): string;
  /** The text of a number as it was written (`1.50`), by its container in `value` and key. Undefined for other values. */
  numberText(container: object, key: string): string | undefined;
}

/** What a format knows of the places in its text. */
interface Places {
  offsetOf(pointer: string): number;
  /** The pointers of the nodes at these offsets, which ascend. */
  pointersAt(offsets: readonly number[]): readonly string[];
}

/** Everything a format's reader hands over. */
export interface Reading {
  readonly format: Format;
  readonly text: string;
  readonly value: unknown;
  readonly complete: boolean;
  readonly faults: readonly TextualFault[];
  readonly places: Places;
  readonly numberTexts: ReadonlyMap<object, ReadonlyMap<string, string>>;
}

/** The format of a text by its first character that is not blank: `<` means XML. */
export function sniffFormat(bytes: Uint8Array): Format {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024));
  return /^[\uFEFF\s]*</.test(start) ? 'xml' : 'json';
}

/** Reads JSON bytes. Never throws: whatever is wrong is among the findings. */
export function readJsonDocument(bytes: Uint8Array): ParsedDocument {
  const { text, faults } = decode(bytes);
  if (!/\S/.test(text)) return emptyDocument('json', text, faults);
  const reading = readJson(text);
  const positions = new JsonPositions(text);
  const places: Places = {
    offsetOf: (pointer) => positions.offsetOf(pointer),
    pointersAt: (offsets) => pointersAt(text, offsets),
  };
  return describe({
    ...reading,
    format: 'json',
    text,
    faults: [...faults, ...reading.faults],
    places,
  });
}

/** A document without content: one finding, no value. */
export function emptyDocument(format: Format, text: string, faults: readonly TextualFault[]): ParsedDocument {
  const empty: TextualFault = {
    rule: 'text.empty',
    offset: 0,
    message: 'The document is empty',
    expected: `a resource in ${format.toUpperCase()}`,
  };
  return describe({
    format, text, value: undefined, complete: false, faults: [...faults, empty], numberTexts: new Map(),
    places: { offsetOf: () => 0, pointersAt: (offsets) => offsets.map(() => '') },
  }); // prettier-ignore
}

/** The resource type of a value; of a text that broke off or is no object, the first one it names. */
function rootName(value: unknown, text: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return namedIn(text);
  if (!('resourceType' in value)) return Object.keys(value).length === 0 ? namedIn(text) : '$';
  return typeof value.resourceType === 'string' && value.resourceType !== '' ? clip(value.resourceType) : '$';
}

const TYPE_IN_TEXT = /"resourceType"\s*:\s*"([A-Za-z]{1,60})"|<(?:\w+:)?([A-Z][A-Za-z]{1,60})[\s/>]/;

function namedIn(text: string): string {
  const found = TYPE_IN_TEXT.exec(text.slice(0, 100_000));
  return found?.[1] ?? found?.[2] ?? '$';
}

/** Joins a reading with its line table and turns its faults into findings. */
export function describe(reading: Reading): ParsedDocument {
  const { format, text, value, complete, numberTexts, places } = reading;
  const lines = new LineIndex(text);
  const root = rootName(value, text);
  return {
    format,
    root,
    text,
    value,
    complete,
    findings: faultFindings(reading.faults, root, places, lines),
    positionOf: (pointer) => lines.position(places.offsetOf(pointer)),
    line: (number) => lines.line(number),
    numberText: (container, key) => numberTexts.get(container)?.get(key),
  };
}

function faultFindings(
  faults: readonly TextualFault[],
  root: string,
  places: Places,
  lines: LineIndex,
): readonly Finding[] {
  if (faults.length === 0) return [];
  const ordered = [...faults].sort((one, other) => one.offset - other.offset);
  const found = places.pointersAt(ordered.map((fault) => fault.offset));
  return ordered.map(({ offset, pointer, ...fault }, index) => {
    const place = pointer ?? found[index] ?? '';
    return { severity: 'error', ...fault, ...lines.position(offset), pointer: place, path: pathOf(root, place) };
  });
}
