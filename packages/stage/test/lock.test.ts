import { describe, expect, it } from 'vitest';
import {
  chain,
  compareWithLock,
  defineStage,
  formatLock,
  lockOf,
  type Provenance,
  parseLock,
  updatedLock,
} from '../src/index.js';
import { bytes, joiner, stages } from './fakes.js';

const run = async (...args: Parameters<typeof stages>) =>
  (await chain(...stages(...args)).run({ executor: joiner() })).provenance;

describe('a lock', () => {
  it('survives writing and reading', async () => {
    const lock = lockOf(await run());
    expect(parseLock(formatLock(lock))).toEqual(lock);
    expect(formatLock(lock)).toBe(formatLock(lockOf(await run())));
  });

  it('agrees with the run that it pins, and with a part of it', async () => {
    const lock = lockOf(await run());
    expect(compareWithLock(lock, await run())).toEqual([]);
    const part = await chain(...stages()).run({ executor: joiner(), until: 'first' });
    expect(compareWithLock(lock, part.provenance)).toEqual([]);
  });

  it('names the tool, the input and the cost that a changed source changes', async () => {
    const lock = lockOf(await run());
    const differences = compareWithLock(lock, await run({ 'second/three.txt': bytes('33') }));
    const at = 'second, step 1 (bin/one bin/two second/three.txt bin/three)';
    expect(differences.map((line) => line.replace(/[0-9a-f]{64}/g, 'DIGEST'))).toEqual([
      'three: DIGEST, the lock has DIGEST',
      `${at}: writes bin/three DIGEST, the lock has DIGEST`,
      `${at}: reads second/three.txt DIGEST, the lock has DIGEST`,
      `${at}: instructions 26, the lock has 25`,
    ]);
  });

  it('names system calls that changed', async () => {
    const lock = lockOf(await run());
    const executor = joiner(() => ({ syscalls: { open: 3, read: 1 } }));
    const { provenance } = await chain(stages()[0]).run({ executor });
    expect(compareWithLock(lock, provenance).slice(0, 3)).toEqual([
      'first, step 1 (first/seed first/one.txt bin/one): calls open 3, the lock has 2',
      'first, step 1 (first/seed first/one.txt bin/one): calls read 1, the lock has none',
      'first, step 1 (first/seed first/one.txt bin/one): calls write none, the lock has 1',
    ]);
  });

  it('does not compare what the executor cannot see', async () => {
    const lock = lockOf(await run());
    const blind = joiner(() => ({ read: null, instructions: null, syscalls: null }));
    expect(compareWithLock(lock, (await chain(...stages()).run({ executor: blind })).provenance)).toEqual([]);
  });

  it('names tools and steps that only one side has', async () => {
    const provenance = await run();
    const less: Provenance = { tools: provenance.tools.slice(1), steps: provenance.steps.slice(1) };
    expect(compareWithLock(lockOf(less), provenance)).toEqual([
      'one: not in the lock',
      'first, step 1: first/seed first/one.txt bin/one, the lock has bin/one first/one.txt bin/two',
      'first, step 2: not in the lock: bin/one first/one.txt bin/two',
    ]);
    expect(compareWithLock(lockOf(provenance), less)).toEqual([
      'one: in the lock, but not built',
      'first, step 1: bin/one first/one.txt bin/two, the lock has first/seed first/one.txt bin/one',
      'first, step 2: in the lock, but not run: bin/one first/one.txt bin/two',
    ]);
  });

  it('keeps stages that a run does not reach when it is updated', async () => {
    const whole = await run({ 'second/three.txt': bytes('old') });
    const part = (await chain(stages()[0]).run({ executor: joiner() })).provenance;
    expect(updatedLock(lockOf(whole), part)).toEqual(lockOf(whole));
    expect(updatedLock(lockOf(part), whole)).toEqual(lockOf(whole));
    const other = { ...part, tools: part.tools.map((tool) => ({ ...tool, size: 99 })) };
    expect(updatedLock(lockOf(whole), other).tools.map(({ size }) => size)).toEqual([99, 99, whole.tools[2]!.size]);
  });

  it('keeps both tools when a later stage builds one anew', async () => {
    const [first] = stages();
    const again = defineStage({
      name: 'again',
      sources: {},
      needs: ['one'],
      provides: ['one'],
      script: 'bin/one bin/one\n',
    });
    const { provenance } = await chain(first, again).run({
      executor: joiner(({ argv }) => (argv.length === 2 ? { written: { 'bin/one': bytes('new') } } : {})),
    });
    const lock = lockOf(provenance);
    expect(lock.tools.map(({ stage, name }) => `${stage}/${name}`)).toEqual(['first/one', 'first/two', 'again/one']);
    expect(compareWithLock(lock, provenance)).toEqual([]);
  });
});

describe('parseLock', () => {
  const digest = 'a'.repeat(64);
  const tool = { stage: 's', name: 't', size: 1, sha256: digest };
  const step = { stage: 's', argv: [], tool: null, inputs: {}, outputs: {}, instructions: 0, syscalls: {} };
  const lock = (tools: unknown, steps: unknown) => JSON.stringify({ version: 1, tools, steps });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['another version', '{"version":2}', '"version" must be 1'],
    ['something else', '[1]', '"version" must be 1'],
    ['no tools', '{"version":1}', '"tools" must be an array'],
    ['no steps', '{"version":1,"tools":[]}', '"steps" must be an array'],
    ['a tool without a stage', lock([{ ...tool, stage: 1 }], []), 'tools[0].stage must be a string'],
    ['a tool without a size', lock([{ ...tool, size: '1' }], []), 'tools[0].size must be a number of bytes'],
    ['a short digest', lock([{ ...tool, sha256: 'abc' }], []), 'tools[0].sha256 must be 64 lower-case hex digits'],
    ['a step that is none', lock([tool], [null]), 'steps[0] must be an object'],
    ['a step without words', lock([], [{ ...step, argv: 'a' }]), 'steps[0].argv must be an array'],
    ['a step without a program', lock([], [{ ...step, tool: 'hex0' }]), 'steps[0].tool must be a digest or null'],
    [
      'an output without digest',
      lock([], [step, { ...step, outputs: { a: 1 } }]),
      'steps[1].outputs must hold digests',
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseLock(text)).toThrow(
      expect.objectContaining({ code: 'BAD_LOCK', message: expect.stringContaining(message) }),
    );
  });

  it('accepts what is complete', () => {
    expect(parseLock(lock([tool], [step]))).toMatchObject({ tools: [tool], steps: [step] });
  });
});
