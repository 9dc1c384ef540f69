/**
 * Reads JSON text (RFC 8259) into plain values in one pass, and notes what JSON.parse would hide: property names that
 * come twice, numbers whose text is lost in a JavaScript number, characters that may not stand in a string.
 */

import type { RuleId } from '../rules.js';
import { MAX_DEPTH, MAX_FAULTS, clip, type TextualFault } from './fault.js';
import { controlCharacter, repeatedName, wrongNumber } from './json-faults.js';
import { Familiars, type Familiar } from './json-familiars.js';
import { ESCAPES, MARKS, NUMBER, PLAIN_INTEGER, isNumberPart } from './json-text.js';

/** What came out. After a syntax fault `value` holds what had been read until then and `complete` is false. */
export interface JsonReading {
  readonly value: unknown;
  readonly complete: boolean;
  readonly faults: readonly TextualFault[];
  /** Text of the numbers that do not show how they were written (`1.50`), by container and key. */
  readonly numberTexts: ReadonlyMap<object, ReadonlyMap<string, string>>;
}

const { QUOTE, BACKSLASH, COMMA, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET } = MARKS;

const END = 'the end of the text';
const LITERALS: readonly (readonly [string, null | boolean])[] = [['true', true], ['false', false], ['null', null]]; // prettier-ignore

type JsonObject = Record<string, unknown>;

/** Thrown inside this file only: ends the reading at the first place where the text is no longer JSON. */
class Unreadable extends Error {}

/** Reads the text to its end, or to the first syntax fault. Never throws. */
export function readJson(text: string): JsonReading {
  return new JsonReader(text).read();
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #root: unknown;
  #irregular: string | undefined;
  /** Whether the string read last stands in the text as it is, without escapes. */
  #isPlain = false;
  readonly #familiars = new Familiars();
  readonly #faults: TextualFault[] = [];
  readonly #numberTexts = new Map<object, Map<string, string>>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonReading {
    const complete = this.#attempt();
    return { value: this.#root, complete, faults: this.#faults, numberTexts: this.#numberTexts };
  }

  #attempt(): boolean {
    try {
      this.#blank();
      this.#root = this.#value();
      this.#blank();
      if (this.#at < this.#text.length)
        this.#stop('json.syntax', 'Text goes on after the end of the document', 'nothing');
      return true;
    } catch (thrown) {
      if (thrown instanceof Unreadable) return false;
      throw thrown;
    }
  }

  #value(): unknown {
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) return this.#string();
    if (code === OPEN_BRACE) return this.#object();
    if (code === OPEN_BRACKET) return this.#array();
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.#number();
    return this.#literal();
  }

  #object(): JsonObject {
    const result: JsonObject = {};
    if (this.#depth === 0) this.#root = result;
    this.#enter();
    if (this.#next() === CLOSE_BRACE) return this.#leave(result);
    let familiar = this.#familiars.first;
    for (;;) {
      const keyAt = this.#at;
      if (this.#text.charCodeAt(keyAt) !== QUOTE)
        this.#stop('json.syntax', 'A property name must stand in double quotes', 'a property name');
      const key = this.#stringLike(familiar.next);
      if (this.#isPlain) familiar.next = key;
      familiar = this.#familiars.with(key);
      if (this.#next() !== COLON) this.#stop('json.syntax', 'A colon must follow a property name', ':');
      this.#at += 1;
      this.#blank();
      if (result[key] !== undefined && Object.hasOwn(result, key)) this.#fault(repeatedName(key, keyAt));
      this.#keep(result, key, this.#valueLike(familiar));
      const mark = this.#next();
      if (mark === CLOSE_BRACE) return this.#leave(result);
      if (mark !== COMMA) this.#stop('json.syntax', 'A comma or the end of the object must follow', ', or }');
      this.#at += 1;
      this.#blank();
    }
  }

  #valueLike(familiar: Familiar): unknown {
    if (this.#text.charCodeAt(this.#at) !== QUOTE) return this.#value();
    const text = this.#stringLike(familiar.value);
    if (this.#isPlain) familiar.value = text;
    return text;
  }

  #array(): unknown[] {
    this.#enter();
    if (this.#next() === CLOSE_BRACKET) return this.#leave([]);
    // Made with its first item: an empty array that grows keeps room for seventeen, and most hold one.
    const result = [this.#value()];
    for (;;) {
      if (this.#irregular !== undefined) this.#keepNumber(result, String(result.length - 1));
      const mark = this.#next();
      if (mark === CLOSE_BRACKET) return this.#leave(result);
      if (mark !== COMMA) this.#stop('json.syntax', 'A comma or the end of the array must follow', ', or ]');
      this.#at += 1;
      this.#blank();
      result.push(this.#value());
    }
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      this.#stop('json.depth', `The document nests more than ${MAX_DEPTH} levels`, `at most ${MAX_DEPTH} levels`);
    this.#at += 1;
  }

  #leave<T>(container: T): T {
    this.#depth -= 1;
    this.#at += 1;
    return container;
  }

  #keep(target: JsonObject, key: string, value: unknown): void {
    if (this.#irregular !== undefined) this.#keepNumber(target, key);
    if (key === '__proto__') {
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    } else {
      target[key] = value;
    }
  }

  #keepNumber(container: object, key: string): void {
    const texts = this.#numberTexts.get(container) ?? new Map<string, string>();
    texts.set(key, this.#irregular ?? '');
    this.#numberTexts.set(container, texts);
    this.#irregular = undefined;
  }

  /** The string that starts here: the expected one itself if it is the same, so that nothing new is made. */
  #stringLike(expected: string): string {
    const start = this.#at + 1;
    const end = start + expected.length;
    if (this.#text.charCodeAt(end) !== QUOTE || !this.#text.startsWith(expected, start)) return this.#string();
    this.#at = end + 1;
    this.#isPlain = true;
    return expected;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    this.#isPlain = true;
    for (let at = start; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      // The negated comparison also catches the NaN behind the end of the text.
      if (code === BACKSLASH || !(code >= 0x20)) return this.#awkwardString(start, at);
    }
  }

  /** A string with escapes or control characters: collected in pieces, `at` being the first awkward character. */
  #awkwardString(start: number, at: number): string {
    this.#isPlain = false;
    const pieces: string[] = [];
    let from = start;
    let index = at;
    for (;;) {
      const code = this.#text.charCodeAt(index);
      if (Number.isNaN(code)) this.#unclosed(start);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        pieces.push(this.#text.slice(from, index), this.#escape(index));
        index += this.#text[index + 1] === 'u' ? 6 : 2;
        from = index;
        continue;
      }
      if (code < 0x20) this.#fault(controlCharacter(code, index));
      index += 1;
    }
    pieces.push(this.#text.slice(from, index));
    this.#at = index + 1;
    return pieces.join('');
  }

  #unclosed(start: number): never {
    this.#at = start - 1;
    this.#stop('json.syntax', 'A string is not closed', '"', END);
  }

  #escape(offset: number): string {
    const letter = this.#text[offset + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined && Object.hasOwn(ESCAPES, letter)) return plain;
    const digits = this.#text.slice(offset + 2, offset + 6);
    if (letter === 'u' && /^[\dA-Fa-f]{4}$/.test(digits)) return String.fromCharCode(Number.parseInt(digits, 16));
    this.#at = offset;
    return this.#stop(
      'json.syntax',
      'An escape that JSON does not have',
      'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
      `\\${letter}`,
    );
  }

  #number(): number {
    const start = this.#at;
    let end = start + 1;
    while (isNumberPart(this.#text.charCodeAt(end))) end += 1;
    const text = this.#text.slice(start, end);
    const value = Number(text);
    this.#at = end;
    if (PLAIN_INTEGER.test(text)) return value;
    if (!NUMBER.test(text)) this.#wrongNumber(text, value, start);
    if (String(value) !== text) this.#irregular = text;
    return value;
  }

  #wrongNumber(text: string, value: number, start: number): void {
    this.#at = start;
    if (Number.isNaN(value)) this.#stop('json.syntax', 'A number that JSON does not have', 'a number', clip(text));
    this.#fault(wrongNumber(text, start));
    this.#at = start + text.length;
  }

  #literal(): null | boolean {
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#stop('json.syntax', 'No JSON value stands here', 'a value');
  }

  /** Skips blanks and gives the next character code without consuming it. */
  #next(): number {
    this.#blank();
    return this.#text.charCodeAt(this.#at);
  }

  #blank(): void {
    const text = this.#text;
    let at = this.#at;
    for (
      let code = text.charCodeAt(at);
      code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
      code = text.charCodeAt(at)
    )
      at += 1;
    this.#at = at;
  }

  #stop(rule: RuleId, message: string, expected: string, actual = this.#here()): never {
    const fault = { rule, offset: this.#at, message, expected, actual };
    // A text that was cut off has no innermost place that would be to blame.
    this.#faults.push(actual === END ? { ...fault, pointer: '' } : fault);
    throw new Unreadable(message);
  }

  #here(): string {
    return this.#at >= this.#text.length ? END : clip(this.#text.slice(this.#at, this.#at + 20));
  }

  #fault(fault: TextualFault): void {
    if (this.#faults.length < MAX_FAULTS) this.#faults.push(fault);
  }
}
