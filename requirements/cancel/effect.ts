import type { Answer } from '../answer.js';
import type { Requirement } from '../catalogue.js';
import { answeredAsTheCatalogueSays, refusedAsTheCatalogueSays, refusedWithSomeCode } from '../expectation.js';
import {
  all,
  finding,
  hadNothingToCheck,
  httpFinding,
  nothingToCheck,
  type CheckResult,
  type Finding,
} from '../finding.js';
import { Node } from '../node.js';
import { wholeUnlessMinimal, withoutBody } from '../representation.js';
import { appointmentIn, notRetrieved, statusIs } from '../sessions.js';
import { shownIn } from '../shown-in.js';
import { extensions } from '../stu3.js';

/** What a cancellation does, or, refused, does not do: CANC-023, -028 to -030, -035, -038, -040. */

/** A cancellation and the read of the appointment straight after it. */
export interface CancellationAndRead {
  readonly cancellation: Answer<'cancel'>;
  readonly read: Answer<'read'>;
}

/** CANC-011 to CANC-021, CANC-032, CANC-034: refused as the catalogue says; the effect is CANC-038's matter. */
export function refusedCancellation({ cancellation }: CancellationAndRead, wanted: Requirement): CheckResult {
  return within(cancellation, refusedAsTheCatalogueSays(cancellation, wanted));
}

/**
 * CANC-020 without any URL: as `refusedCancellation`. An empty text is no valid JSON form of FHIR, which the guide's
 * error page puts at 400 (see CANC-019), so that is right, too.
 */
export function emptyUrlRefused(facts: CancellationAndRead, wanted: Requirement): CheckResult {
  const { expect } = wanted;
  if (expect === undefined) return refusedCancellation(facts, wanted);
  const spineCodes = [...expect.spineCodes, 'BAD_REQUEST'];
  return refusedCancellation(facts, { ...wanted, expect: { ...expect, http: [...expect.http, 400], spineCodes } });
}

/** CANC-028, CANC-040: refused as the catalogue says, and the appointment is what it was. */
export function refusedWithoutEffect(facts: CancellationAndRead, wanted: Requirement): CheckResult {
  return withoutEffect(facts, refusedAsTheCatalogueSays(facts.cancellation, wanted));
}

/**
 * CANC-023: as `refusedWithoutEffect`. Only the status is stated and the code comes from the parent's suite; base STU3
 * and the status list of 'FHIR API guidance' know 412 beside 409, so that only warns.
 */
export function staleVersionRefused(facts: CancellationAndRead, wanted: Requirement): CheckResult {
  const refusal = refusedWithSomeCode(facts.cancellation, wanted);
  if (facts.cancellation.status !== 412 || hadNothingToCheck(refusal)) return withoutEffect(facts, refusal);
  return withoutEffect(
    facts,
    refusal.map((found) => ({ ...found, severity: 'warning' })),
  );
}

/** A refusal in order is half of it: what it did has to be seen, too. One that is not in order is judged by itself. */
function withoutEffect(facts: CancellationAndRead, refusal: CheckResult): CheckResult {
  const effect = changedAllTheSame(facts);
  const isWrong = !hadNothingToCheck(refusal) && refusal.some((found) => found.severity === 'error');
  return hadNothingToCheck(effect) && !isWrong ? effect : all(within(facts.cancellation, refusal), effect);
}

/**
 * Cancellations that ought to be refused, with a read after each, and searches over the day of the appointment: when it
 * was booked, and after all of them.
 */
export interface AskedCancellations {
  readonly asked: readonly CancellationAndRead[];
  readonly before: Answer<'slot-search'>;
  readonly after: Answer<'slot-search'>;
}

/**
 * CANC-038: after every refusal the appointment has its status and version, and its slots have not become free. A slot
 * that was offered although it was booked is another requirement's matter.
 */
export function nothingChanged({ asked, before, after }: AskedCancellations): CheckResult {
  const refusals = asked.filter(({ cancellation }) => !cancellation.succeeded);
  const [first, ...others] = refusals.map(changedAllTheSame);
  if (first === undefined) return nothingToCheck('no cancellation was refused');
  const seen = all(first, ...others);
  const gone = asked.filter(({ cancellation }) => cancellation.succeeded).map(idOf);
  const taken = refusals.filter((refusal) => !gone.includes(idOf(refusal))).flatMap(slotsBefore);
  const freed = freedSlots(taken, { before, after });
  return hadNothingToCheck(seen) && freed.length === 0 ? seen : all(seen, freed);
}

const idOf = ({ cancellation }: CancellationAndRead): string => cancellation.asked.id;

/** The appointment as it was before it was to be cancelled. */
const asBefore = ({ cancellation }: CancellationAndRead): Node => new Node(cancellation.asked.before, 'before');

const slotsBefore = (facts: CancellationAndRead): string[] =>
  asBefore(facts)
    .items('slot')
    .flatMap((slot) => slot.at('reference').text ?? []);

/** Slots of the appointments that are offered after the refusals, and were not before. */
function freedSlots(taken: readonly string[], { before, after }: Pick<AskedCancellations, 'before' | 'after'>) {
  const offeredBefore = before.slots.map(({ id }) => id);
  const offered = after.slots
    .filter(({ id }) => !offeredBefore.includes(id))
    .filter(({ id }) => taken.includes(`Slot/${id ?? ''}`));
  return shownIn(
    after,
    offered.map((slot) =>
      finding(slot, {
        rule: 'refusal.slot-free',
        message: 'A cancellation was refused, but the slot of the appointment is offered again',
        expected: 'not in the answer',
        actual: `Slot/${slot.id ?? ''}`,
      }),
    ),
  );
}

/**
 * What a read after a refusal shows to be otherwise than before it. A read that fails, or gives another appointment, is
 * another requirement's matter and shows nothing of this one.
 */
function changedAllTheSame(facts: CancellationAndRead): CheckResult {
  const { cancellation, read } = facts;
  if (cancellation.succeeded) return [];
  if (read.body.resourceType !== 'Appointment' || read.body.id !== idOf(facts)) {
    return nothingToCheck(`the read after the refusal was answered ${read.inShort}, without that appointment`);
  }
  const before = asBefore(facts);
  const steps = [['status'], ['meta', 'versionId']] as const;
  const changed = steps.filter((step) => before.at(...step).shown !== read.body.at(...step).shown);
  return shownIn(
    read,
    changed.map((step) =>
      finding(read.body.at(...step), {
        rule: `refusal.effect.${step.at(-1) ?? ''}`,
        message: 'A cancellation was refused, but the appointment is not what it was',
        expected: before.at(...step).shown,
      }),
    ),
  );
}

/**
 * CANC-001: answered as the catalogue says. A practice may let nobody cancel shortly before the start (CANC-037), so a
 * refusal names the setting by which the suite keeps away from that time.
 */
export function cancellationAccepted(cancellation: Answer<'cancel'>, wanted: Requirement): CheckResult {
  const result = answeredAsTheCatalogueSays(cancellation, wanted);
  if (cancellation.succeeded || hadNothingToCheck(result)) return result;
  const hint = 'where nobody can cancel so shortly before the start, set search.leadTimeHours in the target file';
  return result.map((found) => ({ ...found, message: `${found.message}; ${hint}` }));
}

/** A cancellation that was confirmed, and what was asked straight after it. */
export interface CancellationAndViews extends CancellationAndRead {
  readonly retrieve: Answer<'retrieve'>;
}

/** CANC-030: read and retrieve show status, reason and version of the confirmation. */
export function shownAsCancelled({ cancellation, read, retrieve }: CancellationAndViews): CheckResult {
  if (!cancellation.succeeded) return nothingToCheck(`the cancellation was answered ${cancellation.inShort}`);
  const { id } = cancellation.asked;
  const listed = appointmentIn(retrieve, id);
  return [
    ...(read.status === 200 ? shownIn(read, otherThanConfirmed(cancellation, read.body)) : [notReadable(read)]),
    ...(listed === undefined
      ? [notRetrieved(retrieve, id)]
      : shownIn(retrieve, otherThanConfirmed(cancellation, listed))),
  ];
}

function otherThanConfirmed({ asked, body }: Answer<'cancel'>, shown: Node): Finding[] {
  const given = shown.extension(extensions.cancellationReason);
  const confirmed = body.exists ? body : undefined;
  const reason = confirmed?.extension(extensions.cancellationReason).text;
  const version = shown.at('meta', 'versionId');
  const confirmedVersion = confirmed?.at('meta', 'versionId').text;
  const isOld = confirmedVersion === undefined ? version.text === asked.versionId : version.text !== confirmedVersion;
  return [
    ...statusIs(shown, 'cancelled'),
    ...(given.text && (reason ?? given.text) === given.text
      ? []
      : [
          finding(given, {
            rule: 'cancellation-reason.shown',
            message: 'The cancellation reason is not shown as it was confirmed',
            expected: reason ?? 'a text',
          }),
        ]),
    ...(isOld
      ? [
          finding(version, {
            rule: 'version.shown',
            message: 'The version is not that of the cancellation',
            expected: confirmedVersion ?? `another than ${asked.versionId}`,
          }),
        ]
      : []),
  ];
}

const notReadable = (read: Answer<'read'>): Finding => ({
  ...httpFinding({
    rule: 'read.status',
    message: 'The cancelled appointment cannot be read',
    expected: 'status 200',
    actual: read.inShort,
  }),
  exchange: read.exchange,
});

/** CANC-029: an appointment that the practice made is cancelled like any other. */
export function practiceMadeCancelled(cancellation: Answer<'cancel'>): CheckResult {
  if (cancellation.status === 200) return cancellation.body.exists ? statusIs(cancellation.body, 'cancelled') : [];
  return [
    httpFinding({
      rule: 'cancel.practice-made',
      message: 'An appointment that the practice made cannot be cancelled',
      expected: 'status 200',
      actual: cancellation.inShort,
    }),
  ];
}

/** CANC-035: with Prefer: return=minimal 200 without a body. */
export function minimalAnswer(cancellation: Answer<'cancel'>, wanted: Requirement): CheckResult {
  const status = answeredAsTheCatalogueSays(cancellation, wanted);
  return cancellation.succeeded ? all(status, withoutBody(cancellation)) : status;
}

/** Notes on findings which answer shows them. */
const within = (answer: Answer, result: CheckResult): CheckResult =>
  'nothingToCheck' in result ? result : shownIn(answer, result);

/** CANC-041 where the representation is preferred: the cancellation is accepted, and the appointment comes back whole. */
export function wholeRepresentation(cancellation: Answer<'cancel'>): CheckResult {
  if (cancellation.succeeded) return wholeUnlessMinimal(cancellation);
  const message = 'A cancellation that prefers return=representation was refused';
  return [
    httpFinding({ rule: 'representation.refused', message, expected: 'status 200', actual: cancellation.inShort }),
  ];
}
