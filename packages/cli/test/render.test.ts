import type { StageEvent } from '@fullsource/stage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ddcText } from '../src/render/ddc.js';
import { counted, duration, grouped } from '../src/render/numbers.js';
import { progressOn } from '../src/render/progress.js';
import { painter } from '../src/render/style.js';
import { toolTable } from '../src/render/table.js';
import { compareRuns, isOk, toolsWithCosts } from '../src/report.js';

/** A stream that remembers what was written. */
function stream(isTTY: boolean, columns = 40) {
  const written: string[] = [];
  const fake = {
    isTTY,
    columns,
    hasColors: () => isTTY && !process.env.NO_COLOR,
    write: (text: string) => written.push(text),
  };
  return { written, fake: fake as unknown as NodeJS.WriteStream };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('numbers', () => {
  it('are grouped the same everywhere', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1 000', '1 234 567']);
  });

  it('of time are as people say them', () => {
    expect([0, 999, 999.6, 3450, 59_960, 125_000].map(duration)).toEqual([
      '0 ms',
      '999 ms',
      '1.0 s',
      '3.5 s',
      '1 min 00 s',
      '2 min 05 s',
    ]);
  });

  it('take their noun in the plural', () => {
    expect([counted(1, 'step'), counted(2000, 'step')]).toEqual(['1 step', '2 000 steps']);
  });
});

describe('colours', () => {
  it('are for terminals', () => {
    expect(painter(stream(true).fake)('red', 'x')).toBe('\x1b[31mx\x1b[39m');
    expect(painter(stream(false).fake)('red', 'x')).toBe('x');
  });

  it('are not for those who set NO_COLOR', () => {
    vi.stubEnv('NO_COLOR', '1');
    expect(painter(stream(true).fake)('red', 'x')).toBe('x');
  });
});

const digest = (letter: string) => letter.repeat(64);
const step = (stage: string, output: string, sha256 = digest('a'), instructions: number | null = 10) => ({
  stage,
  argv: ['bin/x', output],
  executor: 'e',
  tool: null,
  inputs: [],
  outputs: [{ name: output, sha256, size: 1 }],
  instructions,
  syscalls: instructions === null ? null : { read: 2, write: 3 },
  milliseconds: 5,
  translation: null,
});
const tool = (stage: string, name: string) => ({ stage, name, sha256: digest('a'), size: 1500 });

describe('progress', () => {
  const events: StageEvent[] = [
    { type: 'stage-start', stage: 'one' },
    { type: 'step-start', stage: 'one', argv: ['bin/tool', 'a-very-long-name-that-no-line-can-hold.txt', 'bin/t'] },
    { type: 'step-end', stage: 'one', record: step('one', 'bin/t') },
    { type: 'stage-end', stage: 'one', tools: [tool('one', 't')] },
  ];

  it('is one line that moves and goes on a terminal', () => {
    vi.stubEnv('NO_COLOR', '1');
    vi.stubEnv('TERM', 'xterm');
    const { fake, written } = stream(true);
    const progress = progressOn(fake, 12);
    for (const event of events) progress.onProgress(event);
    progress.end();
    expect(written).toEqual(['\r\x1b[K 1/12 bin/tool a-very-long-name-that-n…', '\r\x1b[K']);
    expect(written[0]!.length - '\r\x1b[K'.length).toBeLessThan(40);
  });

  it.each([
    ['no terminal', false, 'xterm'],
    ['a dumb terminal', true, 'dumb'],
  ])('is a line for each stage on %s', (_what, isTTY, term) => {
    vi.stubEnv('TERM', term);
    const { fake, written } = stream(isTTY);
    const progress = progressOn(fake, 12);
    for (const event of events) progress.onProgress(event);
    progress.end();
    expect(written.join('')).toMatch(/^one: t \(1 step, \d+ ms\)\n$/);
  });
});

describe('costs of tools', () => {
  it('are those of the steps up to the last that wrote the tool', () => {
    const tools = [tool('s', 'a'), tool('s', 'b'), tool('t', 'a')];
    const steps = [
      step('s', 'tmp/a'),
      step('s', 'bin/a'),
      step('s', 'bin/b'),
      step('s', 'tmp/proof'),
      step('t', 'bin/a'),
    ];
    expect(toolsWithCosts({ tools, steps }).map(({ steps, instructions }) => [steps, instructions])).toEqual([
      [2, 20],
      [2, 20],
      [1, 10],
    ]);
  });

  it('are unknown when one of the steps was not counted', () => {
    const steps = [step('s', 'tmp/a'), step('s', 'bin/a', digest('a'), null)];
    expect(toolsWithCosts({ tools: [tool('s', 'a')], steps })[0]).toMatchObject({
      instructions: null,
      syscalls: null,
      milliseconds: 10,
    });
  });
});

describe('the table', () => {
  const paint = painter(stream(false).fake);
  const steps = [step('s', 'bin/a')];
  const tools = toolsWithCosts({ tools: [tool('s', 'a')], steps });

  it('has a row for each tool and a total', () => {
    expect(toolTable({ tools, steps }, { width: Number.POSITIVE_INFINITY, paint })).toBe(
      `stage  artifact  bytes  SHA-256${' '.repeat(57)}  instructions  system calls  time
s      a         1 500  ${digest('a')}            10             5  5 ms
       total     1 500  ${' '.repeat(64)}            10             5  5 ms
`,
    );
  });

  it('shortens digests where there is no room', () => {
    const table = toolTable({ tools, steps }, { width: 80, paint });
    expect(table).toContain(` ${'a'.repeat(15)}… `);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says where nothing was counted', () => {
    const uncounted = [step('s', 'bin/a', digest('a'), null)];
    const table = toolTable(
      { tools: toolsWithCosts({ tools, steps: uncounted }), steps: uncounted },
      { width: 80, paint },
    );
    expect(table).toMatch(/–\s+–\s+5 ms/);
  });
});

describe('compareRuns', () => {
  const run = (engine: string, ...steps: ReturnType<typeof step>[]) => ({ engine, steps });

  it('finds no difference between equal files', () => {
    expect(compareRuns(run('a', step('s', 'x')), run('b', step('s', 'x')))).toEqual({
      engines: ['a', 'b'],
      digests: 1,
      differences: [],
    });
  });

  it('names each file that differs or is missing', () => {
    const { differences } = compareRuns(
      run('a', step('s', 'x', digest('a')), step('s', 'y')),
      run('b', step('s', 'x', digest('b'))),
    );
    expect(differences).toEqual([
      `step 1 (bin/x x): x: ${digest('a')} and ${digest('b')}`,
      `step 2 (bin/x y): y: ${digest('a')} and not written`,
    ]);
  });
});

describe('a report is in order', () => {
  const differences = ['x'];

  it('unless something that was compared differs', () => {
    const compare = { engines: ['a', 'b'] as const, digests: 1, differences: [] };
    expect(isOk({ lock: null, compare: null })).toBe(true);
    expect(isOk({ lock: { file: 'l', updated: false, differences: [] }, compare })).toBe(true);
    expect(isOk({ lock: { file: 'l', updated: false, differences }, compare: null })).toBe(false);
    expect(isOk({ lock: null, compare: { ...compare, differences } })).toBe(false);
  });

  it('also when the lock changed on purpose', () => {
    expect(isOk({ lock: { file: 'l', updated: true, differences }, compare: null })).toBe(true);
  });
});

describe('the report of diverse double-compiling', () => {
  const output = (name: string, chain: string, other: string | null) => ({
    stage: 'm2-planet',
    tool: 'M1',
    argv: ['bin/M1', '-o', name],
    name,
    size: 1234,
    chain: digest(chain),
    other: other === null ? null : digest(other),
  });
  const report = (...outputs: ReturnType<typeof output>[]) => ({
    version: 1 as const,
    compiler: { command: 'cc', version: 'cc 1.0', flags: ['-m32'] },
    engine: 'interpreter',
    outputs,
    ok: outputs.every(({ chain, other }) => chain === other),
  });
  const plain = painter(stream(false).fake);

  it('is a table and a verdict', () => {
    expect(ddcText(report(output('tmp/a', 'a', 'a'), output('tmp/b', 'b', 'b')), plain).split('\n')).toEqual([
      'tool  output  bytes  by the chain       by cc',
      'M1    tmp/a   1 234  aaaaaaaaaaaaaaaa…  aaaaaaaaaaaaaaaa…  same',
      'M1    tmp/b   1 234  bbbbbbbbbbbbbbbb…  bbbbbbbbbbbbbbbb…  same',
      '',
      'all 2 outputs are the same, whether the chain or cc -m32 (cc 1.0) compiled the tools',
      '',
    ]);
  });

  it('names what differs and what failed', () => {
    const text = ddcText(report(output('tmp/a', 'a', 'c'), output('tmp/b', 'b', null)), plain);
    expect(text.split('\n')).toEqual([
      'tool  output  bytes  by the chain       by cc',
      'M1    tmp/a   1 234  aaaaaaaaaaaaaaaa…  cccccccccccccccc…  differs',
      'M1    tmp/b   1 234  bbbbbbbbbbbbbbbb…  failed             differs',
      '',
      '2 outputs of 2 differ when cc -m32 (cc 1.0) compiles the tools:',
      `  tmp/a of bin/M1 -o tmp/a: ${digest('a')} and ${digest('c')}`,
      `  tmp/b of bin/M1 -o tmp/b: ${digest('b')} and nothing`,
      '',
    ]);
  });
});
