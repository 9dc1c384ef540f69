import { expect, test } from '@playwright/test';
import { excerpt } from '../../../../reports/html/excerpt.js';
import type { RecordedExchange } from '../../../../reports/html/recorded.js';

const recorded: RecordedExchange = {
  request: {
    method: 'GET',
    url: 'https://provider.example/Slot?start=ge2027&status=free&_include=Slot%3Aschedule&odd=%E0%A4%A',
    headers: [],
  },
  response: { status: 200, statusText: 'OK', headers: [['ETag', 'W/"1"']], body: '{"resourceType":"Bundle"}' },
};

const shown = (finding: { readonly rule: string; readonly path: string }): string =>
  excerpt(finding, recorded)?.text ?? '';

test.describe('the excerpt of a finding', () => {
  test('shows what was asked where a refusal was missing, each parameter as people read it', () => {
    const text = shown({ rule: 'refusal.accepted', path: 'http' });
    expect(text).toContain('<mark>GET https://provider.example/Slot</mark>');
    expect(text.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining(['start=ge2027', 'status=free', '_include=Slot:schedule', 'odd=%E0%A4%A']),
    );
    expect(text).not.toContain('ETag');
  });

  test('shows status and headers where those are wrong', () => {
    expect(shown({ rule: 'http.header', path: 'http' })).toContain('<mark>200 OK</mark>');
    expect(shown({ rule: 'http.header', path: 'http' })).toContain('ETag');
  });

  test('shortens a long request and says so', () => {
    const body = JSON.stringify({ note: Array.from({ length: 40 }, (_none, index) => `line ${index}`) });
    const long = { ...recorded, request: { ...recorded.request, method: 'POST', body } };
    expect(excerpt({ rule: 'refusal.accepted', path: 'http' }, long)?.text).toMatch(/\.\.\. \d+ more lines/);
  });
});
