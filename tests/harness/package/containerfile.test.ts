import { expect, test } from '@playwright/test';
import { validate } from 'dockerfile-utils';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../cli/command.js';

const text = readFileSync(inProject('Containerfile'), 'utf8');

/** The instructions of the file, each with its continuation lines joined. */
const instructions = text
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', ...words] = line.split(' ');
    return { name, words };
  });

const last = (name: string): string => instructions.findLast((one) => one.name === name)?.words.join(' ') ?? '';

test('the linter of container files has nothing to say about it, and would say so', () => {
  expect(validate(text)).toEqual([]);
  expect(validate(text.replace('WORKDIR /data', 'WORKDIR'))).not.toEqual([]);
});

test('everything that is copied from the project is there, and is not left out by .dockerignore', () => {
  const ignored = readFileSync(inProject('.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const copies = instructions.filter(({ name, words }) => name === 'COPY' && !words[0]?.startsWith('--from'));
  const sources = copies.flatMap(({ words }) => words.slice(0, -1));
  expect(sources.length).toBeGreaterThan(5);
  for (const source of sources) {
    expect(existsSync(inProject(source)), source).toBe(true);
    expect(ignored).not.toContain(source);
  }
  for (const secret of ['.git', 'node_modules', '.env*', '/*.key']) expect(ignored).toContain(secret);
});

test('the command of the image is the one of the package, run by a user without rights in the folder that is mounted', () => {
  const { bin } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { bin: Record<string, string> };
  const [program, script] = JSON.parse(last('ENTRYPOINT')) as string[];
  expect(program).toBe('node');
  expect(script).toBe(join('/opt/conformance', bin['gpc-conformance'] ?? ''));
  expect(JSON.parse(last('CMD'))).toEqual(['run']);
  expect(last('USER')).toBe('node');
  expect(JSON.parse(last('VOLUME'))).toEqual([last('WORKDIR')]);
});

test('the image holds no package that is only there for development, and its base can be pinned', () => {
  const installs = instructions.filter(({ name, words }) => name === 'RUN' && words.join(' ').startsWith('npm ci'));
  expect(installs.at(-1)?.words).toContain('--omit=dev');
  const bases = instructions.filter(({ name }) => name === 'FROM').map(({ words }) => words[0]);
  expect(bases).toEqual(['${NODE_IMAGE}', '${NODE_IMAGE}']);
  expect(last('ARG')).toMatch(/^NODE_IMAGE=\S+:\d+\S*$/);
});
