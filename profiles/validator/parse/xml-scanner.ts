/**
 * Reads the XML that almost every document is made of: elements, attributes, references, a narrative. Whatever is wrong or
 * merely rare (prefixes, comments, CDATA, stray text) it leaves to the thorough reader, which knows the words for it. What
 * it does read, the thorough reader would read alike; a property test holds the two together.
 */

import { MAX_DEPTH } from './fault.js';
import { NO_CHILDREN, isNarrative, type XmlElement } from './xml-tree.js';

const DECLARATION = /<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-?8")?(?: standalone="(?:yes|no)")?\s*\?>/y;
/** The names that XML knows itself, and numbers that certainly are characters. */
const REFERENCE =
  /&(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|[1-9]\d{2,3})|#x(?:[2-9A-Fa-f][\dA-Fa-f]|[1-9A-Fa-f][\dA-Fa-f]{2}|[1-9A-Ca-c][\dA-Fa-f]{3}));/y;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Nesting near the limit is for the thorough reader to judge. */
const SHALLOW = MAX_DEPTH - 10;

const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const COLON = 0x3a;
const BRACKET = 0x5d;

/** From here on characters come in pairs, or are none. */
const PAIRS = 0xd800;

/** For each ASCII character whether it may stand inside a name. */
const IN_NAME = Uint8Array.from({ length: 128 }, (_zero, code) => Number(/[\w.-]/.test(String.fromCharCode(code))));

const isNameStart = (code: number): boolean => ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x5f;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Ends the reading of a text that is for the thorough reader. */
class Unusual extends Error {}

/** Names are few and come again and again; one string for each makes every later look-up cheap. */
const names = new Map<string, string>();
const MOST_NAMES = 2000;

/** The root element of a document without any peculiarity; undefined for every other text. Never throws. */
export function scanXml(text: string): XmlElement | undefined {
  try {
    return new Scanner(text).document();
  } catch (thrown) {
    if (thrown instanceof Unusual) return undefined;
    throw thrown;
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #value: string | undefined;
  #attributes: Map<string, string> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    if (this.#text.startsWith('<?')) this.#skip(DECLARATION);
    this.#blank();
    this.#expect(LESS);
    const root = this.#element('', undefined, 0);
    this.#blank();
    if (this.#at < this.#text.length) throw new Unusual();
    return root;
  }

  /** The element whose `<` has just been passed. */
  #element(outer: string, parent: string | undefined, depth: number): XmlElement {
    if (depth > SHALLOW) throw new Unusual();
    const offset = this.#at - 1;
    const name = this.#name();
    const isEmpty = this.#startTag();
    const value = this.#value;
    const attributes = this.#attributes;
    const namespace = attributes?.get('xmlns') ?? outer;
    let children = NO_CHILDREN;
    let xhtml: string | undefined;
    if (isNarrative(name, namespace, parent)) {
      if (!isEmpty) this.#narrative(name, depth + 1);
      xhtml = this.#text.slice(offset, this.#at);
    } else if (!isEmpty) {
      children = this.#children(name, namespace, depth + 1);
    }
    return { name, namespace, value, attributes, children, offset, strayText: undefined, xhtml };
  }

  #children(parent: string, namespace: string, depth: number): readonly XmlElement[] {
    const children: XmlElement[] = [];
    for (;;) {
      this.#blank();
      this.#expect(LESS);
      if (this.#text.charCodeAt(this.#at) === SLASH) {
        this.#endTag(parent);
        return children;
      }
      children.push(this.#element(namespace, parent, depth));
    }
  }

  /** Passes the content of a narrative and its end tag; well-formedness is all that matters here. */
  #narrative(name: string, depth: number): void {
    if (depth > SHALLOW) throw new Unusual();
    for (;;) {
      this.#narrativeText();
      if (this.#text.charCodeAt(this.#at) === SLASH) {
        this.#endTag(name);
        return;
      }
      const inner = this.#name();
      if (!this.#startTag()) this.#narrative(inner, depth + 1);
    }
  }

  /** Passes text up to and with the next `<`. */
  #narrativeText(): void {
    const text = this.#text;
    let at = this.#at;
    for (let code = text.charCodeAt(at); code !== LESS; code = text.charCodeAt(at)) {
      if (code === AMPERSAND) {
        this.#at = at;
        this.#skip(REFERENCE);
        at = this.#at;
      } else if ((code >= 0x20 && code < PAIRS && code !== BRACKET) || isBlank(code)) {
        at += 1;
      } else {
        // The end of the text, no character, or the end of a CDATA section, which text must not hold.
        throw new Unusual();
      }
    }
    this.#at = at + 1;
  }

  /** Reads the attributes into `#value` and `#attributes`. True for a tag that ends in `/>`. */
  #startTag(): boolean {
    this.#value = undefined;
    this.#attributes = undefined;
    for (;;) {
      const before = this.#at;
      this.#blank();
      const code = this.#text.charCodeAt(this.#at);
      if (code === GREATER) {
        this.#at += 1;
        return false;
      }
      if (code === SLASH) {
        this.#at += 1;
        this.#expect(GREATER);
        return true;
      }
      if (this.#at === before) throw new Unusual();
      this.#attribute();
    }
  }

  #attribute(): void {
    const name = this.#attributeName();
    this.#expect(EQUALS);
    const value = this.#attributeValue();
    if (name === 'value' && this.#attributes === undefined && this.#value === undefined) {
      this.#value = value;
      return;
    }
    if (this.#attributes === undefined) {
      this.#attributes = new Map();
      if (this.#value !== undefined) this.#attributes.set('value', this.#value);
    }
    if (this.#attributes.has(name)) throw new Unusual();
    this.#attributes.set(name, value);
    if (name === 'value') this.#value = value;
  }

  #attributeName(): string {
    const name = this.#name();
    if (this.#text.charCodeAt(this.#at) !== COLON) return name;
    this.#at += 1;
    return `${name}:${this.#name()}`;
  }

  #attributeValue(): string {
    const text = this.#text;
    const quote = text.charCodeAt(this.#at);
    if (quote !== QUOTE && quote !== APOSTROPHE) throw new Unusual();
    const start = this.#at + 1;
    let hasReference = false;
    for (let at = start; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return hasReference ? withoutReferences(text.slice(start, at)) : text.slice(start, at);
      }
      // Line breaks and tabs would have to become blanks; the negated comparison also catches the end of the text.
      if (code === LESS || !(code >= 0x20 && code < PAIRS)) throw new Unusual();
      hasReference ||= code === AMPERSAND;
    }
  }

  #endTag(name: string): void {
    const start = this.#at + 1;
    if (!this.#text.startsWith(name, start)) throw new Unusual();
    this.#at = start + name.length;
    this.#blank();
    this.#expect(GREATER);
  }

  #name(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    let code = text.charCodeAt(at);
    if (!isNameStart(code)) throw new Unusual();
    while (code < 128 && IN_NAME[code] === 1) code = text.charCodeAt((at += 1));
    this.#at = at;
    const name = text.slice(start, at);
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size < MOST_NAMES) names.set(name, name);
    return name;
  }

  #blank(): void {
    const text = this.#text;
    let at = this.#at;
    while (isBlank(text.charCodeAt(at))) at += 1;
    this.#at = at;
  }

  #expect(code: number): void {
    if (this.#text.charCodeAt(this.#at) !== code) throw new Unusual();
    this.#at += 1;
  }

  #skip(form: RegExp): void {
    form.lastIndex = this.#at;
    if (!form.test(this.#text)) throw new Unusual();
    this.#at = form.lastIndex;
  }
}

/** Only the five names that XML knows itself are replaced here. */
function withoutReferences(text: string): string {
  return text.replaceAll(/&(?:(\w+);)?/g, (_all, name: string | undefined) => {
    const character = name === undefined ? undefined : NAMED[name];
    if (character === undefined) throw new Unusual();
    return character;
  });
}
