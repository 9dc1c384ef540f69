import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import formats from 'ajv-formats';
import { messageOf, Problem } from '../../problem.js';
import { reportFiles } from '../files.js';
import { outcomes } from '../words.js';
import type { ConformanceResult } from '../result.js';

const resultFile = reportFiles.result;

const schemaVersion = '1.0';
const schema = JSON.parse(
  readFileSync(new URL('../schema/conformance.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv({ allErrors: true });
formats.default(ajv);
const isResult = ajv.compile<ConformanceResult>(schema);

/**
 * Writes `conformance.json` below the folder and returns its path. Throws a `defect` Problem where the result breaks
 * its own schema or its counts disagree; the file is written all the same, as evidence of the defect.
 */
export function writeResult(result: ConformanceResult, folder: string): string {
  const file = join(folder, resultFile);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  const faults = isResult(result) ? miscounts(result) : schemaFaults(isResult.errors);
  if (faults.length > 0) {
    throw new Problem('defect', { what: `The result breaks its schema: ${listed(faults)}`, where: file });
  }
  return file;
}

/**
 * Reads a result file. Throws a `usage` Problem where it is missing, is not JSON, is of another schema version, or is
 * not a result of this version.
 */
export function readResult(file: string): ConformanceResult {
  return resultFrom(readText(file), file);
}

/** The result that a text holds; `file` says where it came from. Throws as `readResult`. */
export function resultFrom(text: string, file: string): ConformanceResult {
  const content = parsed(text, file);
  const version = versionOf(content);
  if (version !== schemaVersion) {
    const what =
      version === undefined ? 'The file is no conformance result' : `The result has schema version ${version}`;
    const mend = `Give a ${resultFile} with schemaVersion ${schemaVersion}, or use the version of the harness that wrote it`;
    throw new Problem('usage', { what, where: file, mend });
  }
  if (!isResult(content)) {
    const what = `The file is no valid conformance result: ${listed(schemaFaults(isResult.errors))}`;
    throw new Problem('usage', { what, where: file, mend: 'Run again, or restore the file as it was written' });
  }
  return content;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const mend = `Give the path of a ${resultFile} that a run has written`;
    throw new Problem('usage', { what: 'The result file cannot be read', where: file, mend, cause });
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = `The result file is not JSON: ${messageOf(cause)}`;
    throw new Problem('usage', { what, where: file, mend: `Give a ${resultFile} as a run has written it`, cause });
  }
}

function versionOf(content: unknown): string | undefined {
  if (typeof content !== 'object' || content === null || !('schemaVersion' in content)) return undefined;
  return String(content.schemaVersion);
}

const schemaFaults = (errors: ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map((error) => {
    const extra: unknown = error.params['additionalProperty'];
    const name = typeof extra === 'string' ? ` (${extra})` : '';
    return `${error.instancePath || '/'} ${error.message ?? 'is wrong'}${name}`;
  });

/** The summary is a count of the requirements; a reader of either must come to the same figure. */
export function miscounts(result: ConformanceResult): string[] {
  return outcomes.flatMap((outcome) => {
    const counted = result.requirements.filter((requirement) => requirement.outcome === outcome).length;
    const stated = result.summary[outcome];
    return counted === stated ? [] : [`/summary/${outcome} says ${stated}, counted ${counted}`];
  });
}

function listed(faults: readonly string[]): string {
  const shown = faults.slice(0, 5).join('; ');
  return faults.length > 5 ? `${shown}; and ${faults.length - 5} more` : shown;
}
