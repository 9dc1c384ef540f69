import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FAULTS } from '../fixtures/provider/faults/index.js';
import { collectSuite } from '../fixtures/suite/collection.js';
import { catalogue, type Requirement } from '../requirements/catalogue.js';
import { standingRules } from '../requirements/registry.js';

/** How one requirement is covered: what judges it, and what proves the judgement. */
export interface Covered {
  readonly requirement: Requirement;
  /** A machine can judge it of a provider. */
  readonly automatic: boolean;
  /** It has a standing rule: it is judged on every answer it applies to. */
  readonly standing: boolean;
  /** Tests that say they show it, as `file: title`. */
  readonly specs: readonly string[];
  /** Faults of the reference provider that violate it. */
  readonly faults: readonly string[];
}

/** An id that looks like a requirement's and is none. */
export interface Stray {
  readonly id: string;
  readonly where: string;
}

/** Coverage in both directions: from every requirement to tests, rules and faults, and from those back. */
export interface Coverage {
  readonly requirements: readonly Covered[];
  readonly strays: readonly Stray[];
}

/** Works out the coverage of this version. Reads the whole suite, so it can be asked once a process. */
export async function coverageOfSuite(): Promise<Coverage> {
  const specs = await collectSuite();
  const rules = new Set(standingRules.map((rule) => rule.id));
  const covered = [...catalogue.values()].map((requirement) => ({
    requirement,
    automatic: requirement.testable === 'auto' && requirement.actor !== 'consumer',
    standing: rules.has(requirement.id),
    specs: specs
      .filter(({ declared }) => declared.includes(requirement.id))
      .map(({ file, title }) => `${file}: ${title}`),
    faults: FAULTS.filter(({ violates }) => violates.includes(requirement.id)).map(({ id }) => id),
  }));
  return { requirements: covered, strays: [...strayIds(), ...strayRules(rules), ...strayFaults()] };
}

/** Automatic requirements that neither a rule nor a test judges. */
export const notJudged = ({ requirements }: Coverage): readonly Covered[] =>
  requirements.filter((one) => one.automatic && !one.standing && one.specs.length === 0);

/** Automatic requirements with a rule that no test makes sure is ever judged. */
export const notShown = ({ requirements }: Coverage): readonly Covered[] =>
  requirements.filter((one) => one.automatic && one.standing && one.specs.length === 0);

/** Automatic requirements whose judgement no fault proves. */
export const withoutFault = ({ requirements }: Coverage): readonly Covered[] =>
  requirements.filter((one) => one.automatic && one.faults.length === 0);

const root = fileURLToPath(new URL('../', import.meta.url));

/** Folders whose files speak of requirements by their id, in code as in comments. */
const speaking = ['requirements', 'tests/conformance', 'fixtures', 'reports'];

/** Ids in source files that no longer stand in the catalogue, wherever they are mentioned. */
function strayIds(): readonly Stray[] {
  const prefixes = [...new Set([...catalogue.keys()].map((id) => id.split('-')[0]))].join('|');
  const shape = new RegExp(`\\b(?:${prefixes})-[A-Z]?\\d{2,3}\\b`, 'g');
  return speaking.flatMap((folder) => sourceFiles(folder)).flatMap((file) => strayIdsIn(file, shape));
}

function strayIdsIn(file: string, shape: RegExp): readonly Stray[] {
  const mentioned = readFileSync(join(root, file), 'utf8').match(shape) ?? [];
  return [...new Set(mentioned)].filter((id) => !catalogue.has(id)).map((id) => ({ id, where: file }));
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => join(folder, name));
}

const strayRules = (rules: ReadonlySet<string>): readonly Stray[] =>
  [...rules].filter((id) => !catalogue.has(id)).map((id) => ({ id, where: 'standing rules' }));

const strayFaults = (): readonly Stray[] =>
  FAULTS.flatMap((fault) =>
    fault.violates.filter((id) => !catalogue.has(id)).map((id) => ({ id, where: `fault ${fault.id}` })),
  );
