import type { Binding, ElementDefinition, ElementType, Json } from '../../definitions/model.js';
import type { DefinitionStore } from '../../definitions/store.js';
import { compileInvariants } from '../invariants/compile.js';
import { primitiveType } from '../walk/primitives.js';
import type { Content, ElementRule, Limits, Prescribed, TypeKind, TypeRule } from './element-rule.js';
import { compileTargets } from './targets.js';

/** An element on its way to a rule. */
export interface ElementPlace {
  readonly definition: ElementDefinition;
  readonly profile: string;
  /** The rule of the same element in what the profile is laid over; undefined in a base type. */
  readonly core: ElementRule | undefined;
  readonly order: number;
  readonly types: readonly TypeRule[];
}

/** The rule of one element, slices apart. */
export function compileElement({ definition, profile, core, order, types }: ElementPlace): ElementRule {
  const name = definition.path.slice(definition.path.lastIndexOf('.') + 1);
  return {
    id: definition.id,
    path: definition.id.replaceAll(/:[^.]+/g, ''),
    name,
    jsonNames: jsonNames(name, types),
    profile,
    order,
    min: definition.min,
    max: definition.max === '*' ? Infinity : Number(definition.max),
    repeats: core?.repeats ?? !['0', '1'].includes(definition.base.max),
    xmlAttribute: definition.representation?.includes('xmlAttr') ?? core?.xmlAttribute ?? false,
    types,
    prescribed: prescribedValue(definition),
    binding: definition.binding ?? undefined,
    valueSet: valueSetOf(definition.binding),
    maxLength: definition.maxLength,
    limits: limitsOf(definition),
    invariants: compileInvariants(definition.constraint),
    slicing: undefined,
    sliceName: definition.sliceName,
  };
}

/** The type rules of an element: one for each type code, whatever profiles and targets the code is repeated with. */
export function compileTypes(
  definition: ElementDefinition,
  store: DefinitionStore,
  contentOf: (code: string, profiles: readonly string[]) => () => Content | undefined,
): readonly TypeRule[] {
  const byCode = new Map<string, ElementType[]>();
  // An element that shares another one's children states no type of its own.
  const stated: readonly ElementType[] =
    definition.contentReference === undefined ? definition.type : [{ code: 'BackboneElement' }];
  for (const type of stated) byCode.set(type.code, [...(byCode.get(type.code) ?? []), type]);
  return [...byCode].map(([code, types]) => {
    const profiles = types.flatMap((type) => type.profile ?? []);
    return {
      code,
      kind: kindOf(code, store),
      primitive: primitiveType(code),
      profiles,
      targets: code === 'Reference' ? compileTargets(types, store) : undefined,
      aggregation: types.find((type) => type.aggregation !== undefined)?.aggregation,
      content: remembered(contentOf(code, profiles)),
    };
  });
}

function remembered(compute: () => Content | undefined): () => Content | undefined {
  let held: { readonly content: Content | undefined } | undefined;
  return () => (held ??= { content: compute() }).content;
}

function kindOf(code: string, store: DefinitionStore): TypeKind {
  if (primitiveType(code) !== undefined) return 'primitive';
  if (code === 'xhtml') return 'xhtml';
  return code === 'Resource' || code === 'DomainResource' || store.isResourceType(code) ? 'resource' : 'complex';
}

function jsonNames(name: string, types: readonly TypeRule[]): readonly string[] {
  if (!name.endsWith('[x]')) return [name];
  return types.map(({ code }) => jsonNameOf(name, code));
}

/** The JSON name of one form of a choice: `value[x]` as `code` is `valueCode`. */
export function jsonNameOf(choice: string, code: string): string {
  return choice.slice(0, -3) + code.charAt(0).toUpperCase() + code.slice(1);
}

function prescribedValue(definition: ElementDefinition): Prescribed | undefined {
  return valueStarting(definition, 'fixed') ?? valueStarting(definition, 'pattern');
}

function valueStarting(definition: ElementDefinition, kind: 'fixed' | 'pattern'): Prescribed | undefined {
  const value = propertyStarting(definition, kind);
  return value === undefined ? undefined : { kind, value };
}

function propertyStarting(definition: ElementDefinition, start: string): Json | undefined {
  const found = Object.entries(definition).find(
    ([name]) => name.startsWith(start) && /[A-Z]/.test(name.charAt(start.length)),
  );
  return found?.[1] as Json | undefined;
}

function limitsOf(definition: ElementDefinition): Limits | undefined {
  const smallest = propertyStarting(definition, 'minValue');
  const largest = propertyStarting(definition, 'maxValue');
  return smallest === undefined && largest === undefined ? undefined : { smallest, largest };
}

function valueSetOf(binding: Binding | undefined): string | undefined {
  return binding?.valueSetUri ?? binding?.valueSetReference?.reference;
}
