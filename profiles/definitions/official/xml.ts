/** Reads the XML form of official definitions into the JSON form, guided by the base definitions themselves. */
import { xmlParser } from '../../xml-parser.js';
import type { ElementDefinition, Json, Structure } from '../model.js';

/** Gives a base type or resource by name. */
export type TypeLookup = (name: string) => Structure | undefined;

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
}

/** Where in the definitions a node stands. */
interface Place {
  readonly structure: Structure;
  readonly id: string;
}

/**
 * The JSON form of a resource in XML. Narrative and extensions on primitives are left out, as no definition needs them.
 * @throws Error when the text is not well-formed, has a DOCTYPE, or holds an element that the base does not know.
 */
export function jsonFromXml(xml: string, typeOf: TypeLookup): { readonly [name: string]: Json } {
  const root = parse(xml);
  const structure = typeOf(root.name);
  if (!structure) throw new Error(`<${root.name}> is not a resource`);
  return { resourceType: root.name, ...objectFrom(root, { structure, id: root.name }, typeOf) };
}

function parse(xml: string): Node {
  const document: Node = { name: '', attributes: {}, children: [] };
  const open = [document];
  const parser = xmlParser();
  parser.on('doctype', () => parser.fail('a DOCTYPE is not allowed'));
  parser.on('opentag', ({ name, attributes }) => {
    const node = { name, attributes, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [root] = document.children;
  if (!root) throw new Error('no element');
  return root;
}

function objectFrom(node: Node, place: Place, typeOf: TypeLookup): { readonly [name: string]: Json } {
  const json: Record<string, Json> = {};
  const { id, url } = node.attributes;
  if (id !== undefined) json['id'] = id;
  if (url !== undefined) json['url'] = url;
  for (const child of node.children) {
    if (child.name === 'text' || child.name === 'contained') continue;
    const element = childOf(place, child.name);
    const value = valueFrom(child, element, place, typeOf);
    const known = json[child.name];
    json[child.name] = element.base.max === '1' ? value : [...(Array.isArray(known) ? (known as Json[]) : []), value];
  }
  return json;
}

function childOf({ structure, id }: Place, name: string): ElementDefinition {
  const path = `${id}.${name}`;
  const element = structure.elements.find(
    ({ id: other }) => other === path || (other.endsWith('[x]') && path.startsWith(other.slice(0, -3))),
  );
  if (!element) throw new Error(`<${name}> is not an element of ${id}`);
  return element;
}

function valueFrom(node: Node, element: ElementDefinition, { structure }: Place, typeOf: TypeLookup): Json {
  if (element.contentReference !== undefined) {
    return objectFrom(node, { structure, id: element.contentReference.slice(1) }, typeOf);
  }
  const code = typeCode(element, node.name);
  if (code === 'BackboneElement' || code === 'Element') return objectFrom(node, { structure, id: element.id }, typeOf);
  const type = typeOf(code);
  if (!type) throw new Error(`<${node.name}> has no type that is known`);
  if (type.kind === 'primitive-type') return primitive(node.attributes['value'] ?? '', type.name);
  return objectFrom(node, { structure: type, id: type.type }, typeOf);
}

/** The type of an element; for a choice (`fixedUri`) the one that its name ends in. */
function typeCode({ id, type }: ElementDefinition, name: string): string {
  const stem = /(\w+)\[x\]$/.exec(id)?.[1];
  const suffix = name.slice(stem?.length).toLowerCase();
  const chosen = stem === undefined ? type[0] : type.find(({ code }) => code.toLowerCase() === suffix);
  return chosen?.code ?? '';
}

const numbers: ReadonlySet<string> = new Set(['integer', 'decimal', 'unsignedInt', 'positiveInt']);

function primitive(text: string, type: string): Json {
  if (type === 'boolean') return text === 'true';
  return numbers.has(type) ? Number(text) : text;
}
