import type { ElementDefinition } from '../../definitions/model.js';

/** Finds the elements of one structure: by id, by their parent, and the slices of each. */
export class ElementIndex {
  readonly root: ElementDefinition | undefined;
  readonly #byId = new Map<string, ElementDefinition>();
  readonly #order = new Map<string, number>();
  readonly #children = new Map<string, ElementDefinition[]>();
  readonly #slices = new Map<string, ElementDefinition[]>();

  constructor(elements: readonly ElementDefinition[]) {
    this.root = elements[0];
    elements.forEach((element, order) => {
      this.#byId.set(element.id, element);
      this.#order.set(element.id, order);
      if (order > 0) this.#file(element);
    });
  }

  byId(id: string): ElementDefinition | undefined {
    return this.#byId.get(id);
  }

  /** The elements directly below this one, without slices. */
  childrenOf(id: string): readonly ElementDefinition[] {
    return this.#children.get(id) ?? [];
  }

  slicesOf(element: ElementDefinition): readonly ElementDefinition[] {
    return this.#slices.get(element.id) ?? [];
  }

  /** Place in the definition, for the order of XML elements. */
  orderOf(id: string): number {
    return this.#order.get(id) ?? 0;
  }

  #file(element: ElementDefinition): void {
    const dot = element.id.lastIndexOf('.');
    const colon = element.id.indexOf(':', dot);
    const [table, key] =
      colon < 0 ? [this.#children, element.id.slice(0, dot)] : [this.#slices, element.id.slice(0, colon)];
    const list = table.get(key);
    if (list === undefined) table.set(key, [element]);
    else list.push(element);
  }
}
