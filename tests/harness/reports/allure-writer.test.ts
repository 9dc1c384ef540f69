import { expect, test } from '@playwright/test';
import type { Suite } from '@playwright/test/reporter';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExchangeReporter from '../../../reports/allure/exchange-reporter.js';
import { ExchangeWriter } from '../../../reports/allure/exchange-writer.js';
import { emptyFolder } from '../temporary-folder.js';

test('the Allure reporter writes with the writer that copies exchanges', () => {
  const resultsDir = join(emptyFolder(), 'allure-results');
  const reporter = new ExchangeReporter({ resultsDir });
  reporter.onBegin({} as Suite);
  expect(Reflect.get(Reflect.get(reporter, 'allureRuntime') as object, 'writer')).toBeInstanceOf(ExchangeWriter);
});

test('results, groups and attachments lie in the folder as Allure names them', () => {
  const folder = emptyFolder();
  const from = join(emptyFolder(), 'x-1.json');
  writeFileSync(from, '{"id":"x-1"}');
  const writer = new ExchangeWriter(folder);
  const result = { uuid: 'one', name: 'a test', steps: [] };
  writer.writeResult(result as unknown as Parameters<ExchangeWriter['writeResult']>[0]);
  writer.writeGroup({ uuid: 'two', children: ['one'], befores: [], afters: [] });
  writer.writeAttachment('three.md', Buffer.from('| a |'));
  writer.writeAttachmentFromPath('four.json', from);
  expect(readdirSync(folder).sort()).toEqual(['four.json', 'one-result.json', 'three.md', 'two-container.json']);
  expect(JSON.parse(readFileSync(join(folder, 'one-result.json'), 'utf8'))).toEqual(result);
  expect(readFileSync(join(folder, 'four.json'), 'utf8')).toBe('{"id":"x-1"}');
});
