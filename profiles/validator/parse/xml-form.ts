/**
 * Gives an XML tree the JSON form of FHIR, led by the base definitions: what repeats, what is a number, what an attribute.
 * Names that no definition knows are kept, so that the walker reports them as it does in JSON.
 */

import type { Compiler } from '../compile/compiler.js';
import type { Content, Member } from '../compile/element-rule.js';
import { escapeKey } from '../finding.js';
import type { RuleId } from '../rules.js';
import { MAX_FAULTS, XHTML_NAMESPACE, clip, type TextualFault } from './fault.js';
import { primitiveForm, type PrimitiveForm } from './xml-primitive.js';
import { FHIR_NAMESPACE, type XmlElement } from './xml-tree.js';

type JsonObject = Record<string, unknown>;

/** The JSON form of a document, and what was wrong with its XML. */
export interface XmlForm {
  readonly value: JsonObject;
  readonly faults: readonly TextualFault[];
  readonly numberTexts: ReadonlyMap<object, ReadonlyMap<string, string>>;
}

/** The JSON form of the resource that an element stands for. */
export function formOf(root: XmlElement, compiler: Compiler): XmlForm {
  const forming = new Forming(compiler);
  forming.checkNamespace(root, FHIR_NAMESPACE);
  const value = forming.resource(root);
  return { value, faults: forming.faults, numberTexts: forming.numberTexts };
}

/** What a primitive element amounts to. */
interface PrimitivePart extends PrimitiveForm {
  readonly companion: JsonObject | undefined;
}

/** Attributes that XML itself gives a meaning. */
const OF_XML = /^(?:xmlns(?::.*)?|xsi:schemaLocation|xml:.*)$/;

class Forming {
  readonly faults: TextualFault[] = [];
  readonly numberTexts = new Map<object, Map<string, string>>();
  readonly #compiler: Compiler;
  readonly #keys: (string | number)[] = [];
  #hasCompanions = false;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  resource(element: XmlElement): JsonObject {
    const value: JsonObject = { resourceType: element.name };
    this.#members(element, value, this.#compiler.base(element.name)?.content);
    return value;
  }

  /** Only the outermost element of a wrong namespace is reported, not everything inside it. */
  checkNamespace(element: XmlElement, expected: string): void {
    if (element.namespace === expected) return;
    const actual = element.namespace === '' ? 'no namespace' : element.namespace;
    const rule = expected === FHIR_NAMESPACE ? 'xml.namespace' : 'narrative.namespace';
    this.#fault(rule, element, `${element.name} is in the wrong namespace`, expected, actual);
  }

  /** Fills an object with the attributes (but the one that has been used already) and the children of an element. */
  #members(element: XmlElement, into: JsonObject, content: Content | undefined, used?: 'value'): void {
    if (element.attributes !== undefined || (element.value !== undefined && used === undefined))
      this.#attributes(element, into, content, used);
    if (element.strayText !== undefined) this.#reportText(element, element.strayText);
    let latest = -1;
    let previous = '';
    for (const child of element.children) {
      const { name } = child;
      const member = content?.members.get(name);
      if (member !== undefined) {
        const { order } = member.rule;
        if (order < latest || (name !== previous && into[name] !== undefined)) this.#outOfOrder(child);
        // Only the first misplaced one is told of: what follows is held against it.
        latest = order;
      } else if (name.startsWith('_')) {
        this.#hasCompanions = true;
      }
      previous = name;
      this.#keys.push(name);
      this.#child(child, into, member, element);
      this.#keys.pop();
    }
  }

  #child(child: XmlElement, into: JsonObject, member: Member | undefined, parent: XmlElement): void {
    if (member?.rule.xmlAttribute === true) this.#reportElement(child, parent);
    const kind = member?.type?.kind;
    const narrative = kind === 'xhtml' || child.xhtml !== undefined;
    if (narrative ? child.namespace !== XHTML_NAMESPACE : child.namespace !== parent.namespace) {
      this.checkNamespace(child, narrative ? XHTML_NAMESPACE : FHIR_NAMESPACE);
    }
    if (member !== undefined && kind === 'primitive') this.#primitive(child, into, member);
    else this.#complex(child, into, member);
  }

  #complex(child: XmlElement, into: JsonObject, member: Member | undefined): void {
    if (member?.rule.repeats === true) {
      const items = listAt(into, child.name);
      this.#keys.push(items.length);
      items.push(this.#value(child, member));
      this.#keys.pop();
    } else if (member === undefined) {
      setOwn(into, child.name, this.#value(child, member));
    } else if (this.#isFirst(child, into)) {
      into[child.name] = this.#value(child, member);
    }
  }

  #value(child: XmlElement, member: Member | undefined): unknown {
    if (child.xhtml !== undefined) return child.xhtml;
    if (member?.type?.kind === 'resource') return this.#innerResource(child);
    const { value } = child;
    if (member === undefined && value !== undefined && child.children.length === 0) return value;
    const object: JsonObject = {};
    this.#members(child, object, member?.type?.content());
    return object;
  }

  #innerResource(wrapper: XmlElement): unknown {
    if (wrapper.strayText !== undefined) this.#reportText(wrapper, wrapper.strayText);
    this.#attributes(wrapper, {}, undefined);
    const [inner] = wrapper.children;
    if (inner === undefined || wrapper.children.length > 1) {
      this.#fault(
        'xml.resource',
        wrapper,
        `${wrapper.name} must hold one resource`,
        '1 resource',
        String(wrapper.children.length),
      );
    }
    if (inner === undefined) return {};
    if (inner.namespace !== wrapper.namespace) this.checkNamespace(inner, FHIR_NAMESPACE);
    return this.resource(inner);
  }

  #primitive(child: XmlElement, into: JsonObject, { rule, type, isText }: Member): void {
    const { value } = child;
    // By far the most elements are a text that stands once, and nothing else.
    if (isText && value !== undefined && isPlain(child)) {
      if (this.#isFirst(child, into)) into[child.name] = value;
      return;
    }
    const companion = isPlain(child) ? undefined : this.#companion(child, type?.content());
    if (value === undefined && companion === undefined) {
      this.#fault('xml.empty', child, `${child.name} has neither a value nor an extension`, 'value="..."', 'nothing');
      return;
    }
    const part = { ...primitiveForm(value, type?.primitive), companion };
    if (rule.repeats) this.#addToArrays(child.name, into, part);
    else if (this.#isFirst(child, into)) this.#set(child.name, into, part);
  }

  /** A place without a value holds null, a place without a companion too; both arrays keep in step. */
  #addToArrays(name: string, into: JsonObject, { form, text, companion }: PrimitivePart): void {
    const items = listAt(into, name);
    if (text !== undefined) this.#keepNumber(items, String(items.length), text);
    items.push(form ?? null);
    alignCompanion(into, name, items.length, companion);
  }

  #set(name: string, into: JsonObject, { form, text, companion }: PrimitivePart): void {
    if (text !== undefined) this.#keepNumber(into, name, text);
    if (form !== undefined) into[name] = form;
    if (companion !== undefined) into[`_${name}`] = companion;
  }

  /** The id and the extensions of a primitive, with pointers that go through the companion; undefined without any. */
  #companion(element: XmlElement, content: Content | undefined): JsonObject | undefined {
    const companion: JsonObject = {};
    const name = this.#keys.pop() ?? element.name;
    this.#keys.push(element.children.length > 0 ? `_${name}` : name);
    this.#members(element, companion, content, 'value');
    this.#keys.pop();
    this.#keys.push(name);
    if (Object.keys(companion).length === 0) return undefined;
    this.#hasCompanions = true;
    return companion;
  }

  #keepNumber(container: object, key: string, text: string): void {
    const texts = this.numberTexts.get(container) ?? new Map<string, string>();
    this.numberTexts.set(container, texts.set(key, text));
  }

  /** Of an element that may stand once, only the first counts; every further one is reported. */
  #isFirst(child: XmlElement, into: JsonObject): boolean {
    if (into[child.name] === undefined && !(this.#hasCompanions && `_${child.name}` in into)) return true;
    this.#fault('cardinality.max', child, `${child.name} stands more than once`, 'at most 1', '2');
    return false;
  }

  #attributes(element: XmlElement, into: JsonObject, content: Content | undefined, used?: 'value'): void {
    if (element.attributes === undefined && element.value !== undefined) this.#reportAttribute(element, 'value');
    for (const [name, value] of element.attributes ?? []) {
      if (name === used || OF_XML.test(name)) continue;
      if (content?.members.get(name)?.rule.xmlAttribute === true) into[name] = value;
      else this.#reportAttribute(element, name);
    }
  }

  #reportAttribute(element: XmlElement, name: string): void {
    const message = `${element.name} has no attribute ${clip(name)}`;
    this.#fault('xml.attribute', element, message, 'no such attribute', clip(name));
  }

  #reportText({ name }: XmlElement, offset: number): void {
    this.#fault('xml.text', { offset }, `Text stands in ${name}`, 'elements and attributes only', 'text');
  }

  /** What should be an attribute of its parent, and is reported there. */
  #reportElement({ name }: XmlElement, parent: XmlElement): void {
    this.#keys.pop();
    this.#fault('xml.attribute', parent, `${name} must be an attribute, not an element`, `${name}="..."`, `<${name}>`);
    this.#keys.push(name);
  }

  #outOfOrder(child: XmlElement): void {
    this.#keys.push(child.name);
    this.#fault(
      'xml.order',
      child,
      `${child.name} stands after an element that comes later in the definition`,
      'the order of the definition',
      child.name,
    );
    this.#keys.pop();
  }

  #fault(rule: RuleId, element: Pick<XmlElement, 'offset'>, message: string, expected: string, actual: string): void {
    if (this.faults.length >= MAX_FAULTS) return;
    const pointer = this.#keys.map((key) => `/${escapeKey(key)}`).join('');
    this.faults.push({ rule, offset: element.offset, message, expected, actual, pointer });
  }
}

/** A primitive with a value and nothing else: by far the most elements are. */
function isPlain({ attributes, children, strayText }: XmlElement): boolean {
  return attributes === undefined && children.length === 0 && strayText === undefined;
}

/** Names that nobody knows can be any, even that of the prototype. */
function setOwn(into: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function listAt(into: JsonObject, name: string): unknown[] {
  const known = into[name];
  if (Array.isArray(known)) return known as unknown[];
  const fresh: unknown[] = [];
  into[name] = fresh;
  return fresh;
}

function alignCompanion(into: JsonObject, name: string, length: number, companion: JsonObject | undefined): void {
  if (companion === undefined && !(`_${name}` in into)) return;
  const companions = listAt(into, `_${name}`);
  while (companions.length < length - 1) companions.push(null);
  companions.push(companion ?? null);
}
