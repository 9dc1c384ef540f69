/**
 * Finds the offset of any node of a JSON text from its pointer. Nothing is recorded while reading: a container is scanned
 * for its members when someone first asks for a place inside it.
 */

import { keysOf } from '../finding.js';
import { keyText, skipString } from './json-text.js';

interface Member {
  readonly key: string;
  /** Where the property name starts (the value itself in an array). */
  readonly keyAt: number;
  readonly valueAt: number;
}

/** Places in one JSON text. Works on broken text too: whatever can be scanned can be found. */
export class JsonPositions {
  readonly #text: string;
  readonly #lookups = new Map<number, ReadonlyMap<string, Member>>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset of the node, or of its nearest ancestor when it is not there. A property starts at its name. */
  offsetOf(pointer: string): number {
    let container = skipBlank(this.#text, 0);
    let place = container;
    for (const key of keysOf(pointer)) {
      const member = this.#lookup(container).get(key);
      if (member === undefined) return place;
      place = member.keyAt;
      container = member.valueAt;
    }
    return place;
  }

  #lookup(container: number): ReadonlyMap<string, Member> {
    const known = this.#lookups.get(container);
    if (known !== undefined) return known;
    // Of a repeated property the last one counts, as it does for the value.
    const lookup = new Map(membersOf(this.#text, container).map((member) => [member.key, member]));
    this.#lookups.set(container, lookup);
    return lookup;
  }
}

function membersOf(text: string, container: number): Member[] {
  const open = text[container];
  if (open !== '{' && open !== '[') return [];
  const members: Member[] = [];
  let at = skipBlank(text, container + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const member = open === '{' ? property(text, at) : { key: String(members.length), keyAt: at, valueAt: at };
    members.push(member);
    // At least one character a turn, so that broken text cannot hold the scan up.
    at = skipBlank(text, Math.max(skipValue(text, member.valueAt), at + 1));
    if (text[at] === ',') at = skipBlank(text, at + 1);
  }
  return members;
}

function property(text: string, at: number): Member {
  const end = skipValue(text, at);
  const colon = skipBlank(text, end);
  const valueAt = text[colon] === ':' ? skipBlank(text, colon + 1) : end;
  return { key: keyText(text.slice(at, end)), keyAt: at, valueAt };
}

function skipBlank(text: string, at: number): number {
  const blank = /[ \t\r\n]*/y;
  blank.lastIndex = at;
  blank.exec(text);
  return blank.lastIndex;
}

const STRUCTURE = /["{}[\]]/g;

/** Offset behind the value that starts here. */
function skipValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return skipString(text, at);
  if (first !== '{' && first !== '[') return skipWord(text, at);
  let depth = 0;
  const structure = new RegExp(STRUCTURE);
  structure.lastIndex = at;
  for (let match = structure.exec(text); match !== null; match = structure.exec(text)) {
    if (match[0] === '"') structure.lastIndex = skipString(text, match.index);
    else depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
    if (depth === 0) return structure.lastIndex;
  }
  return text.length;
}

function skipWord(text: string, at: number): number {
  const word = /[^\s,:{}[\]"]*/y;
  word.lastIndex = at;
  word.exec(text);
  return word.lastIndex;
}
