import type { Attestation } from '../fixtures/target/attestations.js';
import type { Waiver } from '../fixtures/target/waivers.js';
import type { Area, Interaction, Level } from '../requirements/catalogue.js';
import type { Finding } from '../requirements/finding.js';
import type { Outcome } from '../requirements/outcome.js';

/** The verdict of a run (architecture, section 5); `null` never occurs: a run without verdict writes no result. */
export type Verdict = 'conformant' | 'non-conformant' | 'unreachable' | 'incomplete' | 'harness-error';

/** The one result model, as it stands in `conformance.json`. Every report is written from it, so all counts agree. */
export interface ConformanceResult {
  readonly schemaVersion: '1.0';
  readonly harness: {
    readonly name: string;
    readonly version: string;
    readonly requirementSet: string;
    readonly profileSet: string;
  };
  readonly target: {
    readonly name: string;
    readonly practices: readonly ReportedPractice[];
    /** Any certificate was accepted; absent where certificates were verified. */
    readonly tlsVerification?: 'off';
  };
  readonly run: RunFacts;
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** The reason of a verdict that no single requirement explains: nothing reachable, authorisation dead, a defect. */
  readonly verdictReason?: string;
  readonly summary: Readonly<Record<Outcome, number>>;
  readonly requirements: readonly RequirementResult[];
  /** What became of the waivers of the target whose requirements were asked for; absent where it has none. */
  readonly waivers?: readonly WaiverUse[];
  readonly sessions: readonly SessionRecord[];
  readonly exchanges: readonly ExchangeRecord[];
  readonly bookings: BookingSummary;
}

export interface ReportedPractice {
  readonly odsCode: string;
  readonly name: string;
  readonly baseUrl: string;
  /** `suite`: gets every requirement; `federation`: only takes part in the federated session. */
  readonly role: 'suite' | 'federation';
}

export interface RunFacts {
  readonly id: string;
  /** ISO instant in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly workers: number;
  /** What was asked for: ids, areas, level, practice; empty for everything. */
  readonly selection: Readonly<Record<string, string>>;
  /** How many requests were sent, set-up and clean-up included. */
  readonly exchanges: number;
  /** Patients stand as masks in everything this run wrote; absent where they do not. */
  readonly patientsMasked?: true;
  /** The run whose record was judged again; absent where the providers themselves were asked. */
  readonly replayOf?: ReplayedRun;
  /** The runs of which this one was merged, in the order of their start; absent where it is one run of its own. */
  readonly parts?: readonly RunPart[];
}

/** A run that was judged again from its record, without asking anybody. */
export interface ReplayedRun {
  readonly id: string;
  /** ISO instant in UTC. */
  readonly startedAt: string;
  /** What the tests asked for and the record does not hold, so that it was not judged; each once. */
  readonly notHeld: readonly string[];
  /** Ids of exchanges in whose recorded form something of the answer is masked that was judged when it came. */
  readonly masked: readonly string[];
}

/** One run among several that were merged. */
export interface RunPart {
  readonly id: string;
  /** ISO instant in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly workers: number;
  readonly selection: Readonly<Record<string, string>>;
  /** ODS codes of the practices that got the suite. */
  readonly practices: readonly string[];
}

/** One requirement at one practice. */
export interface RequirementResult {
  readonly id: string;
  readonly level: Level;
  readonly area: Area;
  readonly interaction: Interaction | 'all';
  readonly statement: string;
  readonly source: string;
  readonly practice: string;
  readonly outcome: Outcome;
  /** Why it is not-tested, not-applicable, in error or waived. */
  readonly reason: string | null;
  /** Titles of the tests that judged it. */
  readonly tests: readonly string[];
  readonly findings: readonly Finding[];
  /** The waivers that accept the failure; on a `fail`, those that accept a part of what was found. */
  readonly waivers?: readonly AppliedWaiver[];
  /** What a person has said of it. */
  readonly attestation?: Omit<Attestation, 'requirement' | 'practice'>;
}

/** A waiver of the target as it was applied. */
export type AppliedWaiver = Waiver;

/** What became of a waiver in a run. */
export interface WaiverUse extends AppliedWaiver {
  /**
   * `used`: it accepts a failure; `unused`: its requirement was judged and nothing it accepts was found; `too-broad`: it
   * also names practices that need none; `expired`; `not-judged`: nothing is known of its requirement in this run.
   */
  readonly state: 'used' | 'unused' | 'too-broad' | 'expired' | 'not-judged';
  /** ODS codes of the practices at which it accepts something. */
  readonly accepts: readonly string[];
  /** ODS codes of the practices at which it was found not to be needed. */
  readonly idle: readonly string[];
}

/** One walked session: its steps in the order in which they happened. */
export interface SessionRecord {
  readonly test: string;
  readonly practice: string;
  readonly steps: readonly StepRecord[];
}

/** One step of a session, with the specification's step number. */
export interface StepRecord {
  readonly number: string;
  readonly title: string;
  readonly outcome: 'done' | 'failed';
  readonly ms: number;
  /** Ranges, counts and whatever else the step came to. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** The recorded exchanges of this step. */
  readonly exchanges: readonly string[];
}

/** One request and its answer; the whole of it is in `file`. */
export interface ExchangeRecord {
  readonly id: string;
  readonly practice: string;
  readonly test: string | null;
  readonly purpose: 'suite' | 'set-up' | 'clean-up';
  readonly startedAt: string;
  readonly method: string;
  readonly url: string;
  /** Null where no answer came; `failure` then says why. */
  readonly status: number | null;
  readonly ms: number;
  readonly file: string;
  readonly failure?: string;
}

export interface BookingSummary {
  readonly created: number;
  readonly cancelled: number;
  readonly left: readonly LeftBooking[];
}

/** A booking that still stands in a diary, with what is needed to cancel it by hand. */
export interface LeftBooking {
  readonly practice: string;
  readonly baseUrl: string;
  readonly appointment: string | null;
  readonly description: string;
  readonly start: string;
  readonly reason: string;
  /** Whose it is: the patient's role, and the end of the NHS number. */
  readonly patient?: string;
  /** Version of the appointment when it was booked, where the answer told it. */
  readonly version?: string;
  /** A command for a POSIX shell that cancels it; absent where its id is not known. */
  readonly cancelByHand?: string;
}
