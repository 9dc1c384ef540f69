/** `init`: a few questions, or flags in their place, and a commented target file that loads. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { textFormats } from '../../fixtures/target/formats.js';
import { assemble } from '../../fixtures/target/load.js';
import { Problem, messageOf } from '../../problem.js';

/** What the file is made of. A secret is never asked for, only where it is kept. */
export interface Answers {
  readonly ods: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly tokenEnv: string;
  readonly tokenFile?: string | undefined;
  readonly nhsNumber: string;
  readonly logicalId: string;
}

const schemaFile = 'target.schema.json';

type Key = Exclude<keyof Answers, 'tokenFile'>;
type Given = Partial<Answers>;

interface Question {
  readonly key: Key;
  readonly flag: string;
  readonly ask: string;
  /** The format of the answer, as in the schema of the target. */
  readonly format?: string;
  /** Taken where nothing is said; without it an answer is needed. */
  readonly otherwise?: (given: Given) => string;
}

/** In the order they are asked. */
const questions: readonly Question[] = [
  { key: 'ods', flag: '--ods <code>', ask: 'ODS code of the practice', format: 'ods-code' },
  { key: 'name', flag: '--name <name>', ask: 'Name for reports', otherwise: ({ ods }) => ods ?? '' },
  { key: 'baseUrl', flag: '--base-url <url>', ask: 'Service root URL of the practice', format: 'base-url' },
  {
    key: 'tokenEnv',
    flag: '--token-env <variable>',
    ask: 'Environment variable that holds the access token',
    format: 'environment-variable',
    otherwise: () => 'GPC_TOKEN',
  },
  { key: 'nhsNumber', flag: '--nhs-number <digits>', ask: 'NHS number of a test patient', format: 'nhs-number' },
  {
    key: 'logicalId',
    flag: '--logical-id <id>',
    ask: "The provider's logical id of that patient (empty if not known)",
    otherwise: () => '',
  },
];

interface InitOptions extends Given {
  readonly out: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

/**
 * The command `init`. It asks only on a terminal, and never for a secret.
 * @throws Problem('usage') where an answer is missing or wrong, and where the file is there already.
 */
export function initCommand(): Command {
  const command = new Command('init').description('write a target file to start from');
  for (const { flag, ask } of questions) command.option(flag, ask);
  return command
    .option('--token-file <file>', 'file that holds the access token, in place of --token-env')
    .option('--out <file>', 'the file to write', 'target.yaml')
    .option('--yes', 'ask nothing and take the defaults for what no flag says')
    .option('--force', 'overwrite the file if it is there')
    .action(async (options: InitOptions) => {
      refuseToOverwrite(options);
      const isTerminal = process.stdin.isTTY && process.stdout.isTTY && options.yes !== true;
      const answers = isTerminal ? await ask(options, process.stdin, process.stdout) : withoutAsking(options);
      writeTarget(targetText(answers, options.out), answers, options);
      process.stdout.write(`Wrote ${options.out}. Next: gpc-conformance config print --target ${options.out}\n`);
    });
}

/**
 * Asks for every answer that is not given yet; asks again where one is not right.
 * @throws Problem('usage') where the input ends before the last answer.
 */
export async function ask(given: Given, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<Answers> {
  const terminal = createInterface({ input, output });
  const ended = new AbortController();
  terminal.once('close', () => ended.abort());
  const put = (prompt: string): Promise<string> => terminal.question(prompt, { signal: ended.signal });
  let answers = given;
  try {
    for (const question of questions) {
      const isAnswered = question.key === 'tokenEnv' && answers.tokenFile !== undefined;
      if (isAnswered || answers[question.key] !== undefined) continue;
      answers = { ...answers, [question.key]: await askOne(question, answers, put, output) };
    }
  } catch (cause) {
    if (!ended.signal.aborted) throw cause;
    throw new Problem('usage', { what: 'init was ended before the last answer; nothing was written', cause });
  } finally {
    terminal.close();
  }
  return withoutAsking(answers);
}

async function askOne(
  question: Question,
  given: Given,
  put: (prompt: string) => Promise<string>,
  output: NodeJS.WritableStream,
): Promise<string> {
  const fallback = question.otherwise?.(given) ?? '';
  const prompt = `${question.ask}${fallback === '' ? '' : ` [${fallback}]`}: `;
  for (;;) {
    const text = (await put(prompt)).trim() || fallback;
    const fault = faultOf(question, text);
    if (fault === undefined) return text;
    output.write(`  ${fault}\n`);
  }
}

function faultOf({ format, otherwise }: Question, text: string): string | undefined {
  if (text === '') return otherwise === undefined ? 'An answer is needed.' : undefined;
  const form = format === undefined ? undefined : textFormats[format];
  return form === undefined || form.right(text) ? undefined : `That ${form.what(text)}. ${form.mend}.`;
}

/** The answers given, with defaults for the rest. Throws one Problem that names every flag that is missing. */
function withoutAsking(given: Given): Answers {
  const missing = questions.filter(({ key, otherwise }) => given[key] === undefined && otherwise === undefined);
  if (missing.length > 0) {
    const flags = missing.map(({ flag }) => flag).join(', ');
    const mend = 'Give these flags, or run it on a terminal to be asked';
    throw new Problem('usage', { what: `init does not know enough: ${flags}`, mend });
  }
  const rest = questions.map(({ key, otherwise }) => [key, given[key] ?? otherwise?.(given) ?? '']);
  return { tokenFile: given.tokenFile, ...(Object.fromEntries(rest) as Record<Key, string>) };
}

/** The text of a target file with these answers: under 40 lines, with what may be added in comments. */
function targetText({ ods, name, baseUrl, tokenEnv, tokenFile, nhsNumber, logicalId }: Answers, out: string): string {
  const token = tokenFile === undefined ? `{ env: ${quoted(tokenEnv)} }` : `{ file: ${quoted(tokenFile)} }`;
  const id = logicalId === '' ? '# logicalId: "2"' : `logicalId: ${quoted(logicalId)}`;
  return `# yaml-language-server: $schema=${schemaFor(out)}
# Target of the GP Connect (Patient Facing) Appointment Management conformance harness.
# Every key is explained in docs/target-file.md; \`gpc-conformance config print\` shows what a run works with.
name: ${quoted(name)}

practices: # each gets the full suite
  - odsCode: ${quoted(ods)}
    name: ${quoted(name)}
    baseUrl: ${quoted(baseUrl)} # service root URL, no trailing slash
    token: ${token} # or { env: NAME }, { file: F }, { command: C }, none for an open sandbox
    patient: # a test patient registered there; the run books and cancels in this diary
      nhsNumber: ${quoted(nhsNumber)} # in quotes
      ${id} # the provider's own id of the patient

# federation: # practices of the federated session: codes from above, further practices, or { file: practices.csv }
#   - ${ods}
#   - { odsCode: B82617, baseUrl: "https://other.example/B82617/STU3/1", token: { env: OTHER_TOKEN } }

# otherPatient: { nhsNumber: "9990548617", logicalId: "3", token: { env: OTHER_PATIENT_TOKEN } } # access-control cases

# declares: # true: offered and so expected; false: not applicable; left out: probed
#   xml: true
#   cancel: true

# policies: # where the sources disagree; these are the defaults of the most used ones
#   reason: send
#   patientId: logical
#   retrievePast: undecided

# tls: { ca: [supplier-ca.pem], cert: client.pem, key: client.key, passphrase: { env: KEY_PASSPHRASE } }
# proxy: { url: "http://proxy.example:3128" }
# evidence: { expiredToken: { env: EXPIRED_TOKEN } } # makes manual requirements automatic
`;
}

/**
 * Where an editor finds the schema, as seen from the target file: in the installed package if it lies below this folder,
 * otherwise beside the file, where `gpc-conformance schema target > target.schema.json` puts it.
 */
function schemaFor(out: string): string {
  const published = join('node_modules', 'gp-connect-appointments-conformance', 'dist', 'schemas', schemaFile);
  return existsSync(published) ? relative(dirname(resolve(out)), resolve(published)).replaceAll('\\', '/') : schemaFile;
}

/** A double-quoted JSON text is a YAML text too, whatever it holds. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function refuseToOverwrite({ out, force }: InitOptions): void {
  if (force === true || !existsSync(out)) return;
  const mend = 'Give another name with --out, or --force to overwrite it';
  throw new Problem('usage', { what: 'The target file is there already', where: out, mend });
}

/** Holds the text against the schema first, so that what is written loads. The token's variable need not be set yet. */
function writeTarget(text: string, { tokenEnv }: Answers, { out, force }: InitOptions): void {
  assemble({ file: out, text, environment: { [tokenEnv]: 'not looked at' } });
  try {
    writeFileSync(out, text, { flag: force === true ? 'w' : 'wx' });
  } catch (cause) {
    const mend = 'Give another place with --out';
    throw new Problem('usage', {
      what: `The target file cannot be written: ${messageOf(cause)}`,
      where: out,
      mend,
      cause,
    });
  }
}
