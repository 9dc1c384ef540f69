/** Small steps over JSON text that may be broken. */

/** Offset behind the string that starts here; the end of the text when it is not closed. */
export function skipString(text: string, at: number): number {
  const end = /["\\]/g;
  end.lastIndex = at + 1;
  for (let match = end.exec(text); match !== null; match = end.exec(text)) {
    if (match[0] === '"') return match.index + 1;
    end.lastIndex += 1;
  }
  return text.length;
}

/** The name that a quoted (or, in broken text, bare) property name means. */
export function keyText(raw: string): string {
  const inner = raw.replace(/^["']|["']$/g, '');
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    // A broken escape: the raw text still names the property for the reader of a finding.
    return inner;
  }
}

/** The codes of the characters that JSON is built of. */
export const MARKS = {
  ...{ QUOTE: 0x22, BACKSLASH: 0x5c, COMMA: 0x2c, COLON: 0x3a },
  ...{ OPEN_BRACE: 0x7b, CLOSE_BRACE: 0x7d, OPEN_BRACKET: 0x5b, CLOSE_BRACKET: 0x5d },
} as const;

/** The characters that an escape stands for, by its letter. */
export const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

/** A number as JSON writes it. */
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A whole number that a JavaScript number holds exactly. */
export const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;

/** Whether a character may stand in a number. */
export function isNumberPart(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x2b || code === 0x65 || code === 0x45
  );
}
