import { pathOf, type StepRecord, type ToolRecord } from '@fullsource/stage';
import type { Translation } from '@fullsource/vm-x86';

/** A step, and what it cost here: the numbers that are not the same everywhere. */
export interface TimedStep extends StepRecord {
  readonly milliseconds: number;
  /** What the engine translated for it, and how long that took; null where none measures it. */
  readonly translation: Translation | null;
}

/** What steps cost; null where the engine does not count. */
export interface Cost {
  readonly instructions: number | null;
  /** Number of system calls of all kinds. */
  readonly syscalls: number | null;
  readonly milliseconds: number;
}

/** A tool, and what it cost to build it. */
export interface BuiltTool extends ToolRecord, Cost {
  readonly steps: number;
}

/** How a run and the lock relate. */
export interface LockCheck {
  /** The lock file; null when there was none. */
  readonly file: string | null;
  /** True when it was written anew: the differences are what changed. */
  readonly updated: boolean;
  readonly differences: readonly string[];
}

/** How two engines relate. */
export interface Comparison {
  readonly engines: readonly [string, string];
  /** Number of digests compared: of tools and of the files that steps wrote. */
  readonly digests: number;
  readonly differences: readonly string[];
}

/** What `run --json` prints, with `ok: isOk(report)` added. Fields are only ever added. */
export interface RunReport {
  readonly version: 1;
  readonly target: string | null;
  readonly engine: string;
  readonly tools: readonly BuiltTool[];
  readonly steps: readonly TimedStep[];
  readonly lock: LockCheck | null;
  readonly compare: Comparison | null;
}

/** True when nothing that was compared differs. */
export function isOk({ lock, compare }: Pick<RunReport, 'lock' | 'compare'>): boolean {
  const lockDiffers = lock !== null && !lock.updated && lock.differences.length > 0;
  return !lockDiffers && (compare === null || compare.differences.length === 0);
}

/**
 * Tools with their costs. The cost of a tool is that of the steps from the tool before it up to the last one that wrote
 * it; steps behind the last tool of a stage (proofs that it builds itself) count for that tool.
 */
export function toolsWithCosts({
  tools,
  steps,
}: {
  tools: readonly ToolRecord[];
  steps: readonly TimedStep[];
}): BuiltTool[] {
  return tools.map((tool) => {
    const stage = steps.filter((step) => step.stage === tool.stage);
    const ends = tools.filter((other) => other.stage === tool.stage).map(({ name }) => lastWriter(stage, name));
    const end = lastWriter(stage, tool.name);
    const before = Math.max(-1, ...ends.filter((other) => other < end));
    const isLast = end === Math.max(...ends);
    const own = stage.slice(before + 1, isLast ? undefined : end + 1);
    return { ...tool, steps: own.length, ...costOf(own) };
  });
}

/** What some steps cost together. */
export function costOf(steps: readonly TimedStep[]): Cost {
  return {
    instructions: sum(steps.map(({ instructions }) => instructions)),
    syscalls: sum(steps.map(({ syscalls }) => syscalls && sum(Object.values(syscalls)))),
    milliseconds: steps.reduce((total, { milliseconds }) => total + milliseconds, 0),
  };
}

function lastWriter(steps: readonly StepRecord[], tool: string): number {
  return steps.findLastIndex((step) => step.outputs.some(({ name }) => name === pathOf(tool)));
}

/** The sum, or null when any part is unknown. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce((total, part) => (total === null || part === null ? null : total + part), 0);
}

/** Compares two runs of the same steps: every digest of every file that a step wrote. */
export function compareRuns(a: EngineRun, b: EngineRun): Comparison {
  const left = writtenFiles(a);
  const right = writtenFiles(b);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return {
    engines: [a.engine, b.engine],
    digests: names.length,
    differences: names
      .filter((name) => left.get(name) !== right.get(name))
      .map((name) => `${name}: ${left.get(name) ?? 'not written'} and ${right.get(name) ?? 'not written'}`),
  };
}

type EngineRun = Pick<RunReport, 'engine' | 'steps'>;

function writtenFiles({ steps }: EngineRun): Map<string, string> {
  return new Map(
    steps.flatMap(({ argv, outputs }, i) =>
      outputs.map(({ name, sha256 }) => [`step ${i + 1} (${argv.join(' ')}): ${name}`, sha256] as const),
    ),
  );
}
