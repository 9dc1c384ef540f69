import type { Answer } from './answer.js';
import type { Node } from './node.js';
import { onceAnAnswer } from './once.js';
import { remembered } from './remembered.js';

/** Type and logical id a reference names. */
export interface Referred {
  readonly type: string;
  readonly id: string;
  /** `Type/id`. */
  readonly local: string;
}

const typeAndId = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/**
 * Type and id of a Reference element, whether it is relative (`Schedule/8`), absolute or with a version; undefined for
 * a contained (`#x`) or logical reference and for anything unreadable.
 */
export const referredBy = (reference: Node): Referred | undefined => referredIn(reference.at('reference').text ?? '');

const referredIn = remembered((text: string): Referred | undefined => {
  const [, type, id] = typeAndId.exec(text) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id, local: `${type}/${id}` };
});

/** The resource of a Bundle that a Reference element names by type and id; undefined where the Bundle holds none. */
export function resolved(answer: Answer, reference: Node): Node | undefined {
  const referred = referredBy(reference);
  return referred === undefined ? undefined : indexOf(answer).get(referred.local);
}

/** Every resource of a Bundle by `Type/id`, since a search may hold thousands. */
const indexOf = onceAnAnswer(
  (answer): ReadonlyMap<string, Node> =>
    new Map(answer.resources.map((resource) => [`${resource.resourceType ?? ''}/${resource.id ?? ''}`, resource])),
);
