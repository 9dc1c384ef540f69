/** Checks the value of a primitive element. */

import type { ElementRule } from '../compile/element-rule.js';
import { checkCode } from './binding.js';
import { checkPrescribed, type Place } from './item.js';
import { testInvariants } from './object.js';
import type { PrimitiveType } from './primitives.js';
import { printed, reportType } from './shape.js';
import type { Walk } from './walk.js';

const JSON_NAMES = { string: 'a string', number: 'a number', boolean: 'true or false' } as const;

/** Walks a primitive value; null is let through where the companion holds something at the same place. */
export function walkPrimitive(walk: Walk, value: unknown, place: Place): void {
  const { rule, type } = place;
  const { primitive } = type;
  if (primitive === undefined) return;
  if (value === null && Array.isArray(place.container)) return;
  const text = textOf(walk, value, place, primitive);
  if (text === undefined) return reportType(walk, value, JSON_NAMES[primitive.json], rule);
  if (text === '') {
    walk.report.add('primitive.empty', {
      message: `${rule.name} is empty; leave it out instead`,
      expected: `a value of type ${primitive.name}`,
      actual: '""',
      element: rule,
    });
    return;
  }
  checkText(walk, text, rule, primitive);
  if (rule.prescribed !== undefined) checkPrescribed(walk, value, rule);
  if (rule.valueSet !== undefined) checkCode(walk, text, rule);
  if (rule.limits !== undefined) checkLimits(walk, value, rule);
  if (rule.invariants.length > 0) testInvariants(walk, value, rule.invariants, primitive.name, rule);
}

/** The text of a value as it was written; undefined when it has another JSON type than its element. */
function textOf(walk: Walk, value: unknown, { container, key }: Place, primitive: PrimitiveType): string | undefined {
  if (typeof value === 'string') {
    // XML writes everything as text: what is no number there has the wrong form, not the wrong type.
    return primitive.json === 'string' || walk.document.format === 'xml' ? value : undefined;
  }
  if (typeof value !== primitive.json) return undefined;
  if (typeof value === 'number') return walk.document.numberText(container, String(key)) ?? String(value);
  return String(value);
}

function checkText(walk: Walk, text: string, rule: ElementRule, primitive: PrimitiveType): void {
  const problem = primitive.problem(text);
  if (problem !== undefined) {
    walk.report.add(problem.rule, {
      message: `${rule.name} is no valid ${primitive.name}: expected ${problem.expected}`,
      severity: problem.severity,
      expected: problem.expected,
      actual: text,
      element: rule,
    });
  }
  if (rule.maxLength !== undefined && text.length > rule.maxLength) {
    walk.report.add('primitive.length', {
      message: `${rule.name} is too long`,
      expected: `at most ${rule.maxLength} characters`,
      actual: `${text.length} characters`,
      element: rule,
    });
  }
}

function checkLimits(walk: Walk, value: unknown, rule: ElementRule): void {
  const { smallest, largest } = rule.limits ?? {};
  if (precedes(value, smallest)) reportLimit(walk, value, `at least ${printed(smallest)}`, rule);
  if (precedes(largest, value)) reportLimit(walk, value, `at most ${printed(largest)}`, rule);
}

function reportLimit(walk: Walk, value: unknown, expected: string, element: ElementRule): void {
  walk.report.add('primitive.range', {
    message: `${element.name} must be ${expected}`,
    expected,
    actual: printed(value),
    element,
  });
}

/** Numbers by size, dates by their text. */
function precedes(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  return typeof one === 'string' && typeof other === 'string' && one < other;
}
