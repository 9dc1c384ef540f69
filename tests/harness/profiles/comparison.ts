/** Compares the verdicts on the corpus with those of the independent validator and writes the page that shows them. */

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createValidator, DECISIONS, type Validator } from '../../../profiles/index.js';
import { bytesOf, corpus, mutantRows, validRows, type CorpusRow } from './corpus.js';

/** Why a document that the independent validator rejects is accepted here. */
export interface Acceptance {
  /** Id of the decision that it follows from. */
  readonly decision: string;
  readonly specification: string;
}

/** The mutants that are accepted on purpose. */
export const acceptedOnPurpose: ReadonlyMap<string, Acceptance> = new Map([
  [
    'outcome-bad-request.valueset-system',
    {
      decision: 'spine-system',
      specification:
        'The profile fixes the address of the code system; every example of the guide and of its OpenAPI description gives that of the value set. ERR-006 accepts both and warns.',
    },
  ],
  [
    'outcome-bad-request.spine-code',
    {
      decision: 'spine-codes',
      specification:
        'ACCESS_DENIED stands in the error tables of the guide; the value set has ACCESS DENIED. A provider that follows the guide must not fail, so it is a note.',
    },
  ],
]);

/** Where the page is kept. */
export const comparisonPage = new URL('../../../docs/validator-comparison.md', import.meta.url);

interface Judged {
  readonly row: CorpusRow;
  readonly valid: boolean;
  readonly findings: string;
}

function judge(validator: Validator, row: CorpusRow): Judged {
  const { valid, findings } = validator.validate(bytesOf(row), { format: row.format, profiles: row.profiles });
  const told = findings.map(({ rule, severity, path }) => `${severity} \`${rule}\` at ${path}`);
  return { row, valid, findings: told.slice(0, 3).join('; ') || 'no finding' };
}

function familyTable(judged: readonly Judged[]): readonly string[] {
  const families = [...new Set(mutantRows.map((row) => row.family))];
  const rows = families.map((family) => {
    const counted = judged.filter(({ row }) => row.family === family && row.contested === undefined);
    const theirs = counted.filter(({ row }) => !row.oracle.valid && row.oracle.verdict === undefined).length;
    const ours = counted.filter(({ valid }) => !valid).length;
    return counted.length === 0 ? undefined : `| ${family} | ${counted.length} | ${theirs} | ${ours} |`;
  });
  const head = ['| family | mutants | rejected by the independent validator | rejected here |', '|---|---|---|---|'];
  return [...head, ...rows.filter((row) => row !== undefined)];
}

function acceptances(judged: readonly Judged[]): readonly string[] {
  return judged.flatMap(({ row, findings }) => {
    const acceptance = acceptedOnPurpose.get(row.id);
    if (acceptance === undefined) return [];
    const decision = DECISIONS.find(({ id }) => id === acceptance.decision);
    return [
      `### ${row.id}`,
      '',
      `Fault: ${row.fault ?? ''}. Found here: ${findings}.`,
      '',
      `${acceptance.specification} Decision \`${acceptance.decision}\`: ${decision?.treatedAs ?? 'missing'}`,
      '',
    ];
  });
}

function rejections(judged: readonly Judged[]): readonly string[] {
  const only = judged.filter(
    ({ row, valid }) => !valid && row.contested === undefined && row.oracle.verdict !== undefined,
  );
  return [
    '| mutant | independent validator | found here | why it is a fault |',
    '|---|---|---|---|',
    ...only.map(({ row, findings }) => {
      const theirs = row.oracle.verdict === 'crash' ? 'ends in an exception of its own' : 'accepts it';
      return `| ${row.id} | ${theirs} | ${findings} | ${row.oracle.note ?? row.fault ?? ''} |`;
    }),
  ];
}

function contested(judged: readonly Judged[]): readonly string[] {
  return [
    '| mutant | independent validator | here | why sources disagree |',
    '|---|---|---|---|',
    ...judged
      .filter(({ row }) => row.contested !== undefined)
      .map(
        ({ row, findings }) =>
          `| ${row.id} | ${row.oracle.valid ? 'accepts' : 'rejects'} | ${findings} | ${row.contested ?? ''} |`,
      ),
  ];
}

/** The page, from the corpus as it is judged now. */
export function renderComparison(): string {
  const validator = createValidator();
  const judged = corpus.map((row) => judge(validator, row));
  const wrong = judged.filter(({ row, valid }) => row.base === null && !valid).length;
  return [
    '# Verdicts beside those of an independent validator',
    '',
    'Written by `npx tsx tests/harness/profiles/comparison.ts`; a test fails when it is out of date. The other validator is the',
    'Java instance validator of HAPI FHIR 8.8.1 with the NHS definitions of 2020-05; its verdicts are recorded in',
    '`tests/harness/corpus/corpus.jsonl`.',
    '',
    `Of ${validRows.length} valid documents ${wrong} are rejected here. The ${mutantRows.length} mutants:`,
    '',
    ...familyTable(judged),
    '',
    '## Rejected by the independent validator, accepted here',
    '',
    ...acceptances(judged),
    '## Missed by the independent validator, found here',
    '',
    ...rejections(judged),
    '',
    '## Contested: counted neither way',
    '',
    ...contested(judged),
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(comparisonPage, renderComparison());
