import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { Problem } from '../../problem.js';
import { reportFiles, runFiles } from '../files.js';
import type { ConformanceResult } from '../result.js';
import { readBasis } from '../run-basis.js';
import { readResult } from '../writers/json.js';
import { packedFiles } from './contents.js';
import { manifestFile, manifestHashFile, sha256, type Manifest, type PackedFile } from './manifest.js';

/** What was packed. */
export interface Packed {
  readonly file: string;
  /** How many files, the manifest not counted. */
  readonly files: number;
  /** SHA-256 of the manifest: whoever has it from elsewhere can tell whether the whole pack is the one that was made. */
  readonly manifestHash: string;
}

/** A ZIP archive without its 64-bit form can count no more. */
const most = { files: 65_000, bytes: 0xff000000 };

/**
 * Packs a run: reports, exchanges, evidence, masked target and versions, with a manifest of hashes. The same folder gives
 * the same bytes. Files are read and written in pieces, so memory does not grow with the run. Throws a `usage` Problem
 * where the folder is no run, is not whole, or is too large for one archive.
 */
export function packRun(folder: string, file?: string): Packed {
  const result = readResult(join(folder, reportFiles.result));
  const names = packedFiles(folder);
  refuseIncomplete(result, new Set(names), folder);
  const destination = resolve(file ?? `evidence-${result.run.id}.zip`);
  mkdirSync(dirname(destination), { recursive: true });
  const archive = new Archive(`${destination}.part`);
  try {
    const files = [
      ...names.map((name) => archive.addFile(name, join(folder, name))),
      archive.addText('versions.json', inJson(versionsOf(result, folder))),
    ];
    const manifest: Manifest = { manifestVersion: '1.0', run: result.run.id, files };
    const { sha256: manifestHash } = archive.addText(manifestFile, inJson(manifest));
    archive.addText(manifestHashFile, `${manifestHash}  ${manifestFile}\n`);
    archive.end();
    renameSync(`${destination}.part`, destination);
    return { file: destination, files: files.length, manifestHash };
  } catch (error) {
    archive.discard();
    throw error;
  }
}

const inJson = (content: object): string => `${JSON.stringify(content, null, 1)}\n`;

/** What judged, and by which texts, as the run itself noted it. */
function versionsOf({ harness }: ConformanceResult, folder: string): object {
  return existsSync(join(folder, runFiles.basis)) ? { harness, ...readBasis(folder).versions } : { harness };
}

function refuseIncomplete({ exchanges }: ConformanceResult, names: ReadonlySet<string>, folder: string): void {
  const missing = exchanges.find(({ file }) => !names.has(file));
  const mend = 'Pack the whole output folder, as the run wrote it';
  if (missing !== undefined) {
    const what = `A recorded exchange is missing: ${missing.file}`;
    throw new Problem('usage', { what, where: folder, mend });
  }
  if (names.size > most.files) {
    const what = `The run has ${names.size} files, and an archive holds ${most.files} at most`;
    throw new Problem('usage', { what, where: folder, mend: 'Run and pack fewer practices at a time' });
  }
}

/** Pieces in which files are read. */
const pieceBytes = 256 * 1024;

/** A ZIP file while it is written. */
class Archive {
  private readonly descriptor: number;
  private readonly zip: Zip;
  private written = 0;

  constructor(private readonly file: string) {
    this.descriptor = openSync(file, 'w', 0o600);
    this.zip = new Zip((error, piece) => {
      if (error !== null) throw error;
      this.write(piece);
    });
  }

  addFile(path: string, source: string): PackedFile {
    const entry = this.entry(path);
    const hash = createHash('sha256');
    let size = 0;
    for (const piece of piecesOf(source)) {
      hash.update(piece);
      size += piece.length;
      entry.push(piece);
    }
    entry.push(new Uint8Array(), true);
    return { path, size, sha256: hash.digest('hex') };
  }

  addText(path: string, text: string): PackedFile {
    const bytes = Buffer.from(text);
    this.entry(path).push(bytes, true);
    return { path, size: bytes.length, sha256: sha256(bytes) };
  }

  end(): void {
    this.zip.end();
    closeSync(this.descriptor);
  }

  /** Removes what was written of an archive that cannot be finished. */
  discard(): void {
    rmSync(this.file, { force: true });
  }

  /** Every entry has the first day a ZIP file can name, so that the bytes tell nothing of when and where it was packed. */
  private entry(path: string): ZipDeflate {
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = new Date(1980, 0, 1);
    this.zip.add(entry);
    return entry;
  }

  private write(piece: Uint8Array): void {
    this.written += piece.length;
    if (this.written > most.bytes) {
      throw new Problem('usage', {
        what: 'The run is too large for one archive (4 GB)',
        mend: 'Run and pack fewer practices at a time',
      });
    }
    writeSync(this.descriptor, piece);
  }
}

function* piecesOf(file: string): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const piece = Buffer.alloc(pieceBytes);
      const length = readSync(descriptor, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
