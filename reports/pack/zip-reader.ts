import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { isProblem, messageOf, Problem } from '../../problem.js';
import { pathFault } from './safe-path.js';

/** One file of an archive: its path with `/`, where its bytes lie, and how many it says it comes to. */
export interface ZipEntry {
  readonly path: string;
  readonly size: number;
  readonly packedSize: number;
  readonly isDeflated: boolean;
  readonly crc32: number;
  /** Offset of its first byte in the archive. */
  readonly start: number;
}

/** More than a run comes to; an archive that says more is not unpacked to find out. */
const most = { bytes: 4 * 2 ** 30, tail: 22 + 65_535, directory: 64 * 2 ** 20 };
const signatures = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 };

/**
 * The entries of a ZIP file, read from its directory and held against the header before each file. Strict, since packs
 * are of our own making: throws a `usage` Problem for paths that lead elsewhere, files that overlap or hide between
 * others, encryption, links, the 64-bit form, and more than 4 GiB in all.
 */
export function zipEntries(file: string): readonly ZipEntry[] {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = (position: number, length: number): Buffer => {
      const piece = Buffer.alloc(length);
      if (readSync(descriptor, piece, 0, length, position) < length) throw refused(file, 'it is cut off');
      return piece;
    };
    return entriesOf({ file, size: fstatSync(descriptor).size, bytes });
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The bytes of an entry, unpacked in pieces. Throws a `usage` Problem that names the file where it cannot be unpacked, as
 * soon as there are more bytes than the archive says, and at the end where they are fewer or their checksum is another.
 */
export async function* entryPieces(file: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  const { path, size } = entry;
  let [come, checksum] = [0, 0];
  try {
    for await (const piece of unpackedPieces(file, entry)) {
      come += piece.length;
      if (come > size) throw altered(file, `${path} is larger than the archive says`);
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (cause) {
    throw isProblem(cause, 'usage') ? cause : altered(file, `${path} cannot be unpacked: ${messageOf(cause)}`, cause);
  }
  if (come < size) throw altered(file, `${path} has ${come} bytes instead of ${size}`);
  if (checksum !== entry.crc32) throw altered(file, `${path} has other content than when it was packed`);
}

function unpackedPieces(file: string, { start, packedSize, isDeflated }: ZipEntry): AsyncIterable<Buffer> {
  if (packedSize === 0) return Readable.from([]);
  const packed = createReadStream(file, { start, end: start + packedSize - 1 });
  // What goes wrong in either stream reaches the reader of the last one.
  const unpacked: Readable = isDeflated ? pipeline(packed, createInflateRaw(), () => undefined) : packed;
  return unpacked;
}

interface OpenZip {
  readonly file: string;
  readonly size: number;
  readonly bytes: (position: number, length: number) => Buffer;
}

function entriesOf(zip: OpenZip): readonly ZipEntry[] {
  const { offset, size, count } = directoryOf(zip);
  const entries: ZipEntry[] = [];
  const directory = zip.bytes(offset, size);
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > size || directory.readUInt32LE(at) !== signatures.directory)
      throw refused(zip.file, 'its directory is broken');
    const length =
      46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    entries.push(entryIn(directory.subarray(at, at + length), zip));
    at += length;
  }
  if (at !== size) throw refused(zip.file, 'its directory is broken');
  refuseHidden(entries, offset, zip.file);
  return entries;
}

function directoryOf(zip: OpenZip): { readonly offset: number; readonly size: number; readonly count: number } {
  const tail = zip.bytes(Math.max(0, zip.size - most.tail), Math.min(zip.size, most.tail));
  const end = tail.length - 22;
  if (end < 0 || tail.readUInt32LE(end) !== signatures.end)
    throw refused(zip.file, 'it is no ZIP file, or more follows after its end');
  const [count, size, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (count === 0xffff || size > most.directory || offset === 0xffffffff)
    throw refused(zip.file, 'it is of the 64-bit form');
  const isOneDisk = tail.readUInt32LE(end + 4) === 0 && tail.readUInt16LE(end + 8) === count;
  if (!isOneDisk || tail.readUInt16LE(end + 20) !== 0) throw refused(zip.file, 'it is a part of one, or has a comment');
  if (offset + size !== zip.size - 22) throw refused(zip.file, 'something lies before or after its directory');
  return { offset, size, count };
}

function entryIn(header: Buffer, zip: OpenZip): ZipEntry {
  const [packedSize, size, local] = [header.readUInt32LE(20), header.readUInt32LE(24), header.readUInt32LE(42)];
  const name = header.subarray(46, 46 + header.readUInt16LE(28));
  const path = utf8(name, zip.file);
  const fault = pathFault(path) ?? headerFault(header);
  if (fault !== undefined) throw refused(zip.file, `${JSON.stringify(path)} ${fault}`);
  const isSizedBehind = (header.readUInt16LE(8) & sizedBehind) !== 0;
  const start = startOf({ local, name, packedSize, how: header.subarray(6, 16), isSizedBehind }, zip);
  return { path, size, packedSize, isDeflated: header.readUInt16LE(10) === 8, crc32: header.readUInt32LE(16), start };
}

/** Flags of a file: its sizes stand behind it, and its path is UTF-8. */
const [sizedBehind, utf8Path] = [8, 0x0800];

/** Why the file of a header in the directory is not unpacked. */
function headerFault(header: Buffer): string | undefined {
  const [version, flags, method] = [header.readUInt16LE(6), header.readUInt16LE(8), header.readUInt16LE(10)];
  if ((flags & 1) !== 0) return 'is encrypted';
  if ((flags & ~(sizedBehind | utf8Path)) !== 0 || version > 20) return 'needs a reader of another kind';
  if (method !== 0 && method !== 8) return `is packed in another way (${method})`;
  if (header.readUInt16LE(34) !== 0) return 'lies in another part';
  return header.readUInt32LE(38) >>> 28 === 0xa ? 'is a link' : undefined;
}

interface LocalFacts {
  readonly local: number;
  readonly name: Buffer;
  readonly packedSize: number;
  /** Version, flags, method and time, which both headers give in the same bytes. */
  readonly how: Buffer;
  /** Whether its sizes follow the file rather than stand before it. */
  readonly isSizedBehind: boolean;
}

/** Some programs believe the header before a file, others the directory; here both have to say the same. */
function startOf({ local, name, packedSize, how, isSizedBehind }: LocalFacts, zip: OpenZip): number {
  const header = zip.bytes(local, 30);
  const [nameLength, extraLength] = [header.readUInt16LE(26), header.readUInt16LE(28)];
  const isSame =
    header.readUInt32LE(0) === signatures.local &&
    zip.bytes(local + 30, nameLength).equals(name) &&
    header.subarray(4, 14).equals(how) &&
    (isSizedBehind || header.readUInt32LE(18) === packedSize);
  if (!isSame)
    throw refused(zip.file, `${JSON.stringify(name.toString())} is another in the directory than in its place`);
  return local + 30 + nameLength + extraLength;
}

/** Files lie one behind the other; between two of them only a data descriptor (at most 24 bytes) and the next header fit. */
function refuseHidden(entries: readonly ZipEntry[], directory: number, file: string): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > most.bytes) throw refused(file, `it says it holds ${total} bytes`);
  const paths = new Set(entries.map(({ path }) => path.normalize('NFC').toLowerCase()));
  if (paths.size < entries.length) throw refused(file, 'it names a path twice');
  let end = 0;
  for (const { path, start, packedSize } of entries.toSorted((one, other) => one.start - other.start)) {
    const header = start - end;
    const longest = 30 + 24 + Buffer.byteLength(path) + 64;
    if (header < 30 || header > longest)
      throw refused(file, `${path} overlaps another file, or something lies before it`);
    end = start + packedSize;
  }
  if (end > directory || directory - end > 24)
    throw refused(file, 'something lies between its files and its directory');
}

function utf8(name: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch (cause) {
    throw refused(file, 'it has a path that is not UTF-8', cause);
  }
}

function refused(file: string, why: string, cause?: unknown): Problem {
  return altered(file, `The archive is refused: ${why}`, cause);
}

function altered(file: string, what: string, cause?: unknown): Problem {
  const mend = 'Give an evidence pack as "gpc-conformance pack" made it';
  return new Problem('usage', { what, where: file, mend, ...(cause !== undefined && { cause }) });
}
