/** Invariants by their FHIRPath expression, compiled when first needed. */

import { createRequire } from 'node:module';
import { BROKEN, HOLDS, type Scope, type Verdict } from './invariant.js';

/** The part of fhirpath 5.2.0 that is used here. */
interface FhirPath {
  compile(
    path: { readonly base: string; readonly expression: string },
    model: unknown,
    options: { readonly traceFn: (value: unknown, label: string) => void },
  ): (resource: unknown, environment: Readonly<Record<string, unknown>>) => unknown;
}

type Compiled = ReturnType<FhirPath['compile']>;

const load = createRequire(import.meta.url);
let engine: { readonly fhirpath: FhirPath; readonly model: unknown } | undefined;
const compiled = new Map<string, Compiled>();

/** Most documents need no expression at all, so the engine is loaded by the first that does. */
function compile(expression: string, base: string): Compiled {
  const key = `${base} ${expression}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  engine ??= { fhirpath: load('fhirpath') as FhirPath, model: load('fhirpath/fhir-context/stu3') as unknown };
  // ref-1 and its like call trace(), which would write to standard output.
  const fresh = engine.fhirpath.compile({ base, expression }, engine.model, { traceFn: () => undefined });
  compiled.set(key, fresh);
  return fresh;
}

/** Evaluates an invariant. An empty result counts as satisfied; anything but one truth value cannot be judged. */
export function testExpression(expression: string, value: unknown, scope: Scope): Verdict {
  let result: unknown;
  try {
    result = compile(expression, scope.base)(value, { resource: scope.resource });
  } catch (thrown) {
    return { unsupported: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  if (!Array.isArray(result) || result.length === 0) return HOLDS;
  const [first] = result as readonly unknown[];
  if (result.length > 1 || typeof first !== 'boolean')
    return { unsupported: 'the expression gives no single truth value' };
  return first ? HOLDS : BROKEN;
}
