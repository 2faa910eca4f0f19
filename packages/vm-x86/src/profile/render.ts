import type { Profile } from './profiler.js';

/** A row of the table: how many samples a function was executing in, and was on the stack in. */
interface Row {
  readonly name: string;
  self: number;
  total: number;
}

/** A table of functions, those first that executed most: `self` without what they called, `total` with it. */
export function profileTable({ interval, samples }: Profile): string {
  const rows = new Map<string, Row>();
  let all = 0;
  for (const { stack, count } of samples) {
    all += count;
    for (const name of new Set(stack)) {
      const row = rows.get(name) ?? { name, self: 0, total: 0 };
      rows.set(name, row);
      row.total += count;
      if (name === stack.at(-1)) row.self += count;
    }
  }
  const share = (count: number) => `${((100 * count) / Math.max(all, 1)).toFixed(1)} %`.padStart(8);
  const sorted = [...rows.values()].sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1));
  const lines = sorted.map(({ name, self, total }) => `${share(self)} ${share(total)}  ${name}`);
  return [`${all} samples, one each ${interval} instructions on average`, '    self    total  function', ...lines].join(
    '\n',
  );
}

/**
 * Folded stacks, `outer;inner count` a line: what flame graph programs read (flamegraph.pl, inferno, speedscope). A `;` in a
 * name would end it, and becomes a `,`.
 */
export function foldedStacks({ samples }: Profile): string {
  return samples
    .map(({ stack, count }) => `${stack.map((name) => name.replaceAll(';', ',')).join(';')} ${count}\n`)
    .join('');
}

/** A node of the Chrome DevTools format's tree of calls. */
interface CallNode {
  readonly id: number;
  readonly callFrame: { functionName: string; scriptId: string; url: string; lineNumber: number; columnNumber: number };
  hitCount: number;
  readonly children: number[];
}

/**
 * The profile in the format of Chrome's DevTools (`.cpuprofile`), which browsers, VS Code and speedscope open. What they take
 * for a microsecond is an instruction here.
 */
export function devToolsProfile({ interval, samples }: Profile): string {
  const nodes: CallNode[] = [];
  const known = new Map<string, CallNode>();
  const nodeOf = (path: string, functionName: string, parent: CallNode | null): CallNode => {
    let node = known.get(path);
    if (node === undefined) {
      const callFrame = { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
      node = { id: nodes.length + 1, callFrame, hitCount: 0, children: [] };
      nodes.push(node);
      known.set(path, node);
      parent?.children.push(node.id);
    }
    return node;
  };
  const root = nodeOf('', '(root)', null);
  const seen: number[] = [];
  for (const { stack, count } of samples) {
    let node = root;
    let path = '';
    for (const name of stack) {
      path += `\0${name}`;
      node = nodeOf(path, name, node);
    }
    node.hitCount += count;
    for (let n = 0; n < count; n++) seen.push(node.id);
  }
  const timeDeltas = seen.map(() => interval);
  return JSON.stringify({ nodes, startTime: 0, endTime: seen.length * interval, samples: seen, timeDeltas });
}
