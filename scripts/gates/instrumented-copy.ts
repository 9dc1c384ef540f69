import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** What the gates need of the project. */
const needed = [
  'requirements',
  'profiles',
  'fixtures',
  'tests/conformance',
  'reports',
  'scripts',
  'problem.ts',
  'appended-lines.ts',
];

/** A call that makes a finding; a name that only ends in these letters, a string or an import does not. */
const making = /(?<![\w.'"`])(finding|httpFinding)\(/g;

/** Files with the constructors themselves. */
const constructors = ['requirements/finding.ts', 'requirements/site.ts'];

/**
 * A copy of the project in a temporary folder whose checks note on every finding the place (`file:line`) where it was
 * made. Returns its path; the caller removes it.
 */
export function instrumentedCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutation-'));
  for (const name of [...needed, 'package.json', 'tsconfig.json']) {
    cpSync(join(project, name), join(copy, name), {
      recursive: true,
      filter: (source) => !/reports\/out/.test(source),
    });
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'requirements/site.ts'), siteModule);
  for (const file of checkFiles('requirements')) {
    const path = join(copy, file);
    const instrumented = instrument(readFileSync(path, 'utf8'), file);
    if (instrumented !== undefined) writeFileSync(path, instrumented);
  }
  return copy;
}

/** Every place below a folder where a finding is made. */
export function sitesIn(folder: string): readonly string[] {
  return checkFiles(folder).flatMap((file) =>
    readFileSync(join(project, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (makesFinding(line) ? [`${file}:${index + 1}`] : [])),
  );
}

const siteModule = `
export const fromSite = (site: string, make: (...args: never[]) => object) =>
  (...args: never[]) => ({ ...make(...args), site });
`;

function instrument(source: string, file: string): string | undefined {
  const lines = source.split('\n');
  if (!lines.some(makesFinding)) return undefined;
  const from = relative(dirname(file), 'requirements/site.js');
  const marked = lines.map((line, index) =>
    makesFinding(line)
      ? line.replace(making, (_call, name: string) => `fromSite('${file}:${index + 1}', ${name})(`)
      : line,
  );
  return [`import { fromSite } from '${from.startsWith('.') ? from : `./${from}`}';`, ...marked].join('\n');
}

const makesFinding = (line: string): boolean =>
  line.search(making) >= 0 && !/^\s*(\*|\/\/|\/\*|export function|function)/.test(line);

function checkFiles(folder: string): readonly string[] {
  return readdirSync(resolve(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .filter((file) => !constructors.includes(file))
    .sort();
}
