import { judged, shows, test, type SpecFixtures } from '../../../fixtures/conformance.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import type { RequestChange } from '../../../fixtures/consumer/wire-request.js';
import type { Answer } from '../../../requirements/answer.js';
import { refusedAsTheCatalogueSays } from '../../../requirements/expectation.js';
import {
  answeredInForm,
  mediaTypeRules,
  parameterOverridesAccept,
  type AnswerInForm,
} from '../../../requirements/http.js';
import { idsOf } from '../../../requirements/registry.js';
import { addDays, ukDate } from '../../../requirements/uk-time.js';
import { isXmlOffered } from './offered.js';

const json = 'application/fhir+json';
const xml = 'application/fhir+xml';
const turtle = 'text/turtle';

const accepting = (type: string): RequestChange => ({ headers: { Accept: type } });

const askingFor = (format: string, accepted: string): RequestChange => ({
  ...accepting(accepted),
  query: (ordinary) => [...ordinary, ['_format', format]],
});

test(
  'an answer comes in the form that _format asks for, else Accept, else in JSON',
  shows(...idsOf(mediaTypeRules), 'HTTP-003', 'HTTP-005'),
  judged(async (spec) => {
    const { consumer, verify } = spec;
    await consumer.capabilities(accepting(json));
    const search = searching(spec);
    await search(accepting(json));
    await search(accepting(xml));
    const asked: AnswerInForm[] = [{ answer: await search(askingFor(json, xml)), format: 'json' }];
    if (await isXmlOffered(spec)) asked.push({ answer: await search(askingFor(xml, json)), format: 'xml' });
    await verify('HTTP-003', asked, parameterOverridesAccept);
    await verify('HTTP-005', { answer: await search(accepting('')), format: 'json' }, answeredInForm);
  }),
);

test(
  'a form that is not supported is refused, whether it is asked for or sent',
  shows('HTTP-006'),
  judged(async (spec) => {
    const { consumer, target, narrator, verify } = spec;
    const search = searching(spec);
    await verify('HTTP-006', await search(accepting(turtle)), refusedAsTheCatalogueSays);
    await verify('HTTP-006', await search(askingFor(turtle, json)), refusedAsTheCatalogueSays);
    const { slots } = await findSlots(consumer, target, narrator);
    const booking = await consumer.book(consumer.requestFor([slots[0]]), { headers: { 'Content-Type': 'text/plain' } });
    await verify('HTTP-006', booking, refusedAsTheCatalogueSays);
  }),
);

/** Searches tomorrow, whatever is found there. */
function searching({ consumer }: SpecFixtures): (change: RequestChange) => Promise<Answer<'slot-search'>> {
  const tomorrow = addDays(ukDate(consumer.now), 1);
  return (change) => consumer.searchFreeSlots({ from: tomorrow, to: tomorrow }, { change });
}
