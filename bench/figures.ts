import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One measured figure against its target. `met` is null where there is nothing to compare with on this machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string;
  readonly met: boolean | null;
}

/** A figure that has to be at least as large as its target. */
export const atLeast = (name: string, value: number, unit: string, target: number): Figure => ({
  ...{ name, value: rounded(value), unit, target: `at least ${target}` },
  met: value >= target,
});

/** A figure that must not be larger than its target. */
export const atMost = (name: string, value: number, unit: string, target: number): Figure => ({
  ...{ name, value: rounded(value), unit, target: `at most ${target}` },
  met: value <= target,
});

/** A figure that is only told. */
export const told = (name: string, value: number, unit: string): Figure => ({
  ...{ name, value: rounded(value), unit, target: '', met: null },
});

/** The figures as a table for a terminal. */
export function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map((figure) => figure.name.length));
  return figures
    .map(({ name, value, unit, target, met }) => {
      const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
      return `${name.padEnd(width)}  ${String(value).padStart(10)} ${unit.padEnd(12)} ${target.padEnd(14)} ${verdict}`;
    })
    .join('\n');
}

/** Where the figures are kept. */
export const benchFile = 'reports/out/bench.json';

/** Writes the figures into `bench.json`, in place of those of the same name from an earlier benchmark. */
export function keep(figures: readonly Figure[], file = benchFile): void {
  const names = new Set(figures.map((figure) => figure.name));
  const others = kept(file).filter((figure) => !names.has(figure.name));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ figures: [...others, ...figures] }, null, 2)}\n`);
}

/** Prints what a benchmark has measured, keeps it, and lets its process end with exit code 1 where a target is missed. */
export function tell(figures: readonly Figure[]): void {
  console.log(table(figures));
  keep(figures);
  process.exitCode = figures.some(({ met }) => met === false) ? 1 : 0;
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? 0)) / 2 : upper;
}

/** The figures that were kept so far; none where no benchmark has run. */
export function kept(file = benchFile): readonly Figure[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { figures: Figure[] }).figures;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
