import type { HeaderLines, RecordedExchange } from './recorded.js';

/** The variable that stands for the access token in a command. */
export const tokenVariable = 'GPC_TOKEN';

/** Headers that curl sets by itself, or that only mean something on the recorded connection. */
const left = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'user-agent']);

/** A command for a POSIX shell that sends the same request again, with a placeholder instead of the token. */
export function curlCommand({ request }: Pick<RecordedExchange, 'request'>): string {
  const { method, url, headers, body } = request;
  const parts = [
    `curl -i -g --compressed -X ${quoted(method)} ${quoted(url)}`,
    ...headersToSend(headers).map((header) => `-H ${header}`),
    ...(body === undefined || body === '' ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

const headersToSend = (headers: HeaderLines): string[] =>
  headers.filter(([name]) => !left.has(name.toLowerCase())).map(([name, value]) => headerWord(name, value));

/** A recorded secret is masked; in its place the shell puts the value of the variable. */
function headerWord(name: string, value: string): string {
  if (!value.includes('***')) return quoted(`${name}: ${value}`);
  const [before = '', ...after] = value.split('***');
  return `${quoted(`${name}: ${before}`)}"$${tokenVariable}"${after.join('') === '' ? '' : quoted(after.join(''))}`;
}

/** One word for a POSIX shell, whatever it holds: single quotes keep everything but themselves. */
export const quoted = (text: string): string =>
  /^[A-Za-z0-9_./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
