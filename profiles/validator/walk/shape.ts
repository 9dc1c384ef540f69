/** The JSON types of values: what was expected, what is there. */

import type { ElementRule } from '../compile/element-rule.js';
import { isJsonObject, type Walk } from './walk.js';

/** Names the JSON type of a value, for messages. */
function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A value as short text, for messages. */
export function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reports that a value has the wrong JSON type (or is null). */
export function reportType(walk: Walk, value: unknown, expected: string, element: ElementRule | undefined): void {
  const name = element?.name ?? 'The value';
  if (value === null) {
    walk.report.add('json.null', {
      message: `${name} is null; leave it out instead`,
      expected,
      actual: 'null',
      element,
    });
    return;
  }
  const actual = jsonTypeOf(value);
  walk.report.add('json.type', { message: `${name} must be ${expected}, not ${actual}`, expected, actual, element });
}

/** The value as an object with members; anything else is reported and gives undefined. */
export function objectWithMembers(
  walk: Walk,
  value: unknown,
  element: ElementRule | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (!isJsonObject(value)) {
    reportType(walk, value, 'an object', element);
    return undefined;
  }
  for (const name in value) if (Object.hasOwn(value, name)) return value;
  walk.report.add('json.empty', {
    message: 'An object must not be empty',
    expected: 'at least one property',
    actual: '{}',
    element,
  });
  return undefined;
}
