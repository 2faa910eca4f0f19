import type { Comparison, LockCheck, RunReport } from '../report.js';
import { counted } from './numbers.js';
import type { painter } from './style.js';
import { toolTable } from './table.js';

export interface Look {
  /** Characters in a line. */
  readonly width: number;
  readonly paint: ReturnType<typeof painter>;
}

/** A report for people: the table, then one verdict for each comparison. */
export function reportText(report: RunReport, look: Look): string {
  const verdicts = [
    report.lock && lockVerdict(report, report.lock, look),
    report.compare && agreement(report.compare, look),
  ];
  return [toolTable(report, look), ...verdicts.filter((verdict) => verdict !== null)].join('\n');
}

function lockVerdict({ tools }: RunReport, { file, updated, differences }: LockCheck, { paint }: Look): string {
  if (updated && differences.length > 0) return list(paint('yellow', `the lock changed: ${file}`), differences);
  if (updated) return `${paint('green', 'the lock is written')}\n`;
  if (file === null) return 'there is no lock to compare with\n';
  if (differences.length === 0)
    return `${paint('green', `all ${counted(tools.length, 'digest')} equal the lock`)} (${file})\n`;
  return list(paint('red', `${counted(differences.length, 'difference')} from the lock (${file}):`), differences);
}

function agreement({ engines, digests, differences }: Comparison, { paint }: Look): string {
  const both = engines.join(' and ');
  if (differences.length === 0)
    return `${paint('green', `${both} agree`)} on all ${counted(digests, 'digest')} of written files\n`;
  return list(paint('red', `${both} differ:`), differences);
}

function list(head: string, lines: readonly string[]): string {
  return `${head}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
