import { keysOf } from '../finding.js';
import type { XmlElement } from './xml-tree.js';

/** Finds the element that a JSON pointer means. */
export class XmlPositions {
  readonly #root: XmlElement | undefined;
  /** Children by name, of the elements that were asked for. */
  readonly #children = new Map<XmlElement, ReadonlyMap<string, readonly XmlElement[]>>();

  constructor(root: XmlElement | undefined) {
    this.#root = root;
  }

  /** Offset of the element, or of its nearest ancestor when it is not there (attributes are in their element). */
  offsetOf(pointer: string): number {
    let element = this.#root;
    let alike: readonly XmlElement[] = [];
    for (const key of keysOf(pointer)) {
      if (element === undefined) break;
      const isIndex = /^\d+$/.test(key);
      const candidates: readonly XmlElement[] = isIndex ? alike : this.#within(element, key);
      const next: XmlElement | undefined = candidates[isIndex ? Number(key) : 0];
      if (next === undefined) break;
      alike = isIndex ? [] : candidates;
      element = next;
    }
    return element?.offset ?? 0;
  }

  /** Faults that have no pointer of their own end the reading; they are told of the whole document. */
  pointersAt(offsets: readonly number[]): readonly string[] {
    return offsets.map(() => '');
  }

  /** The children of this name; in an element that holds a resource, those of the resource. */
  #within(element: XmlElement, key: string): readonly XmlElement[] {
    let children = this.#children.get(element);
    if (children === undefined) {
      const [only] = element.children;
      // Only resources have names with a capital.
      const holder = only !== undefined && /^[A-Z]/.test(only.name) ? only : element;
      children = byName(holder.children);
      this.#children.set(element, children);
    }
    return children.get(key.startsWith('_') ? key.slice(1) : key) ?? [];
  }
}

function byName(elements: readonly XmlElement[]): ReadonlyMap<string, readonly XmlElement[]> {
  const groups = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const group = groups.get(element.name);
    if (group === undefined) groups.set(element.name, [element]);
    else group.push(element);
  }
  return groups;
}
