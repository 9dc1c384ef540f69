import { expect, test } from '@playwright/test';
import { finding, httpFinding } from '../../../requirements/finding.js';
import { placed, pointerOf } from '../../../requirements/place.js';
import { answerTo } from '../checks/answers.js';

const body = '{\n "resourceType": "Bundle",\n "entry": [\n  {\n   "resource": { "resourceType": "Slot" }\n  }\n ]\n}';
const answer = answerTo('read', { id: '1' }, { body });

test('a path becomes the pointer of the same place', () => {
  expect(pointerOf('Bundle.entry[0].resource.status', 'Bundle')).toBe('/entry/0/resource/status');
  expect(pointerOf('Bundle', 'Bundle')).toBe('');
});

test('a path that is no place in a document leads to the nearest element', () => {
  expect(pointerOf("Appointment.extension('https://x').value[x]", 'Appointment')).toBe('/extension');
});

test('a finding learns the line of what it speaks of', () => {
  const [slot] = answer.resources;
  expect(slot).toBeDefined();
  if (slot !== undefined) {
    expect(placed(finding(slot, { message: 'm' }), answer)).toMatchObject({ pointer: '/entry/0/resource', line: 5 });
  }
});

test('a finding about status or headers has no line', () => {
  expect(placed(httpFinding({ message: 'm' }), answer)).not.toHaveProperty('line');
});
