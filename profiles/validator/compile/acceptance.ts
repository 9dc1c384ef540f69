/** Which texts leave nothing to be said of them as the value of an element: the short way through by far the most values. */

import { plainCodes } from '../../definitions/expansion.js';
import type { DefinitionStore } from '../../definitions/store.js';
import type { ElementRule, TypeRule } from './element-rule.js';

/** True only where the full walk of the value would find nothing and note nothing. */
export type Acceptance = (text: string) => boolean;

const never: Acceptance = () => false;

/** The acceptance of an element as one of its types. Elements that ask for more than a text can show accept none. */
export function acceptanceOf(rule: ElementRule, type: TypeRule, store: DefinitionStore): Acceptance {
  const { primitive } = type;
  if (primitive?.json !== 'string' || asksForMore(rule)) return never;
  const isOfType: Acceptance = (text) => text !== '' && primitive.problem(text) === undefined;
  const isShort = withinLength(isOfType, rule.maxLength);
  const { prescribed } = rule;
  const isRight: Acceptance = prescribed === undefined ? isShort : (text) => text === prescribed.value && isShort(text);
  return boundTo(rule, store, isRight);
}

function asksForMore({ max, limits, invariants }: ElementRule): boolean {
  return max === 0 || limits !== undefined || invariants.length > 0;
}

function withinLength(accepts: Acceptance, longest: number | undefined): Acceptance {
  return longest === undefined ? accepts : (text) => text.length <= longest && accepts(text);
}

/** The codes are looked up when the first text comes; a set that is not at hand has to be told of every time. */
function boundTo({ binding, valueSet }: ElementRule, store: DefinitionStore, accepts: Acceptance): Acceptance {
  const { strength } = binding ?? {};
  if (valueSet === undefined || (strength !== 'required' && strength !== 'extensible')) return accepts;
  let accepted: ReadonlySet<string> | undefined;
  return (text) => {
    if (accepted === undefined) {
      const expansion = store.expansion(valueSet);
      accepted = new Set(expansion === undefined ? [] : [...plainCodes(expansion)].filter(accepts));
    }
    return accepted.has(text);
  };
}
