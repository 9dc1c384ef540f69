import type { Answer } from '../answer.js';
import { Node } from '../node.js';

/** Shapes that only the inside of a server has, in words; every part is bounded, since bodies may be hostile. */
const traceShapes: readonly (readonly [words: string, shape: RegExp])[] = [
  ['a Java stack trace', /\bat [\w$.<>/]{1,300}\([\w$]{1,100}\.(java|kt|scala|groovy):\d+\)/g],
  ['an exception', /\b[a-z]\w{0,40}(\.\w{1,60}){0,12}\.[A-Z]\w{0,80}Exception\b/g],
  ['an error class', /\b[a-z]\w{0,40}(\.\w{1,60}){1,12}\.[A-Z]\w{0,80}Error(?=[(:\s]|$)/g],
  ['a .NET stack trace', /\bat [\w.<>`]{1,300}\([^)]{0,300}\) in \S{1,300}:line \d+/g],
  ['a .NET exception', /\bSystem(\.\w{1,60}){0,12}Exception\b/g],
  ['a Node stack trace', /\bat (\S{1,200} )?\(?(file:\/\/)?\/?\S{1,300}\.[cm]?[jt]s:\d+:\d+\)?/g],
  ['a Python stack trace', /Traceback \(most recent call last\)|\bFile "[^"\n]{1,300}\.py", line \d+/g],
  ['a PHP error', /\b(Fatal error|Warning|Notice): .{1,300} in \S{1,300}\.php on line \d+/g],
  // A sentence may well tell somebody to select a slot from a list: only capitals, or a condition, make it a statement.
  ['an SQL statement', /\bSELECT\s+(DISTINCT\s+)?[\w.*"`()]{1,80}(\s*,\s*[\w.*"`()]{1,80}){0,60}\s+FROM\s+[\w."`]/g],
  ['an SQL statement', /\b(INSERT\s+INTO|DELETE\s+FROM)\s+[\w."`]|\bUPDATE\s+[\w."`]{1,80}\s+SET\s/g],
  ['an SQL statement', /\b(select|update|delete)\s[^;]{1,300}\swhere\s+[\w."`]{1,80}\s*(=|<|>|like\s+'|in\s*\()/gi],
  ['an SQL statement', /\binsert\s+into\s+[\w."`]{1,80}\s*(\([^)]{1,300}\)\s*)?values\s*\(/gi],
  ['an SQL error', /\b(ORA-\d{5}|SQLSTATE\[|PG::\w{1,60}Error|SqlException|syntax error at or near)/g],
  ['a file system path', /(?<=^|[\s"'(=])(\/(usr|opt|home|var|etc|srv|root|app)\/[\w./-]+|[A-Z]:\\[\w\\.-]+)/gm],
];

/** One thing that an error tells of the inside of its server: in words, and as it stands there. */
export interface Trace {
  readonly words: string;
  readonly shown: string;
}

/** ERR-044: what the body shows of the inside, once each kind: in its bytes, and in its texts as a reader sees them. */
export function tracesShownBy(answer: Answer): readonly Trace[] {
  const texts = [new TextDecoder().decode(answer.parts.bytes.subarray(0, 100_000)), ...textsOf(answer.body)];
  const found = new Map<string, string>();
  for (const [words, shape] of traceShapes) {
    const shown = texts
      .flatMap((text) => [...text.matchAll(shape)].map(([match]) => match.trim()))
      .find((match) => !isAddressOf(answer, match));
    if (shown !== undefined && !found.has(words)) found.set(words, shown);
  }
  return [...found].map(([words, shown]) => ({ words, shown }));
}

/** The path asked for, or one below the practice's base URL, also under the server's own, looks like a file's but tells nothing. */
function isAddressOf({ parts: { request, practice } }: Answer, shown: string): boolean {
  const asked = new URL(request.url).pathname;
  const base = new URL(practice.baseUrl).pathname.replace(/\/$/, '');
  return asked.includes(shown.replace(/[./]+$/, '')) || (base !== '' && `${shown}/`.includes(`${base}/`));
}

const textsOf = (node: Node): readonly string[] => {
  const { value } = node;
  if (typeof value === 'string') return [value.slice(0, 20_000)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((child) => textsOf(new Node(child, node.path)));
};
