import type { Answer } from './answer.js';
import type { Finding } from './finding.js';

const step = /^(?:\.([A-Za-z_][\w-]*)|\[(\d+)\])/;

/**
 * The JSON pointer of a FHIRPath style path below its root: `Bundle.entry[0].resource` gives `/entry/0/resource`.
 * What cannot be a place in a document (`.extension('url')` of an absent extension) ends it at the nearest element.
 */
export function pointerOf(path: string, root: string): string {
  let rest = path.slice(root.length);
  let pointer = '';
  for (let found = step.exec(rest); found !== null; found = step.exec(rest)) {
    pointer += `/${found[1] ?? found[2] ?? ''}`;
    rest = rest.slice(found[0].length);
  }
  return pointer;
}

/**
 * A finding with pointer, line and column of what it speaks of in the answer's body; as it is where it speaks of
 * status, headers or the request, or already knows its line.
 */
export function placed(found: Finding, answer: Answer): Finding {
  const { content } = answer.parts;
  const root = answer.body.path;
  const isBelow = found.path === root || found.path.startsWith(`${root}.`);
  if (found.line !== undefined || content.kind === 'empty' || !isBelow) return found;
  const pointer = pointerOf(found.path, root);
  return { ...found, pointer, ...content.document.positionOf(pointer) };
}
