/** The companions of primitives: `_birthDate` holds the id and the extensions of `birthDate`. */

import type { Content, ElementRule, Member, TypeRule } from '../compile/element-rule.js';
import { walkContent } from './item.js';
import { checkAbsentCode } from './binding.js';
import { objectWithMembers, printed, reportType } from './shape.js';
import type { JsonObject, Walk } from './walk.js';

/** Walks the companion of a primitive; on a complex element it is an unknown name. */
export function companionMember(walk: Walk, container: JsonObject, name: string, member: Member): void {
  const { rule, type } = member;
  if (type === undefined || type.kind !== 'primitive') {
    walk.report.add('structure.unknown', {
      message: `${name} is the companion of an element that is not primitive`,
      expected: rule.name,
      actual: name,
      element: rule,
    });
    return;
  }
  const value = container[name];
  const partner = container[name.slice(1)];
  if (rule.max === 0) {
    // With its partner present, that one has been reported already.
    if (partner === undefined)
      walk.report.add('cardinality.max', {
        message: `${rule.name} must not be present`,
        expected: 'none',
        actual: '1',
        element: rule,
      });
    return;
  }
  if (!rule.repeats) {
    walkCompanion(walk, value, member, type);
    if (partner === undefined) checkAbsentCode(walk, rule);
    return;
  }
  if (!Array.isArray(value)) return reportType(walk, value, 'an array', rule);
  walkCompanions(walk, value, partner, member, type);
}

function walkCompanions(walk: Walk, items: readonly unknown[], partner: unknown, member: Member, type: TypeRule): void {
  const values: readonly unknown[] = Array.isArray(partner) ? partner : [];
  if (Array.isArray(partner) && items.length !== partner.length) {
    walk.report.add('json.alignment', {
      message: `${member.rule.name} and its companion differ in length`,
      // Missing nulls at the end of the companion leave no doubt about what belongs together.
      severity: items.length < partner.length ? 'warning' : undefined,
      expected: String(partner.length),
      actual: String(items.length),
      element: member.rule,
    });
  }
  items.forEach((item, index) => {
    walk.report.keys.push(index);
    if (item !== null) walkCompanion(walk, item, member, type);
    else if (values[index] === undefined || values[index] === null) reportNothing(walk, member.rule);
    walk.report.keys.pop();
  });
}

/** A null in an array of primitives needs something at the same place of the companion. */
export function checkNulls(walk: Walk, values: unknown, companion: unknown, rule: ElementRule): void {
  if (!Array.isArray(values) || !values.includes(null)) return;
  const partners: readonly unknown[] = Array.isArray(companion) ? companion : [];
  values.forEach((value, index) => {
    // Where the companion has a null too, its own walk says so.
    if (value !== null || partners[index] !== undefined) return;
    walk.report.keys.push(index);
    reportNothing(walk, rule);
    walk.report.keys.pop();
  });
}

function reportNothing(walk: Walk, rule: ElementRule): void {
  walk.report.add('json.null', {
    message: `${rule.name} has a null here, and nothing in its place in the companion`,
    expected: 'a value or an extension',
    actual: 'null',
    element: rule,
  });
}

function walkCompanion(walk: Walk, value: unknown, { rule }: Member, type: TypeRule): void {
  const object = objectWithMembers(walk, value, rule);
  const content: Content | undefined = type.content();
  if (object === undefined || content === undefined) return;
  if (rule.prescribed?.kind === 'fixed' && object['extension'] !== undefined) {
    walk.report.add('value.fixed', {
      message: `${rule.name} has a fixed value, which leaves no room for extensions`,
      expected: printed(rule.prescribed.value),
      actual: 'an extension',
      element: rule,
    });
  }
  walkContent(walk, object, content, { ...rule, prescribed: undefined, invariants: [] }, type.code);
}
