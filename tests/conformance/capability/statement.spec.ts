import { judged, shows, test } from '../../../fixtures/conformance.js';
import { appointmentToSend, bookToGoOn, dayOf } from '../../../fixtures/consumer/sessions/book.js';
import { findSlots } from '../../../fixtures/consumer/sessions/find.js';
import { isNotOffered } from '../../../fixtures/suite/preconditions.js';
import {
  alwaysAvailable,
  capabilityRules,
  declaredIsWhatWorks,
  formatsHonoured,
  isStatement,
  readableWithoutToken,
  type FormattedAnswer,
} from '../../../requirements/capability.js';
import { idsOf } from '../../../requirements/registry.js';
import { appointmentIn } from '../../../requirements/sessions.js';

const json = 'application/fhir+json';
const xml = 'application/fhir+xml';

test(
  'the capability statement says what the provider does',
  shows(...idsOf(capabilityRules)),
  judged(async ({ consumer }) => {
    await consumer.capabilities();
  }),
);

test(
  'the capability statement is there each time it is asked for',
  shows('META-014'),
  judged(async ({ consumer, verify }) => {
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await consumer.capabilities());
    await verify('META-014', answers, alwaysAvailable);
  }),
);

test(
  'the capability statement comes in the form that Accept and _format ask for',
  shows('META-015'),
  judged(async ({ consumer, target, verify }) => {
    const ordinary = await consumer.capabilities();
    const formats = ordinary.body.items('format').map((format) => format.text);
    const inXml = target.declares.xml ?? formats.includes(xml);
    const ways = [
      { words: 'JSON by Accept', format: 'json', headers: { Accept: json }, query: [] },
      { words: 'JSON by _format', format: 'json', headers: { Accept: xml }, query: [['_format', json]] },
      { words: 'XML by Accept', format: 'xml', headers: { Accept: xml }, query: [] },
      { words: 'XML by _format', format: 'xml', headers: { Accept: json }, query: [['_format', xml]] },
    ] as const;
    const answers: FormattedAnswer[] = [];
    for (const { words, format, headers, query } of ways.filter((way) => inXml || way.format === 'json')) {
      answers.push({ words, format, answer: await consumer.capabilities({ headers, query: () => query }) });
    }
    await verify('META-015', answers, formatsHonoured);
  }),
);

test(
  'the capability statement can be read without a token',
  shows('META-016'),
  judged(async (spec) => {
    if (isNotOffered(spec, 'openMetadata')) return;
    const { consumer, verify } = spec;
    const ordinary = await consumer.capabilities();
    const without = await consumer.capabilities({ headers: { Authorization: '' } });
    await verify('META-016', { ordinary, without }, readableWithoutToken);
  }),
);

test(
  'the declared interactions are those that work',
  shows('META-017'),
  judged(async ({ consumer, target, narrator, verify }) => {
    const statement = await consumer.capabilities();
    if (!isStatement(statement)) return verify('META-017', { statement, tried: [] }, declaredIsWhatWorks);
    const { search, slots } = await findSlots(consumer, target, narrator);
    const { booking, id } = await bookToGoOn(consumer, [slots[0]], narrator);
    const read = await consumer.read(id);
    const retrieve = await consumer.retrieve(dayOf(slots[0]));
    const found = target.declares.cancel === false ? undefined : appointmentIn(retrieve, id);
    const cancellation = found && (await consumer.cancel(appointmentToSend(found, 'the retrieve')));
    const tried = [
      { type: 'Slot', code: 'search-type', answer: search },
      { type: 'Appointment', code: 'create', answer: booking },
      { type: 'Appointment', code: 'read', answer: read },
      { type: 'Appointment', code: 'search-type', answer: retrieve },
      ...(cancellation === undefined ? [] : [{ type: 'Appointment', code: 'update', answer: cancellation } as const]),
    ] as const;
    await verify('META-017', { statement, tried }, declaredIsWhatWorks);
  }),
);
