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
