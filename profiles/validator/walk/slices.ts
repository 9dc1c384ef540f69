/** Assigns the items of an element to its slices and checks what is asked of each. */

import type { ElementRule, SliceRule, SlicingRule, TypeRule } from '../compile/element-rule.js';
import { walkItem } from './item.js';
import { isJsonObject, type Walk } from './walk.js';

/** Walks the items of a sliced element, each by the rule of its slice, and counts the slices. */
export function walkSliced(
  walk: Walk,
  items: readonly unknown[],
  rule: ElementRule,
  slicing: SlicingRule,
  type: TypeRule,
): void {
  if (slicing.unsupported !== undefined) reportUnsupported(walk, rule, slicing.unsupported);
  const counts = new Array<number>(slicing.slices.length).fill(0);
  let latest = -1;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    walk.report.keys.push(index);
    const slice = slicing.unsupported === undefined ? sliceOf(walk, item, rule, slicing) : undefined;
    if (slice !== undefined) counts[slice.index] = (counts[slice.index] ?? 0) + 1;
    if (slicing.ordered) latest = checkOrder(walk, rule, slicing, slice, latest);
    checkClosed(walk, rule, slicing, slice);
    walkItem(walk, item, { rule: slice?.rule ?? rule, type: typeIn(slice, type), container: items, key: index });
    walk.report.keys.pop();
  }
  if (slicing.unsupported !== undefined) return;
  for (const slice of slicing.slices) checkCount(walk, slice, counts[slice.index] ?? 0);
}

/** The minimum of slices must also be asked of an element that is absent altogether. */
export function sliceMinimum(walk: Walk, rule: ElementRule, slicing: SlicingRule): void {
  walk.report.keys.push(rule.name);
  for (const slice of slicing.slices) checkCount(walk, slice, 0);
  walk.report.keys.pop();
}

/** The type as the slice states it. */
function typeIn(slice: SliceRule | undefined, type: TypeRule): TypeRule {
  if (slice !== undefined) for (const stated of slice.rule.types) if (stated.code === type.code) return stated;
  return type;
}

function sliceOf(walk: Walk, item: unknown, rule: ElementRule, slicing: SlicingRule): SliceRule | undefined {
  const { byValue } = slicing;
  if (byValue !== undefined) {
    const text = isJsonObject(item) ? item[byValue.property] : undefined;
    return typeof text === 'string' ? byValue.slices.get(text) : undefined;
  }
  let first: SliceRule | undefined;
  let second: SliceRule | undefined;
  for (const slice of slicing.slices) {
    if (!slice.matches(item)) continue;
    if (first === undefined) first = slice;
    else second ??= slice;
  }
  if (first !== undefined && second !== undefined) {
    walk.report.add('slice.ambiguous', {
      message: `The item matches the slices ${first.name} and ${second.name}`,
      expected: 'one slice',
      actual: `${first.name}, ${second.name}`,
      element: rule,
    });
  }
  return first;
}

/** In an ordered slicing the slices come in their order; openAtEnd then lets other items stand only after them. */
function checkOrder(
  walk: Walk,
  rule: ElementRule,
  slicing: SlicingRule,
  slice: SliceRule | undefined,
  latest: number,
): number {
  if (slicing.unsupported !== undefined) return latest;
  const place = slice?.index ?? (slicing.rules === 'openAtEnd' ? slicing.slices.length : latest);
  if (place >= latest) return place;
  walk.report.add('slice.order', {
    message: `${slice?.name ?? 'The item'} comes after a later slice`,
    expected: slicing.slices.map(({ name }) => name).join(', '),
    actual: slice?.name,
    element: slice?.rule ?? rule,
  });
  return latest;
}

function checkCount(walk: Walk, { name, rule }: SliceRule, count: number): void {
  if (count < rule.min) {
    walk.report.add('slice.min', {
      message: `The slice ${name} occurs ${count} times`,
      expected: `at least ${rule.min}`,
      actual: String(count),
      element: rule,
    });
  }
  if (count > rule.max) {
    walk.report.add('slice.max', {
      message: `The slice ${name} occurs ${count} times`,
      expected: `at most ${rule.max}`,
      actual: String(count),
      element: rule,
    });
  }
}

function checkClosed(walk: Walk, rule: ElementRule, slicing: SlicingRule, slice: SliceRule | undefined): void {
  if (slice !== undefined || slicing.rules !== 'closed' || slicing.unsupported !== undefined) return;
  const names = slicing.slices.map(({ name }) => name).join(', ');
  walk.report.add('slice.closed', {
    message: `The item belongs to none of the slices ${names}`,
    expected: names,
    actual: 'no slice',
    element: rule,
  });
}

function reportUnsupported(walk: Walk, element: ElementRule, why: string): void {
  walk.report.notChecked('slicing', why);
  if (walk.unsaid(`slicing ${why}`))
    walk.report.add('slice.unsupported', {
      message: `The slices could not be told apart: ${why}`,
      actual: why,
      element,
    });
}
