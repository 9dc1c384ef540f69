import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedValues } from '../../fixtures/target/described-yaml.js';
import { Problem } from '../../problem.js';
import { runFiles } from '../files.js';
import type { RunFolder } from './run-folder.js';

/**
 * Settings that say how a machine reaches the target and as which test patient, not what the target is: shards that run
 * side by side have a patient each.
 */
const waysThere =
  /^(pace|timeouts|limits|proxy|tls|headers|otherPatient|(practices|federation)\[\d+\]\.(patient|token|headers))\b/;

/** What has to be the same in all runs that are to have one verdict, besides their targets. */
const sameInAll: readonly (readonly [what: string, value: (run: RunFolder) => unknown])[] = [
  ['harness version', ({ result }) => result.harness.version],
  ['requirement set', ({ result }) => result.harness.requirementSet],
  ['profile set', ({ result }) => result.harness.profileSet],
  ['target', ({ result }) => result.target.name],
  ['selection of requirements', ({ basis }) => basis.evidence.selected.map(({ id }) => id)],
  ['strictness', ({ basis }) => basis.evidence.strictness],
  ['--read-only', ({ basis }) => basis.readOnly],
  ['waivers', ({ basis }) => basis.evidence.waivers],
  ['attestations', ({ basis }) => basis.evidence.attestations],
];

/** Throws a `usage` Problem where runs cannot have one verdict: it names what differs, and in which runs. */
export function refuseStrangers([first, ...others]: readonly [RunFolder, ...RunFolder[]]): void {
  for (const other of others) {
    const differing = sameInAll.find(([, value]) => JSON.stringify(value(first)) !== JSON.stringify(value(other)));
    const what = differing?.[0] ?? differingSetting(first, other);
    if (what === undefined) continue;
    throw new Problem('usage', {
      what: `Runs with another ${what} cannot have one verdict`,
      where: `${first.folder}, ${other.folder}`,
      mend: 'Merge shards and practices of one target, run by one version with the same options; compare others with "diff"',
    });
  }
}

/** The first setting of the targets that differs, in words; undefined where the runs had the same target. */
function differingSetting(first: RunFolder, other: RunFolder): string | undefined {
  const [one, two] = [settingsOf(first), settingsOf(other)];
  const paths = [...new Set([...one.keys(), ...two.keys()])].filter((path) => !waysThere.test(path));
  const path = paths.find((name) => JSON.stringify(one.get(name)) !== JSON.stringify(two.get(name)));
  return path === undefined ? undefined : `setting of the target (${path})`;
}

function settingsOf({ folder }: RunFolder): ReadonlyMap<string, unknown> {
  const file = join(folder, runFiles.target);
  if (existsSync(file)) return describedValues(readFileSync(file, 'utf8'));
  const mend = 'Give the whole output folder, as the run wrote it';
  throw new Problem('usage', { what: `The folder holds no ${runFiles.target}`, where: folder, mend });
}
