import { Command } from 'commander';
import { coverageOfSuite, notJudged, notShown, withoutFault, type Coverage, type Covered } from '../coverage.js';

/**
 * `requirements`: coverage in both directions. With `--json` as
 * `{"total","automatic","judged","withFault","notJudged":[ids],"withoutFault":[ids]}`. Exit 1 where an automatic
 * requirement is judged by nothing, shown by no test or proven by no fault, and where an id is none of the catalogue.
 */
export function requirementsCommand(): Command {
  return new Command('requirements')
    .description('say which requirements are judged, by which tests, and proven by which faults')
    .option('--json', 'print JSON')
    .action(async (flags: { readonly json?: true }) => {
      const coverage = await coverageOfSuite();
      process.stdout.write(flags.json ? inJson(coverage) : inWords(coverage));
      process.exitCode = isWhole(coverage) ? 0 : 1;
    });
}

const isWhole = (coverage: Coverage): boolean =>
  [notJudged(coverage), notShown(coverage), withoutFault(coverage), coverage.strays].every((one) => one.length === 0);

const idsOf = (covered: readonly Covered[]): readonly string[] => covered.map(({ requirement }) => requirement.id);

function inJson(coverage: Coverage): string {
  const automatic = coverage.requirements.filter((one) => one.automatic);
  const open = idsOf(notJudged(coverage));
  const unproven = idsOf(withoutFault(coverage));
  const summary = {
    total: coverage.requirements.length,
    automatic: automatic.length,
    judged: automatic.length - open.length,
    withFault: automatic.length - unproven.length,
    notJudged: open,
    withoutFault: unproven,
    notShown: idsOf(notShown(coverage)),
    unknown: coverage.strays,
  };
  return `${JSON.stringify(summary)}\n`;
}

function inWords(coverage: Coverage): string {
  const rows = coverage.requirements.filter((one) => one.automatic).map(line);
  const troubles = [
    ...notJudged(coverage).map((one) => trouble(one, 'no rule and no test judges it')),
    ...notShown(coverage).map((one) => trouble(one, 'no test makes sure that its rule is ever judged')),
    ...withoutFault(coverage).map((one) => trouble(one, 'no fault proves that its judgement can turn')),
    ...coverage.strays.map(({ id, where }) => `${id.padEnd(10)} ${where}: the catalogue holds no such requirement`),
  ];
  const end = troubles.length === 0 ? ['Every automatic requirement is judged and proven.'] : ['', ...troubles];
  return `${['id         level   rule   tests  faults', ...rows, ...end].join('\n')}\n`;
}

function line({ requirement, standing, specs, faults }: Covered): string {
  const { id, level } = requirement;
  const counts = [specs.length, faults.length].map((count) => String(count).padStart(7)).join('');
  return `${id.padEnd(10)} ${level.padEnd(7)} ${standing ? 'rule' : '    '}${counts}`;
}

const trouble = ({ requirement: { id, level } }: Covered, what: string): string => `${id.padEnd(10)} ${level}: ${what}`;
