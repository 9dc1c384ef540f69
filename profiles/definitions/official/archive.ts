/** Reads the regular files of a .tgz (gzip over tar), as npm and the FHIR registries publish packages. */

const block = 512;
/** The pinned base package unpacks to about 125 MB; anything far above that is not a definitions package. */
const unpackedLimit = 512 * 1024 * 1024;

/** One file of an archive: its name as stored, and its bytes. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The regular files in a .tgz, in their order. Throws an Error for bytes that are no gzip or no tar. */
export function* filesInTgz(tgz: Buffer): Generator<ArchivedFile> {
  // Loaded when first needed: most runs read no archive.
  const tar = process.getBuiltinModule('node:zlib').gunzipSync(tgz, { maxOutputLength: unpackedLimit });
  let longName: string | undefined;
  for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
    const header = tar.subarray(at, at + block);
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (text(header, 257, 5) !== 'ustar' || Number.isNaN(size)) throw new Error(`no tar header at byte ${at}`);
    const bytes = tar.subarray(at + block, at + block + size);
    const kind = text(header, 156, 1);
    if (kind === 'x') longName = paxPath(bytes);
    else if (kind === 'L') longName = text(bytes, 0, size);
    else {
      if (kind === '0' || kind === '') yield { name: longName ?? shortPath(header), bytes };
      longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
}

function text(bytes: Buffer, from: number, length: number): string {
  return (
    bytes
      .toString('utf8', from, from + length)
      .split('\0')[0]
      ?.trim() ?? ''
  );
}

function shortPath(header: Buffer): string {
  const folder = text(header, 345, 155);
  return folder === '' ? text(header, 0, 100) : `${folder}/${text(header, 0, 100)}`;
}

/** The `path` record of a pax header (`27 path=package/some/name\n`), if it has one. */
function paxPath(bytes: Buffer): string | undefined {
  return /^\d+ path=(.*)$/m.exec(bytes.toString('utf8'))?.[1];
}
