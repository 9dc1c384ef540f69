/** Files of lines to which several processes append while others read them. */
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';

/** What has come since the last look. */
export interface Appended {
  /** Lines that are complete, without their ends. */
  readonly lines: readonly string[];
  /** What follows the last complete line: half a line, or a last one without its end. */
  readonly rest: string;
  /** The file is another one than at the last look, so that what was read before no longer stands in it. */
  readonly isAnew: boolean;
}

/** Reads a file as it grows: at each look only what is new, so that looking often stays cheap. */
export class AppendedLines {
  private readBytes = 0;
  private inode: number | undefined;

  constructor(readonly file: string) {}

  /** What has come since the last look; nothing for a file that is not there. */
  next(): Appended {
    const found = statSync(this.file, { throwIfNoEntry: false });
    if (found?.ino === this.inode && found?.size === this.readBytes) return { lines: [], rest: '', isAnew: false };
    const opened = found && openIfThere(this.file);
    if (opened === undefined) return this.nothing();
    try {
      const { size, ino } = fstatSync(opened);
      const isAnew = this.inode !== undefined && (this.inode !== ino || size < this.readBytes);
      if (isAnew) this.readBytes = 0;
      this.inode = ino;
      const bytes = Buffer.alloc(size - this.readBytes);
      const fresh = bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, this.readBytes));
      const end = fresh.lastIndexOf('\n') + 1;
      this.readBytes += end;
      const lines = end === 0 ? [] : fresh.toString('utf8', 0, end - 1).split('\n');
      return { lines, rest: fresh.toString('utf8', end), isAnew };
    } finally {
      closeSync(opened);
    }
  }

  private nothing(): Appended {
    const isAnew = this.inode !== undefined;
    this.inode = undefined;
    this.readBytes = 0;
    return { lines: [], rest: '', isAnew };
  }
}

/**
 * Cuts off the half of a line with which a killed process ended, before anybody appends to it: what it told had not
 * happened yet. Only for a file to which nobody writes just now.
 */
export function cutTornLine(file: string): void {
  if (!existsSync(file)) return;
  const opened = openSync(file, 'r+');
  try {
    const { size } = fstatSync(opened);
    const whole = endOfLastLine(opened, size);
    if (whole < size) ftruncateSync(opened, whole);
  } finally {
    closeSync(opened);
  }
}

const pieceBytes = 65_536;

/** Looked for from the end, piece by piece: only the last line can be torn. */
function endOfLastLine(opened: number, size: number): number {
  for (let end = size; end > 0;) {
    const piece = Buffer.alloc(Math.min(end, pieceBytes));
    readSync(opened, piece, 0, piece.length, end - piece.length);
    end -= piece.length;
    const last = piece.lastIndexOf('\n');
    if (last >= 0) return end + last + 1;
  }
  return 0;
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
