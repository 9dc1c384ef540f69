import { execFileSync } from 'node:child_process';
import { inProject } from './cli/command.js';

/** Compiles the harness before the tests, because those of its commands walk what the package ships. */
export default function compile(): void {
  execFileSync(process.execPath, [inProject('scripts/build.mjs')], { stdio: 'inherit' });
}
