import type { FaultResult } from './comparison.js';
import type { Circumstances, Soundness } from './soundness.js';

/** One piece of work for a process of the gates. */
export type Work =
  | { readonly kind: 'soundness'; readonly circumstances: Circumstances }
  | { readonly kind: 'fault'; readonly id: string };

/** What became of it. */
export type Done =
  | { readonly kind: 'ready' }
  | { readonly kind: 'soundness'; readonly soundness: Soundness }
  | { readonly kind: 'fault'; readonly result: FaultResult; readonly defects: readonly string[] };
