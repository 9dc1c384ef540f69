/** An example: the words after the command's name, and what they are for. */
type Example = readonly [words: string, purpose: string];

/** Examples of every command, as its help shows them; the harness's tests hold each against the command line itself. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  'gpc-conformance': [
    ['run', 'the whole suite against the built-in provider'],
    ['init', 'write target.yaml for your endpoint, asking for what it needs'],
    ['doctor --target target.yaml', 'is everything ready for a run?'],
    ['run --target target.yaml', 'the whole suite against your endpoint'],
  ],
  'gpc-conformance run': [
    ['', 'the embedded provider, everything'],
    ['--target supplier.yaml', "a supplier's endpoint"],
    ['--target supplier.yaml --only sessions federation', 'the consumer sessions only'],
    ['--target supplier.yaml --only "SLOT-01*" --level shall', 'some requirements, only what is mandatory'],
    ['--target supplier.yaml --practice A20047 --read-only', 'one practice, booking nothing'],
    ['--target supplier.yaml --mask-patients', 'reports that may be passed on'],
    ['--target supplier.yaml --shard 1/4 --output parts/1', 'a quarter of the tests, for one of four CI jobs'],
  ],
  'gpc-conformance provider': [
    ['--port 9010', 'a conformant provider, until Ctrl-C'],
    ['--practices 2 --fault books-with-200 --target-out faulty.yaml', 'a faulty one, with a target file for it'],
    ['--tls --latency 200', 'over HTTPS, each answer 200 ms late'],
    ['--practices 6300 --federation-out all.csv --target-out estate.yaml', 'a whole estate'],
  ],
  'gpc-conformance sweep': [
    ['--target estate.yaml', 'slots at every practice of the federation'],
    ['--target estate.yaml --concurrency 32 --book', 'the same faster, with a booking where the earliest slot is'],
    ['--target estate.yaml --resume reports/out/sweep', 'the rest of a sweep that was interrupted'],
  ],
  'gpc-conformance doctor': [
    ['--target target.yaml', 'every practice, one line a check'],
    ['--target target.yaml --json', 'the same for a program'],
  ],
  'gpc-conformance list': [
    ['', 'all requirements'],
    ['--only book cancel --level shall', 'what is mandatory for booking and cancelling'],
    ['--only "SLOT-0*" --json', 'some of them, for a program'],
  ],
  'gpc-conformance init': [
    ['', 'asks six questions and writes target.yaml'],
    [
      '--yes --ods A20047 --base-url https://provider.example/A20047/STU3/1 --nhs-number 9990548609',
      'asks nothing, for scripts',
    ],
  ],
  'gpc-conformance config': [['print --target target.yaml', 'what a run would work with']],
  'gpc-conformance config print': [
    ['--target target.yaml', 'each value with where it came from, secrets masked'],
    ['--target target.yaml --set pace.requestsPerSecond=2', 'with a value laid over the file'],
  ],
  'gpc-conformance profiles': [['verify official/', 'compare with the official definitions']],
  'gpc-conformance profiles verify': [
    ['official/', 'a folder of official definitions'],
    ['official.tgz --vintage 2025-05 --json', 'a package of them, for a program'],
  ],
  'gpc-conformance cleanup': [
    ['--target target.yaml', 'what the last run left, by the ledger below reports/out'],
    ['--target target.yaml --ledger parts/1/ledger.jsonl', 'by the ledger of another run'],
  ],
  'gpc-conformance validate': [
    ['bundle.json', 'against the profiles it declares'],
    ['--json answers/', 'every JSON and XML file of a folder, one JSON object each'],
  ],
  'gpc-conformance requirements': [
    ['', 'what judges each requirement, and which faults prove it'],
    ['--json', 'counts and gaps'],
  ],
  'gpc-conformance faults': [
    ['', 'what --fault of the provider takes'],
    ['--json', 'the same for a program'],
  ],
  'gpc-conformance diff': [
    ['parts/before reports/out', 'what the last run changed; exit code 1 where it is worse'],
    ['before/conformance.json after/conformance.json --markdown', 'for a pull request'],
  ],
  'gpc-conformance merge': [
    ['parts/1 parts/2 parts/3 parts/4 --output reports/out', 'four shards of one run'],
    ['parts/A20047 parts/B82617', 'runs of two practices of one target'],
  ],
  'gpc-conformance replay': [
    ['reports/out', 'the same verdicts again, from what the run recorded'],
    ['evidence/supplier --output judged-again --check', 'is this what that version of the harness found?'],
  ],
  'gpc-conformance pack': [
    ['reports/out', 'everything to hand over, in one archive'],
    ['reports/out --output evidence.zip', 'under a name of your own'],
  ],
  'gpc-conformance verify': [
    ['evidence.zip', 'is it as it was made?'],
    ['evidence.zip --manifest 3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea', 'and is it that one?'],
  ],
  'gpc-conformance schema': [
    ['target > target.schema.json', 'for an editor that is to complete the target file'],
    ['waivers', 'the format of the file of waivers'],
    ['result', 'the format of conformance.json'],
  ],
  'gpc-conformance completion': [
    ['bash > ~/.local/share/bash-completion/completions/gpc-conformance', 'for bash'],
    ['zsh > "${fpath[1]}/_gpc-conformance"', 'for zsh'],
    ['fish > ~/.config/fish/completions/gpc-conformance.fish', 'for fish'],
  ],
};

/** Paths of all commands that have examples here, such as `gpc-conformance config print`, with the examples' words. */
export const exampleLines: readonly (readonly [path: string, words: string])[] = Object.entries(examples).flatMap(
  ([path, lines]) => lines.map(([words]) => [path, words] as const),
);

/** What help shows after the options of a command: its examples, each with its purpose; empty where it has none here. */
export function examplesFor(path: string): string {
  const lines = Object.hasOwn(examples, path) ? (examples[path] ?? []) : [];
  if (lines.length === 0) return '';
  const called = lines.map(([words, purpose]) => ({ call: `${path} ${words}`.trimEnd(), purpose }));
  return `\nExamples:\n${called.map(({ call, purpose }) => `  # ${purpose}\n  ${call}`).join('\n')}`;
}
