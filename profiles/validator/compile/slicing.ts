/** How the slices of an element are told apart: each discriminator becomes a test of an item. */

import type { Discriminator, ElementDefinition } from '../../definitions/model.js';
import { membership } from '../../definitions/expansion.js';
import type { DefinitionStore } from '../../definitions/store.js';
import type { ElementRule, Prescribed, SliceRule, SlicingRule } from './element-rule.js';
import { containsPattern, sameValue, valuesAt } from './values.js';

type Test = (item: unknown) => boolean;
type Compiled = { readonly test: Test; readonly text: string | undefined } | { readonly unsupported: string };

/** Extensions are always sliced by their url, also where a definition forgets to say so. */
const BY_URL: readonly Discriminator[] = [{ type: 'value', path: 'url' }];

/** The slicing of an element from its compiled slices; undefined when there is nothing to tell apart. */
export function compileSlicing(
  definition: ElementDefinition,
  slices: readonly ElementRule[],
  store: DefinitionStore,
): SlicingRule | undefined {
  const rules = definition.slicing?.rules ?? 'open';
  if (slices.length === 0 && rules !== 'closed') return undefined;
  const discriminators = discriminatorsOf(definition);
  const compiled = slices.map((slice) => discriminators.map((each) => compileTest(slice, each, store)));
  const failed = compiled.flat().find((test) => 'unsupported' in test);
  const unsupported = discriminators.length === 0 ? 'the slicing has no discriminator' : failed?.unsupported;
  const ruled = slices.map((rule, index): SliceRule => {
    const tests = (compiled[index] ?? []).flatMap((each) => ('test' in each ? [each.test] : []));
    return { name: rule.sliceName ?? '', index, rule, matches: (item) => tests.every((test) => test(item)) };
  });
  const texts = compiled.map((tests) => textOf(tests[0]));
  return {
    rules,
    ordered: definition.slicing?.ordered ?? false,
    slices: ruled,
    byValue: unsupported === undefined ? byValue(discriminators, ruled, texts) : undefined,
    unsupported: unsupported === undefined ? undefined : `${definition.id}: ${unsupported}`,
  };
}

function discriminatorsOf(definition: ElementDefinition): readonly Discriminator[] {
  const stated = definition.slicing?.discriminator ?? [];
  return stated.length === 0 && /[eE]xtension$/.test(definition.path) ? BY_URL : stated;
}

function textOf(compiled: Compiled | undefined): string | undefined {
  return compiled !== undefined && 'text' in compiled ? compiled.text : undefined;
}

/** A look-up table instead of tests, where one property with a different fixed text for each slice decides. */
function byValue(
  discriminators: readonly Discriminator[],
  slices: readonly SliceRule[],
  texts: readonly (string | undefined)[],
): SlicingRule['byValue'] {
  const [only] = discriminators;
  if (only === undefined || discriminators.length > 1 || only.path.includes('.') || only.path.includes('$'))
    return undefined;
  const table = new Map<string, SliceRule>();
  for (const slice of slices) {
    const text = texts[slice.index];
    if (text === undefined || table.has(text)) return undefined;
    table.set(text, slice);
  }
  return { property: only.path, slices: table };
}

function compileTest(slice: ElementRule, discriminator: Discriminator, store: DefinitionStore): Compiled {
  const { type, path } = discriminator;
  if (type === 'exists') return existsTest(slice, path);
  if (type !== 'value' && type !== 'pattern')
    return { unsupported: `a discriminator of type ${type} is not implemented` };
  const segments = path === '$this' ? [] : path.replace(/^\$this\./, '').split('.');
  if (segments.some((segment) => !/^[A-Za-z]\w*$/.test(segment)))
    return { unsupported: `the discriminator path ${path} is not implemented` };
  const [profile] = slice.types[0]?.profiles ?? [];
  // The definition of an extension fixes its url to its own address; no need to read it for that.
  if (path === 'url' && profile !== undefined) return prescribedTest(segments, { kind: 'fixed', value: profile });
  return valueTest(slice, segments, store);
}

function valueTest(slice: ElementRule, segments: readonly string[], store: DefinitionStore): Compiled {
  const { rule, prescribed } = follow(slice, segments);
  if (prescribed !== undefined) return prescribedTest(segments, prescribed);
  if (rule?.valueSet !== undefined && rule.binding?.strength === 'required')
    return boundTest(segments, rule.valueSet, store);
  return { unsupported: `slice ${slice.sliceName ?? ''} states no value for ${segments.join('.') || '$this'}` };
}

/** The rule at the end of a path inside a slice, and the value prescribed there or further up. */
function follow(
  slice: ElementRule,
  segments: readonly string[],
): { readonly rule: ElementRule | undefined; readonly prescribed: Prescribed | undefined } {
  let rule: ElementRule | undefined = slice;
  for (const [index, segment] of segments.entries()) {
    if (rule.prescribed !== undefined) {
      const [value] = valuesAt(rule.prescribed.value, segments.slice(index)) as readonly Prescribed['value'][];
      return { rule, prescribed: value === undefined ? undefined : { kind: rule.prescribed.kind, value } };
    }
    rule = rule.types[0]?.content()?.members.get(segment)?.rule;
    if (rule === undefined) break;
  }
  return { rule, prescribed: rule?.prescribed };
}

function prescribedTest(segments: readonly string[], { kind, value }: Prescribed): Compiled {
  const same = kind === 'fixed' ? sameValue : containsPattern;
  const test: Test = (item) => valuesAt(item, segments).some((found) => same(found, value));
  return { test, text: typeof value === 'string' ? value : undefined };
}

function boundTest(segments: readonly string[], valueSet: string, store: DefinitionStore): Compiled {
  const expansion = store.expansion(valueSet);
  if (expansion === undefined || expansion.unexpanded.length > 0)
    return { unsupported: `the codes of ${valueSet} are not known here` };
  const test: Test = (item) =>
    valuesAt(item, segments).some((code) => typeof code === 'string' && membership(expansion, code) === 'in');
  return { test, text: undefined };
}

function existsTest(slice: ElementRule, path: string): Compiled {
  const segments = path.split('.');
  const { rule } = follow(slice, segments);
  if (rule === undefined || (rule.min === 0 && rule.max > 0))
    return { unsupported: `slice ${slice.sliceName ?? ''} does not say whether ${path} exists` };
  const wanted = rule.min > 0;
  return { test: (item) => valuesAt(item, segments).length > 0 === wanted, text: undefined };
}
