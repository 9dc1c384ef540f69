import type { Answer } from './answer.js';

/**
 * The same work, done once an answer: some seventy rules look at each, and much of what they ask is the same. What came of
 * it is forgotten with the answer.
 */
export function onceAnAnswer<Result>(work: (answer: Answer) => Result): (answer: Answer) => Result {
  const done = new WeakMap<Answer, { readonly result: Result }>();
  return (answer) => {
    const known = done.get(answer) ?? { result: work(answer) };
    done.set(answer, known);
    return known.result;
  };
}
