/**
 * Repeats the sessions for some minutes against one provider in one process (`--minutes N`, 10 if left out): memory and
 * descriptors stay flat, and no booking is left.
 */
import { parseArgs } from 'node:util';
import { atLeast, atMost, tell, told } from '../figures.js';
import { endured, lastThirdBesideFirst, slope } from './walks.js';

const { values: flags } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });

/** Fewer walks have no thirds to compare. */
const fewestWalks = 9;

const { walks, left } = await endured({ seconds: Number(flags.minutes) * 60, walks: fewestWalks });
const memory = walks.map(({ memoryMb }) => memoryMb);
const descriptors = walks.map((one) => one.descriptors);
const settled = memory.slice(Math.floor(memory.length / 3));
const figures = [
  atLeast('endurance: walks through the sessions', walks.length, 'walks', fewestWalks),
  told('endurance: requests', sum(walks.map(({ requests }) => requests)), 'requests'),
  atMost('endurance: memory, last third / first third', lastThirdBesideFirst(memory), 'times', 1.1),
  told('endurance: memory after the last walk', memory.at(-1) ?? 0, 'MB'),
  told('endurance: rise of memory a walk, without the first third', slope(settled) * 1024, 'KB'),
  atMost('endurance: descriptors, last third / first third', lastThirdBesideFirst(descriptors), 'times', 1.1),
  told('endurance: descriptors, most after a walk', Math.max(...descriptors), ''),
  atMost('endurance: bookings left', left.length, 'bookings', 0),
  atMost('endurance: defects and failed judgements', sum(walks.map((one) => one.defects.length + one.failed)), '', 0),
];
for (const slot of left) console.log(`left: ${slot}`);
tell(figures);

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
