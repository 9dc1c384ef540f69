/** `validate`: holds FHIR documents on disk against the profiles, without sending anything. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { messageOf, Problem } from '../../problem.js';
import { createValidator, type Finding, type Validation, type Validator } from '../../profiles/index.js';
import { collected } from '../options.js';

interface ValidateFlags {
  readonly profile: readonly string[];
  readonly definitions?: string;
  readonly vintage: '2020-05' | '2025-05';
  readonly json?: boolean;
}

/** `validate FILE...`: exit 0 where every document is valid, 1 where one is not; what cannot be read is Problem('usage'). */
export function validateCommand(): Command {
  return new Command('validate')
    .description('hold FHIR documents against the profiles they declare, and those named here')
    .addArgument(new Argument('<file...>', 'JSON or XML documents, or folders of them'))
    .option('--profile <url>', 'a profile to apply besides those in meta.profile; may be repeated', collected, [])
    .option('--definitions <path>', 'folder or .tgz of official definitions to use before the own ones')
    .addOption(
      new Option('--vintage <name>', 'which NHS definitions').choices(['2020-05', '2025-05']).default('2020-05'),
    )
    .option('--json', 'print one JSON object for each file')
    .action((names: readonly string[], flags: ValidateFlags) => {
      process.exitCode = validateFiles(names, flags);
    });
}

function validateFiles(names: readonly string[], flags: ValidateFlags): number {
  const files = names.flatMap(filesAt);
  const validator = createValidator({
    vintage: flags.vintage,
    ...(flags.definitions !== undefined && { definitions: flags.definitions }),
  });
  for (const { file, reason } of validator.definitions.unreadable)
    process.stderr.write(`Left out of ${visible(flags.definitions ?? '')}: ${visible(`${file}: ${reason}`)}\n`);
  requireKnown(validator, flags.profile);
  let exitCode = 0;
  for (const file of files) {
    const validation = validator.validate(read(file), { profiles: flags.profile });
    if (!validation.valid) exitCode = 1;
    process.stdout.write(flags.json === true ? jsonLine(file, validation) : page(file, validation));
  }
  return exitCode;
}

/** A profile that nobody knows would be a check that never fails. */
function requireKnown(validator: Validator, profiles: readonly string[]): void {
  const unknown = profiles.filter((url) => validator.definitions.structure(url) === undefined);
  if (unknown.length === 0) return;
  throw new Problem('usage', {
    what: 'No definition of this profile is at hand',
    where: unknown.join(', '),
    mend: 'Check the address, or name the package that holds it with --definitions',
  });
}

/** The file itself, or every JSON and XML file below a folder. */
function filesAt(name: string): readonly string[] {
  if (!isFolder(name)) return [name];
  const found = readdirSync(name, { recursive: true, encoding: 'utf8' })
    .filter((each) => /\.(?:json|xml)$/i.test(each))
    .map((each) => join(name, each))
    .filter((each) => !isFolder(each))
    .sort();
  if (found.length > 0) return found;
  throw new Problem('usage', { what: 'The folder holds no .json or .xml file', where: name });
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch (thrown) {
    throw unreadable(name, thrown);
  }
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}

function unreadable(file: string, thrown: unknown): Problem {
  const why = messageOf(thrown).replace(/,.*$/, '');
  return new Problem('usage', {
    what: `The file cannot be read: ${why}`,
    where: file,
    mend: 'Check its name and rights',
    cause: thrown,
  });
}

function jsonLine(file: string, { valid, findings, notChecked }: Validation): string {
  return `${JSON.stringify({ file, valid, findings, notChecked })}\n`;
}

function page(file: string, validation: Validation): string {
  const { valid, findings, notChecked } = validation;
  const unjudged = notChecked.length === 0 ? '' : `, ${notChecked.length} things not checked (--json lists them)`;
  const head = `${file}: ${valid ? 'valid' : 'not valid'}, ${findings.length} findings${unjudged}\n`;
  return head + findings.map((finding) => paragraph(finding, validation)).join('');
}

function paragraph({ rule, severity, path, line, column, message }: Finding, { document }: Validation): string {
  const { shown, before } = excerpt(document.line(line), column - 1);
  const gutter = `${line} | `;
  return [
    `  ${severity} ${rule} at ${visible(path)} (line ${line}, column ${column})`,
    `    ${visible(message)}`,
    `    ${gutter}${shown}`,
    `    ${' '.repeat(gutter.length + before)}^`,
    '',
  ].join('\n');
}

const LEFT = 40;
const WIDTH = 100;

/** The part of a long line around a column, and how many characters of it stand before that column. */
function excerpt(line: string, at: number): { readonly shown: string; readonly before: number } {
  const start = line.length <= WIDTH ? 0 : Math.max(0, at - LEFT);
  return { shown: visible(line.slice(start, start + WIDTH)), before: visible(line.slice(start, at)).length };
}

/** Control characters would move the cursor or worse; a document must not write to the terminal. */
function visible(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/\p{Cc}/gu, '?');
}
