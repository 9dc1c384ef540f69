import { escaped } from '../untrusted-text.js';

/** A piece of HTML that is safe to put into a page: made by the `markup` tag, which escapes everything put into it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may be put into markup: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/** Builds HTML from a template, whose line breaks are left out. Whatever is put in is text, also in attributes (which are to stand in double quotes). */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const pieces = strings.map((piece, index) => piece.replaceAll('\n', '') + rendered(contents[index]));
  return new Markup(pieces.join(''));
}

/** An element's id, and the fragment that leads to it, from any text: only letters, digits, dots and hyphens. */
export const anchor = (...parts: readonly string[]): string => parts.join('-').replace(/[^A-Za-z0-9.-]/g, '_');

function rendered(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return content.map(rendered).join('');
}
