/** The two rules for narratives: basic HTML only (txt-1), and something to read (txt-2). */

import { xmlParser } from '../../xml-parser.js';
import { MAX_DEPTH } from '../parse/fault.js';

/** Elements of chapters 7-11 and 15 of HTML 4.0 that may stand in a narrative, with links, images and tables (STU3, narrative). */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em font ' +
    'h1 h2 h3 h4 h5 h6 hr i img ins kbd li map area ol p pre q s samp small span strike strong style sub sup ' +
    'table tbody td tfoot th thead tr tt u ul var'
  ).split(' '),
);

/** Attributes that may stand on any of them; handlers, forms and scripts are not among them. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class ' +
    'colspan compact coords datetime dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan ' +
    'rules scope shape size span src start style summary tabindex title type usemap valign value vspace width xml:lang xml:space xmlns'
  ).split(' '),
);

interface NarrativeReading {
  readonly wellFormed: boolean;
  readonly basic: boolean;
  readonly content: boolean;
}

class NotWellFormed extends Error {}

let last: { text: string; reading: NarrativeReading } | undefined;

/** txt-1 and txt-2 come in pairs for the same text, so the last reading is kept. */
function read(text: string): NarrativeReading {
  if (last?.text !== text) last = { text, reading: readNarrative(text) };
  return last.reading;
}

function readNarrative(text: string): NarrativeReading {
  let root: string | undefined;
  let basic = true;
  let content = false;
  const parser = xmlParser();
  parser.on('error', (error) => {
    throw new NotWellFormed(error.message);
  });
  parser.on('doctype', () => {
    throw new NotWellFormed('document type declaration');
  });
  let depth = 0;
  parser.on('closetag', () => (depth -= 1));
  parser.on('opentag', (tag) => {
    root ??= tag.name;
    depth += 1;
    if (depth > MAX_DEPTH) throw new NotWellFormed('nests too deep');
    basic &&= ELEMENTS.has(tag.name) && Object.keys(tag.attributes).every((name) => ATTRIBUTES.has(name));
    content ||= tag.name === 'img';
  });
  parser.on('text', (piece) => (content ||= /\S/.test(piece)));
  parser.on('cdata', (piece) => (content ||= /\S/.test(piece)));
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (thrown instanceof NotWellFormed) return { wellFormed: false, basic: false, content: true };
    throw thrown;
  }
  return { wellFormed: true, basic: basic && root === 'div', content };
}

/** txt-1: well-formed XHTML in a `div`, of allowed elements and attributes only. */
export function narrativeIsBasicHtml(value: unknown): boolean {
  return typeof value !== 'string' || read(value).basic;
}

/** txt-2: some text that is not blank, or an image. */
export function narrativeHasContent(value: unknown): boolean {
  return typeof value !== 'string' || read(value).content;
}
