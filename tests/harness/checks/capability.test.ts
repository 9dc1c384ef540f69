import { expect, test } from '@playwright/test';
import { capabilityRules, declaredIsWhatWorks } from '../../../requirements/capability.js';
import { requirement } from '../../../requirements/catalogue.js';
import { judgeStanding, outcomeOf } from '../../../requirements/judgement.js';
import { answerTo, contextWith } from './answers.js';

const interactions = (...codes: readonly string[]): readonly object[] => codes.map((code) => ({ code }));

const appointment = (...codes: readonly string[]): object => ({
  type: 'Appointment',
  interaction: interactions(...codes),
});

const slot = {
  type: 'Slot',
  interaction: interactions('search-type'),
  searchInclude: [
    ...['Slot:schedule', 'Schedule:actor:Practitioner', 'Schedule:actor:Location', 'Location:managingOrganization'],
  ],
  searchParam: [
    { name: 'start', type: 'date' },
    { name: 'end', type: 'date' },
    { name: 'status', type: 'token' },
    { name: 'searchFilter', type: 'token' },
  ],
};

const everything = [appointment('read', 'create', 'update', 'search-type'), slot];

const statement = (...rest: readonly object[]) =>
  answerTo('metadata', {}, { body: { resourceType: 'CapabilityStatement', rest } });

/** Outcomes of the rules that read what is declared of resource types. */
function outcomes(answer: ReturnType<typeof statement>, declares = {}): Record<string, string> {
  const ids = ['META-009', 'META-010', 'META-011', 'META-012', 'META-018', 'META-019'];
  const rules = capabilityRules.filter(({ id }) => ids.includes(id));
  const judgements = judgeStanding(rules, answer, contextWith({}, declares));
  return Object.fromEntries(judgements.map(({ requirement: id, outcome }) => [id, outcome]));
}

const right = {
  ...{ 'META-009': 'pass', 'META-010': 'pass', 'META-011': 'pass', 'META-012': 'pass' },
  ...{ 'META-018': 'pass', 'META-019': 'pass' },
};

test('what the server declares counts, whatever the provider says of itself as a client', () => {
  const server = { mode: 'server', resource: everything };
  expect(outcomes(statement(server))).toEqual(right);
  const client = { mode: 'client', resource: [appointment('update'), { type: 'Slot' }] };
  expect(outcomes(statement(client, server))).toEqual(right);
});

test('what is declared of the client alone is not declared', () => {
  const server = { mode: 'server', resource: [{ type: 'Location', interaction: interactions('read') }] };
  expect(outcomes(statement(server, { mode: 'client', resource: everything }))).toEqual({
    ...{ 'META-009': 'fail', 'META-010': 'warn', 'META-011': 'fail', 'META-012': 'warn' },
    ...{ 'META-018': 'warn', 'META-019': 'pass' },
  });
});

test('a client may update without reading, a server not', () => {
  const of = (mode: string) => ({ mode, resource: [appointment('update')] });
  expect(outcomes(statement(of('client')))['META-019']).toBe('pass');
  expect(outcomes(statement(of('server')))['META-019']).toBe('fail');
});

test('an interaction that works is declared by the server itself', () => {
  const tried = [
    { type: 'Slot', code: 'search-type', answer: answerTo('other', { method: 'GET', path: '/Slot' }, {}) },
  ] as const;
  const said = (mode: string) =>
    outcomeOf(
      requirement('META-017'),
      declaredIsWhatWorks({ statement: statement({ mode, resource: [slot] }), tried }),
    );
  expect(said('server')).toBe('pass');
  expect(said('client')).toBe('fail');
});

test('update is asked for where cancelling is offered, or nothing is said of it', () => {
  const answer = statement({ mode: 'server', resource: [appointment('read', 'create', 'search-type'), slot] });
  expect(outcomes(answer)['META-009']).toBe('fail');
  expect(outcomes(answer, { cancel: true })['META-009']).toBe('fail');
  expect(outcomes(answer, { cancel: false })['META-009']).toBe('pass');
  const without = statement({ mode: 'server', resource: [appointment('read', 'create'), slot] });
  expect(outcomes(without, { cancel: false })['META-009']).toBe('fail');
});
