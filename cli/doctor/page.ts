import { forTerminal } from '../../reports/untrusted-text.js';
import type { Target } from '../../fixtures/target/target.js';
import { states, type Diagnosis, type State } from './diagnosis.js';

/** How the page is to look; `width` in columns. */
export interface PageLook {
  readonly colour: boolean;
  readonly width: number;
}

const paints: Readonly<Record<State, number>> = { ok: 32, warn: 33, fail: 31, 'not-done': 2 };

const longestDetail = 1_200;
const indent = 24;

/** One practice on the page: a line for each check, and below it how to mend what is not well. */
export function practiceBlock(
  { odsCode, name, baseUrl }: Target['practices'][number],
  diagnoses: readonly Diagnosis[],
  look: PageLook,
): string {
  const title = wrapped(`${odsCode}  ${name === odsCode ? '' : `${name}, `}${baseUrl}`, 0, look);
  return `${[...title, ...diagnoses.flatMap((one) => lines(one, look))].join('\n')}\n\n`;
}

function lines({ check, state, detail, mend }: Diagnosis, look: PageLook): readonly string[] {
  const [first = '', ...rest] = wrapped(detail, indent, look);
  const word = look.colour ? `\u001b[${paints[state]}m${state.padEnd(8)}\u001b[0m` : state.padEnd(8);
  const head = `  ${word}  ${check.padEnd(10)}  ${first.slice(indent)}`;
  return [head, ...rest, ...(mend === undefined ? [] : wrapped(`To mend: ${mend}.`, indent, look))];
}

/** Words that came from a provider cannot steer the terminal; a word longer than the line is broken. */
function wrapped(text: string, margin: number, { width }: PageLook): readonly string[] {
  const room = Math.max(40, Math.min(width, 100)) - margin;
  const filled: string[] = [];
  for (const word of forTerminal(text, longestDetail).split(' ')) {
    for (const piece of word.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? []) {
      const last = filled.at(-1);
      if (last !== undefined && last.length + 1 + piece.length <= room) filled.push(`${filled.pop() ?? ''} ${piece}`);
      else filled.push(piece);
    }
  }
  return filled.map((line) => `${' '.repeat(margin)}${line}`);
}

/** How many checks came to what, and what the exit code says. */
export function closingLine(diagnoses: readonly Diagnosis[], exitCode: number): string {
  const meanings: Readonly<Record<number, string>> = {
    0: 'a run can start',
    3: 'a practice cannot be reached, or its authorisation is dead',
    4: 'a run would leave requirements untested',
  };
  const counts = states.map((state) => `${diagnoses.filter((one) => one.state === state).length} ${state}`).join(', ');
  return `${counts}. Exit code ${exitCode}: ${meanings[exitCode] ?? ''}.\n`;
}
