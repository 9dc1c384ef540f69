import { startProvider, type RunningProvider } from '../../fixtures/provider/provider.js';
import { loadTarget } from '../../fixtures/target/load.js';
import type { Target } from '../../fixtures/target/target.js';

/** How a provider of a gate is set up. */
export interface GateProvider {
  readonly faults: readonly string[];
  /** ODS codes of the practices that get the suite. */
  readonly practices: readonly string[];
  /** The clock of provider and harness, in ms since 1970. */
  readonly clock: () => number;
}

/** Starts a provider in this process, gives its target to `use`, and stops it whatever happens. */
export async function withProvider<T>(setUp: GateProvider, use: (target: Target) => Promise<T>): Promise<T> {
  const { faults, practices, clock } = setUp;
  const provider = await startProvider({ faults, now: () => new Date(clock()) });
  try {
    return await use(targetOf(provider, practices));
  } finally {
    await provider.stop();
  }
}

function targetOf(provider: RunningProvider, practices: readonly string[]): Target {
  const text = provider.targetFile({ practices });
  return loadTarget({ file: 'embedded-provider.yaml', text, environment: {} });
}
