import { Command, Option } from 'commander';
import { vintages, type Vintage } from '../../profiles/definitions/model.js';
import { openDefinitions } from '../../profiles/definitions/store.js';
import { type Difference, type Verification, verifyDefinitions } from '../../profiles/definitions/verify/verify.js';
import { vintageOf } from '../../profiles/definitions/verify/vintage.js';

interface VerifyFlags {
  readonly vintage?: Vintage;
  readonly json?: boolean;
}

/**
 * `profiles verify DIR`: compares the profiles of the harness with official files. Exit code 0 when every difference is
 * explained, 1 otherwise; a folder without definitions is wrong usage (Problem `usage`, exit 2).
 */
export function profilesVerifyCommand(): Command {
  const verify = new Command('verify')
    .description('compare the profiles of the harness, element by element, with official files')
    .argument('<dir>', 'folder or .tgz with official StructureDefinition, ValueSet and CodeSystem files')
    .addOption(
      new Option('--vintage <vintage>', 'which vintage to compare (default: the one that fits)').choices(vintages),
    )
    .option('--json', 'print JSON')
    .action((dir: string, flags: VerifyFlags) => {
      const vintage = flags.vintage ?? vintageOf(dir);
      const verification = verifyDefinitions(dir, openDefinitions({ vintage }));
      const report =
        flags.json === true
          ? `${JSON.stringify({ vintage, ...verification }, null, 2)}\n`
          : words(vintage, verification);
      process.stdout.write(report);
      process.exitCode = verification.unexplained.length === 0 ? 0 : 1;
    });
  return new Command('profiles').description('the profile definitions of the harness').addCommand(verify);
}

/** The verification as text for a person: the unexplained differences first, the explained ones by their reason. */
function words(vintage: Vintage, { definitions, points, differences, unexplained, ...rest }: Verification): string {
  const reasons = new Map<string, number>();
  for (const { explanation = '' } of differences) reasons.set(explanation, (reasons.get(explanation) ?? 0) + 1);
  reasons.delete('');
  return [
    ...unexplained.flatMap(differenceWords),
    ...[...reasons].map(([reason, times]) => `explained, ${times} times: ${reason}`),
    ...rest.unreadable.map(({ file, reason }) => `left out ${file}: ${reason}`),
    ...(rest.notInSource.length > 0
      ? [`not in this source, so not compared: ${rest.notInSource.length} definitions`]
      : []),
    `vintage ${vintage}: ${definitions} definitions, ${points} elements and definitions compared, ${unexplained.length} unexplained differences`,
    '',
  ].join('\n');
}

function differenceWords({ url, file, element, aspect, official, ours }: Difference): string[] {
  return [
    `${element === '' ? url : element}: ${aspect} (${file})`,
    `  official: ${official === '' ? '-' : official}`,
    `  ours:     ${ours === '' ? '-' : ours}`,
  ];
}
