/**
 * Our validator beside the Java instance validator, on the same documents in one run. Where Java or the official
 * definitions are missing, only our own figures are told.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, keep, median, table, told, type Figure } from '../figures.js';
import { validDocuments } from './documents.js';
import { measureJava, whyNotHere, type JavaFigures } from './java.js';
import type { OurFigures } from './ours.js';

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const ours = JSON.parse(
  execFileSync(process.execPath, ['--import', 'tsx', beside('ours.ts')], { encoding: 'utf8' }),
) as OurFigures;
const missing = whyNotHere();
const java = missing === undefined ? measureJava() : undefined;
const figures = [...ownFigures(), ...(java === undefined ? [] : ratios(java))];
if (missing !== undefined) console.log(`Without the Java validator: ${missing}.`);
console.log(table(figures));
keep(figures);
process.exitCode = figures.some((figure) => figure.met === false) ? 1 : 0;

function ownFigures(): readonly Figure[] {
  const [small = 0, middle = 0, large = 0] = [100, 1_000, 10_000].map((size) => ours.msPerSlot[size]);
  return [
    told('validator: documents per second', ours.perSecond, 'documents/s'),
    atMost('validator: documents of the corpus wrongly rejected', ours.documents - ours.valid, 'documents', 0),
    told('validator: cost of a slot among 100', small, 'ms'),
    atMost('validator: cost of a slot among 1,000 / among 100', middle / small, 'times', 1.3),
    atMost('validator: cost of a slot among 10,000 / among 100', large / small, 'times', 1.3),
    told('validator: cold start to first verdict', coldStartMs(), 'ms'),
    told('validator: peak memory', ours.peakMb, 'MB'),
  ];
}

function ratios(other: JavaFigures): readonly Figure[] {
  return [
    told('Java: documents per second', other.perSecond, 'documents/s'),
    atMost('Java and ours: verdicts that differ', Math.abs(other.valid - ours.valid), 'documents', 0),
    atLeast('validator / Java: documents per second', ours.perSecond / other.perSecond, 'times', 100),
    atLeast(
      'validator / Java without its table: documents per processor second',
      ours.perProcessorSecond / other.perProcessorSecondWithoutTable,
      'times',
      40,
    ),
    atLeast('Java / validator: cold start to first verdict', other.msToFirstVerdict / coldStartMs(), 'times', 30),
  ];
}

/** From the start of the process to the first verdict, as the package is shipped: compiled. */
function coldStartMs(): number {
  const command = beside('../../dist/cli/main.js');
  if (!existsSync(command)) throw new Error('Build the package first: npm run build');
  const [document] = validDocuments();
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    execFileSync(process.execPath, [command, 'validate', document?.file ?? ''], { stdio: 'ignore' });
    return performance.now() - started;
  });
  return median(times);
}
