/**
 * Walks the session and federation specs at the conformant provider and at each fault of the sessions, and prints one
 * JSON object: for each fault the requirements of these two areas that it violates, and those that turned.
 */
import { FEDERATION_FAULTS } from '../fixtures/provider/faults/federation.js';
import { SESSION_FAULTS } from '../fixtures/provider/faults/sessions.js';
import { collectSuite } from '../fixtures/suite/collection.js';
import { catalogue } from '../requirements/catalogue.js';
import { compared } from './gates/comparison.js';
import { outcomesOf, type GateWalk } from './gates/outcomes.js';

/** What the test of these faults reads. */
export interface SessionFaults {
  /** Requirements of sessions and federation that are not a pass at the conformant provider. */
  readonly unsound: readonly string[];
  readonly faults: readonly {
    readonly id: string;
    readonly violates: readonly string[];
    readonly turned: readonly string[];
  }[];
}

const ofSessions = (id: string): boolean => ['sessions', 'federation'].includes(catalogue.get(id)?.area ?? '');

const walk: Omit<GateWalk, 'faults'> = {
  specs: await collectSuite(['sessions', 'federation']),
  walkers: 1,
  practices: ['A20047'],
  format: 'json',
  clock: Date.now,
};
const baseline = await outcomesOf({ ...walk, faults: [] });
const unsound = [...baseline.of.values()].filter(
  ({ requirement, outcome }) => ofSessions(requirement) && outcome !== 'pass',
);
const faults = [];
for (const fault of [...SESSION_FAULTS, ...FEDERATION_FAULTS]) {
  const { turned } = compared(fault, baseline, await outcomesOf({ ...walk, faults: [fault.id] }));
  faults.push({ id: fault.id, violates: fault.violates.filter(ofSessions), turned: turned.filter(ofSessions) });
}
const result: SessionFaults = { unsound: unsound.map((one) => one.requirement), faults };
process.stdout.write(`${JSON.stringify(result)}\n`);
