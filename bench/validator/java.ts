import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validDocuments } from './documents.js';

/** What the Java validator came to on the same documents. Times in ms. */
export interface JavaFigures {
  readonly perSecond: number;
  readonly perProcessorSecond: number;
  /** Without the table it re-reads on every call. */
  readonly perProcessorSecondWithoutTable: number;
  readonly msToFirstVerdict: number;
  readonly valid: number;
}

const project = fileURLToPath(new URL('hapi/', import.meta.url));

/** The official definitions it is loaded with; they are not part of this project. */
const officialDefinitions = fileURLToPath(new URL('../../../shared/official/2020-05', import.meta.url));

/** Why the Java validator cannot run here, or undefined where it can. */
export function whyNotHere(): string | undefined {
  if (!existsSync(officialDefinitions)) return 'the official definitions are not beside this checkout';
  for (const tool of ['java', 'mvn']) {
    if (spawnSync(tool, ['-version']).error !== undefined) return `${tool} is not installed`;
  }
  return undefined;
}

/**
 * Builds the Java project where needed. Returns the words of a `java` command up to the name of a class: that project's
 * own, or one of the further class folders.
 */
export function javaWords(...furtherClasses: readonly string[]): readonly string[] {
  if (!existsSync(join(project, 'target', 'lib'))) {
    execFileSync('mvn', ['-q', '-B', '-f', join(project, 'pom.xml'), 'package'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  const classPath = [join(project, 'target', 'classes'), `${join(project, 'target', 'lib')}/*`, ...furtherClasses];
  return ['-Xmx1500m', '-Xss8m', `-Doracle.profiles=${officialDefinitions}`, '-cp', classPath.join(':')];
}

/** Runs the Java validator over the valid documents of the corpus, warm. */
export function measureJava(): JavaFigures {
  const folder = mkdtempSync(join(tmpdir(), 'bench-validator-'));
  try {
    const manifest = join(folder, 'manifest.jsonl');
    writeFileSync(
      manifest,
      validDocuments()
        .map((document) => `${JSON.stringify(document)}\n`)
        .join(''),
    );
    const words = [...javaWords(), 'oracle.Oracle'];
    const { stderr, status } = spawnSync('java', [...words, '--bench', '8', '--warmup', '10', manifest], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the Java validator ended with ${String(status)}: ${stderr}`);
    return figuresIn(stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresIn(summary: string): JavaFigures {
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(summary)?.[1];
    if (found === undefined) throw new Error(`no ${String(pattern)} in: ${summary}`);
    return Number(found);
  };
  return {
    perSecond: number(/([\d.]+) documents\/s by the clock/),
    perProcessorSecond: number(/clock, ([\d.]+) documents per processor second/),
    perProcessorSecondWithoutTable: number(/without that ([\d.]+) documents per processor second/),
    msToFirstVerdict: number(/start to first verdict ([\d.]+) ms/),
    valid: number(/documents, (\d+) valid/),
  };
}
