import { emulated } from '../support/host.js';
import type { Case, Outcome } from './layout.js';
import { inLongMode, outOfLongMode } from './long-mode/encode.js';
import { runInLongMode } from './long-mode/run.js';
import { runNatively } from './native.js';

/** A way to execute cases on the host's processor. */
export interface Processor {
  /** `as i386 programs`; for titles. */
  readonly mode: string;
  /** False for a case that cannot be executed this way. */
  can(test: Case): boolean;
  /** What came of cases that can be. */
  run(cases: readonly Case[]): Outcome[];
}

const AS_I386: Processor = { mode: 'as i386 programs', can: () => true, run: runNatively };

/** Where the kernel runs no i386 programs. */
const IN_LONG_MODE: Processor = {
  mode: 'in 64-bit mode',
  can: (test) => inLongMode(test) !== undefined,
  run(cases) {
    const encoded = cases.map((test) => inLongMode(test)!);
    return runInLongMode(encoded).map((outcome, n) => outOfLongMode(cases[n]!, encoded[n]!, outcome));
  },
};

function failure(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** The best way there is here, or why there is none. */
export function findProcessor(): Processor | string {
  if (process.platform !== 'linux') return `the host is ${process.platform}, not Linux`;
  if (process.arch !== 'x64' && process.arch !== 'ia32') return `the host's processor is ${process.arch}, not x86`;
  const noI386 = emulated ?? failure(() => runNatively([]));
  if (noI386 === undefined) return AS_I386;
  const noLongMode = failure(() => runInLongMode([]));
  return noLongMode === undefined ? IN_LONG_MODE : `${noI386}; in 64-bit mode: ${noLongMode}`;
}
