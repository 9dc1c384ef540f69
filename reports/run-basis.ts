import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { describeTarget } from '../fixtures/target/describe.js';
import { describedYaml } from '../fixtures/target/described-yaml.js';
import { discretion } from '../fixtures/suite/discretion.js';
import type { RunSettings } from '../fixtures/suite/run-settings.js';
import { messageOf, Problem } from '../problem.js';
import { requirement } from '../requirements/catalogue.js';
import { runFiles } from './files.js';
import type { ReportedPractice } from './result.js';
import type { RunnerFacts } from './run-report.js';
import type { RunEvidence, TestedJudgement } from './verdict.js';

/** What a run leaves so that others can conclude it again, alone or with further runs, from its folder alone. */
export interface RunBasis {
  /** Everything the verdict rests on but the judgements in the evidence log. */
  readonly evidence: Omit<RunEvidence, 'judgements'>;
  /** `<requirement id> <ODS code>` for which the run held a test. */
  readonly shownAt: ReadonlySet<string>;
  /** What the runner judged of tests that ended without judging. */
  readonly added: readonly TestedJudgement[];
  readonly readOnly: boolean;
  readonly versions: Versions;
}

/** What judged: versions of the programs below the harness. */
export interface Versions {
  readonly node: string;
  readonly playwright: string;
  readonly platform: string;
}

const basisVersion = '1.0';

/** The form of the file: sets and maps as lists, requirements by their ids. */
interface StoredBasis {
  readonly basisVersion: typeof basisVersion;
  readonly readOnly: boolean;
  readonly versions: Versions;
  readonly selected: readonly string[];
  readonly shown: readonly string[];
  readonly shownAt: readonly string[];
  readonly missing?: string;
  readonly unusable: readonly (readonly [string, string])[];
  readonly practices: readonly ReportedPractice[];
  readonly added: readonly TestedJudgement[];
  readonly plain: PlainEvidence;
}

/** The parts of the evidence that are JSON as they are. */
type PlainEvidence = Omit<RunEvidence, 'judgements' | 'selected' | 'shown' | 'part' | 'unusable' | 'practices'>;

/** Leaves the basis of a run and its target, secrets masked, in the output folder. Throws as `describeTarget` does. */
export function leaveBasis(run: RunSettings, evidence: RunEvidence, runner: RunnerFacts): void {
  const { judgements: _inTheLog, ...others } = evidence;
  const { shownAt, added } = runner;
  writeBasis(run.output, { evidence: others, shownAt, added, readOnly: run.readOnly, versions: versionsHere() });
  // The target of a replay came with the record.
  if (run.replay !== undefined) return;
  const values = describeTarget({ file: run.targetFile, settings: run.targetSettings });
  // Where the file lies on somebody's machine is nobody else's business.
  const folder = `${dirname(run.targetFile)}${sep}`;
  const text = describedYaml(values.map((one) => ({ ...one, source: one.source.replaceAll(folder, '') })));
  writeFileSync(join(run.output, runFiles.target), discretion.text(text), { mode: 0o600 });
}

/** Writes the basis below the folder. */
export function writeBasis(folder: string, basis: RunBasis): void {
  const { selected, shown, part, unusable, practices, ...plain } = basis.evidence;
  const stored: StoredBasis = {
    basisVersion,
    readOnly: basis.readOnly,
    versions: basis.versions,
    selected: selected.map(({ id }) => id),
    shown: [...shown],
    shownAt: [...basis.shownAt],
    ...(part !== undefined && { missing: part.missing }),
    unusable: [...unusable],
    practices,
    added: basis.added,
    plain,
  };
  writeFileSync(join(folder, runFiles.basis), `${JSON.stringify(stored, null, 1)}\n`, { mode: 0o600 });
}

/** Reads the basis of a run folder. Throws a `usage` Problem where it is missing, broken or of another version. */
export function readBasis(folder: string): RunBasis {
  const file = join(folder, runFiles.basis);
  if (!existsSync(file)) {
    const mend = 'Give the whole output folder, as a run of this version has written it';
    throw new Problem('usage', { what: `The folder holds no ${runFiles.basis}`, where: folder, mend });
  }
  try {
    return restored(JSON.parse(readFileSync(file, 'utf8')) as StoredBasis);
  } catch (cause) {
    const what = `The basis of the run cannot be read: ${messageOf(cause)}`;
    throw new Problem('usage', { what, where: file, mend: 'Restore the folder as the run wrote it', cause });
  }
}

function restored(stored: StoredBasis): RunBasis {
  if (stored.basisVersion !== basisVersion) throw new Error(`it has version ${String(stored.basisVersion)}`);
  const { selected, shown, shownAt, missing, unusable, practices, added, plain, readOnly, versions } = stored;
  const evidence = {
    ...plain,
    practices,
    selected: selected.map(requirement),
    shown: new Set(shown),
    unusable: new Map(unusable),
    ...(missing !== undefined && { part: { shownAt: new Set(shownAt), missing } }),
  };
  return { evidence, shownAt: new Set(shownAt), added, readOnly, versions };
}

function versionsHere(): Versions {
  const { version } = createRequire(import.meta.url)('@playwright/test/package.json') as { version: string };
  return { node: process.versions.node, playwright: version, platform: `${process.platform} ${process.arch}` };
}
