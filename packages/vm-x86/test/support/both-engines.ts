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

const engines: Readonly<Record<string, EngineFactory>> = {
  interpreter: () => new Interpreter(),
  jit: () => new Translator({ interpreter: new Interpreter() }),
  // Translates what the other would find too cold.
  eager: () => new Translator({ interpreter: new Interpreter(), warmUp: 20000, hot: 8 }),
};

async function observe(engine: EngineFactory, program: Uint8Array | string, options: RunOptions): Promise<Observed> {
  const calls: string[] = [];
  const onSyscall: RunOptions['onSyscall'] = (event) => {
    calls.push(JSON.stringify(event));
    options.onSyscall?.(event);
  };
  try {
    return { result: await run(program, { ...options, onSyscall, engine }), error: null, calls };
  } catch (error) {
    if (!(error instanceof VmError)) throw error;
    return { result: null, error, calls };
  }
}

/**
 * Runs a program with every engine, and expects the same of all: exit, output, files, instructions of each process and the
 * log of system calls, or the same error. `options` must not be used up by a run, as a stream of input is.
 */
export async function runInEveryEngine(program: Uint8Array | string, options: RunOptions = {}): Promise<RunResult> {
  const { interpreter, ...others } = engines;
  const expected = await observe(interpreter!, program, options);
  for (const [name, engine] of Object.entries(others)) {
    const found = await observe(engine, program, options);
    expect(found.calls, `system calls with ${name}`).toEqual(expected.calls);
    expect(found.result, `result with ${name}`).toEqual(expected.result);
    expect(found.error, `error with ${name}`).toEqual(expected.error);
  }
  if (expected.result === null) throw expected.error;
  return expected.result;
}
