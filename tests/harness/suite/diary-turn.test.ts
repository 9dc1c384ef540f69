import { expect, test } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { turnsInMemory } from '../../../fixtures/suite/diary-turn.js';

test('one diary is used by one test at a time, in the order in which they asked', async () => {
  const takeTurns = turnsInMemory();
  const events: string[] = [];
  const use = async (who: string, practices: readonly string[]): Promise<void> => {
    const endTurn = await takeTurns(practices);
    events.push(`${who} begins`);
    await pause(5);
    events.push(`${who} ends`);
    endTurn();
  };
  await Promise.all([use('one', ['A20047']), use('crossing', ['B82617', 'A20047']), use('two', ['B82617'])]);
  expect(events.filter((event) => !event.startsWith('two'))).toEqual([
    ...['one begins', 'one ends', 'crossing begins', 'crossing ends'],
  ]);
  const ofB82617 = events.filter((event) => !event.startsWith('one'));
  expect(ofB82617.map((event) => event.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
});

test('practices that have nothing in common do not wait for each other', async () => {
  const takeTurns = turnsInMemory();
  await takeTurns(['A20047']);
  const endTurn = await takeTurns(['B82617']);
  expect(endTurn).toBeInstanceOf(Function);
});
