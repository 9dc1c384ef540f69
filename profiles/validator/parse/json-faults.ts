/** The faults of JSON text behind which reading goes on. Offsets are in UTF-16 units. */

import { clip, type TextualFault } from './fault.js';

/** A property name that the object has already. */
export function repeatedName(key: string, offset: number): TextualFault {
  return {
    rule: 'json.duplicate-key',
    offset,
    message: `The property "${clip(key)}" stands twice in one object`,
    expected: 'each property once',
    actual: clip(key),
  };
}

/** @param code of the character that stands in a string as it is */
export function controlCharacter(code: number, offset: number): TextualFault {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    rule: 'json.control-character',
    offset,
    message: `The control character ${name} must be escaped in a string`,
    expected: `\\u${code.toString(16).padStart(4, '0')}`,
    actual: name,
  };
}

/** A number that can be read, but is not written as JSON writes it. */
export function wrongNumber(text: string, offset: number): TextualFault {
  return {
    rule: 'json.number',
    offset,
    message: `The number ${clip(text)} is not written as JSON demands`,
    expected: 'no leading zero, digits on both sides of the point',
    actual: clip(text),
  };
}
