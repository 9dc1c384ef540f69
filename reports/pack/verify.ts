import { createHash } from 'node:crypto';
import { isProblem, messageOf, Problem } from '../../problem.js';
import { reportFiles } from '../files.js';
import type { ConformanceResult } from '../result.js';
import { miscounts, resultFrom } from '../writers/json.js';
import { countedReports, disagreements } from './counts.js';
import { manifestFile, manifestFrom, manifestHashFile, sha256, type Manifest, type PackedFile } from './manifest.js';
import { openPack, textIn, type PackSource } from './pack-source.js';

/** What came of looking through a pack. */
export interface Verification {
  /** Id of the run, as the manifest says. */
  readonly run: string;
  readonly files: number;
  readonly manifestHash: string;
  /** What is not as it was packed, or does not agree with the rest, a sentence each; empty for a whole pack. */
  readonly faults: readonly string[];
}

/**
 * Looks through an evidence pack, as an archive or unpacked: every file there, none more, all hashes equal, the result
 * valid, the reports' counts those of the result, and every recorded exchange at hand. `wanted` is the hash of the
 * manifest where it is known from elsewhere. Nothing is unpacked to disk, and memory holds one report at a time. Throws
 * a `usage` Problem for what is no pack, or is refused.
 */
export async function verifyPack(path: string, wanted?: string): Promise<Verification> {
  const pack = openPack(path);
  if (!pack.paths.includes(manifestFile)) {
    const mend = 'Give a pack as "gpc-conformance pack" made it; a run folder is packed first';
    throw new Problem('usage', { what: `There is no ${manifestFile}, so it is no evidence pack`, where: path, mend });
  }
  const text = await textIn(pack, manifestFile);
  const manifest = manifestFrom(text, `${path}/${manifestFile}`);
  const manifestHash = sha256(text);
  const faults = [
    ...(await manifestFaults(pack, manifestHash, wanted)),
    ...listFaults(pack, manifest),
    ...(await contentFaults(pack, manifest)),
    ...(await resultFaults(pack)),
  ];
  return { run: manifest.run, files: manifest.files.length, manifestHash, faults };
}

async function manifestFaults(pack: PackSource, hash: string, wanted: string | undefined): Promise<readonly string[]> {
  const noted = pack.paths.includes(manifestHashFile) ? (await textIn(pack, manifestHashFile)).slice(0, 64) : 'none';
  return [
    ...(noted === hash ? [] : [`${manifestFile} is not the one that was packed: ${manifestHashFile} says ${noted}`]),
    ...(wanted === undefined || wanted.toLowerCase() === hash
      ? []
      : [`${manifestFile} has the hash ${hash}, not the one that was asked for`]),
  ];
}

function listFaults({ paths }: PackSource, { files }: Manifest): readonly string[] {
  const listed = new Set([...files.map(({ path }) => path), manifestFile, manifestHashFile]);
  const there = new Set(paths);
  return [
    ...files.filter(({ path }) => !there.has(path)).map(({ path }) => `${path} is missing`),
    ...paths.filter((path) => !listed.has(path)).map((path) => `${path} was not packed`),
  ];
}

async function contentFaults(pack: PackSource, { files }: Manifest): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const file of files.filter(({ path }) => pack.paths.includes(path))) {
    const fault = await contentFault(pack, file);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}

async function contentFault(pack: PackSource, { path, size, sha256: wanted }: PackedFile): Promise<string | undefined> {
  const hash = createHash('sha256');
  let come = 0;
  try {
    for await (const piece of pack.pieces(path)) {
      come += piece.length;
      hash.update(piece);
    }
  } catch (error) {
    if (isProblem(error, 'defect')) throw error;
    return error instanceof Problem ? error.what : `${path} cannot be read: ${messageOf(error)}`;
  }
  if (come !== size) return `${path} has ${come} bytes instead of ${size}`;
  return hash.digest('hex') === wanted ? undefined : `${path} has other content`;
}

/** The result may have been changed with its hash: it has to be valid and agree with every report written from it. */
async function resultFaults(pack: PackSource): Promise<readonly string[]> {
  if (!pack.paths.includes(reportFiles.result)) return [`${reportFiles.result} is missing`];
  const result = await readable(() =>
    textIn(pack, reportFiles.result).then((text) => resultFrom(text, reportFiles.result)),
  );
  if (typeof result === 'string') return [`${reportFiles.result}: ${result}`];
  const faults = [
    ...miscounts(result).map((fault) => `${reportFiles.result}: ${fault}`),
    ...exchangeFaults(pack, result),
  ];
  for (const file of Object.keys(countedReports).filter((name) => pack.paths.includes(name))) {
    const counted = await readable(() => textIn(pack, file).then((text) => disagreements(result, file, text)));
    faults.push(...(typeof counted === 'string' ? [`${file}: ${counted}`] : counted));
  }
  return faults;
}

function exchangeFaults({ paths }: PackSource, { exchanges }: ConformanceResult): readonly string[] {
  const there = new Set(paths);
  return exchanges
    .filter(({ file }) => !there.has(file))
    .map(({ file }) => `${file} is named by the result and missing`);
}

/** What a reader makes of an altered file: the value, or in words why there is none. */
async function readable<T extends object>(read: () => Promise<T>): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    return messageOf(error);
  }
}
