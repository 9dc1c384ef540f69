import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestResult, TestResultContainer } from 'allure-js-commons';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';

/**
 * Writes Allure's results without waiting until each file is on the disk, which takes longer than an exchange itself:
 * what they are made of is kept elsewhere. Exchanges are copied by the system and not through memory.
 */
export class ExchangeWriter extends FileSystemWriter {
  constructor(private readonly resultsDir: string) {
    super({ resultsDir });
  }

  override writeResult(result: TestResult): void {
    this.write(`${result.uuid}-result.json`, JSON.stringify(result));
  }

  override writeGroup(result: TestResultContainer): void {
    this.write(`${result.uuid}-container.json`, JSON.stringify(result));
  }

  override writeAttachment(name: string, content: Buffer): void {
    this.write(name, content);
  }

  override writeAttachmentFromPath(name: string, from: string): void {
    copyFileSync(from, join(this.resultsDir, name));
  }

  private write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.resultsDir, name), content);
  }
}
