import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** Settings laid over the target, such as `search.leadTimeHours=48`. */
  readonly settings?: readonly string[];
}

/** Starts a provider over HTTPS in this process, gives its target to `use`, and stops it whatever happens. */
export async function withProvider<T>(setUp: GateProvider, use: (target: Target) => Promise<T>): Promise<T> {
  const { faults, practices, clock, settings = [] } = setUp;
  const folder = mkdtempSync(join(tmpdir(), 'gate-provider-'));
  const provider = await startProvider({ faults, tls: true, now: () => new Date(clock()) });
  try {
    return await use(targetOf(provider, { practices, settings, folder }));
  } finally {
    await provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The certificate authority has to stand in a file, as it does in every target file. */
function targetOf(
  provider: RunningProvider,
  { practices, settings, folder }: Required<Pick<GateProvider, 'practices' | 'settings'>> & { readonly folder: string },
): Target {
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, provider.certificateAuthority ?? '');
  const text = provider.targetFile({ practices, caFile });
  const file = 'embedded-provider.yaml';
  return loadTarget({ file, text, environment: {}, settings: ['search.firstRangeDays=2', ...settings] });
}
