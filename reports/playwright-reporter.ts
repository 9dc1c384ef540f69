import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import { join } from 'node:path';
import { discretion } from '../fixtures/suite/discretion.js';
import { readStates } from '../fixtures/suite/preflight.js';
import { readRunSettings, type RunSettings } from '../fixtures/suite/run-settings.js';
import { writeRunRecord } from '../fixtures/suite/run-record.js';
import { loadRunTarget } from '../fixtures/suite/run-target.js';
import type { Target } from '../fixtures/target/target.js';
import { messageOf } from '../problem.js';
import { catalogue } from '../requirements/catalogue.js';
import { notJudged } from '../requirements/judgement.js';
import { writeExecutor } from './allure/executor.js';
import { generateAllureReport } from './allure/report.js';
import { EvidenceLog, EvidenceTail, readEvidence, type EvidenceLine } from './evidence-log.js';
import { Progress, standardError, type NamedTest } from './progress.js';
import { leaveBasis } from './run-basis.js';
import { evidenceOfRun, judgementsOf, resultOfRun, type RunnerFacts } from './run-report.js';
import { forTerminal } from './untrusted-text.js';
import type { TestedJudgement } from './verdict.js';
import { writeReports } from './writers/all.js';

/** Turns the runner's events into live progress and, at the end, the evidence into the one result and all its reports. */
export default class ConformanceReporter implements Reporter {
  private run: RunSettings = readRunSettings();
  private readonly progress = new Progress(this.run.quiet ? undefined : standardError, {
    fresh: () => this.freshJudgements(),
  });
  private readonly tail = new EvidenceTail(this.run.output);
  private readonly ended: { test: TestCase; result: TestResult }[] = [];
  private readonly defects: string[] = [];
  private tests: TestCase[] = [];
  private workers = 1;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.tests = suite.allTests();
    this.workers = config.workers;
    this.run = { ...this.run, ...selectionOf(this.run, this.tests) };
    if (config.shard !== null) this.run = sharded(this.run, config.shard);
    this.progress.begin(this.tests.map((test) => named(test).practice));
  }

  onStepEnd(test: TestCase, _result: TestResult, step: TestStep): void {
    if (step.category !== 'test.step') return;
    this.progress.step(named(test), step.title, step.error === undefined ? 'done' : 'failed');
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.ended.push({ test, result });
    const { status, duration: ms, annotations } = result;
    const reason = [...annotations, ...test.annotations].find(({ type }) => type === 'skip')?.description;
    this.progress.test({ ...named(test), status, ms, reason });
  }

  onError(error: TestError): void {
    const message = discretion.text(error.message ?? error.value ?? 'unknown error');
    this.defects.push(message);
    this.progress.say(message);
  }

  async onEnd(ended: FullResult): Promise<{ status: FullResult['status'] }> {
    this.progress.end();
    if (isListing()) return { status: ended.status };
    try {
      return { status: (await this.report(ended)) === 0 ? 'passed' : 'failed' };
    } catch (error) {
      const words = `Reports could not be written in full: ${messageOf(error)}`;
      // A quiet run says nothing of its progress, but never hides why its evidence is not whole.
      if (this.run.quiet) process.stderr.write(`${forTerminal(words, 1_000)}\n`);
      else this.progress.say(words);
      return { status: 'failed' };
    }
  }

  /** Makes the one result and every report of it; returns the exit code of its verdict. */
  private async report(ended: FullResult): Promise<number> {
    const target = loadRunTarget(this.run);
    if (this.run.replay === undefined) this.leaveRecord(ended, target);
    // Made by a process of its own, of what the tests have told already, while this one makes the other reports.
    const allure = this.writeAllure();
    const [exitCode, page] = await Promise.allSettled([this.writeReports(ended, target), allure]);
    if (exitCode.status === 'rejected') throw exitCode.reason;
    if (page.status === 'rejected') throw page.reason;
    return exitCode.value;
  }

  private async writeReports(ended: FullResult, target: Target): Promise<number> {
    const runner = this.runnerFacts(ended);
    const evidence = evidenceOfRun(this.run, target, runner);
    const result = resultOfRun(this.run, target, runner, evidence);
    await writeReports(result, this.run.output);
    leaveBasis(this.run, evidence, runner);
    return result.exitCode;
  }

  /** The history is no report of this run alone, so it stays in the output folder when that is emptied. */
  private async writeAllure(): Promise<void> {
    const { output, allure: form = 'single', history = join(output, 'history.jsonl') } = this.run;
    const results = join(output, 'allure-results');
    writeExecutor(results);
    await generateAllureReport(results, join(output, 'allure-report'), { form, history });
  }

  /** New evidence of requirements that were asked for. */
  private freshJudgements(): readonly EvidenceLine[] {
    const isWanted = (id: string): boolean => this.run.only?.includes(id) ?? true;
    return this.tail.next().filter((line) => line.kind === 'judgement' && isWanted(line.judgement.requirement));
  }

  /** What only the runner knows and a replay needs: what was asked for, which tests were cut short, how it all ended. */
  private leaveRecord({ status }: FullResult, target: Target): void {
    writeRunRecord(this.run, target);
    const log = new EvidenceLog(this.run.output, 'runner');
    for (const { test, result } of this.ended.filter(isCutShort)) {
      log.write({ kind: 'cut-short', test: titleOf(test), practice: practiceOf(test), status: result.status });
    }
    log.write({ kind: 'ended', status, defects: this.defects });
  }

  private runnerFacts(ended: FullResult): RunnerFacts {
    const lines = readEvidence(this.run.output);
    return {
      lines,
      workers: this.workers,
      durationMs: ended.duration,
      shown: new Set(this.tests.flatMap(idsOf)),
      shownAt: new Set(this.tests.flatMap((test) => idsOf(test).map((id) => `${id} ${practiceOf(test)}`))),
      added: this.withoutJudgement(lines),
      defects: this.isUnreachable() ? [] : defectsOfTheRunner(lines, this.defects),
    };
  }

  /** The set-up ends a run at which no practice can be used with an error, which the verdict tells in its own way. */
  private isUnreachable(): boolean {
    const states = readStates(this.run.output);
    return states.length > 0 && states.every((practice) => practice.state !== 'usable');
  }

  /** A test that timed out or whose worker died says nothing itself about what it had not judged yet. */
  private withoutJudgement(lines: readonly EvidenceLine[]): TestedJudgement[] {
    const known = new Set(
      judgementsOf(lines).map(({ test, judgement }) => `${judgement.requirement} ${judgement.practice} ${test}`),
    );
    return lines.flatMap((line) => {
      if (line.kind !== 'cut-short') return [];
      const { practice, test: title, status } = line;
      const test = this.tests.find((one) => titleOf(one) === title && practiceOf(one) === practice);
      const reason = `the test ended as ${status} before it was judged`;
      return (test === undefined ? [] : idsOf(test))
        .filter((id) => !known.has(`${id} ${practice} ${title}`))
        .filter((id) => this.run.only?.includes(id) ?? true)
        .map((id) => ({ test: title, judgement: notJudged(id, practice, 'error', reason) }));
    });
  }
}

const named = (test: TestCase): NamedTest => {
  return { practice: test.parent.project()?.name ?? '', title: test.title, file: test.location.file };
};

/** Of a replay there are also those of the run itself; the end of a run is told once. */
const defectsOfTheRunner = (lines: readonly EvidenceLine[], now: readonly string[]): readonly string[] => {
  const recorded = lines.flatMap((line) => (line.kind === 'ended' ? line.defects : []));
  return [...new Set([...recorded, ...now])];
};

const isCutShort = ({ result }: { readonly result: TestResult }): boolean =>
  result.status === 'timedOut' || result.status === 'interrupted' || crashed(result);

const crashed = (result: TestResult): boolean =>
  result.errors.some((error) => error.message?.includes('worker process') ?? false);

const idsOf = (test: TestCase): string[] => test.tags.map((tag) => tag.slice(1));

const practiceOf = (test: TestCase): string => test.parent.project()?.name ?? '';

/** A plain `playwright test --shard=1/4` is a part of the tests as much as one the command line asked for. */
const sharded = (run: RunSettings, { current, total }: { current: number; total: number }): RunSettings => ({
  ...run,
  selection: { ...run.selection, shard: `${current}/${total}` },
});

/** The title as the suite itself writes it into the evidence: without project and file. */
const titleOf = (test: TestCase): string => test.titlePath().slice(3).join(' › ');

/**
 * What a plain `playwright test --grep SLOT-001` asks for, when the command line has not said it: the requirements whose
 * tags the pattern matches, or those of the tests it picks by their titles.
 */
function selectionOf(run: RunSettings, tests: readonly TestCase[]): Partial<RunSettings> {
  const grep = grepOf(process.argv);
  if (run.only !== undefined || grep === undefined) return {};
  const pattern = new RegExp(grep, 'i');
  const named = [...catalogue.keys()].filter((id) => pattern.test(`@${id}`));
  const only = named.length > 0 ? named : [...new Set(tests.flatMap(idsOf))];
  return { only, selection: { grep } };
}

/** The runner does not tell reporters its `--grep`, so it is read from the command line, in each of its forms. */
function grepOf(words: readonly string[]): string | undefined {
  const position = words.findIndex((word) => /^(-g|--grep)(=|$)/.test(word));
  const word = words[position];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : words[position === -1 ? words.length : position + 1];
}

/** `--list` also runs reporters; it must not touch any report. */
const isListing = (): boolean => process.argv.includes('--list');
