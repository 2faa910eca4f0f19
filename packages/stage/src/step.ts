import { directory, ENGINES, type EngineName, exitStatus, type RunCost, run } from '@fullsource/vm-x86';
import { StageError } from './errors.js';
import { type Files, sameBytes, withModes } from './files.js';

/**
 * Folders that a tree has from the start. Any other folder is there as long as a file is in it: what passes from step to
 * step is files.
 */
export const FOLDERS = ['bin', 'lib', 'tmp'] as const;

/** One run of one tool. The tool and its files are named as in the tree that `fullsource export` writes. */
export interface Step {
  /** The command: `argv[0]` is the path of the tool in the tree, such as `bin/hex0`. */
  readonly argv: readonly string[];
  /** The whole tree the tool can reach: nothing else goes in. */
  readonly files: Files;
  /** Paths that the tree holds as executable programs. */
  readonly executable: readonly string[];
}

/** What a step left behind. */
export interface StepResult {
  /** Files that the step created or changed. */
  readonly written: Files;
  /** Names of the files it removed. */
  readonly removed: readonly string[];
  /** Which of the written it left executable. */
  readonly executable: readonly string[];
  /** Names of the files it read or executed; null where the executor cannot see that. */
  readonly read: readonly string[] | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Exit status 0 to 255, or 128 + signal number. */
  readonly status: number;
  /** Instructions executed by all processes of the step; null where the executor cannot count them. */
  readonly instructions: number | null;
  /** System calls made, by name; null where the executor cannot see them. */
  readonly syscalls: Readonly<Record<string, number>> | null;
  /** What it cost the host, where the executor measures that. */
  readonly cost?: RunCost | undefined;
}

/** Who runs the steps: the machine with one of its engines, or the host's kernel. */
export interface Executor {
  readonly name: string;
  run(step: Step, signal?: AbortSignal): Promise<StepResult>;
}

/** Runs steps in the machine of `@fullsource/vm-x86`, with one of its engines; by default with the one it prefers. */
export function machine(engine: EngineName = ENGINES[0]!): Executor {
  return { name: engine, run: (step, signal) => runInMachine(step, engine, signal) };
}

/** Where the guest finds the tree: in a folder, as with the host, so that `..` does not lead into it again. */
const ROOT = '/tree';

async function runInMachine(step: Step, engine: EngineName, signal?: AbortSignal): Promise<StepResult> {
  const program = step.argv[0]!;
  const elf = step.files[program];
  if (elf === undefined) throw new StageError('MISSING_TOOL', `there is no ${program} to run`);
  const programs = new Set(step.executable);
  let cost: RunCost | undefined;
  const result = await run(elf, {
    argv: step.argv,
    cwd: ROOT,
    files: { ...emptyFolders, ...withModes(step.files, (name) => programs.has(name)) },
    engine,
    onCost(spent) {
      cost = spent;
    },
    ...(signal && { signal }),
  });
  const changes = result.changes.flatMap((change) => {
    const name = nameInTree(change.path);
    return change.type === 'file' && name !== null ? [{ ...change, name }] : [];
  });
  const present = changes.filter(({ kind }) => kind !== 'removed');
  const written = Object.fromEntries(present.map(({ name, bytes }) => [name, bytes!]));
  const executable = present.filter(({ mode }) => (mode & 0o111) !== 0).map(({ name }) => name);
  const read = result.stats.programs.flatMap((record) => record.read.map(nameInTree));
  return {
    ...changesOf(step, written, executable),
    removed: changes.filter(({ kind }) => kind === 'removed').map(({ name }) => name),
    read: [...new Set(read)].filter((name) => name !== null),
    stdout: result.stdout,
    stderr: result.stderr,
    status: exitStatus(result.exit),
    instructions: result.stats.instructions,
    syscalls: result.stats.syscalls,
    cost,
  };
}

const emptyFolders = Object.fromEntries(FOLDERS.map((folder) => [folder, directory({})]));

/** A guest's path as the tree names it; null for what is not in the tree. */
function nameInTree(path: string): string | null {
  return path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : null;
}

/**
 * Of the files that a step wrote, those that are new: with other bytes than before, or executable where they were not (or the
 * other way round). To write a file anew with what it holds is no change, whoever runs the step.
 */
export function changesOf(
  { files, executable: before }: Step,
  written: Files,
  executable: readonly string[],
): Pick<StepResult, 'written' | 'executable'> {
  const isNew = ([name, bytes]: [string, Uint8Array]) => {
    const old = files[name];
    return old === undefined || !sameBytes(old, bytes) || before.includes(name) !== executable.includes(name);
  };
  const changed = Object.fromEntries(Object.entries(written).filter(isNew));
  return { written: changed, executable: executable.filter((name) => name in changed) };
}
