import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { javaWords } from '../validator/java.js';
import type { Response } from './harness.js';
import type { Observed } from './observed.js';

/** An error of the Java validator that counts. */
interface JavaError {
  readonly id: string | null;
  readonly location: string | null;
  readonly message: string | null;
}

const source = fileURLToPath(new URL('java/oracle/Responses.java', import.meta.url));
const classes = fileURLToPath(new URL('target/classes', import.meta.url));

/** Compiles what asks the Java validator. Throws where the compiler does not take it. */
export function compileForJava(): void {
  const classPath = javaWords(classes).at(-1) ?? '';
  execFileSync('javac', ['-d', classes, '-cp', classPath, source], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The Java validator in a process that stays up, called once for every response. */
export class JavaValidator {
  private readonly verdicts = new Map<string, readonly string[]>();
  private readonly process = spawn('java', [...javaWords(classes), 'oracle.Responses'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  private readonly lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();

  /** Validates the responses one after the other, each anew. */
  async validate(responses: readonly Response[]): Promise<Observed> {
    const started = performance.now();
    const findings = new Set<string>();
    for (const response of responses) {
      const errors = await this.ask(response);
      this.verdicts.set(keyOf(response), errors);
      for (const error of errors) findings.add(error);
    }
    return { seconds: (performance.now() - started) / 1000, findings: [...findings] };
  }

  /** The same, but a response that came before, byte for byte, gets the verdict it got: it would get no other. */
  async recallOrValidate(responses: readonly Response[]): Promise<Observed> {
    const isNew = (response: Response): boolean => !this.verdicts.has(keyOf(response));
    const { seconds } = await this.validate(responses.filter(isNew));
    return { seconds, findings: [...new Set(responses.flatMap((one) => this.verdicts.get(keyOf(one)) ?? []))] };
  }

  /** Lets the process end. */
  async close(): Promise<void> {
    this.process.stdin.end();
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }

  private async ask(response: Response): Promise<readonly string[]> {
    this.process.stdin.write(`${JSON.stringify(response)}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error('The Java validator ended before it had answered');
    return (JSON.parse(line.value) as JavaError[]).map(inGeneral);
  }
}

const keyOf = ({ body, profiles }: Response): string =>
  createHash('sha1')
    .update(`${profiles.join(' ')}\n${body}`)
    .digest('base64');

/** The error without what differs from one resource to the next: its place in a list, its id, a time. */
function inGeneral({ id, location, message }: JavaError): string {
  const withoutPlaces = (text: string | null): string => (text ?? '').replace(/\[\d+\]|\/\*[^*]*\*\//g, '');
  const named = withoutPlaces(message).replace(
    /\b[a-z]\d{5}-[\w-]+|\d{4}-\d\d-\d\dT[\d:.+-]+|\b[\da-f]{8}-[\da-f-]{27}/g,
    '#',
  );
  return `${id ?? 'no id'} at ${withoutPlaces(location)}: ${named}`;
}
