import { existsSync } from 'node:fs';
import { selectionFor } from '../../fixtures/provider/hostile/index.js';
import { join } from 'node:path';
import { readResult } from '../../reports/writers/json.js';
import type { ConformanceResult } from '../../reports/result.js';
import type { CommandRun } from './command.js';
import { activeMarkdownIn, markupIn, secretsIn, steeringIn, textsBelow, xmlFaults, type Complaint } from './outputs.js';
import { goodPractice, timeouts, type HostilePractice, type HostileStage } from './stage.js';

/** What became of one behaviour. The first five are the contract of `hostile.json`. */
export interface HostileCase {
  readonly id: string;
  /** What the run's exit code is for this practice alone: the run's own code, where it met nothing else. */
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly peakMb: number;
  readonly finding: string;
  /** The most memory that all processes of its run held at a time, in MB. */
  readonly treeMb: number;
  /** How many behaviours its run met, and the exit code of the run: the worst of theirs. */
  readonly together: number;
  readonly runExitCode: number | null;
  readonly crashes: readonly Complaint[];
  readonly leaks: readonly Complaint[];
  /** Whatever else is not as the behaviour's documentation says. */
  readonly faults: readonly Complaint[];
}

/** Peak memory of any one process of a run, in MB. */
export const memoryLimitMb = 400;

/** Slack of a time-out on a busy machine, in ms. */
const slackMs = 2500;

const longestExchangeMs = timeouts.connectMs + timeouts.headersMs + timeouts.bodyMs + slackMs;

/** A run that has ended, with what it left in its output folder. */
export interface EndedRun {
  readonly command: CommandRun;
  readonly stage: HostileStage;
  readonly output: string;
  /** What stood in the diaries before, by ODS code. */
  readonly before: ReadonlyMap<string, readonly string[]>;
}

/** Judges every behaviour of a run by all that the run left behind. */
export function judgedCases(run: EndedRun): readonly HostileCase[] {
  const { command, stage } = run;
  const result = resultIn(run.output);
  const texts = new Map([...textsBelow(run.output), ['stdout', command.stdout], ['stderr', command.stderr]]);
  const crashes = crashesIn(run, result);
  const leaks = [...leaksOfRun(run, texts), ...secretsIn(stage.ownSecrets, texts)];
  const faults = result === undefined ? [] : faultsOfRun(run, result);
  const { exitCode: runExitCode, seconds, peakMb, treeMb } = command;
  return stage.practices.map((practice) => {
    const exitCode = result === undefined ? runExitCode : ownCode(practice, result);
    const words = result === undefined ? [] : wordsAbout(practice.odsCode, result);
    return {
      ...{ id: practice.behaviour.id, exitCode, seconds, peakMb, treeMb, crashes },
      ...{ together: stage.practices.length, runExitCode },
      finding: findingOf(practice, words),
      leaks: [...leaks, ...secretsIn(practice.secrets, texts), ...astray(practice)],
      faults: [...faults, ...faultsOf(practice, words, run, result), ...undocumented(practice, exitCode)],
    };
  });
}

function resultIn(output: string): ConformanceResult | undefined {
  const file = join(output, 'conformance.json');
  return existsSync(file) ? readResult(file) : undefined;
}

function crashesIn({ command }: EndedRun, result: ConformanceResult | undefined): readonly Complaint[] {
  const { exitCode, stdout, stderr, seconds } = command;
  const said = `${stdout}\n${stderr}`;
  const trace = /^\s+at .+:\d+:\d+\)?$/m.exec(said) ?? /worker process exited|unhandled|uncaught/i.exec(said);
  return [
    ...(exitCode === null ? [`killed after ${seconds} s`] : []),
    ...(exitCode === 5 || result?.verdict === 'harness-error'
      ? [`defect: ${result?.verdictReason ?? said.slice(-300)}`]
      : []),
    ...(trace === null ? [] : [`the output shows a crash: ${trace[0].trim()}`]),
    ...(result === undefined && exitCode !== null ? ['there is no result'] : []),
  ];
}

function leaksOfRun({ command, stage }: EndedRun, texts: ReadonlyMap<string, string>): readonly Complaint[] {
  const { stdout, stderr } = command;
  return [
    ...steeringIn('stdout', stdout),
    ...steeringIn('stderr', stderr),
    ...['report.html', 'allure-report/index.html'].flatMap((name) => markupIn(name, texts.get(name))),
    ...xmlFaults('junit.xml', Buffer.from(texts.get('junit.xml') ?? '', 'latin1').toString('utf8')),
    ...markupIn('junit.xml', texts.get('junit.xml')),
    ...activeMarkdownIn('summary.md', texts.get('summary.md') ?? ''),
    ...stage.trapped().map((asked) => `another host was asked: ${asked}`),
  ];
}

/** By the rule of the verdict, from the practice's own rows of what its behaviour asks for. */
function ownCode({ behaviour, odsCode }: HostilePractice, { requirements }: ConformanceResult): number {
  const only = selectionFor(behaviour);
  const rows = requirements.filter(({ id, practice }) => practice === odsCode && only.includes(id));
  if (rows.some(({ outcome }) => outcome === 'fail')) return 1;
  const isOpen = rows.some(
    ({ level, outcome }) => level === 'SHALL' && (outcome === 'not-tested' || outcome === 'error'),
  );
  return isOpen ? 4 : 0;
}

const worstOf = (codes: readonly number[]): number => [1, 4].find((code) => codes.includes(code)) ?? 0;

function undocumented({ behaviour }: HostilePractice, exitCode: number | null): readonly Complaint[] {
  const wanted = [behaviour.ends.exitCode].flat();
  return wanted.includes(exitCode ?? -1) ? [] : [`exit code ${exitCode}, documented ${wanted.join(' or ')}`];
}

const astray = ({ server }: HostilePractice): readonly Complaint[] =>
  server.ledAstray().map((request) => `led astray: ${request}`);

function faultsOfRun({ command, stage, before }: EndedRun, result: ConformanceResult): readonly Complaint[] {
  const affected = result.requirements.filter(
    ({ practice, outcome }) => practice === goodPractice && !['pass', 'not-applicable', 'manual'].includes(outcome),
  );
  const slow = result.exchanges.filter(({ ms }) => ms > longestExchangeMs);
  const same = String(stage.booked(goodPractice)) === String(before.get(goodPractice));
  const worst = worstOf(stage.practices.map((practice) => ownCode(practice, result)));
  return [
    ...(command.exitCode === worst ? [] : [`the run ended with ${command.exitCode}, its practices with ${worst}`]),
    ...(command.peakMb > memoryLimitMb ? [`a process held ${command.peakMb} MB`] : []),
    ...affected.map(({ id, outcome, reason }) => `the good practice is affected: ${id} ${outcome} ${reason ?? ''}`),
    ...slow.map(({ id, ms }) => `exchange ${id} took ${ms} ms`),
    ...(same ? [] : ['a booking was left at the good practice']),
  ];
}

function faultsOf(
  { behaviour, odsCode, server }: HostilePractice,
  words: readonly string[],
  { stage, before }: EndedRun,
  result: ConformanceResult | undefined,
): readonly Complaint[] {
  const { says, mayLeave } = behaviour.ends;
  const left = stage.booked(odsCode).filter((id) => !before.get(odsCode)?.includes(id));
  const told = result?.bookings.left.filter(({ practice }) => practice === odsCode) ?? [];
  return [
    ...(server.met() > 0 ? [] : ['the behaviour was never met']),
    ...(says === undefined || words.some((one) => says.test(one))
      ? []
      : [`nothing says ${says}: ${words.slice(0, 3).join(' | ')}`]),
    ...(left.length > 0 && mayLeave === undefined ? [`left in the diary: ${left.join(', ')}`] : []),
    ...(left.length > told.length ? ['a booking that was left is not reported as left'] : []),
  ];
}

/** Everything the result says about a practice, worst first. */
function wordsAbout(odsCode: string, { requirements, exchanges }: ConformanceResult): readonly string[] {
  const rows = requirements.filter(({ practice, outcome }) => practice === odsCode && outcome !== 'pass');
  const ofRows = rows.flatMap(({ id, reason, findings }) => [
    ...findings.map(({ message, expected, actual }) => `${id}: ${message}${came(expected, actual)}`),
    ...(reason === null ? [] : [`${id}: ${reason}`]),
  ]);
  const own = exchanges.filter(({ practice }) => practice === odsCode);
  const failures = own.flatMap(({ failure, purpose }) => (failure === undefined ? [] : [`${purpose}: ${failure}`]));
  return [...ofRows, ...failures];
}

const came = (expected: string | undefined, actual: string | undefined): string =>
  expected === undefined ? '' : ` (expected ${expected}, came ${actual ?? 'nothing'})`;

function findingOf({ behaviour }: HostilePractice, words: readonly string[]): string {
  const { says, because } = behaviour.ends;
  return (says === undefined ? undefined : words.find((one) => says.test(one))) ?? `nothing: ${because}`;
}
