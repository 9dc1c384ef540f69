import { keysOf } from '../finding.js';
import type { XmlElement } from './xml.js';

/** Finds the element that a JSON pointer means. */
export class XmlPositions {
  readonly #root: XmlElement | undefined;

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
      const candidates: readonly XmlElement[] = isIndex ? alike : within(element, key);
      const next: XmlElement | undefined = candidates[isIndex ? Number(key) : 0];
      if (next === undefined) break;
      alike = isIndex ? [] : candidates;
      element = next;
    }
    return element?.offset ?? 0;
  }

  /** Faults that have no pointer of their own end the reading; they are told of the whole document. */
  pointerAt(): string {
    return '';
  }
}

/** The children of this name; in an element that holds a resource, those of the resource. */
function within(element: XmlElement, key: string): readonly XmlElement[] {
  const name = key.startsWith('_') ? key.slice(1) : key;
  const [only] = element.children;
  // Only resources have names with a capital.
  const holder = only !== undefined && /^[A-Z]/.test(only.name) ? only : element;
  return holder.children.filter((child) => child.name === name);
}
