import { expect, test } from '@playwright/test';
import { judgeStanding } from '../../../requirements/judgement.js';
import { standingRules } from '../../../requirements/registry.js';
import { profiles } from '../../../requirements/stu3.js';
import { answerTo, contextWith, type GivenAnswer } from './answers.js';

const spineErrors = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1';
const r4SpineErrors = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode';

const coding = { system: spineErrors, code: 'INVALID_PARAMETER', display: 'Invalid parameter' };
const issue = { severity: 'error', code: 'invalid', details: { coding: [coding] }, diagnostics: 'start is no date' };
const outcomeWith = (change: object): object => ({
  resourceType: 'OperationOutcome',
  meta: { profile: [profiles.OperationOutcome] },
  issue: [issue],
  ...change,
});
const withIssues = (...issues: readonly object[]): object => outcomeWith({ issue: issues });
const withCoding = (change: object): object =>
  withIssues({ ...issue, details: { coding: [{ ...coding, ...change }] } });
const saying = (diagnostics: string): GivenAnswer => ({ body: withIssues({ ...issue, diagnostics }) });

/** What the gateway's own refusal looks like in the OpenAPI file: no profile, another system, and a version. */
const ofGateway = (system: string): GivenAnswer => {
  const denied = { system, version: '1', code: 'ACCESS_DENIED', display: 'Access denied' };
  const issues = [{ ...issue, code: 'forbidden', details: { coding: [denied] } }];
  return { status: 401, body: { resourceType: 'OperationOutcome', issue: issues } };
};

/** What the one rule says of a refused slot search; undefined where its occasion does not hold. */
function outcomeOf(id: string, given: GivenAnswer, route = 'direct'): string | undefined {
  const asked = { start: '2026-01-06', end: '2026-01-07', recurse: [], filters: [] };
  const requestHeaders = [['Accept', 'application/fhir+json']] as const;
  const answer = answerTo('slot-search', asked, {
    status: 422,
    body: outcomeWith({}),
    requestHeaders,
    url: '/Slot',
    ...given,
  });
  const rules = standingRules.filter((rule) => rule.id === id);
  return judgeStanding(rules, answer, contextWith({ route }))[0]?.outcome;
}

type Row = readonly [id: string, words: string, given: GivenAnswer, outcome: string];

const form: readonly Row[] = [
  ['ERR-001', 'a good refusal', {}, 'pass'],
  ['ERR-001', 'no issue at all', { body: outcomeWith({ issue: undefined }) }, 'fail'],
  ['ERR-001', 'an empty list of issues', { body: withIssues() }, 'fail'],
  ['ERR-001', 'an element that no OperationOutcome has', { body: outcomeWith({ status: 'oops' }) }, 'fail'],
  ['ERR-001', 'a text for a list', { body: withIssues({ ...issue, location: 'x' }) }, 'fail'],
  ['ERR-001', 'a single coding for a list', { body: withIssues({ ...issue, details: { coding } }) }, 'fail'],
  ['ERR-001', 'an issue without code', { body: withIssues({ ...issue, code: undefined }) }, 'fail'],
  ['ERR-001', 'a bare 503', { status: 503, body: '<html>Busy</html>' }, 'warn'],
  ['ERR-001', 'no profile, which is the matter of ERR-002', { body: outcomeWith({ meta: undefined }) }, 'pass'],
  [
    'ERR-001',
    'two codings, the matter of ERR-005',
    { body: withIssues({ ...issue, details: { coding: [coding, coding] } }) },
    'pass',
  ],
  ['ERR-001', 'no coding, the matter of ERR-005', { body: withIssues({ ...issue, details: { text: 'x' } }) }, 'pass'],
  ['ERR-001', 'a version of the coding, the matter of ERR-007', { body: withCoding({ version: '1' }) }, 'pass'],
  [
    'ERR-001',
    'the value set for a system, the matter of ERR-006',
    { body: withCoding({ system: spineErrors.replace('CodeSystem', 'ValueSet') }) },
    'pass',
  ],
  ['ERR-001', 'an unknown code, the matter of ERR-005', { body: withCoding({ code: 'NONESUCH' }) }, 'pass'],
  [
    'ERR-001',
    'an unknown severity, the matter of ERR-003',
    { body: withIssues({ ...issue, severity: 'grave' }) },
    'pass',
  ],
  ['ERR-002', 'its profile', {}, 'pass'],
  [
    'ERR-002',
    'its profile with a version',
    { body: outcomeWith({ meta: { profile: [`${profiles.OperationOutcome}|1.2.0`] } }) },
    'pass',
  ],
  [
    'ERR-002',
    'another profile',
    { body: outcomeWith({ meta: { profile: [`${profiles.OperationOutcome}2`] } }) },
    'fail',
  ],
  [
    'ERR-009',
    'a second issue of another code without diagnostics',
    {
      body: withIssues(issue, {
        ...issue,
        details: { coding: [{ ...coding, code: 'CONFLICTING_VALUES' }] },
        diagnostics: undefined,
      }),
    },
    'pass',
  ],
  ['ERR-009', 'its own code without diagnostics', { body: withIssues({ ...issue, diagnostics: ' ' }) }, 'fail'],
];

const traces: readonly Row[] = [
  [
    'ERR-044',
    'a Java trace in an escaped text',
    saying('boom\n\tat uk.co.supplier.SlotStore.find(SlotStore.java:88)'),
    'warn',
  ],
  ['ERR-044', 'a Java trace of one frame', saying('at SlotStore.find(SlotStore.java:88)'), 'warn'],
  [
    'ERR-044',
    'an exception of any package',
    saying('ca.uhn.fhir.rest.server.exceptions.InvalidRequestException: no'),
    'warn',
  ],
  ['ERR-044', 'an error of any package', saying('uk.supplier.slots.StoreError(17)'), 'warn'],
  ['ERR-044', 'an exception behind a line break', saying('Failed:\nuk.co.supplier.SlotStoreException: boom'), 'warn'],
  ['ERR-044', 'a frame of Python', saying('File "app/slots.py", line 3, in find'), 'warn'],
  ['ERR-044', 'a .NET exception', saying('System.NullReferenceException: Object reference not set'), 'warn'],
  ['ERR-044', 'a path in quotes', saying('cannot open "/opt/provider/slots.db"'), 'warn'],
  ['ERR-044', 'a statement', saying('failed: SELECT id, name FROM slots WHERE id = 3'), 'warn'],
  ['ERR-044', 'a statement over lines', saying('failed: select s.id\n  from slots s\n where s.id = ?'), 'warn'],
  ['ERR-044', 'an HTML page with a trace', { status: 500, body: '<pre>at a.B.c(B.java:1)</pre>' }, 'warn'],
  ['ERR-044', 'prose that selects from', saying('Please select another slot from the search results'), 'pass'],
  ['ERR-044', 'prose that deletes from', saying('You may not delete from the diary; insert into another one'), 'pass'],
  [
    'ERR-044',
    'prose about an exception',
    saying('No Exception is made. An error occurred: see the Error(s) below'),
    'pass',
  ],
  [
    'ERR-044',
    'the path of a request',
    { url: '/app/A20047/Slot', ...saying('No resource at /app/A20047/Slot') },
    'pass',
  ],
  ['ERR-044', 'the base URL as the server knows it', saying('No resource at /app/A20047/STU3/1/Slot/9'), 'pass'],
  ['ERR-044', 'the URL of the request', saying('https://provider.example/A20047/STU3/1/Slot?start=x is wrong'), 'pass'],
];

for (const [id, words, given, outcome] of [...form, ...traces]) {
  test(`${id} is ${outcome} for ${words}`, () => {
    expect(outcomeOf(id, given)).toBe(outcome);
  });
}

for (const id of ['ERR-002', 'ERR-006', 'ERR-007']) {
  test(`${id} only warns of what the gateway itself writes`, () => {
    expect(outcomeOf(id, ofGateway(r4SpineErrors), 'gateway')).toBe('warn');
    expect(outcomeOf(id, ofGateway(r4SpineErrors))).toBe('fail');
    expect(outcomeOf(id, ofGateway(`${r4SpineErrors}-1`), 'gateway')).toBe('fail');
  });
}
