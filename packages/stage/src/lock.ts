import { StageError } from './errors.js';
import type { ArtifactRef, Provenance, StepRecord } from './provenance.js';

/** What a lock file pins of one step. */
export interface LockedStep {
  readonly stage: string;
  readonly argv: readonly string[];
  readonly tool: string;
  /** Digests by name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly instructions: number | null;
  readonly syscalls: Readonly<Record<string, number>> | null;
}

/** `fullsource.lock.json`: every digest of a chain, so that a change is always on purpose. */
export interface Lock {
  readonly version: 1;
  readonly tools: Readonly<Record<string, { readonly stage: string; readonly size: number; readonly sha256: string }>>;
  readonly steps: readonly LockedStep[];
}

export function lockOf(provenance: Provenance): Lock {
  return {
    version: 1,
    tools: Object.fromEntries(
      provenance.tools.map(({ name, stage, size, sha256 }) => [name, { stage, size, sha256 }]),
    ),
    steps: provenance.steps.map(lockedStep),
  };
}

function lockedStep(step: StepRecord): LockedStep {
  const digests = (refs: readonly ArtifactRef[]) => Object.fromEntries(refs.map((ref) => [ref.name, ref.sha256]));
  return {
    stage: step.stage,
    argv: step.argv,
    tool: step.tool.sha256,
    inputs: digests(step.inputs),
    outputs: digests(step.outputs),
    instructions: step.instructions,
    syscalls: step.syscalls && Object.fromEntries(Object.entries(step.syscalls).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The text of a lock file: the same lock always gives the same bytes. */
export function formatLock(lock: Lock): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Reads a lock file. Throws `BAD_LOCK`, naming what is wrong. */
export function parseLock(text: string): Lock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StageError('BAD_LOCK', 'the lock file is not JSON', { cause });
  }
  const lock = value as Partial<Lock> | null;
  if (lock?.version !== 1) throw new StageError('BAD_LOCK', 'the lock file has no "version": 1');
  if (typeof lock.tools !== 'object' || !Array.isArray(lock.steps)) {
    throw new StageError('BAD_LOCK', 'the lock file must have "tools" and "steps"');
  }
  return lock as Lock;
}

/**
 * Compares a run with a lock, as lines of text, one for each difference; none when they agree. Tools and steps that the
 * run did not reach are not missed; what an executor cannot see (instructions, system calls, inputs) is not compared.
 */
export function compareWithLock(lock: Lock, provenance: Provenance): string[] {
  const differences = provenance.tools.flatMap(({ name, sha256 }) => {
    const locked = lock.tools[name];
    if (locked === undefined) return [`${name}: not in the lock`];
    return locked.sha256 === sha256 ? [] : [`${name}: ${sha256}, the lock has ${locked.sha256}`];
  });
  provenance.steps.forEach((step, i) => {
    const locked = lock.steps[i];
    if (locked === undefined) differences.push(`step ${i + 1}: not in the lock: ${step.argv.join(' ')}`);
    else differences.push(...compareStep(i + 1, locked, lockedStep(step)));
  });
  return differences;
}

function compareStep(number: number, locked: LockedStep, actual: LockedStep): string[] {
  const where = `step ${number} (${actual.argv.join(' ')})`;
  const compared: (keyof LockedStep)[] = ['stage', 'argv', 'tool', 'outputs'];
  if (actual.instructions !== null) compared.push('inputs', 'instructions', 'syscalls');
  return compared
    .filter((key) => JSON.stringify(actual[key]) !== JSON.stringify(locked[key]))
    .map((key) => `${where}: ${key} ${JSON.stringify(actual[key])}, the lock has ${JSON.stringify(locked[key])}`);
}
