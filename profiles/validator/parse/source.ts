/** The text of a document: bytes made into characters, and offsets made into lines and columns. */

import type { Position } from '../finding.js';
import type { TextualFault } from './fault.js';

/** Decoded text without its byte order mark, and what was wrong with the bytes. */
export interface SourceText {
  readonly text: string;
  readonly faults: readonly TextualFault[];
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const BYTE_ORDER_MARK = 0xfeff;

/** Decodes UTF-8. A byte order mark and bytes that are not UTF-8 become faults; reading goes on behind them. */
export function decode(bytes: Uint8Array): SourceText {
  const faults: TextualFault[] = [];
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    // Not swallowed: the decoder only says that something is wrong; where it is has to be searched for.
    text = lenient.decode(bytes);
    faults.push(encodingFault(bytes));
  }
  if (text.charCodeAt(0) !== BYTE_ORDER_MARK) return { text, faults };
  faults.push({
    rule: 'text.bom',
    offset: 0,
    message: 'A byte order mark stands before the text; a sender must not add one',
    expected: 'text that starts with its first character',
    actual: 'bytes EF BB BF',
  });
  return { text: text.slice(1), faults: faults.map((fault) => ({ ...fault, offset: Math.max(0, fault.offset - 1) })) };
}

function encodingFault(bytes: Uint8Array): TextualFault {
  const at = firstInvalidByte(bytes);
  const hex = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    rule: 'text.encoding',
    offset: lenient.decode(bytes.subarray(0, at)).length,
    message: `The bytes are not UTF-8 from byte ${at} on`,
    expected: 'UTF-8',
    actual: `byte ${hex}`,
  };
}

/** Index of the byte at which a strict decoder gives up: found by halving, so a few decodings are enough. */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodesUpTo(bytes, middle)) good = middle;
    else bad = middle;
  }
  // A character that was cut short began up to three bytes before the byte that does not fit.
  for (let back = 1; back <= 3; back += 1) {
    if (sequenceLength(bytes[good - back]) > back) return good - back;
  }
  return good;
}

/** How many bytes the character needs that starts with this byte; 0 for a byte that starts none of several bytes. */
function sequenceLength(lead: number | undefined): number {
  if (lead === undefined || lead < 0xc0) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function decodesUpTo(bytes: Uint8Array, end: number): boolean {
  try {
    // A stream may end inside a character, which is no fault yet.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Turns offsets into lines and columns. The line table is built when it is first asked for. */
export class LineIndex {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Line and column of an offset. CR LF, LF and CR each end a line. */
  position(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The text of a line (counted from 1) without its line break; empty when there is no such line. */
  line(number: number): string {
    const starts = (this.#starts ??= lineStarts(this.#text));
    const start = starts[number - 1];
    if (start === undefined) return '';
    return this.#text.slice(start, starts[number] ?? this.#text.length).replace(/[\r\n]+$/, '');
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const lineBreak = /\r\n|\n|\r/g;
  while (lineBreak.exec(text) !== null) starts.push(lineBreak.lastIndex);
  return starts;
}
