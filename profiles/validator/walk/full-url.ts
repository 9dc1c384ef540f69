/** Checks the addresses of a Bundle's entries. An entry needs none (the guide asks to leave it out). */

import type { BundleIndex } from './bundle-index.js';
import { isJsonObject, type JsonObject, type Walk } from './walk.js';

const ABSOLUTE = /^[A-Za-z][A-Za-z\d+.-]*:\S+$/;

const RESTFUL = /\/[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/;

/** Each fullUrl must be absolute and, on a server, end in the type and id of its resource. */
export function checkFullUrls(walk: Walk, bundle: JsonObject, index: BundleIndex): void {
  const entries: readonly unknown[] = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
  entries.forEach((entry, at) => {
    if (isJsonObject(entry) && typeof entry['fullUrl'] === 'string')
      checkFullUrl(walk, entry['fullUrl'], entry['resource'], at);
  });
  for (const repeated of index.repeated) {
    const address = `${String(repeated.resource['resourceType'])}/${String(repeated.resource['id'])}`;
    walk.report.add('bundle.ambiguous', {
      message: `An earlier entry is ${address} too; references to it are ambiguous`,
      expected: 'each resource once',
      actual: address,
      inside: ['entry', repeated.index],
    });
  }
}

function checkFullUrl(walk: Walk, fullUrl: string, resource: unknown, at: number): void {
  const inside = ['entry', at, 'fullUrl'];
  if (!ABSOLUTE.test(fullUrl)) {
    walk.report.add('bundle.full-url', {
      message: 'A fullUrl must be absolute',
      expected: 'an absolute URL or a URN',
      actual: fullUrl,
      inside,
    });
    return;
  }
  // Addresses of servers end in the type and id of the resource; others (urn:uuid:...) say nothing about it.
  if (!isJsonObject(resource) || typeof resource['resourceType'] !== 'string' || !/^https?:/i.test(fullUrl)) return;
  const { id } = resource;
  const tail = typeof id === 'string' ? `/${resource['resourceType']}/${id}` : undefined;
  if (tail === undefined ? !RESTFUL.test(fullUrl) : fullUrl.endsWith(tail)) return;
  walk.report.add('bundle.full-url', {
    message: 'The fullUrl does not agree with the type and id of its resource',
    expected: tail === undefined ? 'a resource with an id' : `...${tail}`,
    actual: fullUrl,
    inside,
  });
}
