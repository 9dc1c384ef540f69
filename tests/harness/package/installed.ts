import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ended, type CommandResult } from '../../../scripts/hostile/ended-process.js';
import { inProject } from '../cli/command.js';
import { emptyFolder } from '../temporary-folder.js';

/**
 * The package as npm makes it, of the harness as it was compiled before the tests: writes its types, packs it, and returns
 * the path of the archive. Takes some 15 s.
 */
export function packed(): string {
  const folder = emptyFolder();
  npm(inProject('.'), ['run', '--silent', 'build:types']);
  npm(inProject('.'), ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm pack left no archive');
  return join(folder, archive);
}

/** An installed package: the folder of its user, where it lies below it, and how its dependencies came there. */
export interface Installed {
  readonly folder: string;
  readonly package: string;
  readonly dependencies: 'installed' | 'linked';
}

/**
 * Installs the archive into an empty folder without network. npm does it from its cache; where the cache lacks what npm
 * needs to choose versions (after a bare `npm ci`, for example), the package is unpacked and the dependencies that a
 * user would get, and no others, are linked from this checkout.
 */
export function installed(archive: string): Installed {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "version": "1.0.0", "private": true }\n');
  const place = join(folder, 'node_modules', 'gp-connect-appointments-conformance');
  const { status, stderr } = spawnSync('npm', ['install', '--offline', archive], options(folder));
  if (status === 0) return { folder, package: place, dependencies: 'installed' };
  if (!/ENOTCACHED/.test(stderr)) throw new Error(`npm install failed: ${stderr}`);
  unpack(archive, place);
  linkDependencies(folder);
  return { folder, package: place, dependencies: 'linked' };
}

/** Runs a program of the installed package, or node, in the folder of its user. */
export function runIn(folder: string, words: readonly string[]): Promise<CommandResult> {
  const [program = '', ...rest] = words;
  const child = spawn(program, rest, { cwd: folder, env: environment(folder), stdio: ['ignore', 'pipe', 'pipe'] });
  return ended(child);
}

/** Every file of the installed package with its text, by its path below it. */
export function filesOf({ package: place }: Installed): ReadonlyMap<string, string> {
  const names = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name));
  const own = paths.filter((path) => !path.slice(place.length).includes('node_modules'));
  return new Map(own.map((path) => [path.slice(place.length + 1), readFileSync(path, 'utf8')]));
}

/** Only what a user's shell has: nothing of the runner, of npm or of this checkout. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH: `${join(folder, 'node_modules', '.bin')}:${PATH}`, HOME, NO_COLOR: '1' };
}

const options = (cwd: string) => ({ cwd, env: environment(cwd), encoding: 'utf8' as const });

function npm(cwd: string, words: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync('npm', words, options(cwd));
  if (status !== 0) throw new Error(`npm ${words.join(' ')} failed: ${stderr}${stdout}`);
}

function unpack(archive: string, place: string): void {
  mkdirSync(place, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xzf', archive, '--strip-components=1', '-C', place], options(place));
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
}

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** Links what the lock file says a user gets, so that a dependency that is only there for development stays missing. */
function linkDependencies(folder: string): void {
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    if (!/^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) || dev || devOptional || !existsSync(inProject(path)))
      continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(inProject(path), join(folder, path));
  }
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  const command = join('..', 'gp-connect-appointments-conformance', 'cli', 'bin.js');
  symlinkSync(command, join(folder, 'node_modules', '.bin', 'gpc-conformance'));
}
