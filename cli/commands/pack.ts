import { Command } from 'commander';
import { packRun } from '../../reports/pack/pack.js';

interface PackFlags {
  readonly output?: string;
  readonly json?: true;
}

/** `pack RUN`: one archive with everything a run leaves as evidence, and a manifest of hashes. */
export function packCommand(): Command {
  return new Command('pack')
    .description('put the evidence of a run into one archive, with a manifest of hashes')
    .argument('<run>', 'output folder of the run')
    .option('--output <file>', 'the archive (otherwise evidence-<run id>.zip in this folder)')
    .option('--json', 'print JSON')
    .addHelpText('after', rule)
    .action((run: string, { output, json }: PackFlags) => {
      const packed = packRun(run, output);
      const words = `Packed ${packed.files} files into ${packed.file}\nsha256 of its manifest: ${packed.manifestHash}\n`;
      process.stdout.write(json ? `${JSON.stringify(packed)}\n` : words);
    });
}

const rule = `
The pack holds reports, exchanges, evidence, the target with its secrets masked, and versions. The
same folder gives the same bytes. Keep the hash of the manifest elsewhere (a ticket, a mail): with
it "verify --manifest" tells whether the pack is the one that was made.

Exit codes: 0 packed, 2 no whole run`;
