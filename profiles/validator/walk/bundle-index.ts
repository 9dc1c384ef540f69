/** The resources of a Bundle by the addresses under which references can reach them. */

import { isJsonObject, type JsonObject, type Keys } from './walk.js';

/** One entry that has a resource. */
export interface BundleEntry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly resource: JsonObject;
}

/**
 * Looks up entries by fullUrl, and by type and id. Of several under one address the first is found. What is kept of an
 * entry is its number: of ten thousand entries only a few are ever asked for.
 */
export class BundleIndex {
  /** Keys of the Bundle itself. */
  readonly keys: Keys;
  /** Entries without fullUrl whose type and id an earlier one has already. */
  readonly repeated: readonly BundleEntry[];
  readonly #entries: readonly unknown[];
  readonly #byUrl = new Map<string, number>();
  readonly #byTypeAndId = new Map<string, Map<string, number>>();

  constructor(bundle: JsonObject, keys: Keys) {
    this.keys = keys;
    this.#entries = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
    this.repeated = this.#repeatedEntries();
  }

  /** The keys of an entry's resource. */
  keysOf(entry: BundleEntry): Keys {
    return [...this.keys, 'entry', entry.index, 'resource'];
  }

  /**
   * The entry a reference leads to. An absolute reference is looked up as it is; a relative one below the server that the
   * referring entry's fullUrl names, and then by type and id alone, because entries need no fullUrl.
   */
  find(reference: string, fullUrl: string | undefined): BundleEntry | undefined {
    const plain = reference.includes('/_history/') ? reference.replace(/\/_history\/[^/]*$/, '') : reference;
    const direct = this.#byUrl.get(plain);
    if (direct !== undefined) return this.#entry(direct);
    if (/^[A-Za-z][A-Za-z\d+.-]*:/.test(plain)) return undefined;
    const server = fullUrl === undefined ? undefined : /^(https?:\/\/.*\/)[A-Za-z]+\/[^/]+$/i.exec(fullUrl)?.[1];
    const here = server === undefined ? undefined : this.#byUrl.get(server + plain);
    const found = here ?? this.#withAddress(plain);
    return found === undefined ? undefined : this.#entry(found);
  }

  #repeatedEntries(): readonly BundleEntry[] {
    const repeated: BundleEntry[] = [];
    for (let index = 0; index < this.#entries.length; index += 1) {
      const entry = this.#entry(index);
      if (entry !== undefined && this.#isRepeated(entry)) repeated.push(entry);
    }
    return repeated;
  }

  /** @param address as `Type/id` */
  #withAddress(address: string): number | undefined {
    const slash = address.indexOf('/');
    return slash < 0 ? undefined : this.#byTypeAndId.get(address.slice(0, slash))?.get(address.slice(slash + 1));
  }

  #isRepeated({ resource, fullUrl, index }: BundleEntry): boolean {
    if (fullUrl !== undefined && !this.#byUrl.has(fullUrl)) this.#byUrl.set(fullUrl, index);
    const { resourceType: type, id } = resource;
    if (typeof type !== 'string' || typeof id !== 'string') return false;
    const ofType = this.#byTypeAndId.get(type) ?? new Map<string, number>();
    if (ofType.has(id)) return fullUrl === undefined;
    this.#byTypeAndId.set(type, ofType.set(id, index));
    return false;
  }

  #entry(index: number): BundleEntry | undefined {
    const entry = this.#entries[index];
    if (!isJsonObject(entry) || !isJsonObject(entry['resource'])) return undefined;
    return {
      index,
      resource: entry['resource'],
      fullUrl: typeof entry['fullUrl'] === 'string' ? entry['fullUrl'] : undefined,
    };
  }
}
