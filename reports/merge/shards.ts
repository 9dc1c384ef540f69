import { Problem } from '../../problem.js';
import type { RunPart } from '../result.js';

/** Which part of the tests a run was: the `index`-th of `count`, from 1. A run that was not divided is 1 of 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The shard a run was asked for. */
export function shardOf({ selection }: Pick<RunPart, 'selection'>): Shard {
  const [index = 1, count = 1] = (selection['shard'] ?? '1/1').split('/').map(Number);
  return { index, count };
}

/**
 * In words: which shards are missing of the walks that were divided; undefined where none is. Throws a `usage` Problem
 * where a run or a shard is there twice: what it found would count twice.
 */
export function missingShards(parts: readonly RunPart[]): string | undefined {
  refuseTwice(parts.map(({ id }) => `run ${id}`));
  const walks = new Map<string, RunPart[]>();
  for (const part of parts.filter((one) => shardOf(one).count > 1)) {
    const key = `${shardOf(part).count} ${part.practices.join(' ')}`;
    walks.set(key, [...(walks.get(key) ?? []), part]);
  }
  refuseTwice([...walks.values()].flatMap((walk) => walk.map(inWords)));
  const missing = [...walks.values()].flatMap(missingOf);
  return missing.length === 0 ? undefined : `Missing: ${missing.join('; ')}`;
}

const inWords = (part: RunPart): string =>
  `shard ${part.selection['shard'] ?? ''} of the tests at ${part.practices.join(', ')}`;

function missingOf(walk: readonly RunPart[]): readonly string[] {
  const [first] = walk;
  if (first === undefined) return [];
  const { count } = shardOf(first);
  const there = new Set(walk.map((part) => shardOf(part).index));
  const wanted = Array.from({ length: count }, (_none, place) => place + 1);
  const missing = wanted.filter((index) => !there.has(index)).map((index) => `${index}/${count}`);
  const shards = missing.length === 1 ? 'shard' : 'shards';
  return missing.length === 0 ? [] : [`${shards} ${missing.join(', ')} of the tests at ${first.practices.join(', ')}`];
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice === undefined) return;
  throw new Problem('usage', { what: `Given twice: ${twice}`, mend: 'Name each run once, and of each shard one run' });
}
