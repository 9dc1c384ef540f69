import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem.js';
import { ordinaryFiles } from './contents.js';
import { entryPieces, zipEntries } from './zip-reader.js';

/** An evidence pack, as an archive or unpacked into a folder. */
export interface PackSource {
  /** Every file in it, as a path with `/`. */
  readonly paths: readonly string[];
  /** The bytes of a file in pieces. */
  readonly pieces: (path: string) => AsyncIterable<Uint8Array>;
}

/** Opens a pack. Throws a `usage` Problem where there is none, or where it is refused (see `zipEntries`). */
export function openPack(path: string): PackSource {
  if (!existsSync(path)) {
    const mend = 'Give a pack as "gpc-conformance pack" made it, or the folder it was unpacked into';
    throw new Problem('usage', { what: 'There is no such file or folder', where: path, mend });
  }
  return statSync(path).isDirectory() ? folderSource(path) : archiveSource(path);
}

function folderSource(folder: string): PackSource {
  return {
    paths: ordinaryFiles(folder, ''),
    pieces: (path) => createReadStream(join(folder, path)) as AsyncIterable<Buffer>,
  };
}

function archiveSource(file: string): PackSource {
  const entries = new Map(zipEntries(file).map((entry) => [entry.path, entry]));
  return {
    paths: [...entries.keys()],
    pieces: (path) => {
      const entry = entries.get(path);
      if (entry === undefined)
        throw new Problem('defect', { what: 'A path was asked for that the pack has not', where: path });
      return entryPieces(file, entry);
    },
  };
}

/** Texts of a pack are read whole; none that the harness writes comes near this. */
const longestText = 256 * 2 ** 20;

/** A file of a pack as text. Throws a `usage` Problem where it is too long to be one of the harness's. */
export async function textIn(pack: PackSource, path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pack.pieces(path)) {
    size += piece.length;
    if (size > longestText) {
      throw new Problem('usage', { what: `${path} is longer than any report`, mend: 'Give a pack as it was made' });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
