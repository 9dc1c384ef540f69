import type { Answer } from '../answer.js';
import {
  hasVersion,
  namesItsProfile,
  notPopulated,
  onAppointments,
  saysWhatService,
  validAppointments,
} from '../appointment-content.js';
import { all, finding, nothingToCheck, type CheckResult, type Finding } from '../finding.js';
import { Node } from '../node.js';
import { taggedWithItsVersion } from '../read.js';
import { wholeUnlessMinimal } from '../representation.js';
import { rule, succeeded, type JudgingContext, type Occasion, type Rule } from '../rule.js';
import { differencesFrom, isSame, type Part } from '../same-appointment.js';
import { statusIs } from '../sessions.js';
import { extensions } from '../stu3.js';

/** An answer without a body has no say in what may be populated, not even that there was nothing to check. */
const withAppointment: Occasion = {
  words: 'a successful answer with the appointment',
  holds: (answer) => answer.succeeded && answer.body.resourceType === 'Appointment',
};

/** What the answer to every cancellation that succeeded shows: CANC-002 to CANC-010, CANC-041. */
export const confirmationRules: readonly Rule[] = [
  onCancelled('CANC-002', ({ body }) => statusIs(body, 'cancelled')),
  onCancelled('CANC-003', reasonAsSent),
  onCancelled('CANC-004', (cancellation, context) =>
    all(namesItsProfile(cancellation.body, context), validAppointments(cancellation, [cancellation.body], context)),
  ),
  onCancelled('CANC-005', newVersion),
  onCancellation('CANC-006', taggedWithItsVersion),
  onAppointments('CANC-007', 'cancel', saysWhatService),
  onAppointments('CANC-008', 'cancel', notPopulated('specialty')),
  rule({ id: 'CANC-009', on: 'cancel', when: withAppointment, check: reasonIfAnyIsText }),
  onCancelled('CANC-010', nothingElseChanged),
  onCancellation('CANC-041', wholeUnlessMinimal),
];

type CancellationCheck = (cancellation: Answer<'cancel'>, context: JudgingContext) => CheckResult;

function onCancellation(id: string, check: CancellationCheck): Rule {
  return rule({
    id,
    on: 'cancel',
    when: succeeded,
    check: (answer, context) =>
      isCancellation(answer) ? check(answer, context) : nothingToCheck('no cancellation was asked for'),
  });
}

/** A rule on the Appointment in the answer; without one there is nothing to check, CANC-041 says so. */
function onCancelled(id: string, check: CancellationCheck): Rule {
  return onCancellation(id, (cancellation, context) =>
    cancellation.body.resourceType === 'Appointment'
      ? check(cancellation, context)
      : nothingToCheck(`the answer ${cancellation.inShort} holds no Appointment`),
  );
}

const isCancellation = (answer: Answer): answer is Answer<'cancel'> => answer.interaction === 'cancel';

/** The appointment as it was sent, and as the consumer had seen it before. */
const sent = ({ asked }: Answer<'cancel'>): Node => new Node(asked.sent, 'request');
const before = ({ asked }: Answer<'cancel'>): Node => new Node(asked.before, 'before');

/** Reasons up to this length (characters) have to come back whole; the guide allows longer ones to be cut. */
const reasonKeptWhole = 100;

function reasonAsSent(cancellation: Answer<'cancel'>): CheckResult {
  const wanted = sent(cancellation).extension(extensions.cancellationReason).text ?? '';
  const given = cancellation.body.extension(extensions.cancellationReason);
  if (wanted === '') return nothingToCheck('the request gave no cancellation reason');
  if (given.text === wanted || isCutShort(given.text ?? '', wanted)) return [];
  const message = 'The cancelled appointment does not carry the cancellation reason that was sent';
  return [finding(given, { rule: 'cancellation-reason.other', message, expected: wanted.slice(0, reasonKeptWhole) })];
}

function isCutShort(given: string, wanted: string): boolean {
  const kept = given.replace(/(…|\.\.\.)$/, '');
  return wanted.length > reasonKeptWhole && kept !== '' && wanted.startsWith(kept);
}

/** CANC-005. Cancelling what is cancelled already need not change anything (CANC-027 speaks of that). */
function newVersion(cancellation: Answer<'cancel'>, context: JudgingContext): CheckResult {
  const { body, asked } = cancellation;
  const absent = hasVersion(body, context);
  if (absent.length > 0) return absent;
  if (before(cancellation).at('status').text === 'cancelled') return nothingToCheck('it was cancelled before');
  const version = body.at('meta', 'versionId');
  if (version.text !== asked.versionId) return [];
  const message = 'The version is the same as before the cancellation';
  return [finding(version, { rule: 'version.unchanged', message, expected: `another than ${asked.versionId}` })];
}

/** CANC-009: the same list lets reason.text be populated and forbids reason, so only a reason without text is no text. */
function reasonIfAnyIsText({ body }: Answer): CheckResult {
  return body.items('reason').map((reason) => {
    const text = reason.at('text');
    const severity = text.text ? 'information' : 'error';
    return finding(text, { rule: 'reason.text', severity, message: 'The answer populates reason', expected: 'a text' });
  });
}

const unchanged: readonly Part[] = [
  ...(['description', 'comment', 'start', 'end', 'created'] as const),
  ...(['slot', 'participant', 'contained', 'extension'] as const),
];

/** CANC-010: what the consumer sent as it had read it comes back as it was. */
function nothingElseChanged(cancellation: Answer<'cancel'>): readonly Finding[] {
  const [was, is] = [before(cancellation), sent(cancellation)];
  const untouched = unchanged.filter((part) => isSame(part, was, is));
  return differencesFrom(was, cancellation.body, cancellation, untouched);
}
