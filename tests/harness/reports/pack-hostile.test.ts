import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { isProblem } from '../../../problem.js';
import { sha256 } from '../../../reports/pack/manifest.js';
import { pathFault } from '../../../reports/pack/safe-path.js';
import { verifyPack } from '../../../reports/pack/verify.js';
import { entryPieces, zipEntries } from '../../../reports/pack/zip-reader.js';
import { test } from './fresh-folder.js';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const manifest = text('{"manifestVersion":"1.0","run":"r","files":[]}');

/** What is said of an archive: the refusal, or the faults. */
async function saidOf(folder: string, archive: Uint8Array): Promise<string> {
  const file = join(folder, 'hostile.zip');
  writeFileSync(file, archive);
  try {
    return (await verifyPack(file)).faults.join('; ');
  } catch (thrown) {
    if (isProblem(thrown, 'usage')) return `refused: ${thrown.what}`;
    throw thrown;
  }
}

const zipped = (files: Zippable): Buffer => Buffer.from(zipSync({ 'manifest.json': manifest, ...files }));

/** The archive with the bytes of one text replaced by those of another of the same length, wherever they stand. */
const replaced = (archive: Buffer, from: string, to: string): Buffer =>
  Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');

const directoryHeader = (archive: Buffer): number => archive.lastIndexOf(Buffer.from('PK\u0001\u0002'));

/** A number in the last header of the directory changed. */
function patched(archive: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(archive);
  copy.writeUInt32LE(value >>> 0, directoryHeader(copy) + at);
  return copy;
}

const paths = [
  '../../etc/passwd',
  '/etc/passwd',
  'a/../../b',
  'C:/windows',
  'a\\b',
  'a/./b',
  'folder/',
  'a\u0000b',
  'a\nb',
  '',
];

for (const path of paths) {
  test(`a path ${JSON.stringify(path)} is refused, in an archive too, and nothing is written`, async ({ folder }) => {
    expect(pathFault(path)).toBeDefined();
    if (path !== '')
      expect(await saidOf(folder, zipped({ [path]: text('x') }))).toMatch(/^refused: .*archive is refused/);
    expect(readdirSync(folder).filter((name) => name !== 'hostile.zip')).toEqual([]);
  });
}

test('paths below the pack are let through, and those that would lead out never, whatever they are made of', () => {
  for (const path of ['report.html', 'exchanges/x-1_0-0001.json', 'a..b/c', 'ä/ü.txt'])
    expect(pathFault(path)).toBeUndefined();
  const step = fc.constantFrom('..', '.', '', 'a', 'b.txt', '...');
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
    const path = steps.join('/');
    const stays = !steps.some((one) => ['..', '.', ''].includes(one));
    expect(pathFault(path) === undefined).toBe(stays);
  });
  fc.assert(property);
});

test('an archive that unpacks to more than it says is refused before it is read to the end', async ({ folder }) => {
  const bomb = zipped({ 'bomb.txt': [new Uint8Array(50_000_000), { level: 9 }] });
  const listed = replaced(bomb, 'x', 'x');
  expect(await saidOf(folder, patched(listed, 24, 4_294_967_294))).toMatch(/refused: .*holds \d+ bytes|was not packed/);
  const many = zipped(Object.fromEntries([1, 2, 3].map((one) => [`f${one}`, text('x')])));
  const huge = Buffer.from(many);
  for (let at = 0; (at = huge.indexOf(Buffer.from('PK\u0001\u0002'), at)) !== -1; at += 4)
    huge.writeUInt32LE(0xfffffff0, at + 24);
  expect(await saidOf(folder, huge)).toMatch(/refused: .*it says it holds \d{11} bytes/);
});

test('a file listed in the manifest that is larger than the archive says is told without reading it whole', async ({
  folder,
}) => {
  const content = new Uint8Array(1_000_000);
  const listing = text(
    JSON.stringify({ manifestVersion: '1.0', run: 'r', files: [{ path: 'z.txt', size: 10, sha256: '0'.repeat(64) }] }),
  );
  const archive = Buffer.from(zipSync({ 'manifest.json': listing, 'z.txt': content }));
  expect(await saidOf(folder, patched(archive, 24, 10))).toContain('; z.txt is larger than the archive says; ');
});

test('entries that overlap, hide, are links, are encrypted or named twice are refused', async ({ folder }) => {
  const two = zipped({ 'a.txt': text('first'), 'b.txt': text('other') });
  const local = two.indexOf(Buffer.from('a.txt')) - 30;
  expect(await saidOf(folder, patched(two, 42, local))).toMatch(/^refused/);
  expect(await saidOf(folder, replaced(two, 'b.txt', 'a.txt'))).toMatch(/refused: .*names a path twice/);
  expect(await saidOf(folder, replaced(two, 'b.txt', 'A.txt'))).toMatch(/refused: .*names a path twice/);
  expect(await saidOf(folder, patched(two, 38, 0xa1ff0000))).toMatch(/refused: .*is a link/);
  const encrypted = Buffer.from(two);
  encrypted.writeUInt16LE(1, directoryHeader(encrypted) + 8);
  expect(await saidOf(folder, encrypted)).toMatch(/refused: .*is encrypted/);
  expect(await saidOf(folder, Buffer.concat([two, Buffer.from('more')]))).toMatch(/^refused/);
  expect(await saidOf(folder, Buffer.concat([Buffer.from('before'), two]))).toMatch(/^refused/);
  const renamed = Buffer.from(two);
  renamed.write('c.txt', renamed.indexOf(Buffer.from('b.txt')));
  expect(await saidOf(folder, renamed)).toMatch(/refused: .*is another in the directory than in its place/);
});

test('whatever bytes are given, the answer is a refusal and never a crash or a whole pack', async ({ folder }) => {
  const good = zipped({ 'a.txt': text('first') });
  const damaged = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.nat({ max: good.length - 1 }).map((length) => good.subarray(0, length)),
    fc.nat({ max: good.length - 8 }).map((at) => Buffer.concat([good.subarray(0, at), good.subarray(at + 3)])),
  );
  const property = fc.asyncProperty(damaged, async (bytes) => {
    expect(await saidOf(folder, bytes)).toMatch(/^refused/);
  });
  await fc.assert(property, { numRuns: 60 });
});

function withBitTurned(archive: Buffer, bit: number): Buffer {
  const turned = Buffer.from(archive);
  turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return turned;
}

/** What our reader makes of an archive: paths and contents, or undefined where it refuses or cannot unpack it. */
async function readHere(file: string): Promise<Readonly<Record<string, string>> | undefined> {
  const contents: Record<string, string> = {};
  try {
    for (const entry of zipEntries(file)) {
      const pieces: Buffer[] = [];
      for await (const piece of entryPieces(file, entry)) pieces.push(piece);
      contents[entry.path] = Buffer.concat(pieces).toString();
    }
    return contents;
  } catch {
    return undefined;
  }
}

test('no bit of an archive can be turned so that it reads one way here and another elsewhere', async ({ folder }) => {
  const good = zipped({
    'ä.txt': text('first'),
    'none.txt': text(''),
    'b.txt': [text('deflated '.repeat(9)), { level: 9 }],
  });
  const file = join(folder, 'turned.zip');
  const inWords = (archive: Buffer): object =>
    Object.fromEntries(
      Object.entries(unzipSync(archive)).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
    );
  let accepted = 0;
  for (let bit = -1; bit < good.length * 8; bit += 1) {
    const turned = bit < 0 ? good : withBitTurned(good, bit);
    writeFileSync(file, turned);
    const here = await readHere(file);
    if (bit < 0) expect(here).toEqual(inWords(good));
    if (here === undefined) continue;
    accepted += 1;
    expect(inWords(turned), `bit ${bit & 7} of byte ${bit >> 3}`).toEqual(here);
  }
  expect(accepted).toBeGreaterThan(1);
});

test('a file whose bytes were damaged in the archive is told by its name, and without a manifest there is no pack', async ({
  folder,
}) => {
  const contents = { 'stored.txt': text('first'), 'packed.txt': text('deflated '.repeat(9)) };
  const files = Object.entries(contents).map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }));
  const listing = text(JSON.stringify({ manifestVersion: '1.0', run: 'r', files }));
  const packed: Zippable = {
    ...contents,
    'manifest.json': listing,
    'packed.txt': [contents['packed.txt'], { level: 9 }],
  };
  const good = Buffer.from(zipSync({ ...packed, 'stored.txt': [contents['stored.txt'], { level: 0 }] }));
  const file = join(folder, 'good.zip');
  writeFileSync(file, good);
  const without = await saidOf(folder, good);
  for (const { path, start, packedSize } of zipEntries(file))
    for (let bit = start * 8; bit < (start + packedSize) * 8; bit += 1) {
      const turned = withBitTurned(good, bit);
      const said = await saidOf(folder, turned);
      // The last bits of what is deflated fill a byte and mean nothing.
      if (said === without) expect(unzipSync(turned)[path]).toEqual(unzipSync(good)[path]);
      else expect(said).toContain(path === 'manifest.json' ? 'refused: manifest.json ' : `${path} `);
    }
});
