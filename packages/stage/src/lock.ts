import { StageError } from './errors.js';
import type { ArtifactRef, Provenance, StepRecord, ToolRecord } from './provenance.js';

type Digests = Readonly<Record<string, string>>;

/** What a lock file pins of one step. */
export interface LockedStep {
  readonly stage: string;
  readonly argv: readonly string[];
  /** Digest of the program; null where JavaScript did the step. */
  readonly tool: string | null;
  /** Digests by name. */
  readonly inputs: Digests;
  readonly outputs: Digests;
  readonly instructions: number | null;
  readonly syscalls: Readonly<Record<string, number>> | null;
}

/** `fullsource.lock.json`: every digest of a chain, so that a change is always on purpose. */
export interface Lock {
  readonly version: 1;
  /** In the order of the chain; a later stage may build a tool of the same name anew. */
  readonly tools: readonly ToolRecord[];
  readonly steps: readonly LockedStep[];
}

/** The lock that pins a run. */
export function lockOf(provenance: Provenance): Lock {
  return {
    version: 1,
    tools: provenance.tools.map(({ stage, name, sha256, size }) => ({ stage, name, sha256, size })),
    steps: provenance.steps.map(lockedStep),
  };
}

/**
 * The lock that pins a run and keeps what an earlier lock has of stages that the run did not reach, which are those
 * behind it.
 */
export function updatedLock(before: Lock, provenance: Provenance): Lock {
  const run = lockOf(provenance);
  const reached = new Set(run.tools.map(({ stage }) => stage));
  const kept = <T extends { stage: string }>(all: readonly T[]) => all.filter(({ stage }) => !reached.has(stage));
  return { version: 1, tools: [...run.tools, ...kept(before.tools)], steps: [...run.steps, ...kept(before.steps)] };
}

function lockedStep(step: StepRecord): LockedStep {
  const digests = (refs: readonly ArtifactRef[]) =>
    sorted(Object.fromEntries(refs.map((ref) => [ref.name, ref.sha256])));
  return {
    stage: step.stage,
    argv: step.argv,
    tool: step.tool?.sha256 ?? null,
    inputs: digests(step.inputs),
    outputs: digests(step.outputs),
    instructions: step.instructions,
    syscalls: step.syscalls && sorted(step.syscalls),
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
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
    throw new StageError('BAD_LOCK', `the lock file is not JSON: ${(cause as Error).message}`, { cause });
  }
  const lock = isRecord(value) ? value : {};
  must(lock.version === 1, '"version" must be 1');
  must(Array.isArray(lock.tools), '"tools" must be an array');
  must(Array.isArray(lock.steps), '"steps" must be an array');
  lock.tools.forEach((tool: unknown, i: number) => {
    mustBeTool(`tools[${i}]`, tool);
  });
  lock.steps.forEach((step: unknown, i: number) => {
    mustBeStep(`steps[${i}]`, step);
  });
  return value as Lock;
}

// biome-ignore lint/suspicious/noExplicitAny: the fields of parsed JSON, each checked where it is read
type Json = Record<string, any>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function must(condition: boolean, what: string): asserts condition {
  if (!condition) throw new StageError('BAD_LOCK', `the lock file is not one of ours: ${what}`);
}

const isDigest = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function mustBeTool(where: string, tool: unknown): void {
  must(isRecord(tool), `${where} must be an object`);
  for (const key of ['stage', 'name']) must(typeof tool[key] === 'string', `${where}.${key} must be a string`);
  must(Number.isInteger(tool.size), `${where}.size must be a number of bytes`);
  must(isDigest(tool.sha256), `${where}.sha256 must be 64 lower-case hex digits`);
}

function mustBeStep(where: string, step: unknown): void {
  must(isRecord(step), `${where} must be an object`);
  must(typeof step.stage === 'string', `${where}.stage must be a string`);
  must(Array.isArray(step.argv), `${where}.argv must be an array`);
  must(step.tool === null || isDigest(step.tool), `${where}.tool must be a digest or null`);
  for (const key of ['inputs', 'outputs'] as const) {
    const digests: unknown = step[key];
    must(isRecord(digests) && Object.values(digests).every(isDigest), `${where}.${key} must hold digests by name`);
  }
}

/**
 * Compares a run with a lock, as lines of text, one for each difference; none when they agree. Stages that the run did
 * not reach are not missed; what an executor cannot see (instructions, system calls, files read) is not compared.
 */
export function compareWithLock(lock: Lock, provenance: Provenance): string[] {
  return [...compareTools(lock, provenance), ...compareSteps(lock, provenance)];
}

function compareTools(lock: Lock, provenance: Provenance): string[] {
  const reached = new Set(provenance.tools.map(({ stage }) => stage));
  const missing = lock.tools.filter(
    ({ stage, name }) => reached.has(stage) && !provenance.tools.some((tool) => tool.name === name),
  );
  return [
    ...provenance.tools.flatMap((tool) => {
      const locked = lockedTool(lock, tool.name, tool.stage);
      return locked === undefined
        ? [`${tool.name}: not in the lock`]
        : compareValue(`${tool.name}:`, tool.sha256, locked.sha256);
    }),
    ...missing.map(({ name }) => `${name}: in the lock, but not built`),
  ];
}

/** What the lock has of a tool: of this stage, or else of whichever stage builds it last. */
export function lockedTool(lock: Lock, name: string, stage?: string): ToolRecord | undefined {
  const named = lock.tools.filter((tool) => tool.name === name);
  return named.find((tool) => tool.stage === stage) ?? named.at(-1);
}

/** Steps are compared stage by stage, so that a stage with one step more does not make those behind it differ. */
function compareSteps(lock: Lock, provenance: Provenance): string[] {
  const stages = [...new Set(provenance.steps.map(({ stage }) => stage))];
  return stages.flatMap((stage) => {
    const locked = lock.steps.filter((step) => step.stage === stage);
    const actual = provenance.steps.filter((step) => step.stage === stage).map(lockedStep);
    return Array.from({ length: Math.max(locked.length, actual.length) }, (_, i) =>
      compareStep(`${stage}, step ${i + 1}`, locked[i], actual[i]),
    ).flat();
  });
}

function compareStep(where: string, locked: LockedStep | undefined, actual: LockedStep | undefined): string[] {
  if (actual === undefined) return [`${where}: in the lock, but not run: ${locked!.argv.join(' ')}`];
  const command = actual.argv.join(' ');
  if (locked === undefined) return [`${where}: not in the lock: ${command}`];
  if (command !== locked.argv.join(' ')) return [`${where}: ${command}, the lock has ${locked.argv.join(' ')}`];
  const at = `${where} (${command})`;
  const differences = [
    ...compareValue(`${at}: program`, actual.tool, locked.tool),
    ...compareRecords(`${at}: writes`, actual.outputs, locked.outputs),
  ];
  // An executor that counts instructions sees everything else as well.
  if (actual.instructions === null || locked.instructions === null) return differences;
  return [
    ...differences,
    ...compareRecords(`${at}: reads`, actual.inputs, locked.inputs),
    ...compareValue(`${at}: instructions`, actual.instructions, locked.instructions),
    ...compareRecords(`${at}: calls`, actual.syscalls ?? {}, locked.syscalls ?? {}),
  ];
}

type Value = string | number | null;

function compareValue(what: string, actual: Value, locked: Value): string[] {
  return actual === locked ? [] : [`${what} ${actual ?? 'none'}, the lock has ${locked ?? 'none'}`];
}

function compareRecords(
  what: string,
  actual: Readonly<Record<string, Value>>,
  locked: Readonly<Record<string, Value>>,
): string[] {
  const names = [...new Set([...Object.keys(actual), ...Object.keys(locked)])].sort();
  return names.flatMap((name) => compareValue(`${what} ${name}`, actual[name] ?? null, locked[name] ?? null));
}
