import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from '@fullsource/vm-x86';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullsource, scratch, textOf } from './support/cli.js';

/** `leaf` does five times the work of all turns of `down`, which calls itself; `table` is called through a pointer. */
const SOURCE = `
int turn(int n) { int i; i = 0; while (i < n) { i = i + 1; } return i; }
int leaf(int n) { int i; i = 0; while (i < n) { i = i + 1; } return i; }
int down(int n) { if (n == 0) { return 0; } turn(50); return down(n - 1); }
int main() {
  int i;
  FUNCTION table;
  table = leaf;
  i = 0;
  while (i < 300) { table(5000); down(20); i = i + 1; }
  return 0;
}
`;

let cwd: string;
const vm = (...args: string[]) => fullsource(['vm', ...args], { cwd });

beforeAll(async () => {
  cwd = scratch();
  writeFileSync(join(cwd, 'work.c'), SOURCE);
  await fullsource(['cc', 'work.c', '-o', 'work'], { cwd });
});

describe('fullsource vm --profile', () => {
  it('shows which functions executed how much', async () => {
    const { stderr } = await vm('--profile', 'work');
    const shares = Object.fromEntries(
      [...stderr.matchAll(/^ *([\d.]+) % +([\d.]+) % {2}(.*)$/gm)].map(([, self, total, name]) => [
        name,
        { self: Number(self), total: Number(total) },
      ]),
    );
    expect(shares.leaf!.self).toBeGreaterThan(70);
    expect(shares.turn!.self).toBeGreaterThan(5);
    expect(shares.down!.total).toBeGreaterThanOrEqual(shares.turn!.self);
    expect(shares.main).toEqual({ self: expect.any(Number), total: 100 });
  });

  it('writes stacks for a flame graph, callers through pointers and recursion included', async () => {
    await vm('--profile=work.folded', 'work');
    const lines = textOf(cwd, 'work.folded').trimEnd().split('\n');
    expect(lines.every((line) => /^work;main(;(leaf|down|turn))* \d+$/.test(line))).toBe(true);
    expect(lines.some((line) => line.startsWith('work;main;leaf '))).toBe(true);
    expect(lines.some((line) => line.startsWith('work;main;down;down;'))).toBe(true);
  });

  it('writes the format of Chrome DevTools', async () => {
    await vm('--profile=work.cpuprofile', 'work');
    const { nodes, samples } = JSON.parse(textOf(cwd, 'work.cpuprofile'));
    expect(nodes[0]).toMatchObject({ id: 1, callFrame: { functionName: '(root)' } });
    expect(samples.length).toBeGreaterThan(10);
  });

  it('is the same every time and in every engine', async () => {
    const profiles: string[] = [];
    for (const engine of [...ENGINES, ...ENGINES]) {
      await vm('--engine', engine, '--profile=out', 'work');
      profiles.push(textOf(cwd, 'out'));
    }
    expect(new Set(profiles).size).toBe(1);
  });
});
