import { judged, shows, test } from '../../../fixtures/conformance.js';
import { asCancelled } from '../../../fixtures/consumer/cancellation-request.js';
import { bookAndRead } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { ScenarioCheck } from '../../../fixtures/suite/trial.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import type { Answer } from '../../../requirements/answer.js';
import { minimalAnswer, wholeRepresentation } from '../../../requirements/cancel.js';
import { answeredAsTheCatalogueSays } from '../../../requirements/expectation.js';
import type { Appointment } from '../../../requirements/stu3.js';

/** A cancellation that differs from the ordinary one and has to be, or may be, accepted. */
interface AcceptedCancellation {
  readonly id: string;
  readonly words: string;
  readonly body?: (appointment: Appointment, reason: string) => Appointment;
  readonly headers?: Readonly<Record<string, string>>;
  readonly check: ScenarioCheck<Answer<'cancel'>>;
}

const longReason = 'The patient can no longer come on this day. '.repeat(50).slice(0, 2000);

const accepted: readonly AcceptedCancellation[] = [
  {
    id: 'CANC-031',
    words: 'with a reason of 2,000 characters',
    body: (appointment) => asCancelled(appointment, longReason),
    check: answeredAsTheCatalogueSays,
  },
  {
    id: 'CANC-033',
    words: 'without service category and type',
    body: (appointment, reason) => {
      const { serviceCategory: _category, serviceType: _type, ...rest } = asCancelled(appointment, reason);
      return rest;
    },
    check: answeredAsTheCatalogueSays,
  },
  {
    id: 'CANC-041',
    words: 'that prefers the whole appointment back',
    headers: { Prefer: 'return=representation' },
    check: wholeRepresentation,
  },
  {
    id: 'CANC-035',
    words: 'that prefers nothing back',
    headers: { Prefer: 'return=minimal' },
    check: minimalAnswer,
  },
];

test(
  'a cancellation may differ from the ordinary one and is accepted all the same',
  shows(...accepted.map(({ id }) => id)),
  judged(async (spec) => {
    if (isNotOffered(spec, 'cancel')) return;
    const { consumer, target, trial, narrator, verify } = spec;
    const { slots } = await findSlots(consumer, target, narrator);
    let standing: Appointment | undefined;
    for (const [place, { id, words, body, headers = {}, check }] of accepted.entries()) {
      if (id === 'CANC-035' && target.declares.minimalRepresentation === false) {
        trial.notApplicable(id, 'the target file declares minimalRepresentation: false');
        continue;
      }
      const appointment: Appointment =
        standing ?? (await bookAndRead(consumer, slots[place] ?? slots[0], narrator)).appointment;
      const changed = body?.(appointment, target.booking.cancellationReason);
      const change = { headers, ...(changed !== undefined && { body: JSON.stringify(changed) }) };
      const cancellation = await trial.stage.step(`a cancellation ${words}`, () =>
        consumer.cancel(appointment, change),
      );
      await verify(id, cancellation, check);
      standing = cancellation.succeeded ? undefined : appointment;
    }
  }),
);
