import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { bodyLines, linesOf, pointerOf } from '../../../../reports/html/body-lines.js';

const body = JSON.stringify({
  resourceType: 'Bundle',
  entry: [{ resource: { status: 'free', 'a/b~c': [] } }, { resource: { status: 'busy' } }],
});

const marked = (pointer: string, text = body): string[] =>
  linesOf(bodyLines(text), { pointer, line: undefined }).map((line) => line.text.trim());

test.describe('the lines of a body', () => {
  test('are JSON again when put together, whatever the value', () => {
    const property = fc.property(fc.oneof(fc.object({ maxDepth: 5 }), fc.array(fc.jsonValue())), (value) => {
      const text = JSON.stringify(value);
      const shown = bodyLines(text).map((line) => line.text);
      expect(JSON.parse(shown.join('\n'))).toEqual(JSON.parse(text));
    });
    fc.assert(property);
  });

  test('of XML or plain text are the lines as they came', () => {
    expect(bodyLines('<a>\r\n <b/>\n</a>').map(({ text }) => text)).toEqual(['<a>', ' <b/>', '</a>']);
    expect(bodyLines('{ broken').map(({ text }) => text)).toEqual(['{ broken']);
  });

  test('of a body that nests without end are few', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(bodyLines(deep).length).toBeLessThan(100);
  });
});

test.describe('the place of a finding', () => {
  test('is the line of its value', () => {
    expect(marked('/entry/1/resource/status')).toEqual(['"status": "busy"']);
    expect(marked('/entry/0/resource/a~1b~0c')).toEqual(['"a/b~c": []']);
  });

  test('is the nearest part that is there where the element is missing', () => {
    expect(marked('/entry/1/resource/start/0')).toEqual(['"resource": {', '"status": "busy"', '}']);
    expect(marked('/nothing')).toEqual([]);
  });

  test('is a line of the text where there are no pointers', () => {
    const lines = bodyLines('<a>\n<b/>\n</a>');
    expect(linesOf(lines, { pointer: '/b', line: 2 }).map(({ text }) => text)).toEqual(['<b/>']);
    expect(linesOf(lines, { pointer: '/b', line: undefined })).toEqual([]);
  });

  test('follows from the path of a finding', () => {
    expect(pointerOf('Bundle.entry[1].resource.status')).toBe('/entry/1/resource/status');
    expect(pointerOf('Bundle.entry[0].resource.identifier[2].value')).toBe('/entry/0/resource/identifier/2/value');
    expect(pointerOf("Appointment.extension('https://fhir.nhs.uk/a.b').value[x]")).toBe('');
    expect(pointerOf('Slot')).toBe('');
    expect(pointerOf('body.entry')).toBe('/entry');
    expect(pointerOf('http')).toBeUndefined();
    expect(pointerOf('request')).toBeUndefined();
  });
});
