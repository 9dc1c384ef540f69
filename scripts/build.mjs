/**
 * Compiles the harness into `dist/`, as the package ships it: the sources by tsc, and beside them every file they read
 * at run time (catalogue, schemas, definitions, style sheets). The validator becomes one file, because loading its modules
 * one by one takes longer than a verdict.
 */
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { dirname, extname, join, relative } from 'node:path';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit', cwd: root });

for (const folder of ['cli', 'fixtures', 'profiles', 'reports', 'requirements']) {
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (source) => !relative(root, source).startsWith(join('reports', 'out')) && extname(source) !== '.ts',
  });
}
cpSync(join(root, 'package.json'), join(dist, 'package.json'));
joinValidator(join(dist, 'profiles', 'index.js'));

/**
 * Puts everything that the validator imports of `profiles/` into its entry file. Packages and the error type, which
 * others compare with theirs, stay outside.
 */
function joinValidator(entry) {
  buildSync({
    entryPoints: [entry],
    outfile: entry,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: [join(dist, 'problem.js')],
    // The definitions are found from the folder of the modules that read them.
    define: { 'import.meta.url': 'ownAddress' },
    banner: { js: "const ownAddress = new URL('./definitions/', import.meta.url).href;" },
    logLevel: 'warning',
  });
}
