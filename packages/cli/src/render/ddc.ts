import type { DdcReport } from '../ddc.js';
import type { DoubleOutput } from '../double-compile.js';
import { counted, grouped } from './numbers.js';
import type { painter } from './style.js';
import { plainTable } from './table.js';

/** Digits of a digest that a row has room for: two of them stand beside each other. */
const SHOWN = 16;

/** A report for people: a row for each output, then the verdict. */
export function ddcText({ compiler, outputs, ok }: DdcReport, paint: ReturnType<typeof painter>): string {
  const head = ['tool', 'output', 'bytes', 'by the chain', `by ${compiler.command}`, ''];
  const table = plainTable(
    head.map((title) => paint('bold', title)),
    [2],
  );
  for (const { tool, name, size, chain, other } of outputs) {
    const word = chain === other ? paint('green', 'same') : paint('red', 'differs');
    table.push([tool, name, grouped(size), short(chain), other === null ? 'failed' : short(other), word]);
  }
  const by = `${[compiler.command, ...compiler.flags].join(' ')} (${compiler.version})`;
  const wrong = outputs.filter(({ chain, other }) => chain !== other);
  const verdict = ok
    ? `${paint('green', `all ${counted(outputs.length, 'output')} are the same`)}, whether the chain or ${by} compiled the tools`
    : `${paint('red', `${counted(wrong.length, 'output')} of ${outputs.length} differ`)} when ${by} compiles the tools:\n${wrong.map(line).join('\n')}`;
  return `${table.toString().replace(/ +$/gm, '')}\n\n${verdict}\n`;
}

function line({ argv, name, chain, other }: DoubleOutput): string {
  return `  ${name} of ${argv.join(' ')}: ${chain} and ${other ?? 'nothing'}`;
}

function short(digest: string): string {
  return `${digest.slice(0, SHOWN)}…`;
}
