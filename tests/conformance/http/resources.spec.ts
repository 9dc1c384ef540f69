import { judged, shows, test } from '../../../fixtures/conformance.js';
import { bookToGoOn, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { evidenceAt } from '../../../fixtures/suite/preconditions.js';
import {
  bundleRules,
  readableById,
  resourceRules,
  rootUrlInForm,
  sameIdsAgain,
  sameInEveryLanguage,
  unknownParametersIgnored,
} from '../../../requirements/http.js';
import { idsOf } from '../../../requirements/registry.js';
import { differ } from '../../../requirements/slot-search/parameters.js';

test(
  'resources are plain, well-formed and the same each time, whoever asks and whatever else the query says',
  shows(...idsOf([...resourceRules, ...bundleRules]), 'HTTP-021', 'HTTP-026'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const { slots } = await findSlots(consumer, target, narrator);
    const day = dayOf(slots[0]);
    const search = (headers: Readonly<Record<string, string>>, ...further: readonly (readonly [string, string])[]) =>
      consumer.searchFreeSlots(day, { change: { headers, query: (ordinary) => [...ordinary, ...further] } });
    const ordinary = await search({});
    const translated = await search({ 'Accept-Language': 'fr' });
    const again = await search({});
    await verify('HTTP-018', { first: ordinary, second: again }, sameIdsAgain);
    await verify('HTTP-021', { ordinary, translated, again }, sameInEveryLanguage);
    const changed = await search({}, ['foo', 'bar']);
    const after = differ(again, changed) ? { after: await search({}) } : {};
    await bookToGoOn(consumer, [slots[0]], narrator);
    const retrieve = await consumer.retrieve(day, { query: (query) => [...query, ['foo', 'bar']] });
    await verify('HTTP-026', { search: { before: again, changed, ...after }, retrieve }, unknownParametersIgnored);
  }),
);

test(
  'a Schedule, Slot and Location may be read by the ids under which a search shows them',
  shows('HTTP-025'),
  judged(async ({ consumer, target, narrator, trial, verify }) => {
    if (target.declares.readById === false) {
      return trial.notApplicable('HTTP-025', 'the target file declares readById: false');
    }
    const { search } = await findSlots(consumer, target, narrator);
    const [location] = search.entries('Location');
    const { id } = location ?? {};
    if (id === undefined) return trial.notTested('HTTP-025', 'the search shows no Location');
    const answer = await consumer.request('GET', `/Location/${encodeURIComponent(id)}`);
    await verify('HTTP-025', { answer, type: 'Location', id }, readableById);
  }),
);

test(
  'the published service root URL has the form of the guide',
  shows('HTTP-016'),
  judged(async (spec) => {
    const { publishedRootUrl: url } = evidenceAt(spec);
    if (url === undefined) return;
    await spec.verify('HTTP-016', { url, odsCode: spec.practice.odsCode }, rootUrlInForm);
  }),
);
