import { nearest } from '../fixtures/target/nearest.js';
import { Problem } from '../problem.js';
import { areas, catalogue, interactions, type Level, type Requirement } from '../requirements/catalogue.js';

/** What was asked for on the command line. */
export interface SelectionFlags {
  readonly only?: readonly string[];
  readonly level?: string;
}

const levels: Readonly<Record<string, readonly Level[]>> = {
  shall: ['SHALL'],
  should: ['SHALL', 'SHOULD'],
  may: ['SHALL', 'SHOULD', 'MAY'],
};

/**
 * The requirements asked for, in reading order: `only` takes ids, areas, interactions and globs over ids; `level` takes
 * shall, should (and above) or may (everything). Throws a `usage` Problem for a word that selects nothing, with the
 * nearest one that would, and for a selection that comes out empty.
 */
export function select({ only = [], level }: SelectionFlags): readonly Requirement[] {
  const wanted = level === undefined ? undefined : levelsFor(level);
  const words = only.map((word) => word.trim()).filter((word) => word !== '');
  const named = words.length === 0 ? [...catalogue.values()] : byWords(words);
  const selected = named.filter((one) => wanted === undefined || wanted.includes(one.level));
  if (selected.length > 0) return selected;
  throw new Problem('usage', {
    what: `Nothing is selected: no requirement of --only ${words.join(' ')} has level ${level ?? ''}`,
    mend: 'See "gpc-conformance list" for what there is',
  });
}

function byWords(words: readonly string[]): readonly Requirement[] {
  const picked = new Set(words.flatMap((word) => matching(word).map((one) => one.id)));
  return [...catalogue.values()].filter((one) => picked.has(one.id));
}

function matching(word: string): readonly Requirement[] {
  const fits = predicateFor(word);
  const found = [...catalogue.values()].filter(fits);
  if (found.length > 0) return found;
  const suggestion = nearest(word, [...catalogue.keys(), ...areas, ...interactions], word.length);
  throw new Problem('usage', {
    what: `--only ${word} selects no requirement`,
    mend: `${suggestion === undefined ? '' : `Did you mean ${suggestion}? `}See "gpc-conformance list" for what there is`,
  });
}

function predicateFor(word: string): (one: Requirement) => boolean {
  if (catalogue.has(word.toUpperCase())) return (one) => one.id === word.toUpperCase();
  if (areas.some((area) => area === word)) return (one) => one.area === word;
  if (interactions.some((interaction) => interaction === word)) return (one) => one.interaction === word;
  const pattern = new RegExp(
    `^${word
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  );
  return (one) => pattern.test(one.id);
}

function levelsFor(level: string): readonly Level[] {
  const found = Object.hasOwn(levels, level.toLowerCase()) ? levels[level.toLowerCase()] : undefined;
  if (found !== undefined) return found;
  throw new Problem('usage', { what: `There is no level ${level}`, mend: 'Give shall, should or may' });
}
