import type { Area } from '../../requirements/catalogue.js';
import type { Finding } from '../../requirements/finding.js';

/** The likely fix of a finding by its rule: the whole name, or the part before a dot for all rules of that kind. */
const fixes: Readonly<Record<string, string>> = {
  'http.status':
    'Return the status the specification names for this request. Look first at how the endpoint turns its internal result into a status: a framework default (200 for a create, 500 for a refused value) is the usual cause.',
  'refusal.accepted':
    'Check this before acting on the request, and refuse with the status and code named as expected. Look whether the part of the request that is wrong, or the state it meets (a slot that is taken, a version that is old), is looked at at all.',
  'outcome.missing':
    'Send a FHIR OperationOutcome as the body of every error, also of those that a gateway, a framework or an authorisation filter answers before your own code runs.',
  'outcome.spine-code':
    'Put the Spine code given here into issue.details.coding.code, with the system https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1.',
  'outcome.issue-code':
    'Set issue.code to the FHIR issue type given here; it stands beside the Spine code, not instead of it.',
  'session.search':
    'Mend the search first: without a 200 and a searchset no session can go on. The exchange shows what was answered.',
  searchset: 'Answer a search with a Bundle of type searchset, also where it finds nothing (total 0, no entry).',
  slot: 'Filter and order the slots in the search itself: status free, wholly inside the requested range, and no longer offered once they are booked.',
  'slot.still-free':
    'Set the slot to busy in the same transaction that creates the appointment, and read it without a stale cache.',
  schedule:
    'Include the Schedule of each slot and make its actors resolve to the practitioner and location of the same answer.',
  include: 'Put exactly those resources into the Bundle that _include and _include:recurse ask for, each once.',
  time: 'Write times in UK local time with the offset in force at that moment (+00:00 in winter, +01:00 in summer), never in UTC with Z.',
  confirmation:
    'Build the 201 answer from the appointment that was stored, and compare it with the request: same slot references, start, end and patient.',
  'confirmation.body':
    'Return the created Appointment as the body of the 201 answer unless the consumer asks for a minimal one.',
  'appointment.status':
    'Store the status with the change that caused it, and return the stored appointment rather than the one that was sent.',
  'appointment.not-retrieved':
    'Make the new appointment visible to retrieve at once: look for a cache, a replica that lags, or a date filter that leaves out the first or last day.',
  'appointment.not-read':
    'Answer a read with the id that the booking gave; the id in Location, body and retrieve is one and the same.',
  federation:
    'Keep the practices apart: each endpoint answers only from its own diary and names its own organisation, whatever other practices share the system.',
  outcome:
    'Fill the OperationOutcome as the error table says: its profile in meta.profile, one issue with severity error, the issue code, the Spine coding, and diagnostics that help.',
  refusal:
    'Make a refused request leave no trace: check everything before anything is stored, and keep check and change in one transaction.',
  race: 'Let exactly one of two simultaneous requests win: lock the slot or version inside the transaction that changes it.',
  version:
    'Raise meta.versionId with every change and with nothing else, and return it alike in ETag, body and retrieve.',
  id: 'Assign the logical id on the server, keep it for ever, and return the same in Location, body and retrieve.',
  element:
    'Fill the element from what the system holds, and leave out what the profile or the interaction does not allow here.',
  meta: 'Name the profile of this specification in meta.profile, and give meta.versionId where resources are kept in versions.',
  retrieve:
    'Let retrieve return exactly the appointments of this patient that start in the requested range, both ends included.',
  participant:
    'Build the participants from the stored appointment: the patient, the location, and the practitioner of the schedule, each with a status.',
  'booking-organisation':
    'Store the contained booking organisation with its name, telephone and ODS code, and return it with the appointment.',
  duration: 'Compute start, end and minutesDuration from the booked slots, so that they always agree.',
  representation:
    'Honour Prefer: return=representation (the default) with the whole resource, return=minimal with an empty body.',
  'cancellation-reason': 'Store the reason from the cancellation extension and return it in the same extension.',
  search:
    'Keep the search free of effects: it holds no slot, changes nothing, and gives the same answer when it is repeated.',
  reference:
    'Make each reference lead to a resource of the allowed type, in the form Type/id, and include that resource in the Bundle where it was asked for.',
  'reference.unresolved': 'Include the resource the reference leads to in the same Bundle, or correct the reference.',
  header:
    'Set the header on every answer, errors included; look whether a gateway or proxy in front of the provider removes or changes it.',
  http: 'Compare status and headers of the exchange with the requirement; look whether a gateway or proxy in front of the provider changes them.',
  json: 'Let a JSON library write the body instead of building the text by hand: no empty arrays or objects, no null, right types.',
  xml: 'Let a FHIR library write the XML: namespace http://hl7.org/fhir, elements in the order of their definition, values in attributes.',
  structure:
    'Remove what STU3 does not define at this place; a misspelt name and an element of another FHIR version are the usual causes.',
  'cardinality.min':
    'Add the mandatory element. Where the data are not held, look how the specification wants their absence shown.',
  'cardinality.max':
    'Remove the element, or all but the allowed number of it; the profile forbids more than base FHIR does.',
  choice:
    'Give one value of the types that the profile leaves, under its full name (valueString, valueCodeableConcept).',
  primitive:
    'Write the value in the form of its type: dates as yyyy-mm-dd, instants with seconds and offset, ids without blanks, no empty strings.',
  value:
    'Use exactly the fixed value of the profile; a different URL spelling, case or trailing slash is the usual cause.',
  binding: 'Use a code from the value set, in its exact spelling and case, together with its system.',
  slice:
    'Give each item what tells it apart (system, URL or type), and keep to the number of items the profile allows for it.',
  extension:
    'Check the extension: its URL letter by letter, the type of its value, and whether the profile lets it stand here.',
  bundle: 'Give every entry a fullUrl that agrees with its resource, and no resource twice.',
  profile: 'Name the profile version of this specification in meta.profile, and make the resource follow it.',
  invariant: 'The profile links two elements by a condition; the message says which one is not met.',
  narrative:
    'Write the narrative as XHTML: one div in the namespace http://www.w3.org/1999/xhtml, without scripts or styles of its own.',
  text: 'Send UTF-8 without a byte order mark, and a body where one is due.',
};

/** Where to look first for a rule that has no advice of its own. */
const places: Readonly<Record<Area, string>> = {
  sessions:
    'Walk the session with the exchanges below in their order: the first answer that differs from its expectation is the one to mend.',
  federation: 'Compare the answers of the practices: each endpoint has to answer for itself alone.',
  'slot-search':
    'Look at how the search reads its parameters and fills its Bundle; compare the marked place with what is expected.',
  book: 'Look at how the booking reads the request and what it stores; the answer is to show the stored appointment.',
  retrieve: 'Look at how retrieve reads its range and patient, and how it fills the appointments it lists.',
  read: 'Look at how the appointment is read and written out; it is the same resource as in retrieve.',
  cancel:
    'Look at how the change is compared with the stored appointment: only status and cancellation reason may differ.',
  capability: 'Bring the CapabilityStatement in line with what the endpoint does.',
  http: 'Look at headers, formats and methods first in your own code, then in the gateway or proxy in front of it.',
  errors: 'Look at the one place that turns failures into answers; every kind of error is to pass through it.',
  security: 'Look at how the token is checked and whose data it opens, before anything of the request is acted on.',
  profiles:
    'Compare the resource at the marked place with its profile; the expected value says what the profile asks for.',
  'non-functional': 'Look at the load and the limits of the endpoint at the time of the exchange.',
};

/** What to do about a finding of a requirement in this area, in a sentence or two: by its rule, or by where to look. */
export function likelyFix({ rule }: Pick<Finding, 'rule'>, area: Area): string {
  const kind = rule.split('.')[0] ?? '';
  for (const name of [rule, kind]) {
    const fix = Object.hasOwn(fixes, name) ? fixes[name] : undefined;
    if (fix !== undefined) return fix;
  }
  return places[area];
}
