import { oneLine } from '../untrusted-text.js';

/** Pieces of Markdown (GitHub flavour, which GitLab and Azure read too) around text that may hold anything. */

const meaningful = /[\\`*_[\]<>|~#&!@$]/g;
const opening = /^(?:[-+=]|\d+(?=[.)]))/;

/** Text as running words: one line, with everything escaped that Markdown or HTML would act on, links included. */
export function prose(text: string, longest?: number): string {
  return oneLine(text, longest)
    .replace(meaningful, '\\$&')
    .replace(opening, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replaceAll('://', '\\://')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}\\.`);
}

/** Text as a code span, in which nothing is acted on; its fence is longer than any run of backticks within. */
export function code(text: string, longest?: number): string {
  const line = oneLine(text, longest);
  if (line === '') return '(empty)';
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** Text of several lines as a code block; its fence is longer than any run of backticks within. */
export function block(language: string, text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(1 + Math.max(2, ...runs.map((run) => run.length)));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** A table from finished Markdown; an empty string where it would have no row. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${' --- |'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

const cell = (markdown: string): string => markdown.replace(/(?<!\\)\|/g, '\\|');
