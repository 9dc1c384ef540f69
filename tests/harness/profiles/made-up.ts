/** Profiles made up for tests, for what no NHS profile has: each is a base type with some elements changed or added. */

import { openDefinitions } from '../../../profiles/definitions/store.js';
import type { ElementDefinition, Structure } from '../../../profiles/definitions/model.js';
import { validatorOver, type Validator } from '../../../profiles/index.js';

/** An element of a made-up profile: its id, and what differs from the base. */
export type Change = Partial<ElementDefinition> & Pick<ElementDefinition, 'id'>;

export const address = 'https://profiles.example/StructureDefinition/';
const store = openDefinitions();

function elementsOf(type: string, changes: readonly Change[]): readonly ElementDefinition[] {
  const base = store.baseType(type)?.elements ?? [];
  const changed = base.map((element) => ({ ...element, ...changes.find(({ id }) => id === element.id) }));
  const added = changes
    .filter(({ id }) => base.every((element) => element.id !== id))
    .map((change) => addition(base, change));
  return [...changed, ...added];
}

function addition(base: readonly ElementDefinition[], change: Change): ElementDefinition {
  const path = change.id.replaceAll(/:[^.]+/g, '');
  const like = base.find((element) => element.path === path);
  const sliceName = /:([^.]+)$/.exec(change.id)?.[1];
  return {
    min: 0,
    max: like?.max ?? '1',
    type: like?.type ?? [],
    base: like?.base ?? { path, min: 0, max: '1' },
    ...change,
    path,
    ...(sliceName !== undefined && { sliceName }),
  };
}

/** A structure of this name over a base type. */
export function madeUp(name: string, type: string, changes: readonly Change[]): Structure {
  const over = store.baseType(type);
  if (over === undefined) throw new Error(`there is no base type ${type}`);
  return { ...over, url: address + name, name, derivation: 'constraint', elements: elementsOf(type, changes) };
}

/** A validator that knows these structures besides all others. */
export function validatorWith(...structures: readonly Structure[]): Validator {
  const known = new Map(structures.map((structure) => [structure.url, structure]));
  return validatorOver({ ...store, structure: (url) => known.get(url) ?? store.structure(url) });
}
