import type { RunFolder } from './run-folder.js';

/** How the exchanges of one run are called among those of several. */
export interface NewNames {
  /** The new name of an exchange id or of an exchange's file; any other text as it is. */
  readonly of: (name: string) => string;
  /** A value in which every name of an exchange, wherever evidence and results keep one, is the new one. */
  readonly in: <T>(value: T) => T;
  /** Text in which every exchange id is the new one. */
  readonly inText: (text: string) => string;
}

/** `x-0-0001` of the second run becomes `x-2_0-0001`: unique, and still in the order of the run. */
export function newNames({ result }: RunFolder, place: number): NewNames {
  const names = new Map(
    result.exchanges.flatMap(({ id, file }) => {
      const name = id.replace(/^x-/, `x-${place}_`);
      return [[id, name] as const, [file, file.replace(id, name)] as const];
    }),
  );
  const of = (name: string): string => names.get(name) ?? name;
  return {
    of,
    in: (value) => renamed(value, of),
    inText: (text) => text.replace(/\bx-[\w-]+-\d{4,}\b/g, of),
  };
}

/** The keys under which an exchange is named; what a provider said stands under others. */
const naming = new Set(['exchange', 'exchanges', 'id', 'file']);

function renamed<T>(value: T, of: (name: string) => string): T {
  return renamedBelow(value, '', of) as T;
}

function renamedBelow(value: unknown, key: string, of: (name: string) => string): unknown {
  if (typeof value === 'string') return naming.has(key) ? of(value) : value;
  if (Array.isArray(value)) return value.map((one) => renamedBelow(one, key, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamedBelow(one, name, of)]));
}
