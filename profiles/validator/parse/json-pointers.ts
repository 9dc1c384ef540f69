import { escapeKey } from '../finding.js';
import { keyText, skipString } from './json-text.js';

/** A container that is open at the present offset, and the member in it that was met last. */
interface Frame {
  readonly isArray: boolean;
  index: number;
  /** Undefined until the name of the next property has been met. */
  key: string | undefined;
}

/**
 * The pointers of the nodes that contain the given offsets, which must be in ascending order. One pass over the text,
 * however many offsets there are; broken text gives the innermost container that could be made out.
 */
export function pointersAt(text: string, offsets: readonly number[]): readonly string[] {
  const pointers: string[] = [];
  const frames: Frame[] = [];
  const mark = /["{}[\],]/g;
  const passed = (end: number): void => {
    for (let next = offsets[pointers.length]; next !== undefined && next < end; next = offsets[pointers.length])
      pointers.push(pointerOf(frames));
  };
  while (pointers.length < offsets.length) {
    const match = mark.exec(text);
    if (match === null) break;
    passed(match.index);
    if (match[0] === '"') {
      mark.lastIndex = skipString(text, match.index);
      meetString(frames.at(-1), text, match.index, mark.lastIndex);
      passed(mark.lastIndex);
    } else {
      meetMark(frames, match[0]);
    }
  }
  passed(Infinity);
  return pointers;
}

function meetString(frame: Frame | undefined, text: string, start: number, end: number): void {
  if (frame !== undefined && !frame.isArray && frame.key === undefined) frame.key = keyText(text.slice(start, end));
}

function meetMark(frames: Frame[], mark: string): void {
  if (mark === '{' || mark === '[') {
    frames.push({ isArray: mark === '[', index: 0, key: undefined });
  } else if (mark === ',') {
    const frame = frames.at(-1);
    if (frame === undefined) return;
    frame.index += 1;
    frame.key = undefined;
  } else {
    frames.pop();
  }
}

function pointerOf(frames: readonly Frame[]): string {
  return frames
    .map(({ isArray, index, key }) => (isArray ? `/${index}` : key === undefined ? '' : `/${escapeKey(key)}`))
    .join('');
}
