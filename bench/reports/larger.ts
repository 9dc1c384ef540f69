import type { ConformanceResult } from '../../reports/result.js';
import { summaryOf } from '../../reports/verdict.js';

/**
 * A result with so many rows, made of a recorded one: its rows again and again, each time at a practice of another code.
 * Sessions and exchanges stay as they were.
 */
export function withRows(result: ConformanceResult, rows: number): ConformanceResult {
  const { requirements, target } = result;
  const own = target.practices.filter(({ role }) => role === 'suite');
  const copies = Math.ceil(rows / requirements.length);
  const grown = repeated(requirements, copies)
    .map(([row, copy]) => ({ ...row, practice: named(row.practice, copy) }))
    .slice(0, rows);
  const practices = repeated(own, copies).map(([one, copy]) => ({ ...one, odsCode: named(one.odsCode, copy) }));
  return { ...result, target: { ...target, practices }, requirements: grown, summary: summaryOf(grown) };
}

/** A result with so many exchanges, made of a recorded one: its exchanges again and again under other ids, same files. */
export function withExchanges(result: ConformanceResult, count: number): ConformanceResult {
  const { exchanges, sessions } = result;
  const copies = Math.ceil(count / exchanges.length);
  return {
    ...result,
    run: { ...result.run, exchanges: count },
    exchanges: repeated(exchanges, copies)
      .map(([exchange, copy]) => {
        const { id, test } = exchange;
        return { ...exchange, id: named(id, copy), test: test === null ? null : named(test, copy) };
      })
      .slice(0, count),
    sessions: repeated(sessions, copies).map(([session, copy]) => ({
      ...session,
      test: named(session.test, copy),
      steps: session.steps.map((step) => ({ ...step, exchanges: step.exchanges.map((id) => named(id, copy)) })),
    })),
  };
}

/** The first copy is the original, so that what refers to it still leads somewhere. */
const named = (name: string, copy: number): string => (copy === 0 ? name : `${name}-${copy}`);

const repeated = <Item>(items: readonly Item[], copies: number): readonly (readonly [Item, number])[] =>
  Array.from({ length: copies }, (_none, copy) => items.map((item) => [item, copy] as const)).flat();
