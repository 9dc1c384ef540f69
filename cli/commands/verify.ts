import { Command } from 'commander';
import { verifyPack, type Verification } from '../../reports/pack/verify.js';
import { forTerminal } from '../../reports/untrusted-text.js';

interface VerifyFlags {
  readonly manifest?: string;
  readonly json?: true;
}

/** `verify PACK`: whether an evidence pack is as it was made. Exit 0 where it is, 1 altered, 2 no pack. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('say whether an evidence pack is as it was made')
    .argument('<pack>', 'the archive, or the folder it was unpacked into')
    .option('--manifest <sha256>', 'the hash of the manifest, where it is known from elsewhere')
    .option('--json', 'print JSON')
    .addHelpText('after', rule)
    .action(async (pack: string, { manifest, json }: VerifyFlags) => {
      const found = await verifyPack(pack, manifest);
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : inWords(found));
      process.exitCode = found.faults.length === 0 ? 0 : 1;
    });
}

const rule = `
Looked at: every file there and none more, all hashes, the result by its schema, the counts of the
reports beside those of the result, and every recorded exchange. Whoever alters a pack can also
write new hashes into it: only --manifest with a hash kept elsewhere shows that.

Exit codes: 0 as it was made, 1 altered (says what), 2 no pack, or one that is refused`;

/** What a screen holds. */
const most = 20;

function inWords({ run, files, manifestHash, faults }: Verification): string {
  const head = `run ${forTerminal(run)}, ${files} files, sha256 of the manifest ${manifestHash}`;
  if (faults.length === 0) return `As it was made: ${head}\n`;
  const rest = faults.length - most;
  const lines = faults.slice(0, most).map((fault) => `  ${forTerminal(fault, 300)}`);
  return [`ALTERED: ${head}`, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : []), ''].join('\n');
}
