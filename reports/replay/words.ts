import type { RunFacts } from '../result.js';

/** How many ids or requests are named; the rest is counted. */
const namedAtMost = 3;

/**
 * What a reader has to know of a replay, a sentence each: of which run it is, what its record does not hold, and where a
 * mask stands for what was judged. Empty for a run that asked the providers themselves.
 */
export function replayWords({ replayOf }: RunFacts): readonly string[] {
  if (replayOf === undefined) return [];
  const { id, startedAt, notHeld, masked } = replayOf;
  return [
    `Judged again from the record of run ${id}, started ${startedAt}; nobody was asked`,
    ...(notHeld.length === 0 ? [] : [`Not in the record, so not judged: ${some(notHeld)}`]),
    ...(masked.length === 0 ? [] : [`A mask stands in the answer where something else was judged: ${some(masked)}`]),
  ];
}

function some(items: readonly string[]): string {
  const rest = items.length - namedAtMost;
  return `${items.slice(0, namedAtMost).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}
