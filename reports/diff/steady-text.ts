import type { Finding } from '../../requirements/finding.js';
import type { ConformanceResult } from '../result.js';

/** What differs between two runs of one provider although nothing changed, and what stands for it; applied in this order. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:-[\w.]+)+-\d{4,}\b/g, '<exchange>'],
  [/\bGPC test [\w-]+/g, '<booking>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} [\d:]{8} GMT\b/g, '<time>'],
  [/\b\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?/g, '<time>'],
  [/\b\d{4}-\d{2}-\d{2}\b/g, '<date>'],
  [/\b\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\b/g, '<time>'],
  [/\b(?!StructureDefinition|ValueSet|CodeSystem)([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}/g, '$1/<id>'],
  [/\bW\/(?:\\?"[^"]*"?)/g, '<version>'],
  [/\[\d+\]/g, '[*]'],
  [/\b\d+(?:\.\d+)? ?(ms|s|bytes|B|kB|MB)\b/g, '# $1'],
  // A word of letters and digits is somebody's id; a status, a Spine code's number or a version is digits alone.
  [/(?<![\w/-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{6,}\b/g, '<id>'],
  [/\b\d{4,}\b/g, '#'],
  [/\b\d+ (?=[a-z])/g, '# '],
];

/** Gives a text without what no two runs have in common: ids, times, exchanges, addresses, counts. */
export type Steady = (text: string) => string;

/** A provider may say any amount; two texts that agree so far are taken for the same. */
const longest = 2_000;

/** How the texts of one result are made steady: its practices' addresses are volatile too. */
export function steadyIn({ target }: ConformanceResult): Steady {
  const bases = target.practices.map(({ baseUrl }) => baseUrl);
  const origins = bases.flatMap((base) => (URL.canParse(base) ? [new URL(base).origin] : []));
  const addresses = [...new Set([...bases, ...origins])].toSorted((one, other) => other.length - one.length);
  return (text) => {
    const placeless = addresses.reduce((all, address) => all.replaceAll(address, '<address>'), text.slice(0, longest));
    return volatile.reduce((result, [pattern, sign]) => result.replace(pattern, sign), placeless);
  };
}

/** The last line of a list that was cut, which only counts what was left out (see `verdict.ts`). */
const isCount = ({ rule, path }: Finding): boolean => rule === 'more' && path === '';

/** The findings of a requirement by what they say, whatever ids and times they say it with; remarks are left out. */
export interface SteadyFindings {
  readonly by: ReadonlyMap<string, Finding>;
  /** Whether further findings were only counted: what is not here may be among them. */
  readonly isCut: boolean;
}

/** The errors and warnings among findings, each once by what it says. */
export function steadyFindings(findings: readonly Finding[], steady: Steady): SteadyFindings {
  const told = findings.filter((one) => one.severity !== 'information');
  return {
    by: new Map(told.map((one) => [signatureOf(one, steady), one])),
    isCut: findings.some(isCount),
  };
}

const signatureOf = ({ severity, rule, path, message, expected, actual }: Finding, steady: Steady): string =>
  [severity, rule, ...[path, message, expected ?? '', actual ?? ''].map(steady)].join('\n');
