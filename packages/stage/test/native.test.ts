import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chain, defineStage, type Executor, machine, type Step } from '../src/index.js';
import { hostRunsI386, native, readTree, writeTree } from '../src/node.js';
import { bytes, text } from './fakes.js';
import { copy, kill, remove, spin } from './programs.js';

const missing = !(await hostRunsI386());
const executors: [string, () => Promise<Executor>, boolean][] = [
  ['the machine', async () => machine(), false],
  ['the host [needs a host that runs i386 programs]', native, missing],
];

describe.each(executors)('a step on %s', (_name, make, skipped) => {
  const files = { 'bin/copy': copy, 'bin/remove': remove, 'bin/kill': kill, a: bytes('some text') };
  const executable = ['bin/copy', 'bin/remove', 'bin/kill'];
  const step = (...argv: string[]): Step => ({ argv, files, executable });
  let executor: Executor;

  beforeAll(async () => {
    if (!skipped) executor = await make();
  });

  it.skipIf(skipped)('tells what was written, and what of it can be executed', async () => {
    const result = await executor.run(step('bin/copy', 'a', 'tmp/b'));
    expect(result.status).toBe(0);
    expect(Object.keys(result.written)).toEqual(['tmp/b']);
    expect(text(result.written['tmp/b'])).toBe('some text');
    expect(result.executable).toEqual(['tmp/b']);
    expect(result.removed).toEqual([]);
  });

  it.skipIf(skipped)('does not count a file written anew with the same bytes', async () => {
    const result = await executor.run(step('bin/copy', 'bin/copy', 'bin/remove'));
    expect(Object.keys(result.written)).toEqual(['bin/remove']);
    const again = {
      argv: ['bin/copy', 'bin/copy', 'b'],
      files: { ...files, b: copy },
      executable: [...executable, 'b'],
    };
    expect((await executor.run(again)).written).toEqual({});
  });

  it.skipIf(skipped)('tells what was removed', async () => {
    const result = await executor.run(step('bin/remove', 'a'));
    expect(result).toMatchObject({ status: 0, removed: ['a'], written: {} });
  });

  it.skipIf(skipped)('tells how it ended', async () => {
    expect((await executor.run(step('bin/copy', 'nothing', 'tmp/b'))).status).toBe(1);
    expect((await executor.run(step('bin/kill'))).status).toBe(128 + 4);
  });

  it.skipIf(skipped)('cannot execute a file that the tree does not hold as executable', async () => {
    const copied = await executor.run(step('bin/copy', 'bin/copy', 'tmp/copy'));
    const next = { argv: ['tmp/copy', 'a', 'b'], files: { ...files, ...copied.written } };
    expect((await executor.run({ ...next, executable: copied.executable })).status).toBe(0);
  });

  it.skipIf(skipped)('sees nothing but its own files', async () => {
    expect((await executor.run(step('bin/copy', '../a', 'b'))).status).toBe(1);
  });

  it.skipIf(skipped)('ends when the signal says so', async () => {
    const controller = new AbortController();
    const endless = { argv: ['bin/spin'], files: { 'bin/spin': spin }, executable: ['bin/spin'] };
    const running = executor.run(endless, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 100);
    await expect(running).rejects.toThrow();
  });

  it.skipIf(skipped)('fails when its program is not there', async () => {
    await expect(executor.run(step('bin/none'))).rejects.toThrow(/bin\/none/);
  });
});

describe('a chain', () => {
  const stage = defineStage({
    name: 's',
    sources: { 's/copy': copy, 's/text': bytes('text') },
    provides: ['copy', 'text'],
    script: 's/copy s/copy bin/copy\nbin/copy s/text bin/text\n',
  });

  it.skipIf(missing)('has the same digests on machine and host [needs a host that runs i386 programs]', async () => {
    const digests = async (executor: Executor) => {
      const { provenance } = await chain(stage).run({ executor });
      return provenance.steps.map(({ tool, outputs }) => ({ tool, outputs }));
    };
    expect(await digests(await native())).toEqual(await digests(machine()));
  });

  it('is recorded by the machine: files read, instructions, system calls', async () => {
    const { provenance } = await chain(stage).run();
    expect(provenance.steps[1]).toMatchObject({
      tool: { name: 'bin/copy' },
      inputs: [{ name: 's/text' }],
      outputs: [{ name: 'bin/text' }],
      syscalls: { open: 2, read: 5, write: 4, exit: 1 },
    });
    // `copy`, counted by hand: 18 instructions to `again`, 14 for each of 4 bytes, 9 at the end of the file, 4 to exit.
    expect(provenance.steps[1]!.instructions).toBe(18 + 4 * 14 + 9 + 4);
  });
});

describe('a tree on disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fullsource-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads back as it was written', async () => {
    const files = { 'a/b/c': bytes('1'), 'a/d': bytes(''), e: bytes('2') };
    await writeTree(folder, files, ['e']);
    expect(await readTree(folder)).toEqual(files);
    expect((await stat(join(folder, 'e'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(folder, 'a/d'))).mode & 0o777).toBe(0o644);
    expect(existsSync(join(folder, 'a/b'))).toBe(true);
  });
});
