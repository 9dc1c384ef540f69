/**
 * Our validator beside the Java instance validator, on the same documents in one run. Where Java or the official
 * definitions are missing, only our own figures are told.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, median, tell, told, type Figure } from '../figures.js';
import { validDocuments } from './documents.js';
import { measureJava, whyNotHere, type JavaFigures } from './java.js';
import type { OurFigures } from './ours.js';

/** What one round measured: everything at nearly the same time, so that a busy machine slows all of it alike. */
interface Round {
  readonly ours: OurFigures;
  readonly coldStartMs: number;
  readonly java: JavaFigures | undefined;
}

const rounds = 3;
const coldStarts = 7;

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const missing = whyNotHere();
const measured = Array.from({ length: rounds }, measure);
const figures = [...ownFigures(), ...(missing === undefined ? ratios() : [])];
if (missing !== undefined) console.log(`Without the Java validator: ${missing}.`);
tell(figures);

function measure(): Round {
  const ours = JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', beside('ours.ts')], { encoding: 'utf8' }),
  ) as OurFigures;
  return { ours, coldStartMs: coldStartMs(), java: missing === undefined ? measureJava() : undefined };
}

/** The middle of what the rounds say. */
function middle(of: (round: Round) => number): number {
  return median(measured.map(of));
}

/** The same for what compares the two; each round is compared in itself. */
function middleBeside(of: (java: JavaFigures, round: Round) => number): number {
  return median(measured.flatMap((round) => (round.java === undefined ? [] : [of(round.java, round)])));
}

function ownFigures(): readonly Figure[] {
  const [fewest, ...more] = measured[0]?.ours.slots.map(({ size }) => size.toLocaleString('en')) ?? [];
  return [
    told(
      'validator: documents per second',
      middle(({ ours }) => ours.perSecond),
      'documents/s',
    ),
    atMost(
      'validator: documents of the corpus wrongly rejected',
      Math.max(...measured.map(({ ours }) => ours.documents - ours.valid)),
      'documents',
      0,
    ),
    told(
      `validator: cost of a slot among ${fewest}`,
      middle(({ ours }) => ours.slots[0]?.ms ?? NaN),
      'ms',
    ),
    ...more.map((size, place) =>
      atMost(
        `validator: cost of a slot among ${size} / among ${fewest}`,
        middle(({ ours }) => ours.slots[place + 1]?.besideFewest ?? NaN),
        'times',
        1.3,
      ),
    ),
    told(
      'validator: cold start to first verdict',
      middle((round) => round.coldStartMs),
      'ms',
    ),
    told(
      'validator: peak memory',
      middle(({ ours }) => ours.peakMb),
      'MB',
    ),
  ];
}

function ratios(): readonly Figure[] {
  return [
    told(
      'Java: documents per second',
      middleBeside((java) => java.perSecond),
      'documents/s',
    ),
    told(
      'Java: cold start to first verdict',
      middleBeside((java) => java.msToFirstVerdict),
      'ms',
    ),
    atMost(
      'Java and ours: verdicts that differ',
      Math.max(...measured.map(({ ours, java }) => Math.abs((java?.valid ?? 0) - ours.valid))),
      'documents',
      0,
    ),
    atLeast(
      'validator / Java: documents per second',
      middleBeside((java, { ours }) => ours.perSecond / java.perSecond),
      'times',
      100,
    ),
    atLeast(
      'validator / Java without its table: documents per processor second',
      middleBeside((java, { ours }) => ours.perProcessorSecond / java.perProcessorSecondWithoutTable),
      'times',
      40,
    ),
    atLeast(
      'Java / validator: cold start to first verdict',
      middleBeside((java, round) => java.msToFirstVerdict / round.coldStartMs),
      'times',
      30,
    ),
  ];
}

/** From the start of the process to the first verdict, as the package is shipped: compiled. */
function coldStartMs(): number {
  const command = beside('../../dist/cli/main.js');
  if (!existsSync(command)) throw new Error('Build the package first: npm run build');
  const [document] = validDocuments();
  const times = Array.from({ length: coldStarts }, () => {
    const started = performance.now();
    execFileSync(process.execPath, [command, 'validate', document?.file ?? ''], { stdio: 'ignore' });
    return performance.now() - started;
  });
  return median(times);
}
