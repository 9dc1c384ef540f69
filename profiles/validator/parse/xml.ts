/** Reads XML text into a tree of elements with their offsets. What the elements mean is decided in xml-form.ts. */

import type { SaxesTagPlain } from 'saxes';
import { MAX_DEPTH, type TextualFault } from './fault.js';
import { xmlParser } from '../../xml-parser.js';
import { scanXml } from './xml-scanner.js';
import { isNarrative, type XmlElement } from './xml-tree.js';

/** The tree, if the text is well-formed; else how far it got. */
export interface XmlReading {
  readonly root: XmlElement | undefined;
  readonly complete: boolean;
  readonly faults: readonly TextualFault[];
}

/** Thrown inside this file only: ends the reading where the text is no longer acceptable. */
class Unreadable extends Error {}

/** Reads the text to its end, or to the first fault that makes it no XML document. Never throws. */
export function readXml(text: string): XmlReading {
  const root = scanXml(text);
  return root === undefined ? readThoroughly(text) : { root, complete: true, faults: [] };
}

/** The same by the thorough reader alone, which knows all of XML and has words for every fault. */
export function readThoroughly(text: string): XmlReading {
  return new XmlReader(text).read();
}

/** An element that is still growing. */
type Growing = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { readonly children: XmlElement[] };

class XmlReader {
  readonly #text: string;
  readonly #parser = xmlParser();
  readonly #open: Growing[] = [];
  readonly #scopes: ReadonlyMap<string, string>[] = [new Map([['', '']])];
  readonly #faults: TextualFault[] = [];
  #root: Growing | undefined;
  #startOffset = 0;
  /** How many elements deep inside a narrative the parser is; 0 outside. */
  #narrative = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlReading {
    const complete = this.#attempt();
    return { root: this.#root, complete, faults: this.#faults };
  }

  #attempt(): boolean {
    const parser = this.#parser;
    parser.on('error', (error) =>
      this.#stop('xml.syntax', `The XML is not well-formed: ${withoutPlace(error.message)}`),
    );
    parser.on('doctype', () =>
      this.#stop('xml.doctype', 'A document type declaration is refused; FHIR forbids it', 'no DOCTYPE'),
    );
    parser.on('xmldecl', (declaration) => this.#declaration(declaration.encoding));
    parser.on('opentagstart', (tag) => this.#start(tag.name));
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('closetag', () => this.#closed());
    parser.on('text', (text) => this.#betweenTags(text));
    parser.on('cdata', (text) => this.#betweenTags(text));
    try {
      parser.write(this.#text).close();
      return true;
    } catch (thrown) {
      if (thrown instanceof Unreadable) return false;
      throw thrown;
    }
  }

  #declaration(encoding: string | undefined): void {
    if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
    this.#faults.push({
      rule: 'text.encoding',
      offset: 0,
      message: `The XML declaration names the encoding ${encoding}; FHIR demands UTF-8`,
      expected: 'UTF-8',
      actual: encoding,
    });
  }

  #start(name: string): void {
    this.#startOffset = this.#text.lastIndexOf(`<${name}`, this.#parser.position);
    if (this.#open.length + this.#narrative >= MAX_DEPTH) {
      this.#stop('xml.depth', `The document nests more than ${MAX_DEPTH} levels`, `at most ${MAX_DEPTH} levels`);
    }
  }

  #opened(tag: SaxesTagPlain): void {
    if (this.#narrative > 0) {
      this.#narrative += 1;
      return;
    }
    const scope = this.#scopeOf(tag.attributes);
    const [prefix, name] = splitName(tag.name);
    const namespace = scope.get(prefix);
    if (namespace === undefined) this.#stop('xml.syntax', `The prefix ${prefix} is not bound to a namespace`);
    const element: Growing = {
      ...{ name, namespace, ...attributesOf(tag.attributes), children: [], offset: this.#startOffset },
      ...{ strayText: undefined, xhtml: undefined },
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    this.#open.push(element);
    this.#scopes.push(scope);
    if (isNarrative(name, namespace, parent?.name)) this.#narrative = 1;
  }

  #closed(): void {
    if (this.#narrative > 1) {
      this.#narrative -= 1;
      return;
    }
    const element = this.#open.pop();
    this.#scopes.pop();
    if (this.#narrative === 0 || element === undefined) return;
    this.#narrative = 0;
    element.xhtml = this.#text.slice(element.offset, this.#parser.position);
  }

  #betweenTags(text: string): void {
    const element = this.#open.at(-1);
    if (this.#narrative > 0 || element === undefined || element.strayText !== undefined) return;
    const first = text.search(/\S/);
    if (first >= 0) element.strayText = Math.max(0, this.#parser.position - text.length - 2 + first);
  }

  /** The namespaces in force inside an element: its parent's unless it declares its own. */
  #scopeOf(attributes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
    const outer = this.#scopes.at(-1) ?? new Map<string, string>();
    let scope: Map<string, string> | undefined;
    for (const name in attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      const prefix = name === 'xmlns' ? '' : name.slice(6);
      scope ??= new Map(outer);
      scope.set(prefix, attributes[name] ?? '');
    }
    return scope ?? outer;
  }

  #stop(rule: TextualFault['rule'], message: string, expected = 'well-formed XML'): never {
    const offset = Math.min(this.#parser.position, this.#text.length);
    this.#faults.push({ rule, offset, message, expected });
    throw new Unreadable(message);
  }
}

function attributesOf(stated: Readonly<Record<string, string>>): Pick<XmlElement, 'value' | 'attributes'> {
  const all = new Map(Object.entries(stated));
  const value = all.get('value');
  return { value, attributes: all.size === (value === undefined ? 0 : 1) ? undefined : all };
}

function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** The parser puts line and column before its words; the finding has its own. */
function withoutPlace(message: string): string {
  return message.replace(/^(?:\d+:\d+: )/, '');
}
