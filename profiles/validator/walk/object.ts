/** Walks the members of an object: known and unknown names, minimum and maximum, choices. */

import type { Content, ElementRule, Member, TypeRule } from '../compile/element-rule.js';
import type { Invariant } from '../invariants/invariant.js';
import { checkNulls, companionMember } from './companion.js';
import { walkItem } from './item.js';
import { reportType } from './shape.js';
import { sliceMinimum, walkSliced } from './slices.js';
import type { JsonObject, Walk } from './walk.js';

/** Walks every member of an object that is known to have some. */
export function walkMembers(walk: Walk, value: JsonObject, content: Content, host: string): void {
  let choices: Choices | undefined;
  for (const name in value) {
    const member = content.members.get(name);
    if (member === undefined) {
      walkStranger(walk, value, name, content, host);
      continue;
    }
    if (member.choice !== undefined) choices = noteChoice(walk, choices, member.choice, name);
    const item = value[name];
    if (member.isText && typeof item === 'string' && member.accepts(item)) continue;
    walk.report.keys.push(name);
    walkMember(walk, value, name, member, host);
    walk.report.keys.pop();
  }
  for (const rule of content.required) {
    // A form of the choice that the profile rules out has been reported; that another is missing follows from it.
    if (choices === undefined || choiceIn(choices, choiceOf(content, rule)) === undefined)
      checkMinimum(walk, value, rule);
  }
}

/** Tests the invariants of a value; they are reported at the value or at the place inside it that they name. */
export function testInvariants(
  walk: Walk,
  value: unknown,
  invariants: readonly Invariant[],
  base: string,
  element?: ElementRule,
): void {
  for (const invariant of invariants) testInvariant(walk, value, invariant, base, element);
}

/** Tests one invariant of a value. */
export function testInvariant(
  walk: Walk,
  value: unknown,
  invariant: Invariant,
  base: string,
  element?: ElementRule,
): void {
  const verdict = invariant.test(value, { resource: walk.surroundings.container, base });
  if ('unsupported' in verdict) return reportUntested(walk, invariant, verdict.unsupported, element);
  for (const inside of verdict) {
    walk.report.add(`invariant.${invariant.key}`, {
      message: `The invariant ${invariant.key} of ${base} does not hold`,
      severity: invariant.severity,
      expected: invariant.expression,
      element,
      inside,
    });
  }
}

function reportUntested(walk: Walk, { key }: Invariant, why: string, element: ElementRule | undefined): void {
  walk.report.notChecked(`invariant ${key}`, why);
  if (!walk.unsaid(`invariant ${key}`)) return;
  walk.report.add('invariant.unsupported', {
    message: `The invariant ${key} could not be evaluated: ${why}`,
    actual: key,
    element,
  });
}

/** The choices of an object that are made already, the latest first: mostly it has one. */
interface Choices {
  readonly choice: string;
  readonly name: string;
  readonly others: Choices | undefined;
}

function choiceIn(choices: Choices | undefined, choice: string): Choices | undefined {
  for (let made = choices; made !== undefined; made = made.others) if (made.choice === choice) return made;
  return undefined;
}

function noteChoice(walk: Walk, choices: Choices | undefined, choice: string, name: string): Choices {
  const earlier = choiceIn(choices, choice);
  if (choices === undefined || earlier === undefined) return { choice, name, others: choices };
  walk.report.add('choice.multiple', {
    message: `${earlier.name} and ${name} are both given; only one form of ${choice} may be`,
    expected: `one of ${choice}`,
    actual: `${earlier.name}, ${name}`,
  });
  return choices;
}

/** A name that is no member: the companion of a primitive, the name of the resource type, or unknown. */
function walkStranger(walk: Walk, value: JsonObject, name: string, content: Content, host: string): void {
  if (name === 'resourceType' && walk.report.keys.length === walk.surroundings.depth) return;
  walk.report.keys.push(name);
  const member = name.startsWith('_') ? content.members.get(name.slice(1)) : undefined;
  if (member === undefined) {
    walk.report.add('structure.unknown', {
      message: `${host} has no element ${name}`,
      expected: `an element of ${host}`,
      actual: name,
    });
  } else {
    companionMember(walk, value, name, member);
  }
  walk.report.keys.pop();
}

function walkMember(
  walk: Walk,
  container: JsonObject,
  name: string,
  { rule, type, choice }: Member,
  host: string,
): void {
  const value = container[name];
  if (type === undefined) return reportRuledOut(walk, name, rule, choice);
  if (rule.max === 0) return reportProhibited(walk, rule, host);
  if (rule.repeats) {
    if (type.kind === 'primitive') checkNulls(walk, value, container[`_${name}`], rule);
    return walkArray(walk, value, rule, type);
  }
  if (Array.isArray(value)) return reportType(walk, value, `a single ${type.code}`, rule);
  walkItem(walk, value, { rule, type, container, key: name });
}

function reportProhibited(walk: Walk, element: ElementRule, host: string): void {
  walk.report.add('cardinality.max', {
    message: `${element.name} must not be present in this ${host}`,
    expected: 'none',
    actual: '1',
    element,
  });
}

function reportRuledOut(walk: Walk, name: string, element: ElementRule, choice: string | undefined): void {
  const allowed = element.types.map((type) => type.code).join(', ');
  walk.report.add('choice.type', {
    message: `${name} is not allowed; the profile leaves ${choice ?? element.name} only as ${allowed || 'nothing'}`,
    expected: allowed,
    actual: name,
    element,
  });
}

function walkArray(walk: Walk, value: unknown, rule: ElementRule, type: TypeRule): void {
  if (!Array.isArray(value)) return reportType(walk, value, `an array of ${type.code}`, rule);
  const items: readonly unknown[] = value;
  if (items.length === 0) {
    walk.report.add('json.empty', {
      message: `${rule.name} is an empty array; leave it out instead`,
      expected: 'at least one item',
      actual: '[]',
      element: rule,
    });
    return;
  }
  if (items.length > rule.max) {
    walk.report.add('cardinality.max', {
      message: `${rule.name} occurs ${items.length} times`,
      expected: `at most ${rule.max}`,
      actual: String(items.length),
      element: rule,
    });
  }
  if (type.primitive !== undefined && items.every((item) => item !== null && typeof item !== type.primitive?.json)) {
    return reportType(walk, items[0], `an array of ${type.code}`, rule);
  }
  if (rule.slicing !== undefined) return walkSliced(walk, items, rule, rule.slicing, type);
  for (let index = 0; index < items.length; index += 1) {
    walk.report.keys.push(index);
    walkItem(walk, items[index], { rule, type, container: items, key: index });
    walk.report.keys.pop();
  }
}

function choiceOf(content: Content, rule: ElementRule): string {
  return content.members.get(rule.jsonNames[0] ?? '')?.choice ?? '';
}

function checkMinimum(walk: Walk, value: JsonObject, rule: ElementRule): void {
  const count = occurrences(value, rule);
  if (count < rule.min) {
    const [name = rule.name] = rule.jsonNames.length === 1 ? rule.jsonNames : [rule.name];
    walk.report.add('cardinality.min', {
      message: count === 0 ? `${name} is missing` : `${name} occurs ${count} times`,
      expected: `at least ${rule.min}`,
      actual: String(count),
      element: rule,
      inside: [name],
    });
  }
  if (count === 0 && rule.slicing !== undefined) sliceMinimum(walk, rule, rule.slicing);
}

function occurrences(value: JsonObject, rule: ElementRule): number {
  for (const name of rule.jsonNames) {
    const stated = value[name];
    if (Array.isArray(stated)) return stated.length;
    if (stated !== undefined || value[`_${name}`] !== undefined) return 1;
  }
  return 0;
}
