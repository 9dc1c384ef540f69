/** One line of a body as it is shown. `pointer` is the place of its value in the JSON form, where that is known. */
export interface BodyLine {
  readonly number: number;
  readonly text: string;
  readonly pointer?: string;
}

/** Bodies nest at most this deep on a page; a deeper part stands in one line. */
const deepest = 40;

/** A longer body, in characters, keeps its own lines: laid out it would take many times its size, and a page shows little of it. */
const longestLaidOut = 1_000_000;

/**
 * A body in lines: JSON laid out anew with the pointer (RFC 6901) of every value, anything else or longer as it came.
 * JSON is recognised by its first character, so that an XML or text body keeps its own lines.
 */
export function bodyLines(body: string): readonly BodyLine[] {
  const value = jsonOf(body);
  if (value === undefined) return body.split(/\r\n|\n|\r/).map((text, index) => ({ number: index + 1, text }));
  const lines: { text: string; pointer: string }[] = [];
  layOut(value, { pointer: '', indent: 0, before: '', after: '' }, lines);
  return lines.map((line, index) => ({ number: index + 1, ...line }));
}

interface Place {
  readonly pointer: string;
  readonly indent: number;
  readonly before: string;
  readonly after: string;
}

function layOut(value: unknown, place: Place, lines: { text: string; pointer: string }[]): void {
  const { pointer, indent, before, after } = place;
  const blank = ' '.repeat(indent);
  const items = itemsOf(value);
  if (items === undefined || items.entries.length === 0 || indent >= deepest) {
    lines.push({ text: `${blank}${before}${inOneLine(value, items)}${after}`, pointer });
    return;
  }
  lines.push({ text: `${blank}${before}${items.open}`, pointer });
  items.entries.forEach(([key, item], index) => {
    layOut(
      item,
      {
        pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        indent: indent + 1,
        before: items.open === '{' ? `${JSON.stringify(key)}: ` : '',
        after: index < items.entries.length - 1 ? ',' : '',
      },
      lines,
    );
  });
  lines.push({ text: `${blank}${items.close}${after}`, pointer });
}

function inOneLine(value: unknown, items: Items | undefined): string {
  if (items === undefined) return JSON.stringify(value);
  return items.entries.length === 0 ? `${items.open}${items.close}` : `${items.open} … ${items.close}`;
}

interface Items {
  readonly open: string;
  readonly close: string;
  readonly entries: readonly (readonly [string, unknown])[];
}

function itemsOf(value: unknown): Items | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  return Array.isArray(value) ? { open: '[', close: ']', entries } : { open: '{', close: '}', entries };
}

function jsonOf(body: string): unknown {
  if (body.length > longestLaidOut || !/^\s*[[{]/.test(body)) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The pointer of a finding's path: `Bundle.entry[1].resource.status` is `/entry/1/resource/status`. The first name is
 * the resource type. A path that is none, such as `http`, has no pointer.
 */
export function pointerOf(path: string): string | undefined {
  const [root = '', ...steps] = path.split(/\.(?![^(]*\))/);
  const [, first = ''] = /^[A-Z]\w*((?:\[\d+\])*)$/.exec(root) ?? (root === 'body' ? ['', ''] : []);
  if (!/^[A-Z]|^body/.test(root)) return undefined;
  const keys: string[] = [...first.matchAll(/\d+/g)].map(String);
  for (const step of steps) {
    const known = /^([A-Za-z_]\w*)((?:\[\d+\])*)$/.exec(step);
    if (known === null) break;
    keys.push(known[1] ?? '', ...[...(known[2] ?? '').matchAll(/\d+/g)].map(String));
  }
  return keys.map((key) => `/${key}`).join('');
}

/**
 * The lines to highlight for a place: those of its value, or of the nearest part around it that is there, since a
 * missing element can only be shown by its parent. `line` is used for bodies that have no pointers.
 */
export function linesOf(
  lines: readonly BodyLine[],
  place: { readonly pointer: string | undefined; readonly line: number | undefined },
): readonly BodyLine[] {
  const pointed = lines.some(({ pointer }) => pointer !== undefined);
  if (!pointed) return lines.filter(({ number }) => number === place.line);
  for (let pointer = place.pointer; pointer !== undefined && pointer !== ''; pointer = parentOf(pointer)) {
    const own = lines.filter((line) => line.pointer === pointer);
    if (own.length > 0) return between(lines, own);
  }
  return [];
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

/** From the opening line of a value to its closing one. */
function between(lines: readonly BodyLine[], own: readonly BodyLine[]): readonly BodyLine[] {
  const first = own[0]?.number ?? 0;
  const last = own.at(-1)?.number ?? 0;
  return lines.slice(first - 1, last);
}
