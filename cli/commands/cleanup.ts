import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { cutTornLine } from '../../appended-lines.js';
import { singleUse } from '../../fixtures/suite/run-settings.js';
import { Ledger, pagesOnDisk } from '../../fixtures/ledger/ledger.js';
import { ledgerFile, Workbench } from '../../fixtures/suite/workbench.js';
import { Problem } from '../../problem.js';

interface CleanupFlags {
  readonly target?: string;
  readonly ledger: string;
}

/** `cleanup`: cancels every booking of a ledger that still stands in a diary. Exit 4 where any is left. */
export function cleanupCommand(): Command {
  return new Command('cleanup')
    .description('cancel bookings that a killed run left behind')
    .option('--target <file>', 'target file (otherwise GPC_TARGET or TARGET)')
    .option('--ledger <file>', 'the ledger of that run', ledgerFile('reports/out'))
    .action(async (flags: CleanupFlags) => {
      process.exitCode = await cleanUpFrom(flags);
    });
}

async function cleanUpFrom(flags: CleanupFlags): Promise<number> {
  const targetFile = flags.target ?? process.env['GPC_TARGET'] ?? process.env['TARGET'];
  if (targetFile === undefined) {
    throw new Problem('usage', { what: 'No target file is named', mend: 'Give the one of that run with --target' });
  }
  const ledger = resolve(flags.ledger);
  if (!existsSync(ledger)) {
    throw new Problem('usage', { what: 'There is no such ledger', where: ledger, mend: 'Name it with --ledger' });
  }
  cutTornLine(ledger);
  const bench = new Workbench(singleUse(resolve(targetFile), dirname(ledger)), 'cleanup', {
    ledger: new Ledger(pagesOnDisk(ledger)),
  });
  try {
    const open = bench.ledger.openBookings();
    const notLookedAt = await bench.cleanUpAtTheEnd();
    const left = bench.ledger.openBookings();
    process.stdout.write(`${open.length - left.length} bookings cancelled or found gone, ${left.length} left\n`);
    for (const line of left) {
      const appointment = line.appointment === undefined ? 'an appointment' : `Appointment/${line.appointment}`;
      process.stdout.write(`left: ${appointment} at ${line.practice}, ${line.start}: ${line.reason ?? line.event}\n`);
    }
    for (const line of notLookedAt) process.stdout.write(`not looked through: ${line}\n`);
    return left.length === 0 ? 0 : 4;
  } finally {
    await bench.close();
  }
}
