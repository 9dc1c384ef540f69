import { execFileSync } from 'node:child_process';
import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { curlCommand, tokenVariable } from '../../../../reports/html/curl.js';

/** The words a POSIX shell makes of a command, with the token in its variable; `curl` itself is not run. */
function words(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\036' "$word"; done; }\n${command}`;
  const environment = { PATH: process.env['PATH'], [tokenVariable]: 'the token' };
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: environment }).split('\u001e').slice(0, -1);
}

const request = {
  method: 'POST',
  url: "https://provider.example/A20047/Appointment?x=[1]&y={2}&z=it's",
  headers: [
    ['Authorization', 'Bearer ***'],
    ['Content-Type', 'application/fhir+json;charset=utf-8'],
    ['Content-Length', '12'],
    ['Accept-Encoding', 'gzip'],
  ],
  body: '{"a": "it\'s $HOME `id` \\n"}\n',
} as const;

test.describe('the curl command of an exchange', () => {
  test('sends the same request with the token from the environment', () => {
    expect(words(curlCommand({ request }))).toEqual([
      ...['-i', '-g', '--compressed', '-X', 'POST', request.url],
      ...['-H', 'Authorization: Bearer the token', '-H', 'Content-Type: application/fhir+json;charset=utf-8'],
      ...['--data-raw', request.body],
    ]);
  });

  test('runs nothing that a provider or a body may hold', () => {
    const hostile = fc.string({
      unit: fc.constantFrom("'", '"', '$', '`', '\\', ';', '\n', '(', ')', 'a', ' ', '@', '!'),
    });
    const property = fc.property(hostile, hostile, (url, body) => {
      const sent = {
        ...request,
        url: `https://a.example/${url}`,
        headers: [['X-Note', url] as const],
        body: `.${body}`,
      };
      const given = words(curlCommand({ request: sent }));
      expect(given[5]).toBe(sent.url);
      expect(given[7]).toBe(`X-Note: ${url}`);
      expect(given[9]).toBe(sent.body);
    });
    fc.assert(property, { numRuns: 40 });
  });
});
