import Table from 'cli-table3';
import { type Cost, costOf, type RunReport } from '../report.js';
import { duration, grouped } from './numbers.js';
import type { painter } from './style.js';

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .map((place) => [place, '']),
);

/** Rows under a head, no lines, two spaces between columns. */
export function plainTable(head: string[], rightAligned: readonly number[]): Table.Table {
  return new Table({
    head,
    colAligns: head.map((_, i) => (rightAligned.includes(i) ? 'right' : 'left')),
    chars: { ...NO_LINES, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
}

/** Digests in full are 64 characters: below this width the table shortens them. */
const WIDTH_FOR_WHOLE_DIGESTS = 132;

/** The tools of a run: artifact, size, digest and cost, and a last row with the total of all steps. */
export function toolTable(
  { tools, steps }: Pick<RunReport, 'tools' | 'steps'>,
  { width, paint }: { readonly width: number; readonly paint: ReturnType<typeof painter> },
): string {
  const whole = width >= WIDTH_FOR_WHOLE_DIGESTS;
  const head = ['stage', 'artifact', 'bytes', 'SHA-256', 'instructions', 'system calls', 'time'];
  const table = plainTable(
    head.map((title) => paint('bold', title)),
    [2, 4, 5, 6],
  );
  for (const tool of tools) {
    table.push([
      tool.stage,
      tool.name,
      grouped(tool.size),
      whole ? tool.sha256 : `${tool.sha256.slice(0, 15)}…`,
      ...costs(tool),
    ]);
  }
  const total = costOf(steps);
  table.push(['', 'total', grouped(tools.reduce((size, tool) => size + tool.size, 0)), '', ...costs(total)]);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

function costs(of: Cost): string[] {
  const number = (value: number | null) => (value === null ? '–' : grouped(value));
  return [number(of.instructions), number(of.syscalls), duration(of.milliseconds)];
}
