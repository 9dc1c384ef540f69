import { expect, test } from '@playwright/test';
import { openDefinitions } from '../../../profiles/definitions/store.js';
import { folderWith } from '../temporary-folder.js';
import { publishedJson, tgzOf } from './published.js';

const slotUrl = 'https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Slot-1';

/** A Slot profile in the official XML form, with a differential only. */
const slotXml = `<?xml version="1.0" encoding="utf-8"?>
<!-- made for this test -->
<StructureDefinition xmlns="http://hl7.org/fhir">
  <text><status value="generated" /><div xmlns="http://www.w3.org/1999/xhtml">Prose.</div></text>
  <url value="${slotUrl}" /><version value="9.0.0" /><name value="Slot" /><status value="draft" />
  <fhirVersion value="3.0.1" /><kind value="resource" /><abstract value="false" /><type value="Slot" />
  <baseDefinition value="http://hl7.org/fhir/StructureDefinition/Slot" /><derivation value="constraint" />
  <differential>
    <element id="Slot"><path value="Slot" />
      <constraint><key value="x-1" /><severity value="warning" /><human value="prose" /><expression value="start &lt; end" /></constraint>
    </element>
    <element id="Slot.identifier"><path value="Slot.identifier" />
      <slicing><discriminator><type value="value" /><path value="system" /></discriminator><ordered value="false" /><rules value="closed" /></slicing>
    </element>
    <element id="Slot.identifier:own"><path value="Slot.identifier" /><sliceName value="own" /><min value="1" /></element>
    <element id="Slot.identifier:own.system"><path value="Slot.identifier.system" /><min value="1" /><fixedUri value="urn:own" /></element>
    <element id="Slot.schedule"><path value="Slot.schedule" />
      <type><code value="Reference" /><targetProfile value="http://hl7.org/fhir/StructureDefinition/Schedule|3.0.1" /></type>
      <mustSupport value="true" />
    </element>
  </differential>
</StructureDefinition>`;

const colours = JSON.stringify({
  resourceType: 'CodeSystem',
  url: 'urn:colours',
  name: 'Colours',
  content: 'complete',
  concept: [{ code: 'warm', concept: [{ code: 'red', display: 'Red' }] }, { code: 'blue' }],
});
const warm = `<ValueSet xmlns="http://hl7.org/fhir"><url value="urn:warm"/><name value="Warm"/><status value="active"/>
  <compose><include><system value="urn:colours"/><filter><property value="concept"/><op value="is-a"/><value value="warm"/></filter></include></compose></ValueSet>`;

test.describe("a supplier's own definitions", () => {
  test('in XML count before those of the harness, snapshot computed from the differential', () => {
    const store = openDefinitions({ source: folderWith({ 'profiles/slot.xml': slotXml }) });
    const slot = store.structure(slotUrl);
    const element = (id: string) => slot?.elements.find((each) => each.id === id);
    expect(slot).toMatchObject({ version: '9.0.0', type: 'Slot', kind: 'resource', abstract: false });
    expect(element('Slot')?.constraint?.at(-1)).toEqual({ key: 'x-1', severity: 'warning', expression: 'start < end' });
    expect(element('Slot.identifier')?.slicing).toEqual({
      discriminator: [{ type: 'value', path: 'system' }],
      ordered: false,
      rules: 'closed',
    });
    expect(element('Slot.identifier:own')).toMatchObject({ min: 1, max: '*', sliceName: 'own' });
    expect(element('Slot.identifier:own.system')).toMatchObject({ min: 1, fixedUri: 'urn:own' });
    expect(element('Slot.schedule')).toMatchObject({
      mustSupport: true,
      type: [{ code: 'Reference', targetProfile: 'http://hl7.org/fhir/StructureDefinition/Schedule' }],
    });
  });

  test('leave everything that they do not define as the harness has it', () => {
    const store = openDefinitions({ source: folderWith({ 'slot.xml': slotXml }) });
    const scheduleUrl = slotUrl.replace('Slot', 'Schedule');
    expect(store.structure(scheduleUrl)).toEqual(openDefinitions().structure(scheduleUrl));
    expect(store.manifest.find(({ url }) => url === slotUrl)).toMatchObject({ source: 'slot.xml', version: '9.0.0' });
    expect(store.manifest.find(({ url }) => url === scheduleUrl)?.source).toContain('nhs/');
  });

  test('bring value sets and code systems, in XML and JSON alike', () => {
    const store = openDefinitions({ source: folderWith({ 'colours.json': colours, 'warm.xml': warm }) });
    const expansion = store.expansion('urn:warm');
    expect([...(expansion?.codes.get('urn:colours') ?? [])]).toEqual([
      ['warm', undefined],
      ['red', 'Red'],
    ]);
  });

  test('are read from a .tgz as npm packs one, long file names included', () => {
    const long = `${'a-folder-with-quite-a-long-name/'.repeat(4)}colours.json`;
    const source = tgzOf({ 'package.json': '{}', 'slot.xml': slotXml, 'README.md': 'prose', [long]: colours });
    const store = openDefinitions({ source });
    expect(store.vintage).toBe('2020-05 with package.tgz');
    expect(store.structure(slotUrl)?.version).toBe('9.0.0');
    expect(store.manifest.find(({ url }) => url === 'urn:colours')?.source).toBe(`package/${long}`);
    expect(store.unreadable).toEqual([]);
  });

  test('with a snapshot but an unknown base are taken as published', () => {
    const json = publishedJson(openDefinitions(), slotUrl, (definition) => {
      definition['url'] = 'urn:derived';
      definition['baseDefinition'] = 'urn:unknown-base';
    });
    const store = openDefinitions({ source: folderWith({ 'derived.json': json }) });
    expect(store.structure('urn:derived')?.elements).toEqual(openDefinitions().structure(slotUrl)?.elements);
  });

  test('with neither a snapshot nor a known base are refused when they are needed, with the file named', () => {
    const store = openDefinitions({
      source: folderWith({ 'lost.xml': slotXml.replace('StructureDefinition/Slot"', 'X"') }),
    });
    expect(() => store.structure(slotUrl)).toThrow(/no snapshot, and its base is not held \(lost\.xml\)/);
  });

  test('with a broken file still open, and the broken file is named with the reason', () => {
    const source = folderWith({
      'a-slot.xml': slotXml,
      'again.xml': slotXml,
      'cut.xml': slotXml.slice(0, 700),
      'doctype.xml': slotXml.replace('<!-- made for this test -->', '<!DOCTYPE x [<!ENTITY a "b">]>'),
      'element.xml': slotXml.replace('<status value="draft" />', '<colour value="red" />'),
      'severity.xml': slotXml.replace('value="warning"', 'value="worrying"'),
      'comma.json': '{ "resourceType": "CodeSystem", }',
    });
    const { unreadable, structure } = openDefinitions({ source });
    expect(structure(slotUrl)?.version).toBe('9.0.0');
    const reasons = Object.fromEntries(unreadable.map(({ file, reason }) => [file, reason]));
    expect(Object.keys(reasons).sort()).toEqual([
      'again.xml',
      'comma.json',
      'cut.xml',
      'doctype.xml',
      'element.xml',
      'severity.xml',
    ]);
    expect(reasons['again.xml']).toContain('the same url as a-slot.xml');
    expect(reasons['doctype.xml']).toContain('a DOCTYPE is not allowed');
    expect(reasons['element.xml']).toContain('<colour> is not an element of StructureDefinition');
    expect(reasons['severity.xml']).toContain('"worrying" is not one of the codes for severity');
  });

  test('that are not there, are no archive, or hold nothing are wrong usage, with advice', () => {
    const usage = (source: string) => expect(() => openDefinitions({ source }));
    usage('/no/such/folder').toThrow(/there are no definitions here \(\/no\/such\/folder\)\. Name a folder/);
    usage(folderWith({ 'notes.md': 'prose' })).toThrow(/no StructureDefinition, ValueSet or CodeSystem found/);
    usage(`${folderWith({ 'package.tgz': 'no gzip' })}/package.tgz`).toThrow(/not a \.tgz package/);
  });
});
