import { refusalAccepted } from '../../requirements/expectation.js';
import type { Finding } from '../../requirements/finding.js';
import { bodyLines, linesOf, pointerOf, type BodyLine } from './body-lines.js';
import { markup, type Markup } from './markup.js';
import type { RecordedExchange } from './recorded.js';

/** An excerpt shows so many lines before and after the place, and so many of the place itself. */
const size = { around: 4, place: 24, request: 16, line: 240 };

/**
 * The part of what came in which a finding lies, with its lines marked; undefined where the place cannot be told.
 * A finding about status and headers marks the head of the answer; one about the request, or about an answer that should
 * have been a refusal, shows what was asked, with each parameter in a line of its own.
 */
export function excerpt(
  finding: Pick<Finding, 'rule' | 'path' | 'pointer' | 'line'>,
  recorded: RecordedExchange,
): Markup | undefined {
  if (finding.rule === refusalAccepted || finding.path.startsWith('request')) return requestExcerpt(recorded);
  if (finding.path === 'http') return headExcerpt(recorded);
  const body = recorded.response?.body;
  if (body === undefined || body === '') return undefined;
  const lines = linesOnce(recorded, body);
  const marked = linesOf(lines, { pointer: finding.pointer ?? pointerOf(finding.path), line: finding.line });
  const [first] = marked;
  if (first === undefined) return undefined;
  const from = Math.max(0, first.number - 1 - size.around);
  const shownPlace = Math.min(marked.length, size.place);
  const until = first.number - 1 + shownPlace + size.around;
  const numbers = new Set(marked.slice(0, shownPlace).map(({ number }) => number));
  return markup`<pre class="excerpt" tabindex="0" aria-label="The place in the body">${lines
    .slice(from, until)
    .map((line) => excerptLine(line, numbers.has(line.number)))}</pre>`;
}

/** Many findings lie in one answer; its body is laid out once. */
const laidOut = new WeakMap<RecordedExchange, readonly BodyLine[]>();

function linesOnce(recorded: RecordedExchange, body: string): readonly BodyLine[] {
  const known = laidOut.get(recorded) ?? bodyLines(body);
  laidOut.set(recorded, known);
  return known;
}

function excerptLine({ number, text }: BodyLine, marked: boolean): Markup {
  const shown = text.length > size.line ? `${text.slice(0, size.line)}…` : text;
  const line = `${String(number).padStart(4)}  ${shown}`;
  return marked ? markup`<mark>${line}</mark>${'\n'}` : markup`${line}${'\n'}`;
}

function requestExcerpt({ request }: RecordedExchange): Markup {
  const [path = '', query = ''] = request.url.split('?', 2);
  const parameters = query === '' ? [] : query.split('&').map((one) => `    ${readable(one)}`);
  const body = request.body === undefined || request.body === '' ? [] : bodyLines(request.body);
  const left = body.length - size.request;
  const lines = [...parameters, ...body.slice(0, size.request).map(({ text }) => text)];
  const shown = lines.map((line) => `${line.slice(0, size.line)}\n`);
  return markup`<pre class="excerpt" tabindex="0" aria-label="What was asked"><mark>${request.method} ${path}</mark>${'\n'}${shown}${left > 0 && `... ${left} more lines`}</pre>`;
}

/** A query parameter as people read it; one that is encoded wrongly stays as it was sent. */
function readable(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function headExcerpt({ response }: RecordedExchange): Markup | undefined {
  if (response === undefined) return undefined;
  const headers = response.headers.slice(0, 20).map(([name, value]) => `${name}: ${value.slice(0, size.line)}\n`);
  return markup`<pre class="excerpt" tabindex="0" aria-label="Status and headers of the answer"><mark>${response.status} ${response.statusText}</mark>${'\n'}${headers}</pre>`;
}
