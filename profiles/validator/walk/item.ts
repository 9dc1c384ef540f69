/** Walks one value: by the kind of its type, then everything that is asked of it as a whole. */

import type { Content, ElementRule, TypeRule } from '../compile/element-rule.js';
import { containsPattern, sameValue } from '../compile/values.js';
import { XHTML_NAMESPACE } from '../parse/fault.js';
import { checkCodedValue } from './binding.js';
import { walkExtension } from './extension.js';
import { testInvariant, testInvariants, walkMembers } from './object.js';
import { walkPrimitive } from './primitive.js';
import { checkReference } from './reference.js';
import { walkInnerResource } from './resource.js';
import { objectWithMembers, printed, reportType } from './shape.js';
import type { JsonObject, Walk } from './walk.js';

/** An element in its place: what is asked of it, and where in the JSON form it stands. */
export interface Place {
  readonly rule: ElementRule;
  readonly type: TypeRule;
  /** The object or array that holds the value, and the key there. */
  readonly container: object;
  readonly key: string | number;
}

/** Walks one value of an element; the walker's keys already lead to it. */
export function walkItem(walk: Walk, value: unknown, place: Place): void {
  switch (place.type.kind) {
    case 'primitive':
      return walkPrimitive(walk, value, place);
    case 'complex':
      return walkComplex(walk, value, place);
    case 'resource':
      return walkInnerResource(walk, value, place);
    case 'xhtml':
      return walkNarrative(walk, value, place.rule);
  }
}

function walkComplex(walk: Walk, value: unknown, { rule, type }: Place): void {
  const object = objectWithMembers(walk, value, rule);
  if (object === undefined) return;
  if (type.code === 'Extension') return walkExtension(walk, object, rule, type);
  const content = type.content();
  if (content === undefined) return reportUnsupported(walk, type.code, rule);
  walkContent(walk, object, content, rule, type.code);
  if (type.code === 'Coding' || type.code === 'Identifier') checkSystem(walk, object, rule, type.code);
  if (type.code === 'Reference') checkReference(walk, object, rule, type);
  else if (rule.valueSet !== undefined) checkCodedValue(walk, object, rule, type.code);
}

/** A code or identifier that is told apart by a relative address is told apart by nothing. */
function checkSystem(walk: Walk, { system }: JsonObject, rule: ElementRule, type: string): void {
  if (typeof system !== 'string' || system === '' || /^[A-Za-z][A-Za-z\d+.-]*:/.test(system)) return;
  walk.report.add('primitive.absolute', {
    message: 'system must be an absolute URI',
    // STU3 only recommends it for codes.
    severity: type === 'Coding' ? 'warning' : undefined,
    expected: 'a URI with a scheme',
    actual: system,
    element: rule,
    inside: ['system'],
  });
}

/** Walks an object of a known content and tests what the element asks of it as a whole. */
export function walkContent(walk: Walk, object: JsonObject, content: Content, rule: ElementRule, code: string): void {
  const outer = walk.host;
  walk.host = {
    type: code,
    rule,
    extension: code === 'Extension' && typeof object['url'] === 'string' ? object['url'] : '',
  };
  walkMembers(walk, object, content, code === 'BackboneElement' ? rule.name : code);
  walk.host = outer;
  // FHIRPath needs the element's own path where the type has no name of its own.
  const base = code === 'BackboneElement' || code === 'Element' ? rule.path : code;
  if (content.invariants.length > 0) testInvariants(walk, object, content.invariants, base, rule);
  checkPrescribed(walk, object, rule);
  for (const invariant of rule.invariants)
    if (!hasInvariant(content, invariant.key)) testInvariant(walk, object, invariant, base, rule);
}

function hasInvariant({ invariants }: Content, key: string): boolean {
  for (const invariant of invariants) if (invariant.key === key) return true;
  return false;
}

/** Holds a value against the fixed value or pattern of its element. */
export function checkPrescribed(walk: Walk, value: unknown, rule: ElementRule): void {
  const { prescribed } = rule;
  if (prescribed === undefined) return;
  const met =
    prescribed.kind === 'fixed' ? sameValue(value, prescribed.value) : containsPattern(value, prescribed.value);
  if (met) return;
  const expected = printed(prescribed.value);
  walk.report.add(prescribed.kind === 'fixed' ? 'value.fixed' : 'value.pattern', {
    message: prescribed.kind === 'fixed' ? `${rule.name} must be ${expected}` : `${rule.name} must contain ${expected}`,
    expected,
    actual: printed(value),
    element: rule,
  });
}

/** Says that a type has no definition here, so that its content was not looked at. */
export function reportUnsupported(walk: Walk, code: string, element: ElementRule | undefined): void {
  const why = `no definition of ${code} is at hand`;
  walk.report.notChecked(code, why);
  walk.report.add('structure.unsupported', { message: `The content was not checked: ${why}`, actual: code, element });
}

function walkNarrative(walk: Walk, value: unknown, rule: ElementRule): void {
  if (typeof value !== 'string') return reportType(walk, value, 'a string', rule);
  if (value === '') {
    walk.report.add('primitive.empty', {
      message: 'A narrative must not be empty',
      expected: 'a div element',
      actual: '""',
      element: rule,
    });
    return;
  }
  // In XML the reader has seen the namespace already, which may be declared further up.
  if (walk.document.format === 'json' && !isInXhtmlNamespace(value)) {
    walk.report.add('narrative.namespace', {
      message: 'The narrative is not in the namespace of XHTML',
      expected: `xmlns="${XHTML_NAMESPACE}"`,
      actual: value.slice(0, 60),
      element: rule,
    });
  }
  testInvariants(walk, value, rule.invariants, 'xhtml', rule);
}

function isInXhtmlNamespace(narrative: string): boolean {
  const startTag = narrative.slice(0, narrative.indexOf('>') + 1);
  return /\sxmlns(?::\w+)?\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(startTag);
}
