/** Writes the JSON form of a resource as XML, for the property that both give the same findings. */

import type { Compiler } from '../../../profiles/validator/compile/compiler.js';
import type { Content, Member } from '../../../profiles/validator/compile/element-rule.js';

type Value = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\n\r\t]/g, (blank) => `&#${blank.charCodeAt(0)};`);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The XML of a resource. Elements that no definition knows come last, as simple elements or trees. */
export function xmlOf(resource: Value, compiler: Compiler): string {
  const type = String(resource['resourceType']);
  const content = compiler.base(type)?.content;
  return `<${type} xmlns="http://hl7.org/fhir">${members(resource, content, compiler)}</${type}>`;
}

function members(value: Value, content: Content | undefined, compiler: Compiler): string {
  const names = [...new Set(Object.keys(value).map((name) => name.replace(/^_/, '')))].filter(
    (name) => name !== 'resourceType',
  );
  const order = (name: string): number => content?.members.get(name)?.rule.order ?? Infinity;
  return names
    .filter((name) => content?.members.get(name)?.rule.xmlAttribute !== true)
    .sort((one, other) => order(one) - order(other))
    .map((name) => elements(name, value, content?.members.get(name), compiler))
    .join('');
}

function attributes(value: Value, content: Content | undefined): string {
  return Object.keys(value)
    .filter((name) => content?.members.get(name)?.rule.xmlAttribute === true)
    .map((name) => ` ${name}="${escaped(textOf(value[name]))}"`)
    .join('');
}

function elements(name: string, holder: Value, member: Member | undefined, compiler: Compiler): string {
  const value = holder[name];
  const companion = holder[`_${name}`];
  const count = Math.max(Array.isArray(value) ? value.length : 1, Array.isArray(companion) ? companion.length : 1);
  const at = (from: unknown, index: number): unknown => (Array.isArray(from) ? (from as unknown[])[index] : from);
  return Array.from({ length: count }, (_, index) =>
    element(name, at(value, index), at(companion, index), member, compiler),
  ).join('');
}

function element(
  name: string,
  value: unknown,
  companion: unknown,
  member: Member | undefined,
  compiler: Compiler,
): string {
  const content = member?.type?.content();
  if (member?.type?.kind === 'xhtml') return textOf(value);
  if (isObject(value) && typeof value['resourceType'] === 'string')
    return `<${name}>${xmlOf(value, compiler)}</${name}>`;
  if (isObject(value)) return `<${name}${attributes(value, content)}>${members(value, content, compiler)}</${name}>`;
  const extras = isObject(companion) ? companion : {};
  const text = value === undefined || value === null ? '' : ` value="${escaped(textOf(value))}"`;
  return `<${name}${attributes(extras, content)}${text}>${members(extras, content, compiler)}</${name}>`;
}
