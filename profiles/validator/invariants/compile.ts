import type { Constraint } from '../../definitions/model.js';
import { certainlyHolds } from './certain.js';
import { testExpression } from './fhirpath.js';
import { HOLDS, type Invariant, type Scope, type Verdict } from './invariant.js';
import { isStructural, nativeTest } from './native.js';

/** The invariants of an element, without those that the walker keeps itself. Each key stands once. */
export function compileInvariants(constraints: readonly Constraint[] | undefined): readonly Invariant[] {
  if (constraints === undefined) return NONE;
  const wanted = constraints.filter((constraint) => !isStructural(constraint.key));
  return wanted.length === 0 ? NONE : wanted.map(compileInvariant);
}

/** Two lists of invariants as one; of those with the same key and expression the first counts. */
export function joinInvariants(first: readonly Invariant[], second: readonly Invariant[]): readonly Invariant[] {
  if (first.length === 0 || second.length === 0) return first.length === 0 ? second : first;
  const known = new Set(first.map(({ key, expression }) => `${key} ${expression}`));
  return [...first, ...second.filter(({ key, expression }) => !known.has(`${key} ${expression}`))];
}

const NONE: readonly Invariant[] = [];

function compileInvariant({ key, severity, expression }: Constraint): Invariant {
  return { key, severity, expression: expression ?? '', test: testOf(key, expression) };
}

function testOf(key: string, expression: string | undefined): (value: unknown, scope: Scope) => Verdict {
  if (expression === undefined) return () => ({ unsupported: 'the definition states it in prose only' });
  const native = nativeTest(key, expression);
  if (native !== undefined) return native;
  const holds = certainlyHolds(key, expression);
  return (value, scope) => (holds?.(value) === true ? HOLDS : testExpression(expression, value, scope));
}
