import type { Answer } from './answer.js';

/**
 * The same work, done once an answer: some seventy rules look at each, and much of what they ask is the same. What came of
 * it is forgotten with the answer.
 */
export function onceAnAnswer<Result, Kind extends Answer = Answer>(
  work: (answer: Kind) => Result,
): (answer: Kind) => Result {
  const done = new WeakMap<Kind, { readonly result: Result }>();
  return (answer) => {
    const known = done.get(answer) ?? { result: work(answer) };
    done.set(answer, known);
    return known.result;
  };
}
