import { InvalidArgumentError } from 'commander';

/** Collects the values of an option that may be repeated. */
export const collected = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** A parser for a whole number from `least` to `most`; commander turns its error into wrong usage. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most && text.trim() !== '') return number;
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
  };
}
