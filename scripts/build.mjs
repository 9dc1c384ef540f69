/**
 * Compiles the harness into `dist/`, as the package ships it: every source as a file of its own (their types are written
 * beside them by tsc, see package.json), and every file they read at run time (catalogue, schemas, definitions, style
 * sheets), the schemas once more by their published names. The validator becomes one file, because loading its modules
 * one by one takes longer than a verdict.
 */
import { buildSync } from 'esbuild';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dirname, extname, join, relative } from 'node:path';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), ts.sys.readFile);

rmSync(dist, { recursive: true, force: true });
buildSync({
  entryPoints: ts.parseJsonConfigFileContent(config, ts.sys, root).fileNames,
  outdir: dist,
  outbase: root,
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});

for (const folder of ['cli', 'fixtures', 'profiles', 'reports', 'requirements']) {
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (source) => !relative(root, source).startsWith(join('reports', 'out')) && extname(source) !== '.ts',
  });
}
writeOwnDescription();
await publishSchemas();
joinValidator(join(dist, 'profiles', 'index.js'));

/** What the compiled harness says of itself; entry points belong to the package's own description only. */
function writeOwnDescription() {
  const { name, version, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ name, version, type }, null, 2)}\n`);
}

/** Puts every published schema under its own name into one folder, where editors and programs find it. */
async function publishSchemas() {
  const { schemaNames, schemaText } = await import(pathToFileURL(join(dist, 'cli', 'schemas.js')).href);
  mkdirSync(join(dist, 'schemas'));
  for (const name of schemaNames) writeFileSync(join(dist, 'schemas', `${name}.schema.json`), schemaText(name));
}

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
