import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { isProblem } from '../../../problem.js';
import { reportFiles } from '../../../reports/files.js';
import { manifestFile, manifestHashFile, sha256 } from '../../../reports/pack/manifest.js';
import { packRun } from '../../../reports/pack/pack.js';
import { verifyPack } from '../../../reports/pack/verify.js';
import { writeReports } from '../../../reports/writers/all.js';
import { test } from './fresh-folder.js';
import { writeSampleExchanges } from './sample-exchanges.js';
import { sampleResult } from './sample-result.js';

/** The output folder of the sample run, with what else a run leaves and what does not belong to its evidence. */
async function sampleRun(folder: string): Promise<string> {
  const run = join(folder, 'run');
  const result = sampleResult();
  mkdirSync(join(run, 'evidence'), { recursive: true });
  writeSampleExchanges(result, run);
  await writeReports(result, run, {});
  writeFileSync(join(run, 'target.yaml'), 'name: A supplier\n');
  writeFileSync(join(run, 'evidence', '0.jsonl'), '{"kind":"defect","test":"t","message":"m"}\n');
  writeFileSync(join(run, 'ledger.jsonl'), 'operations, not evidence\n');
  writeFileSync(join(run, 'my-notes.txt'), 'somebody else wrote this\n');
  return run;
}

function unpacked(file: string, folder: string): string {
  for (const [path, content] of Object.entries(unzipSync(readFileSync(file)))) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const hashesIn = (archive: Uint8Array): readonly string[] =>
  Object.entries(unzipSync(archive)).map(([path, content]) => `${path} ${sha256(content)}`);

const faultsOf = async (path: string): Promise<readonly string[]> => (await verifyPack(path)).faults;

test.describe('an evidence pack', () => {
  test('holds reports, exchanges, evidence, target, versions and a manifest, and nothing else', async ({ folder }) => {
    const run = await sampleRun(folder);
    const { file, files, manifestHash } = packRun(run, join(folder, 'pack.zip'));
    const content = unzipSync(readFileSync(file));
    const exchanges = sampleResult().exchanges.map((one) => one.file);
    const reports = Object.values(reportFiles).filter((name) => !name.startsWith('allure'));
    const expected = [...reports, ...exchanges, 'target.yaml', 'evidence/0.jsonl', 'versions.json'];
    expect(Object.keys(content).sort()).toEqual([...expected, manifestFile, manifestHashFile].sort());
    expect(files).toBe(expected.length);
    expect(manifestHash).toBe(sha256(content[manifestFile] ?? new Uint8Array()));
    for (const path of [...reports, 'target.yaml'])
      expect(Buffer.from(content[path] ?? []).equals(readFileSync(join(run, path)))).toBe(true);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('has the same bytes whenever and wherever it is made', async ({ folder }) => {
    const run = await sampleRun(folder);
    const first = readFileSync(packRun(run, join(folder, 'first.zip')).file);
    cpSync(run, join(folder, 'elsewhere'), { recursive: true });
    for (const name of readdirSync(join(folder, 'elsewhere'))) utimesSync(join(folder, 'elsewhere', name), 1, 1);
    const second = readFileSync(packRun(join(folder, 'elsewhere'), join(folder, 'second.zip')).file);
    expect(second.equals(first)).toBe(true);
  });

  test('is as it was made, as an archive and unpacked, and its hash can be asked for', async ({ folder }) => {
    const { file, manifestHash } = packRun(await sampleRun(folder), join(folder, 'pack.zip'));
    expect(await verifyPack(file, manifestHash.toUpperCase())).toMatchObject({
      faults: [],
      run: sampleResult().run.id,
    });
    expect(await faultsOf(unpacked(file, join(folder, 'unpacked')))).toEqual([]);
    expect((await verifyPack(file, sha256('another'))).faults).toEqual([
      expect.stringContaining('not the one that was asked for'),
    ]);
  });

  test('is not made of a run that is not whole', async ({ folder }) => {
    const run = await sampleRun(folder);
    const refusal = (): unknown => {
      try {
        return packRun(run, join(folder, 'pack.zip'));
      } catch (thrown) {
        return isProblem(thrown, 'usage') ? thrown.message : thrown;
      }
    };
    const [exchange] = sampleResult().exchanges;
    rmSync(join(run, exchange?.file ?? ''));
    expect(refusal()).toMatch(/A recorded exchange is missing: exchanges\/x-/);
    symlinkSync('/etc/hostname', join(run, exchange?.file ?? ''));
    expect(refusal()).toMatch(/no ordinary file/);
    rmSync(join(run, reportFiles.result));
    expect(refusal()).toMatch(/result file cannot be read/);
    expect(readdirSync(folder).filter((name) => name.startsWith('pack'))).toEqual([]);
  });
});

test.describe('an altered pack', () => {
  test('is noticed wherever a byte of a file is another', async ({ folder }) => {
    const home = unpacked(packRun(await sampleRun(folder), join(folder, 'pack.zip')).file, join(folder, 'unpacked'));
    const paths = [...Object.keys(unzipSync(readFileSync(join(folder, 'pack.zip'))))];
    const place = fc.record({ path: fc.constantFrom(...paths), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) });
    const property = fc.asyncProperty(place, async ({ path, at, bit }) => {
      const original = readFileSync(join(home, path));
      const changed = Buffer.from(original);
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ (1 << bit);
      writeFileSync(join(home, path), changed);
      const found = await faultsOf(home)
        .catch((thrown: unknown) => (isProblem(thrown, 'usage') ? ['refused'] : []))
        .finally(() => writeFileSync(join(home, path), original));
      // Behind the hash, the file that holds it only repeats a name.
      expect(path === manifestHashFile && index >= 64 ? ['its name'] : found).not.toEqual([]);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test('is noticed wherever a byte of the archive is another, or is whole in spite of it', async ({ folder }) => {
    const { file } = packRun(await sampleRun(folder), join(folder, 'pack.zip'));
    const original = readFileSync(file);
    const altered = join(folder, 'altered.zip');
    const hashes = hashesIn(original);
    const property = fc.asyncProperty(
      fc.nat({ max: original.length - 1 }),
      fc.integer({ min: 0, max: 7 }),
      async (at, bit) => {
        const changed = Buffer.from(original);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        writeFileSync(altered, changed);
        const found = await faultsOf(altered).catch((thrown: unknown) => {
          if (isProblem(thrown, 'usage')) return ['refused'];
          throw thrown;
        });
        // Attributes in the directory of an archive say nothing about the evidence.
        if (found.length === 0) expect(hashesIn(changed)).toEqual(hashes);
        else expect(found.join()).not.toMatch(/TypeError|RangeError/);
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  test('names every file that is missing, other or more', async ({ folder }) => {
    const home = unpacked(packRun(await sampleRun(folder), join(folder, 'pack.zip')).file, join(folder, 'unpacked'));
    rmSync(join(home, 'target.yaml'));
    writeFileSync(join(home, reportFiles.html), 'another page');
    writeFileSync(join(home, 'more.txt'), 'more');
    expect(await faultsOf(home)).toEqual([
      'target.yaml is missing',
      'more.txt was not packed',
      expect.stringMatching(/^report\.html has 12 bytes instead of \d+$/),
    ]);
  });

  test('is noticed even where the manifest was made to fit: result and reports have to agree', async ({ folder }) => {
    const home = unpacked(packRun(await sampleRun(folder), join(folder, 'pack.zip')).file, join(folder, 'unpacked'));
    const result = readFileSync(join(home, reportFiles.result), 'utf8');
    const { summary } = sampleResult();
    const better = result
      .replace(`"fail": ${summary.fail}`, `"fail": ${summary.fail - 1}`)
      .replace(`"pass": ${summary.pass}`, `"pass": ${summary.pass + 1}`)
      .replace('"outcome": "fail"', '"outcome": "pass"');
    refit(home, reportFiles.result, better);
    const faults = await faultsOf(home);
    for (const report of [reportFiles.junit, reportFiles.matrix, reportFiles.markdown, reportFiles.ctrf])
      expect(faults).toContain(`${report} counts ${summary.fail} fail, the result ${summary.fail - 1}`);
    refit(home, reportFiles.result, result.replace(`"fail": ${summary.fail}`, '"fail": 0'));
    expect(await faultsOf(home)).toContainEqual(expect.stringContaining('/summary/fail says 0'));
    refit(home, reportFiles.result, result.replace('"verdict": "non-conformant"', '"verdict": "conformant"'));
    expect(await faultsOf(home)).toContainEqual(expect.stringContaining('no valid conformance result'));
  });
});

/** Alters a file of an unpacked pack and writes hashes that fit, as somebody would who knows how. */
function refit(home: string, path: string, text: string): void {
  writeFileSync(join(home, path), text);
  const manifest = JSON.parse(readFileSync(join(home, manifestFile), 'utf8')) as { files: { path: string }[] };
  const files = manifest.files.map((one) =>
    one.path === path ? { path, size: Buffer.byteLength(text), sha256: sha256(text) } : one,
  );
  const written = JSON.stringify({ ...manifest, files });
  writeFileSync(join(home, manifestFile), written);
  writeFileSync(join(home, manifestHashFile), `${sha256(written)}  ${manifestFile}\n`);
}
