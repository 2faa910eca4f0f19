import { expect } from 'vitest';
import type { EngineFactory } from '../../src/engines.js';
import { type RunOptions, type RunResult, run, VmError } from '../../src/index.js';
import { Interpreter } from '../../src/interpret/index.js';
import { Translator } from '../../src/jit/index.js';

/** What can be seen of a run from outside; of an error of the machine, what it says. */
interface Observed {
  readonly result: RunResult | null;
  readonly error: unknown;
  readonly calls: readonly string[];
}

const translator = (warmUp: number, hot: number) => () =>
  new Translator({ interpreter: new Interpreter(), warmUp, hot });

/**
 * Translators for small programs, which would end before anything of them is translated, and for larger ones, of which only
 * what is used should be: translating a shell's every cold corner takes seconds.
 */
const TRANSLATORS = { small: translator(0, 1), large: translator(20_000, 8) } as const;

async function observe(
  engine: EngineFactory,
  program: Uint8Array | string,
  options: RunOptions,
  listens = true,
): Promise<Observed> {
  const calls: string[] = [];
  const onSyscall: RunOptions['onSyscall'] = (event) => {
    calls.push(JSON.stringify(event));
    options.onSyscall?.(event);
  };
  try {
    const result = await run(program, { ...options, engine, ...(listens ? { onSyscall } : {}) });
    return { result, error: null, calls };
  } catch (error) {
    if (!(error instanceof VmError)) throw error;
    return { result: null, error, calls };
  }
}

/**
 * Runs a program with the interpreter and the translator, and expects the same: exit, output, files, instructions of each
 * process and the log of system calls, or the same error; the same again when nobody follows the calls, of which the
 * translator does some by itself then. `options` must not be used up by a run, as a stream of input is.
 */
export async function runInBothEngines(
  program: Uint8Array | string,
  options: RunOptions = {},
  size: keyof typeof TRANSLATORS = 'small',
): Promise<RunResult> {
  const expected = await observe(() => new Interpreter(), program, options);
  const found = await observe(TRANSLATORS[size], program, options);
  expect(found.calls, 'system calls').toEqual(expected.calls);
  expect(found.result, 'result').toEqual(expected.result);
  expect(found.error, 'error').toEqual(expected.error);
  if (options.onSyscall === undefined) {
    const unfollowed = await observe(TRANSLATORS[size], program, options, false);
    expect(unfollowed.result, 'result when nobody listens').toEqual(expected.result);
    expect(unfollowed.error, 'error when nobody listens').toEqual(expected.error);
  }
  if (expected.result === null) throw expected.error;
  return expected.result;
}
