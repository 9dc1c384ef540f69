/**
 * Measures our validator in a process of its own and prints one JSON line: documents per second by the clock and per
 * processor second, the cost of one slot in searchsets of growing size, and the peak memory.
 */
import { readFileSync } from 'node:fs';
import { createValidator } from '../../profiles/index.js';
import { median } from '../figures.js';
import { validDocuments } from './documents.js';

/** What is printed. Times are in ms, memory in MB. */
export interface OurFigures {
  readonly perSecond: number;
  readonly perProcessorSecond: number;
  readonly valid: number;
  readonly documents: number;
  /** By the number of slots in a searchset, fewest first: what one costs, and how many times that among the fewest. */
  readonly slots: readonly { readonly size: number; readonly ms: number; readonly besideFewest: number }[];
  readonly peakMb: number;
}

/** So long both validators are let warm up; Java's ten rounds take it longer. */
const warmUpMs = 3_000;
const batches = 15;
const roundsInBatch = 40;
const validator = createValidator();
const documents = validDocuments().map(({ file, format, profiles }) => ({
  bytes: readFileSync(file),
  format,
  profiles,
}));

function validateAll(): number {
  return documents.filter(({ bytes, format, profiles }) => validator.validate(bytes, { format, profiles }).valid)
    .length;
}

function throughput(): Pick<OurFigures, 'perSecond' | 'perProcessorSecond' | 'valid' | 'documents'> {
  for (const started = performance.now(); performance.now() - started < warmUpMs;) validateAll();
  const measured = Array.from({ length: batches }, batch);
  return {
    perSecond: median(measured.map(({ perSecond }) => perSecond)),
    perProcessorSecond: median(measured.map(({ perProcessorSecond }) => perProcessorSecond)),
    valid: validateAll(),
    documents: documents.length,
  };
}

/** Documents per second by the clock, and per processor second of the whole process, its collector included. */
function batch(): Pick<OurFigures, 'perSecond' | 'perProcessorSecond'> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (let round = 0; round < roundsInBatch; round += 1) validateAll();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const count = roundsInBatch * documents.length;
  return { perSecond: count / seconds, perProcessorSecond: count / ((user + system) / 1e6) };
}

/** A searchset with so many slots, made of one slot of the corpus. */
function searchsetOf(slots: number): Uint8Array {
  const source = validDocuments().find((document) => document.id === 'slots-small');
  if (source === undefined) throw new Error('the corpus has no document slots-small');
  const bundle = JSON.parse(readFileSync(source.file, 'utf8')) as {
    entry: { resource: { resourceType: string; id: string } }[];
  };
  const slot = bundle.entry.find((entry) => entry.resource.resourceType === 'Slot');
  const others = bundle.entry.filter((entry) => entry.resource.resourceType !== 'Slot');
  if (slot === undefined) throw new Error('slots-small has no Slot');
  const many = Array.from({ length: slots }, (_none, index) => ({ resource: { ...slot.resource, id: `s-${index}` } }));
  return Buffer.from(JSON.stringify({ ...bundle, entry: [...many, ...others] }));
}

/** Every sample is of as many slots, so that each size pays its share of what the collector does now and then. */
const slotsInSample = 10_000;
const slotRounds = 21;
const sizes = [100, 1_000, 10_000] as const;

/** Processor time of one slot in searchsets of that size, in ms. */
function msPerSlot(bytes: Uint8Array, size: number): number {
  const cpu = process.cpuUsage();
  for (let validated = 0; validated < slotsInSample; validated += size) validator.validate(bytes);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000 / slotsInSample;
}

/** The sizes take turns and each round is compared in itself, because a machine is faster at one time than at another. */
function slotCosts(): OurFigures['slots'] {
  const searchsets = sizes.map((size) => ({ size, bytes: searchsetOf(size) }));
  const rounds = Array.from({ length: slotRounds }, () => searchsets.map(({ bytes, size }) => msPerSlot(bytes, size)));
  return sizes.map((size, place) => ({
    size,
    ms: median(rounds.map((round) => round[place] ?? NaN)),
    besideFewest: median(rounds.map((round) => (round[place] ?? NaN) / (round[0] ?? NaN))),
  }));
}

const figures: OurFigures = {
  ...throughput(),
  slots: slotCosts(),
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
