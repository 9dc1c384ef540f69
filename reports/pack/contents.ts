import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem.js';
import { recordFile } from '../../fixtures/suite/run-record.js';
import { reportFiles, runFiles } from '../files.js';

/** What of an output folder is evidence: by name, since a folder may hold other people's files beside. */
const packed: readonly string[] = [
  ...[reportFiles.result, reportFiles.html, reportFiles.markdown, reportFiles.junit, reportFiles.matrix],
  ...[reportFiles.testReport, reportFiles.ctrf, 'allure-report'],
  ...[runFiles.basis, runFiles.target, runFiles.preflight, runFiles.evidence, runFiles.exchanges, recordFile],
];

/** The files of a run that go into its evidence pack, as paths with `/` below the folder, sorted. */
export function packedFiles(folder: string): readonly string[] {
  return packed.flatMap((name) => ordinaryFiles(folder, name)).toSorted();
}

/** The file itself, or every file below a folder; none where there is no such thing. Throws a `usage` Problem for links and the like. */
export function ordinaryFiles(folder: string, name: string): readonly string[] {
  const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [name];
  if (found.isDirectory()) {
    return readdirSync(join(folder, name)).flatMap((below) =>
      ordinaryFiles(folder, name === '' ? below : `${name}/${below}`),
    );
  }
  const mend = 'Give the folder as the run wrote it: evidence is files, not links to them';
  throw new Problem('usage', {
    what: 'Evidence holds something that is no ordinary file',
    where: join(folder, name),
    mend,
  });
}
