/** Text that came from a provider may hold anything. Every report puts it through here before its own escaping. */

/** Nearly all text is of these alone; asking that costs far less than looking every character up. */
const plain = /^[ -~]*$/;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const terminalCode = /␛(?:\[[0-?]*[ -/]*[@-~]|\][^␇␛]*(?:␇|␛\\)?|[@-Z\\-_])/g;

/**
 * The text in one line of at most `longest` characters: white space collapsed, and every character that cannot be seen
 * (control, format, bidirectional, lone surrogate) replaced by a visible sign, so that the result is also valid in XML.
 */
export function oneLine(text: string, longest = 400): string {
  const enough = text.slice(0, longest * 4);
  const seen = enough.replace(/[\t\r\n ]+/g, ' ').trim();
  const shown = shortened(plain.test(seen) ? seen : seen.replace(unseen, signOf), longest);
  return text.length > enough.length && !shown.endsWith('…') ? `${shown}…` : shown;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The text for an HTML or XML document, as content or in a quoted attribute: lines and tabs are kept, characters of the
 * markup escaped, and every character that cannot be seen replaced by a visible sign.
 */
export function escaped(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(unseen, (character) => (/[\n\t]/.test(character) ? character : signOf(character)))
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** As `oneLine`, with terminal control sequences taken out, for text that goes to a terminal. */
export function forTerminal(text: string, longest = 400): string {
  return shortened(oneLine(text, longest * 2).replace(terminalCode, ''), longest);
}

/** The text in at most `longest` characters, a cut told by an ellipsis; no character is cut in two. */
export function shortened(text: string, longest: number): string {
  // No text has more characters than units, and nearly all are short.
  if (text.length <= longest) return text;
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, Math.max(0, longest - 1)).join('')}…`;
}

/** C0 controls have pictures of their own; other unseen characters are named by their code point. */
function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
