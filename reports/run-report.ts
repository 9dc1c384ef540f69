import { readFileSync } from 'node:fs';
import { catalogue, type Requirement } from '../requirements/catalogue.js';
import { readStates } from '../fixtures/suite/preflight.js';
import type { ReplayedRunFacts, RunSettings } from '../fixtures/suite/run-settings.js';
import { dayOf, suitePractices } from '../fixtures/suite/run-target.js';
import { ledgerFile } from '../fixtures/suite/workbench.js';
import { Ledger, pagesOnDisk, type LedgerLine } from '../fixtures/ledger/ledger.js';
import type { Target } from '../fixtures/target/target.js';
import { cancelByHand } from './cancel-by-hand.js';
import type { EvidenceLine } from './evidence-log.js';
import type {
  BookingSummary,
  ConformanceResult,
  ExchangeRecord,
  LeftBooking,
  ReplayedRun,
  ReportedPractice,
  SessionRecord,
  WaiverUse,
} from './result.js';
import {
  exitCodes,
  requirementResults,
  summaryOf,
  verdictOf,
  type RunEvidence,
  type TestedJudgement,
} from './verdict.js';
import { waiverFaults, waiverUses } from './waivers.js';

/** What only the test runner knows about a run. */
export interface RunnerFacts {
  /** Everything that the processes of the run have written down. */
  readonly lines: readonly EvidenceLine[];
  readonly workers: number;
  readonly durationMs: number;
  /** Requirement ids that the tests of this version declare. */
  readonly shown: ReadonlySet<string>;
  /** The same with the practice at which the test is walked: `<requirement id> <ODS code>`. */
  readonly shownAt: ReadonlySet<string>;
  /** Judgements the runner adds for tests that ended without any: time-outs, crashed workers. */
  readonly added: readonly TestedJudgement[];
  readonly defects: readonly string[];
}

/** What a result says beside its rows and verdict. */
export type ResultFacts = Pick<ConformanceResult, 'harness' | 'run' | 'sessions' | 'exchanges' | 'bookings'> & {
  readonly targetName: string;
  readonly tlsVerification?: 'off';
};

/** The one result from everything that was judged: rows, verdict, exit code and counts are made here and nowhere else. */
export function concludedResult(evidence: RunEvidence, facts: ResultFacts): ConformanceResult {
  const { targetName, tlsVerification, harness, run, sessions, exchanges, bookings } = facts;
  const rows = requirementResults(evidence);
  const verdict = verdictOf(rows, evidence);
  const waivers = waiverUses(rows, evidence);
  const reason = verdictReason(verdict, evidence, waivers);
  return {
    schemaVersion: '1.0',
    harness,
    target: { name: targetName, practices: evidence.practices, ...(tlsVerification && { tlsVerification }) },
    run,
    verdict,
    exitCode: exitCodes[verdict],
    ...(reason !== undefined && { verdictReason: reason }),
    summary: summaryOf(rows),
    requirements: rows,
    ...(waivers.length > 0 && { waivers }),
    sessions,
    exchanges,
    bookings,
  };
}

/** Makes the one result of a run from its evidence on disk and what the runner knows. */
export function resultOfRun(
  run: RunSettings,
  target: Target,
  runner: RunnerFacts,
  evidence = evidenceOfRun(run, target, runner),
): ConformanceResult {
  const { lines } = runner;
  const exchanges = exchangesOf(lines);
  return concludedResult(evidence, {
    harness: harnessFacts(target),
    targetName: target.name,
    ...(!target.tls.rejectUnauthorized && { tlsVerification: 'off' as const }),
    run: {
      id: run.runId,
      startedAt: run.startedAt,
      durationMs: Math.round(runner.durationMs),
      workers: runner.workers,
      selection: run.selection,
      exchanges: exchanges.length,
      ...(target.privacy.maskPatients && { patientsMasked: true as const }),
      ...(run.replay !== undefined && { replayOf: replayOf(run.replay, lines) }),
    },
    sessions: sessionsOf(lines),
    exchanges,
    bookings: bookingsOf(run, target),
  });
}

function replayOf({ runId: id, startedAt }: ReplayedRunFacts, lines: readonly EvidenceLine[]): ReplayedRun {
  const notHeld = lines.flatMap((line) => (line.kind === 'not-held' ? [`${line.practice}: ${line.question}`] : []));
  const masked = lines.flatMap((line) => (line.kind === 'masked' ? [line.exchange] : []));
  return { id, startedAt, notHeld: [...new Set(notHeld)], masked: [...new Set(masked)] };
}

/** Everything a run left behind on disk, and what the runner knows of it. */
export function evidenceOfRun(run: RunSettings, target: Target, runner: RunnerFacts): RunEvidence {
  const { lines } = runner;
  const defects = lines.flatMap((line) => (line.kind === 'defect' ? [`${line.test}: ${line.message}`] : []));
  const unusable = readStates(run.output).filter((one) => one.state !== 'usable');
  return {
    selected: selectedRequirements(run),
    practices: reportedPractices(run, target),
    judgements: [...judgementsOf(lines), ...runner.added],
    shown: runner.shown,
    ...partOf(run, runner),
    unusable: new Map(unusable.map((one) => [one.odsCode, `${one.state}: ${one.reason}`])),
    defects: [...defects, ...runner.defects],
    waivers: target.waivers,
    attestations: target.attestations,
    today: dayOf(run),
    walked: run.readOnly ? 'reads' : 'everything',
    strictness: run.strict ? 'strict' : 'ordinary',
  };
}

/** A shard knows its own tests only; what those of the others show is not for it to say. */
function partOf({ selection }: RunSettings, { shownAt }: RunnerFacts): Pick<RunEvidence, 'unshownBecause' | 'part'> {
  const shard = selection['shard'];
  if (shard === undefined || shard.endsWith('/1')) return { unshownBecause: noCheck };
  const missing = `This is shard ${shard} alone: merge it with the others for a verdict`;
  return { unshownBecause: otherShard, part: { shownAt, missing } };
}

/** Why nothing was judged where no test shows a requirement. */
export const noCheck = 'this version of the harness has no check for it';
/** The same where shards are missing. */
export const otherShard = 'its tests belong to another shard';

/** The judgements among lines of evidence, in their order. */
export const judgementsOf = (lines: readonly EvidenceLine[]): readonly TestedJudgement[] =>
  lines.flatMap((line) => (line.kind === 'judgement' ? [{ test: line.test, judgement: line.judgement }] : []));

/** The exchanges among lines of evidence, in their order. */
export const exchangesOf = (lines: readonly EvidenceLine[]): readonly ExchangeRecord[] =>
  lines.flatMap((line) => (line.kind === 'exchange' ? [line.exchange] : []));

/** The requirements a run was asked for, in reading order. */
function selectedRequirements({ only }: RunSettings): readonly Requirement[] {
  return [...catalogue.values()].filter(({ id }) => only?.includes(id) ?? true);
}

function reportedPractices(run: RunSettings, target: Target): readonly ReportedPractice[] {
  const suite = suitePractices(run, target);
  const codes = new Set(suite.map(({ odsCode }) => odsCode));
  const members = target.federation.filter(({ odsCode }) => !codes.has(odsCode));
  return [
    ...suite.map(({ odsCode, name, baseUrl }) => ({ odsCode, name, baseUrl, role: 'suite' as const })),
    ...members.map(({ odsCode, name, baseUrl }) => ({ odsCode, name, baseUrl, role: 'federation' as const })),
  ];
}

function verdictReason(
  verdict: ConformanceResult['verdict'],
  evidence: RunEvidence,
  waivers: readonly WaiverUse[],
): string | undefined {
  if (verdict === 'harness-error') return evidence.defects.join('; ');
  const reasons = [...waiverFaults(waivers), ...(evidence.part === undefined ? [] : [evidence.part.missing])];
  if (verdict !== 'unreachable') return reasons.length === 0 ? undefined : reasons.join('. ');
  return [...evidence.unusable].map(([practice, reason]) => `${practice} is ${reason}`).join('; ');
}

function harnessFacts({ policies }: Target): ConformanceResult['harness'] {
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    name: string;
    version: string;
  };
  return { name, version, requirementSet: 'pfs-appointments-0.1', profileSet: policies.profileVintage };
}

/** The sessions of which lines of evidence tell, in the order in which they began. */
export function sessionsOf(lines: readonly EvidenceLine[]): readonly SessionRecord[] {
  const sessions = new Map<string, SessionRecord>();
  for (const line of lines) {
    if (line.kind !== 'step') continue;
    const { test, practice, step } = line;
    const key = `${test} ${practice}`;
    const steps = [...(sessions.get(key)?.steps ?? []), step];
    sessions.set(key, { test, practice, steps });
  }
  return [...sessions.values()];
}

function bookingsOf(run: RunSettings, target: Target): BookingSummary {
  const ledger = new Ledger(pagesOnDisk(ledgerFile(run.output)));
  const ofThisRun = ledger.bookings().filter((line) => line.booking.includes(run.replay?.runId ?? run.runId));
  const made = ofThisRun.filter((line) => line.appointment !== undefined || line.event === 'lost');
  return {
    created: made.length,
    cancelled: made.filter((line) => line.event === 'cancelled').length,
    left: ledger.openBookings().map((line) => leftBooking(line, target)),
  };
}

function leftBooking(line: LedgerLine, target: Target): LeftBooking {
  const { practice, baseUrl, appointment, version, booking, start, reason, event } = line;
  const { cancellationReason } = target.booking;
  return {
    ...{ practice, baseUrl, appointment: appointment ?? null, description: booking, start, reason: reason ?? event },
    patient: patientInWords(line, target),
    ...(version !== undefined && { version }),
    ...(appointment !== undefined && { cancelByHand: cancelByHand({ baseUrl, appointment, cancellationReason }) }),
  };
}

/** Enough to tell which patient it is for somebody who knows them. */
function patientInWords({ patient, baseUrl }: LedgerLine, target: Target): string {
  const { practices, federation, otherPatient, privacy } = target;
  const whose = patient === 'patient' ? 'the patient' : 'the second patient';
  const at = [...practices, ...federation].find((one) => one.baseUrl === baseUrl);
  const number = (patient === 'patient' ? at?.patient : otherPatient)?.nhsNumber;
  return number === undefined || privacy.maskPatients ? whose : `${whose}, NHS number *******${number.slice(-3)}`;
}
