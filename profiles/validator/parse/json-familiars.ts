/** What followed a property name, and stood behind it, when it was met last: it mostly does so again. */
export interface Familiar {
  value: string;
  next: string;
}

/** More names than any resource has; what comes after them is read without expectations. */
const MOST_NAMES = 1000;

/** The expectations of one reading, by property name. */
export class Familiars {
  /** What is expected of the first property of an object. */
  readonly first: Familiar = { value: '', next: '' };
  readonly #byName = new Map<string, Familiar>();

  /** What is expected behind a property name. */
  with(name: string): Familiar {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const fresh: Familiar = { value: '', next: '' };
    if (this.#byName.size < MOST_NAMES) this.#byName.set(name, fresh);
    return fresh;
  }
}
