import { whyNotHere } from '../validator/java.js';
import type { Walk } from './harness.js';
import { compileForJava, JavaValidator } from './java.js';
import { beyond, type Observed } from './observed.js';
import { describedOperations, findSchemathesis, runSchemathesis, seeds, type SchemathesisRun } from './schemathesis.js';

/** The tools by the names under which figures and results know them. */
export const toolNames = ['this harness', 'schemathesis', 'Java validator'] as const;
export type ToolName = (typeof toolNames)[number];

/** One tool in the comparison. It is put to the conformant provider once, and then to one faulty provider after another. */
export interface Tool {
  /** What it says of the conformant provider; none of it is deserved. */
  readonly atConformant: Observed;
  /** What it says of a provider with this fault beyond that. `walk` is the walk of the harness at such a provider. */
  readonly atFaulty: (id: string, walk: Walk) => Promise<Observed>;
  readonly close: () => Promise<void>;
}

const nothingToClose = async (): Promise<void> => undefined;

/** The harness itself, of whose walks all tell only what came out worse. */
export const theHarness = (conformant: Walk): Tool => ({
  atConformant: conformant,
  atFaulty: async (_id, walk) => walk,
  close: nothingToClose,
});

/** schemathesis with our description; says why where it is not on this machine. */
export async function schemathesis(): Promise<
  (Tool & Pick<SchemathesisRun, 'granted'> & { readonly version: string }) | string
> {
  const found = findSchemathesis();
  if ('why' in found) return found.why;
  const runs: SchemathesisRun[] = [];
  for (const seed of [...seeds, seeds[0]]) runs.push(await runSchemathesis(found.command, [], seed));
  const falseAlarms = new Set(runs.flatMap(({ findings }) => findings));
  const [first] = runs;
  if (first === undefined) throw new Error('schemathesis has no seed to run with');
  refuseUnfitDescription(first);
  return {
    atConformant: { ...first, findings: [...falseAlarms] },
    granted: first.granted,
    version: found.version,
    atFaulty: async (id) => only(falseAlarms, await runSchemathesis(found.command, [id])),
    close: nothingToClose,
  };
}

/** What is never granted was never put to the test: then the comparison would be unfair. */
function refuseUnfitDescription({ granted }: SchemathesisRun): void {
  const lacking = describedOperations.filter((operation) => granted[operation] === undefined);
  if (lacking.length === 0) return;
  throw new Error(`openapi.yaml no longer fits the provider: nothing was granted of ${lacking.join(', ')}`);
}

/** The Java validator on the responses of the harness's walk; says why where it cannot run here. */
export async function javaValidator(conformant: Walk): Promise<(Tool & { readonly coldStart: number }) | string> {
  const why = whyNotHere();
  if (why !== undefined) return why;
  compileForJava();
  const started = performance.now();
  const validator = new JavaValidator();
  await validator.validate(conformant.responses.slice(0, 1));
  const coldStart = (performance.now() - started) / 1000;
  // Once through to have it warm, as a process that stays up is.
  await validator.validate(conformant.responses);
  const atConformant = await validator.validate(conformant.responses);
  const falseAlarms = new Set(atConformant.findings);
  return {
    ...{ atConformant, coldStart },
    atFaulty: async (_id, { responses }) => only(falseAlarms, await validator.recallOrValidate(responses)),
    close: () => validator.close(),
  };
}

const only = (falseAlarms: ReadonlySet<string>, observed: Observed): Observed => ({
  ...observed,
  findings: beyond(falseAlarms, observed),
});
