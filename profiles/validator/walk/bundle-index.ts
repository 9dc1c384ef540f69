/** The resources of a Bundle by the addresses under which references can reach them. */

import { isJsonObject, type JsonObject, type Keys } from './walk.js';

/** One entry that has a resource. */
export interface BundleEntry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly resource: JsonObject;
}

/** Looks up entries by fullUrl, and by type and id. Of several under one address the first is found. */
export class BundleIndex {
  /** Keys of the Bundle itself. */
  readonly keys: Keys;
  /** Entries without fullUrl whose type and id an earlier one has already. */
  readonly repeated: readonly BundleEntry[];
  readonly #byUrl = new Map<string, BundleEntry>();
  readonly #byTypeAndId = new Map<string, BundleEntry>();

  constructor(bundle: JsonObject, keys: Keys) {
    this.keys = keys;
    const entries: readonly unknown[] = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
    this.repeated = entries.flatMap((entry, index) => {
      const known = entryOf(entry, index);
      return known !== undefined && this.#isRepeated(known) ? [known] : [];
    });
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
    if (direct !== undefined) return direct;
    if (/^[A-Za-z][A-Za-z\d+.-]*:/.test(plain)) return undefined;
    const server = fullUrl === undefined ? undefined : /^(https?:\/\/.*\/)[A-Za-z]+\/[^/]+$/i.exec(fullUrl)?.[1];
    return (server === undefined ? undefined : this.#byUrl.get(server + plain)) ?? this.#byTypeAndId.get(plain);
  }

  #isRepeated(entry: BundleEntry): boolean {
    const { resource, fullUrl } = entry;
    if (fullUrl !== undefined && !this.#byUrl.has(fullUrl)) this.#byUrl.set(fullUrl, entry);
    if (typeof resource['resourceType'] !== 'string' || typeof resource['id'] !== 'string') return false;
    const address = `${resource['resourceType']}/${resource['id']}`;
    if (this.#byTypeAndId.has(address)) return fullUrl === undefined;
    this.#byTypeAndId.set(address, entry);
    return false;
  }
}

function entryOf(entry: unknown, index: number): BundleEntry | undefined {
  if (!isJsonObject(entry) || !isJsonObject(entry['resource'])) return undefined;
  return {
    index,
    resource: entry['resource'],
    fullUrl: typeof entry['fullUrl'] === 'string' ? entry['fullUrl'] : undefined,
  };
}
