import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SaxesParser } from 'saxes';
import { messageOf } from '../../problem.js';

/** What is wrong with something a run wrote, in one line. */
export type Complaint = string;

/** Where the secrets occur: in a stream of the run or a file below its output; also in Base64, at any alignment. */
export function secretsIn(secrets: readonly string[], texts: ReadonlyMap<string, string>): readonly Complaint[] {
  return secrets.flatMap((secret, place) =>
    [...texts].flatMap(([name, text]) =>
      [secret, ...base64Cores(secret)].some((needle) => text.includes(needle))
        ? [`secret ${place + 1} stands in ${name}`]
        : [],
    ),
  );
}

/** What any Base64 text must hold that encodes the secret somewhere: the part that does not depend on its neighbours. */
function base64Cores(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${'\0'.repeat(shift)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
}

/** Every file below the folder as Latin-1 text, by its path. */
export function textsBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]));
}

// Everything a terminal acts on, but for the line feed and the tab.
const steering = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** Characters in a stream that a terminal would act on. */
export function steeringIn(stream: string, text: string): readonly Complaint[] {
  const line = text.split('\n').find((one) => steering.test(one.replaceAll('\t', '')));
  return line === undefined ? [] : [`${stream} steers the terminal: ${JSON.stringify(line.slice(0, 120))}`];
}

/** Markup of the hostile texts as a browser would act on it. */
const active = /<img src=x|<script>alert|<svg onload|<details open|<testsuite name="owned"|href="?javascript:|<b>zip/i;

/** Markup of a provider that came into a page or document unescaped. */
export const markupIn = (name: string, html: string | undefined): readonly Complaint[] => {
  const found = active.exec(html ?? '');
  return found === null ? [] : [`${name} holds provider markup unescaped: ${found[0]}`];
};

/** Provider text that Markdown would act on; within code spans and after a backslash nothing is acted on. */
export function activeMarkdownIn(name: string, markdown: string): readonly Complaint[] {
  const text = markdown.replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
  const found = /(?<!\\)<(img|script|svg|details|b>)|(?<!\\)\]\((javascript:|https:\/\/hostile)/i.exec(text);
  return found === null ? [] : [`${name} acts on provider text: ${found[0]}`];
}

/** Why an XML document is not well-formed. */
export function xmlFaults(name: string, xml: string): readonly Complaint[] {
  try {
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(xml).close();
    return [];
  } catch (error) {
    return [`${name} is not well-formed: ${messageOf(error)}`];
  }
}
