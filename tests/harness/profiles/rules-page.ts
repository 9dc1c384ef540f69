/** Writes docs/validation-rules.md from the rules and their examples. */

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DECISIONS, RULES, type Finding, type RuleId } from '../../../profiles/index.js';
import { invariantExamples } from './invariant-examples.js';
import { validatorWith } from './made-up.js';
import { madeUpProfiles, ruleExamples, type RuleExample } from './rule-examples.js';

/** Where the page is kept. */
export const rulesPage = new URL('../../../docs/validation-rules.md', import.meta.url);

const validator = validatorWith(...madeUpProfiles);

/** The findings of an example, those of its rule first. */
export function findingsOf({ rule, text, bytes, profiles }: RuleExample): readonly Finding[] {
  const document = bytes === undefined ? new TextEncoder().encode(text) : bytes(text);
  const { findings } = validator.validate(document, { profiles: profiles ?? [] });
  return findings.toSorted((one, other) => Number(other.rule === rule) - Number(one.rule === rule));
}

/** The examples of the invariants in the form of the others. */
export const invariantRules: readonly RuleExample[] = Object.entries(invariantExamples).map(([key, text]) => ({
  rule: `invariant.${key}`,
  text,
}));

const isListed = (rule: RuleId): rule is keyof typeof RULES => rule in RULES;

function section(example: RuleExample): string {
  const { rule, text, note, profiles } = example;
  const [found] = findingsOf(example);
  const about = isListed(rule)
    ? `${RULES[rule].asks} Severity: ${RULES[rule].severity}.`
    : `\`${found?.expected ?? ''}\``;
  const held = profiles === undefined ? [] : [`Held against \`${profiles.join('`, `')}\`.`];
  const words = [...held, ...(note === undefined ? [] : [note])].join(' ');
  const format = text.trimStart().startsWith('<') ? 'xml' : 'json';
  const place =
    found === undefined
      ? 'no finding'
      : `${found.severity} at \`${shortened(found.path)}\`, line ${found.line}, column ${found.column}: ${found.message}`;
  return [
    `### ${rule}`,
    about,
    ...(words === '' ? [] : [words]),
    `\`\`\`${format}\n${text}\n\`\`\``,
    `Gives: ${place}.`,
  ].join('\n\n');
}

const shortened = (path: string): string => (path.length > 80 ? `${path.slice(0, 80)}...` : path);

function decisionTable(): string {
  const rows = DECISIONS.map(
    ({ id, artefact, guide, treatedAs }) => `| ${id} | ${artefact} | ${guide} | ${treatedAs} |`,
  );
  return ['| decision | the artefact | the guide | treated as |', '|---|---|---|---|', ...rows].join('\n');
}

/** The page as it should be. */
export function renderRules(): string {
  return [
    '# Rules of the profile validator',
    'Written by `npx tsx tests/harness/profiles/rules-page.ts`; a test fails when it is out of date. The ids are stable: there may be more of them, none is renamed. Each rule stands with the smallest document that breaks it and what the validator says about it.',
    'What cannot be judged (a code of a value set that cannot be expanded here, a profile that is not at hand) is neither right nor wrong: it is listed in `notChecked` of the validation.',
    '## Rules',
    ...ruleExamples.map(section),
    '## Invariants',
    'An invariant of a definition is reported as `invariant.` and its key, with the severity of the definition. These are written out in the validator; every other one is evaluated as FHIRPath.',
    ...invariantRules.map(section),
    '## Decisions',
    'Where the official artefacts contradict the guide or themselves. A finding that a decision changes names it in brackets.',
    decisionTable(),
    '',
  ].join('\n\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(rulesPage, `${renderRules().trimEnd()}\n`);
