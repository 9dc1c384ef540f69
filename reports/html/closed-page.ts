import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { markup, Markup } from './markup.js';

/** The style or script that lies as a file beside a module, whose address is given as `import.meta.url`. */
export const beside = (module: string, file: string): string => readFileSync(new URL(file, module), 'utf8').trim();

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The head of a page that loads nothing. Its policy allows exactly its own style and script, by their hashes, so that
 * nothing else in it could run even where an escape were forgotten.
 */
export function closedHead(
  title: string,
  { style, script }: { readonly style: string; readonly script: string },
): Markup {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title><link rel="icon" href="data:,"><style>${new Markup(style)}</style></head>`;
}
