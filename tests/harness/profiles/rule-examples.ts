/** One failing document for each rule: the smallest that breaks it. The page docs/validation-rules.md is written from these. */

import type { RuleId } from '../../../profiles/index.js';
import { address, madeUp, type Change } from './made-up.js';

/** A document that breaks a rule. */
export interface RuleExample {
  readonly rule: RuleId;
  /** The text; for what cannot be shown as text, `bytes` makes the document of it. */
  readonly text: string;
  readonly bytes?: (text: string) => Uint8Array;
  /** In words, where the text alone does not show the fault. */
  readonly note?: string;
  readonly profiles?: readonly string[];
}

const nhs = 'https://fhir.nhs.uk/STU3/StructureDefinition/';
const fhir = 'xmlns="http://hl7.org/fhir"';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const slices = (rules: 'open' | 'closed' | 'openAtEnd', path: string, ordered = false): Change => ({
  id: 'Patient.identifier',
  slicing: { discriminator: [{ type: 'value', path }], ordered, rules },
});
const slice = (name: string, property: string, value: string, type = 'Uri'): readonly Change[] => [
  { id: `Patient.identifier:${name}` },
  {
    id: `Patient.identifier:${name}.${property}`,
    min: 1,
    type: [{ code: type.toLowerCase() }],
    [`fixed${type as 'Uri'}`]: value,
  },
];

/** The made-up profiles that the examples are held against. */
export const madeUpProfiles = [
  madeUp('ordered', 'Patient', [
    slices('open', 'system', true),
    ...slice('first', 'system', 'urn:a'),
    ...slice('second', 'system', 'urn:b'),
  ]),
  madeUp('closed', 'Patient', [slices('closed', 'system'), ...slice('first', 'system', 'urn:a')]),
  madeUp('two', 'Patient', [
    { id: 'Patient.identifier', slicing: { discriminator: [{ type: 'value', path: 'use' }], rules: 'open' } },
    ...slice('one', 'use', 'usual', 'Code'),
    ...slice('other', 'use', 'usual', 'Code'),
  ]),
  madeUp('by-profile', 'Patient', [
    { id: 'Patient.identifier', slicing: { discriminator: [{ type: 'profile', path: '$this' }], rules: 'open' } },
    ...slice('one', 'system', 'urn:a'),
  ]),
  madeUp('pattern', 'Patient', [{ id: 'Patient.maritalStatus', patternCodeableConcept: { coding: [{ code: 'M' }] } }]),
  madeUp('short', 'Patient', [{ id: 'Patient.birthDate', minValueDate: '1900-01-01' }]),
  madeUp('long', 'Basic', [{ id: 'Basic.language', maxLength: 2 }]),
  madeUp('bundled', 'Patient', [
    { id: 'Patient.managingOrganization', type: [{ code: 'Reference', aggregation: ['contained'] }] },
  ]),
  madeUp('prose', 'Basic', [{ id: 'Basic', constraint: [{ key: 'prose-1', severity: 'error' }] }]),
  madeUp('typeless', 'Basic', [{ id: 'Basic.code', type: [{ code: 'NoSuchType' }] }]),
];

const asked = (name: string): readonly string[] => [address + name];
const patient = (inside: string): string => `{"resourceType":"Patient",${inside}}`;
const extended = (extension: string): string => patient(`"extension":[${extension}]`);

export const ruleExamples: readonly RuleExample[] = [
  { rule: 'text.empty', text: ' ' },
  {
    rule: 'text.bom',
    text: patient('"active":true'),
    bytes: (text) => encode(`\uFEFF${text}`),
    note: 'The bytes EF BB BF stand before this text.',
  },
  {
    rule: 'text.encoding',
    text: patient('"name":[{"family":"Caf?"}]'),
    bytes: (text) => Uint8Array.from(encode(text), (byte) => (byte === 0x3f ? 0xe9 : byte)),
    note: 'The question mark stands for the byte E9.',
  },
  { rule: 'json.syntax', text: patient('"active":true,') },
  {
    rule: 'json.depth',
    text: '[[[[',
    bytes: () => encode('['.repeat(100_000)),
    note: 'And so on, 100,000 levels deep.',
  },
  { rule: 'json.duplicate-key', text: patient('"active":true,"active":false') },
  { rule: 'json.control-character', text: patient('"name":[{"family":"Long\nstaffe"}]') },
  { rule: 'json.number', text: patient('"telecom":[{"system":"phone","value":"1","rank":01}]') },
  { rule: 'json.type', text: patient('"name":{"family":"Quill"}') },
  { rule: 'json.empty', text: patient('"name":[]') },
  { rule: 'json.null', text: patient('"gender":null') },
  { rule: 'json.alignment', text: patient('"name":[{"given":["A"],"_given":[null,{"id":"x"}]}]') },
  { rule: 'xml.syntax', text: `<Patient ${fhir}><active value="true"></Patient>` },
  { rule: 'xml.doctype', text: `<!DOCTYPE Patient><Patient ${fhir}/>` },
  {
    rule: 'xml.depth',
    text: `<Patient ${fhir}><extension><extension>`,
    bytes: () => encode(`<Patient ${fhir}>${'<extension>'.repeat(100_000)}`),
    note: 'And so on, 100,000 levels deep.',
  },
  { rule: 'xml.namespace', text: '<Patient xmlns="http://hl7.org/fhir/stu3"><active value="true"/></Patient>' },
  { rule: 'xml.attribute', text: `<Patient ${fhir}><active value="true" lang="en"/></Patient>` },
  { rule: 'xml.text', text: `<Patient ${fhir}><active>true</active></Patient>` },
  { rule: 'xml.order', text: `<Patient ${fhir}><gender value="male"/><active value="true"/></Patient>` },
  { rule: 'xml.empty', text: `<Patient ${fhir}><active/></Patient>` },
  {
    rule: 'xml.resource',
    text: `<Bundle ${fhir}><type value="collection"/><entry><resource><Patient/><Patient/></resource></entry></Bundle>`,
  },
  { rule: 'narrative.namespace', text: patient('"text":{"status":"generated","div":"<div>Ms Quill</div>"}') },
  { rule: 'structure.resource-type', text: '{"resourceType":"Booking"}' },
  { rule: 'structure.unknown', text: patient('"colour":"red"') },
  {
    rule: 'structure.duplicate-id',
    text: patient(
      '"contained":[{"resourceType":"Organization","id":"o","name":"A"},{"resourceType":"Organization","id":"o","name":"B"}],"managingOrganization":{"reference":"#o"}',
    ),
  },
  {
    rule: 'structure.unsupported',
    text: '{"resourceType":"Basic","code":{"text":"x"}}',
    profiles: asked('typeless'),
    note: 'The profile gives `code` the type NoSuchType.',
  },
  { rule: 'cardinality.min', text: '{"resourceType":"Bundle"}' },
  {
    rule: 'cardinality.max',
    text: '{"resourceType":"Slot","schedule":{"reference":"Schedule/1"},"status":"free","start":"2031-02-10T09:00:00Z","end":"2031-02-10T09:10:00Z","appointmentType":{"text":"Routine"}}',
    profiles: [`${nhs}GPConnect-Slot-1`],
  },
  {
    rule: 'choice.type',
    text: `{"resourceType":"Patient","name":[{"use":"official","family":"Quill"}],"deceasedBoolean":false}`,
    profiles: [`${nhs}CareConnect-GPC-Patient-1`],
  },
  { rule: 'choice.multiple', text: patient('"deceasedBoolean":false,"deceasedDateTime":"2030-01-01"') },
  { rule: 'primitive.format', text: patient('"birthDate":"1988-02-30"') },
  { rule: 'primitive.empty', text: patient('"birthDate":""') },
  { rule: 'primitive.absolute', text: patient('"identifier":[{"system":"nhs-number","value":"1"}]') },
  {
    rule: 'primitive.length',
    text: '{"resourceType":"Basic","code":{"text":"x"},"language":"en-GB"}',
    profiles: asked('long'),
    note: 'The profile gives `language` a greatest length of 2.',
  },
  {
    rule: 'primitive.range',
    text: patient('"birthDate":"1888-02-03"'),
    profiles: asked('short'),
    note: 'The profile gives `birthDate` the smallest value 1900-01-01.',
  },
  {
    rule: 'value.fixed',
    text: '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","details":{"coding":[{"system":"urn:x","code":"BAD_REQUEST","display":"Bad request"}]}}]}',
    profiles: [`${nhs}GPConnect-OperationOutcome-1`],
  },
  {
    rule: 'value.pattern',
    text: patient('"maritalStatus":{"coding":[{"system":"http://hl7.org/fhir/v3/MaritalStatus","code":"S"}]}'),
    profiles: asked('pattern'),
    note: 'The profile gives `maritalStatus` a pattern with the code M.',
  },
  { rule: 'binding.required', text: patient('"gender":"F"') },
  {
    rule: 'binding.extensible',
    text: patient(
      '"contact":[{"name":{"family":"A"},"relationship":[{"coding":[{"system":"urn:x","code":"friend"}]}]}]',
    ),
  },
  {
    rule: 'slice.min',
    text: patient('"name":[{"use":"nickname","given":["Pet"]}]'),
    profiles: [`${nhs}CareConnect-GPC-Patient-1`],
  },
  {
    rule: 'slice.max',
    text: '{"resourceType":"Organization","name":"A","identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"A20047"},{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"B82617"}]}',
    profiles: [`${nhs}CareConnect-GPC-Organization-1`],
  },
  {
    rule: 'slice.closed',
    text: patient('"identifier":[{"system":"urn:z","value":"1"}]'),
    profiles: asked('closed'),
    note: 'The slicing by `system` is closed; its one slice has urn:a.',
  },
  {
    rule: 'slice.order',
    text: patient('"identifier":[{"system":"urn:b","value":"2"},{"system":"urn:a","value":"1"}]'),
    profiles: asked('ordered'),
    note: 'The slicing by `system` is ordered: urn:a, then urn:b.',
  },
  {
    rule: 'slice.ambiguous',
    text: patient('"identifier":[{"use":"usual","value":"1"}]'),
    profiles: asked('two'),
    note: 'Two slices have the use usual.',
  },
  {
    rule: 'slice.unsupported',
    text: patient('"identifier":[{"system":"urn:a","value":"1"}]'),
    profiles: asked('by-profile'),
    note: 'The slices are told apart by a profile.',
  },
  { rule: 'extension.url', text: extended('{"valueBoolean":true}') },
  { rule: 'extension.unknown', text: extended('{"url":"https://supplier.example/mood","valueString":"calm"}') },
  {
    rule: 'extension.misspelt',
    text: extended(`{"url":"${nhs}Extension-GPConnect-DeliveryChanel-2","valueCode":"Video"}`),
  },
  {
    rule: 'extension.part',
    text: extended(
      `{"url":"${nhs}Extension-CareConnect-GPC-NHSCommunication-1","extension":[{"url":"degree","valueInteger":3}]}`,
    ),
  },
  {
    rule: 'extension.context',
    text: extended(`{"url":"${nhs}Extension-GPConnect-DeliveryChannel-2","valueCode":"Video"}`),
  },
  {
    rule: 'extension.modifier',
    text: patient('"modifierExtension":[{"url":"https://supplier.example/not","valueBoolean":true}]'),
  },
  { rule: 'reference.type', text: patient('"managingOrganization":{"reference":"Location/3"}') },
  { rule: 'reference.unresolved', text: patient('"managingOrganization":{"reference":"#nobody"}') },
  { rule: 'reference.format', text: patient('"managingOrganization":{"reference":"surgery"}') },
  {
    rule: 'reference.aggregation',
    text: patient('"managingOrganization":{"reference":"Organization/1"}'),
    profiles: asked('bundled'),
    note: 'The profile asks for a contained resource.',
  },
  {
    rule: 'bundle.full-url',
    text: '{"resourceType":"Bundle","type":"searchset","entry":[{"fullUrl":"https://a.example/Patient/1","resource":{"resourceType":"Patient","id":"2"}}]}',
  },
  {
    rule: 'bundle.ambiguous',
    text: '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Patient","id":"1"}}]}',
  },
  { rule: 'profile.type', text: patient('"active":true'), profiles: [`${nhs}GPConnect-Slot-1`] },
  { rule: 'profile.unknown', text: patient('"meta":{"profile":["https://supplier.example/patient"]}') },
  {
    rule: 'invariant.unsupported',
    text: '{"resourceType":"Basic","code":{"text":"x"}}',
    profiles: asked('prose'),
    note: 'The profile states an invariant in prose only.',
  },
  {
    rule: 'limit.findings',
    text: patient('"name":[{"a":1},{"a":1},...]'),
    bytes: () => encode(patient(`"name":[${'{"a":1},'.repeat(1200)}{"a":1}]`)),
    note: 'And so on, 1,201 unknown elements.',
  },
];
