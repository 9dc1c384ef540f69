/**
 * Computes the snapshot of a profile: every element of the base, changed where the differential says so. Elements that
 * the differential enters (children of a data type, of a slice, of a contentReference) are unfolded on the way.
 */
import { isDeepStrictEqual } from 'node:util';
import { canonicalUrl } from './canonical.js';
import type { StatedElement } from './notation.js';
import type { ElementDefinition, ElementType, Slicing, Structure } from './model.js';
import { type DifferentialElement, pathOfId, sliceOfId } from './official/json.js';

const byUrl: Slicing = { discriminator: [{ type: 'value', path: 'url' }], rules: 'open' };

/** Gives a structure by canonical URL; the snapshot needs every type that it unfolds. */
export type StructureLookup = (url: string) => Structure | undefined;

/**
 * The complete list of elements of a profile.
 * @param base the structure that the profile constrains
 * @param differential its statements: parents before children, an element before its slices
 * @throws Error naming the element when the differential speaks of one that the base does not have
 */
export function snapshotOf(
  base: Structure,
  differential: readonly DifferentialElement[],
  structure: StructureLookup,
): readonly ElementDefinition[] {
  const growing = new GrowingSnapshot(base, structure);
  for (const statement of differential) growing.state(statement);
  return growing.elements;
}

/**
 * The elements of a structure by id, those of `ids` included that it only implies: children of a type that a profile
 * may or may not write out. An id that the structure does not imply is missing from the answer.
 */
export function unfolded(
  structure: Structure,
  ids: Iterable<string>,
  lookup: StructureLookup,
): ReadonlyMap<string, ElementDefinition> {
  const growing = new GrowingSnapshot(structure, lookup);
  for (const id of ids) growing.reach(id);
  return new Map(growing.elements.map((element) => [element.id, element]));
}

/**
 * The shortest differential that makes these elements out of the base: the reverse of `snapshotOf`.
 * @throws Error when no differential can make them, because something that the base says is missing
 */
export function differentialOf(
  base: Structure,
  elements: readonly ElementDefinition[],
  lookup: StructureLookup,
): readonly DifferentialElement[] {
  const growing = new GrowingSnapshot(base, lookup);
  for (const element of elements) growing.become(element);
  const made = snapshotOf(base, growing.stated, lookup);
  const wrong = elements.findIndex((element, at) => !isDeepStrictEqual(element, made[at]));
  if (wrong >= 0) throw new Error(`no differential of ${base.url} makes ${elements[wrong]?.id ?? ''}`);
  return growing.stated;
}

/** Elements in order, found by id: `Patient.identifier:nhsNumber.system`. */
class GrowingSnapshot {
  readonly elements: ElementDefinition[];
  readonly stated: DifferentialElement[] = [];

  constructor(
    private readonly base: Structure,
    private readonly structure: StructureLookup,
  ) {
    this.elements = [...base.elements];
  }

  /** Makes an element like this one, and notes the statement that was needed for it. */
  become(element: ElementDefinition): void {
    const isThere = this.find(element.id) !== undefined;
    const said = difference(this.element(element.id), element);
    if (isThere && Object.keys(said).length === 0) return;
    const statement = { ...said, id: element.id };
    this.stated.push(statement);
    this.state(statement);
  }

  /** Changes one element as its statement says, after making sure that it is there. */
  state({ id, ...said }: DifferentialElement): void {
    this.refuseLateStatement(id);
    const before = this.element(id);
    const limit = said.type && this.maximumOfProfile(said.type);
    const max = said.max ?? smallerMaximum(before.max, limit ?? '*');
    this.elements[this.elements.indexOf(before)] = merged(before, { ...said, max });
  }

  /** Slices copy what is said of every item, so that must be said before them. */
  private refuseLateStatement(id: string): void {
    const late = this.elements.find(({ id: other }) => {
      const colon = other.lastIndexOf(':');
      return colon > 0 && id.startsWith(`${other.slice(0, colon)}.`);
    });
    if (late) throw new Error(`${id} must be stated before the slice ${late.id}`);
  }

  /** Whether the element is there or follows from a type, without making a slice or a narrowed choice for it. */
  reach(id: string): boolean {
    if (this.find(id)) return true;
    const dot = id.lastIndexOf('.');
    if (dot < 0 || !this.reach(id.slice(0, dot))) return false;
    const parent = this.element(id.slice(0, dot));
    if (this.elements.some(isBelow(parent.id))) return false;
    this.unfold(parent);
    return this.find(id) !== undefined;
  }

  /** The element with this id, which is added first if the base only implies it. */
  element(id: string): ElementDefinition {
    return this.find(id) ?? this.addSlice(id) ?? this.addChild(id);
  }

  private find(id: string): ElementDefinition | undefined {
    return this.elements.find((element) => element.id === id);
  }

  /** A new slice stands behind those that are there and starts as a copy of the unsliced element, none required. */
  private addSlice(id: string): ElementDefinition | undefined {
    const sliceName = sliceOfId(id);
    if (sliceName === undefined) return undefined;
    const unsliced = this.sliced(this.element(id.slice(0, -sliceName.length - 1)));
    const children = this.elements.filter(isBelow(unsliced.id));
    const slice: ElementDefinition = { ...withoutSlicing(unsliced), id, sliceName, min: 0 };
    const isPartOf = (other: ElementDefinition): boolean =>
      other === unsliced || isBelow(unsliced.id)(other) || other.id.startsWith(`${unsliced.id}:`);
    const end = this.elements.findLastIndex(isPartOf) + 1;
    this.elements.splice(end, 0, slice, ...children.map((child) => moved(child, unsliced.id, id)));
    return slice;
  }

  /** Extensions are always cut by their URL, so a profile need not say it. */
  private sliced(element: ElementDefinition): ElementDefinition {
    if (element.slicing || element.type[0]?.code !== 'Extension') return element;
    const sliced: ElementDefinition = { ...element, slicing: byUrl };
    this.elements[this.elements.indexOf(element)] = sliced;
    return sliced;
  }

  private addChild(id: string): ElementDefinition {
    const dot = id.lastIndexOf('.');
    if (dot < 0) throw new Error(`${id} is not the root of ${this.base.url}`);
    const parent = this.element(id.slice(0, dot));
    if (!this.elements.some(isBelow(parent.id))) this.unfold(parent);
    const child = this.find(id) ?? this.narrowChoice(id, parent.id);
    if (!child) throw new Error(`${id} is not an element of ${this.base.url}`);
    return child;
  }

  /** Gives an element its children: those of the element it refers to, or those of its type. */
  private unfold(parent: ElementDefinition): void {
    const { from, children } = this.childrenOf(parent);
    const copies = children.map((child) => moved(child, from, parent.id));
    this.elements.splice(this.elements.indexOf(parent) + 1, 0, ...copies);
  }

  private childrenOf({ id, contentReference, type: [type] }: ElementDefinition): {
    readonly from: string;
    readonly children: readonly ElementDefinition[];
  } {
    if (contentReference !== undefined) {
      const from = contentReference.slice(1);
      return { from, children: this.base.elements.filter(isBelow(from)) };
    }
    const url = type && (type.profile ?? canonicalUrl('StructureDefinition', type.code));
    const structure = url === undefined ? undefined : this.structure(url);
    if (!structure) throw new Error(`${id} cannot be unfolded: ${url ?? 'its type'} is not held`);
    return { from: structure.type, children: structure.elements.slice(1) };
  }

  /** `valueCode` takes the place of `value[x]`, or stands behind another narrowed form of the same choice. */
  private narrowChoice(id: string, parent: string): ElementDefinition | undefined {
    const name = id.slice(parent.length + 1);
    const isChoice = (other: ElementDefinition): boolean =>
      isBelow(parent)(other) && !other.id.includes('.', parent.length + 1) && name.startsWith(choiceStem(other) ?? '?');
    const at = this.elements.findLastIndex(isChoice);
    const choice = this.elements[at];
    if (!choice) return undefined;
    const suffix = name.slice(choiceStem(choice)?.length);
    const type = choice.type.filter(({ code }) => code.toLowerCase() === suffix.toLowerCase());
    const narrowed = { ...choice, id, path: pathOfId(id), type };
    const open = choice.id.endsWith('[x]');
    this.elements.splice(open ? at : at + 1, open ? 1 : 0, narrowed);
    return narrowed;
  }

  /** An extension or data type profile may occur as often as its own root element says. */
  private maximumOfProfile(types: readonly ElementType[]): string | undefined {
    const [type] = types;
    const profile = types.length === 1 ? type?.profile : undefined;
    return profile === undefined ? undefined : this.structure(profile)?.elements[0]?.max;
  }
}

/** Where an element stands rather than what it says. */
const placeKeys: ReadonlySet<string> = new Set(['id', 'path', 'sliceName', 'base']);

/** What the wanted element says differently; both bounds of the cardinality where one differs. */
function difference(before: ElementDefinition, wanted: ElementDefinition): StatedElement {
  const differing = Object.entries(wanted).filter(
    ([key, fact]) => !placeKeys.has(key) && !isDeepStrictEqual(fact, Reflect.get(before, key)),
  );
  const { min, max } = wanted;
  const sameCard = before.min === min && before.max === max;
  return { ...Object.fromEntries(differing), ...(sameCard ? {} : { min, max }) };
}

function isBelow(id: string): (element: ElementDefinition) => boolean {
  return (element) => element.id.startsWith(`${id}.`);
}

/** `value` for `Extension.value[x]` and for `Extension.valueCode`; undefined for an element that is no choice. */
function choiceStem({ base }: ElementDefinition): string | undefined {
  return /(?:^|\.)(\w+)\[x\]$/.exec(base.path)?.[1];
}

function moved(element: ElementDefinition, from: string, to: string): ElementDefinition {
  const id = to + element.id.slice(from.length);
  return { ...element, id, path: pathOfId(id) };
}

function withoutSlicing(element: ElementDefinition): ElementDefinition {
  return Object.fromEntries(Object.entries(element).filter(([key]) => key !== 'slicing')) as typeof element;
}

/** The smaller of two upper bounds, `*` being the largest. */
function smallerMaximum(one: string, other: string): string {
  if (one === '*') return other;
  return other === '*' || Number(one) < Number(other) ? one : other;
}

/** Statements win; a binding keeps its value set, and constraints add up. */
function merged(before: ElementDefinition, said: Omit<DifferentialElement, 'id'>): ElementDefinition {
  const binding = said.binding && { ...before.binding, ...said.binding };
  const added = said.constraint?.filter(({ key }) => before.constraint?.some((known) => known.key === key) !== true);
  const constraint = added && [...(before.constraint ?? []), ...added];
  const { base } = before;
  return { ...before, ...said, base, ...(binding && { binding }), ...(constraint && { constraint }) };
}
