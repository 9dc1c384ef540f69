/** Holds codes against the value sets they are bound to: in, out, or honestly not checked. */

import { membership, plainCodes, type Expansion, type Membership } from '../../definitions/expansion.js';
import type { ElementRule } from '../compile/element-rule.js';
import { systemBehind } from '../decisions.js';
import { isJsonObject, type JsonObject, type Walk } from './walk.js';

/** A code with its system; `undefined` for elements of type code, which have none. */
interface Coded {
  readonly system: string | undefined;
  readonly code: string;
}

/** Checks an element of type code, uri or string. */
export function checkCode(walk: Walk, code: string, rule: ElementRule): void {
  if (!isBinding(rule)) return;
  const expansion = expansionOf(walk, rule);
  if (expansion === undefined || plainCodes(expansion).has(code)) return;
  judge(walk, rule, expansion, [{ system: undefined, code }]);
}

/** An element of type code that has only extensions has no code, and a required binding asks for one. */
export function checkAbsentCode(walk: Walk, rule: ElementRule): void {
  if (rule.binding?.strength !== 'required') return;
  const expansion = expansionOf(walk, rule);
  if (expansion !== undefined) judge(walk, rule, expansion, []);
}

/** Checks a CodeableConcept, Coding or Quantity. */
export function checkCodedValue(walk: Walk, value: JsonObject, rule: ElementRule, type: string): void {
  if (!isBinding(rule)) return;
  const codings = type === 'CodeableConcept' ? value['coding'] : [value];
  if (!['CodeableConcept', 'Coding', 'Quantity'].includes(type)) return;
  const expansion = expansionOf(walk, rule);
  if (expansion === undefined) return;
  const coded = (Array.isArray(codings) ? codings : []).flatMap(codedOf);
  judge(walk, rule, expansion, coded);
}

/** Preferred and example bindings ask for nothing. */
function isBinding(rule: ElementRule): boolean {
  return rule.binding?.strength === 'required' || rule.binding?.strength === 'extensible';
}

function codedOf(coding: unknown): readonly Coded[] {
  if (!isJsonObject(coding) || typeof coding['code'] !== 'string') return [];
  // A code without a system belongs to no value set that names systems.
  return [{ code: coding['code'], system: typeof coding['system'] === 'string' ? coding['system'] : '' }];
}

function expansionOf(walk: Walk, rule: ElementRule): Expansion | undefined {
  const expansion = rule.valueSet === undefined ? undefined : walk.compiler.store.expansion(rule.valueSet);
  if (expansion === undefined) walk.report.notChecked('binding', `the value set ${rule.valueSet ?? ''} is not at hand`);
  return expansion;
}

function judge(walk: Walk, rule: ElementRule, expansion: Expansion, coded: readonly Coded[]): void {
  const required = rule.binding?.strength === 'required';
  // Text alone satisfies an extensible binding: there was no fitting code.
  if (coded.length === 0 && !required) return;
  const verdicts = coded.map((each) => verdictOn(expansion, each));
  if (verdicts.includes('in')) return;
  if (verdicts.includes('not-checked')) {
    walk.report.notChecked('binding', `not all codes of ${expansion.url} are known here: ${reasons(expansion)}`);
    return;
  }
  const actual = coded.map(({ system, code }) => (system === undefined ? code : `${system}|${code}`)).join(', ');
  walk.report.add(required ? 'binding.required' : 'binding.extensible', {
    message:
      actual === ''
        ? `${rule.name} has no code, and must have one from ${expansion.url}`
        : `${actual} is not in the value set ${expansion.url}`,
    expected: expectedCodes(expansion),
    actual: actual === '' ? 'no code' : actual,
    element: rule,
  });
}

function verdictOn(expansion: Expansion, { system, code }: Coded): Membership {
  const verdict = membership(expansion, code, system);
  const behind = system === undefined ? undefined : systemBehind(system);
  return verdict !== 'out' || behind === undefined ? verdict : membership(expansion, code, behind);
}

function reasons(expansion: Expansion): string {
  return expansion.unexpanded.map((part) => part.reason).join('; ');
}

/** A short value set is spelt out; of a long one its address says more. */
function expectedCodes(expansion: Expansion): string {
  const codes = plainCodes(expansion);
  return codes.size <= 12 ? [...codes].join(', ') : `a code from ${expansion.url}`;
}
