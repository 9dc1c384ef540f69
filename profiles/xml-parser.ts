/** The general XML parser, loaded by the first text that needs it: most documents are read without. */

import { createRequire } from 'node:module';
import type { SaxesParser } from 'saxes';

const load = createRequire(import.meta.url);
let saxes: { readonly SaxesParser: typeof SaxesParser } | undefined;

/** A fresh parser that leaves prefixes as they are. Its messages begin with line and column. */
export function xmlParser(): SaxesParser {
  saxes ??= load('saxes') as { readonly SaxesParser: typeof SaxesParser };
  return new saxes.SaxesParser({ xmlns: false });
}
