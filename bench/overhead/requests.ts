import { join } from 'node:path';
import { readKeptExchange } from '../../fixtures/transport/kept-exchange.js';
import type { SentRequest } from '../../fixtures/transport/recorded-exchange.js';
import type { Practice } from '../../fixtures/target/target.js';
import { readResult } from '../../reports/writers/json.js';

/** A read of a recorded run: which interaction it was, and what of it may be asked again. */
export interface RecordedRead {
  readonly interaction: 'slot-search' | 'retrieve' | 'read' | 'metadata';
  /** The patient or appointment that its path names. */
  readonly id: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

const paths: readonly (readonly [RecordedRead['interaction'], RegExp])[] = [
  ['slot-search', /^\/Slot$/],
  ['retrieve', /^\/Patient\/([^/]+)\/Appointment$/],
  ['read', /^\/Appointment\/([^/]+)$/],
  ['metadata', /^\/metadata$/],
];

/**
 * The successful reads of the six interactions that a recorded run has sent to a practice, in their order. A write cannot be
 * sent twice and mean the same, so writes are left out.
 */
export function recordedReads(folder: string, { odsCode, baseUrl }: Practice): readonly RecordedRead[] {
  return readResult(join(folder, 'conformance.json'))
    .exchanges.filter(({ practice, method, status }) => practice === odsCode && method === 'GET' && status === 200)
    .flatMap(({ id }) => readOf(readKeptExchange(folder, id).request, baseUrl));
}

function readOf({ url }: SentRequest, baseUrl: string): readonly RecordedRead[] {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.slice(new URL(baseUrl).pathname.length);
  for (const [interaction, form] of paths) {
    const [found, id = ''] = form.exec(path) ?? [];
    if (found !== undefined) return [{ interaction, id: decodeURIComponent(id), query: [...searchParams] }];
  }
  return [];
}
