import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Secrets planted for a test, by what kind of secret each is. */
export type Canaries = ReadonlyMap<string, string>;

/** Every file below a folder, folders included, by path. */
export function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

/** Where a canary stands among the texts and the files below the folders, in any coding: `<kind> as <form> in <place>`. */
export function leaksIn(folders: readonly string[], texts: Readonly<Record<string, string>>, canaries: Canaries) {
  const forms = [...canaries].flatMap(([kind, secret]) =>
    formsOf(secret).map(([form, text]) => ({ kind, form, bytes: Buffer.from(text, 'utf8') })),
  );
  const places = [
    ...Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, 'utf8')] as const),
    ...folders.flatMap(everythingIn).flatMap((path) => contentsOf(path).map((bytes) => [path, bytes] as const)),
  ];
  return places.flatMap(([place, content]) =>
    forms.filter(({ bytes }) => content.includes(bytes)).map(({ kind, form }) => `${kind} as ${form} in ${place}`),
  );
}

function contentsOf(path: string): readonly Buffer[] {
  if (!statSync(path).isFile()) return [];
  const bytes = readFileSync(path);
  const packed = path.endsWith('.gz') ? [gunzipSync(bytes)] : [];
  // An Allure report holds its data in Base64, in which a short text has no form of its own.
  const coded = bytes
    .toString('latin1')
    .split(/[^A-Za-z0-9+/]/)
    .filter((run) => run.length >= 100);
  return [bytes, ...packed, ...coded.map((run) => Buffer.from(run, 'base64'))];
}

/** A shorter run of Base64 turns up by chance. */
const tellingRun = 8;

/** Made by other means than those by which the harness looks for secrets. */
function formsOf(secret: string): readonly (readonly [form: string, text: string])[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ['itself', secret],
    ['its beginning', secret.slice(0, Math.max(20, secret.length / 2))],
    ['percent-encoding', encodeURIComponent(secret)],
    ['form field', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ...['', 'x', 'xx'].flatMap((before) => codedForms(before, secret)).filter(([, run]) => run.length >= tellingRun),
  ];
}

/** The middle of the secret's Base64 where so many bytes stand before it, which no neighbour can change. */
function codedForms(before: string, secret: string): readonly (readonly [form: string, text: string])[] {
  return (['base64', 'base64url'] as const).map((coding) => {
    const coded = Buffer.from(`${before}${secret}`).toString(coding).replaceAll('=', '');
    return [`${coding} at ${before.length}`, coded.slice(4, -4)];
  });
}
