import { type EngineName, run } from '@fullsource/vm-x86';
import { StageError } from './errors.js';
import { type Files, withModes } from './files.js';

/**
 * Folders that a tree has from the start. Any other folder is there as long as a file is in it: what passes from step to
 * step is files.
 */
export const FOLDERS = ['bin', 'tmp'] as const;

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
}

/** Who runs the steps: the machine with one of its engines, or the host's kernel. */
export interface Executor {
  readonly name: string;
  run(step: Step, signal?: AbortSignal): Promise<StepResult>;
}

/** Runs steps in the machine of `@fullsource/vm-x86`. */
export function machine(engine: EngineName = 'interpreter'): Executor {
  return {
    name: engine,
    async run(step, signal) {
      const program = step.argv[0]!;
      const elf = step.files[program];
      if (elf === undefined) throw new StageError('MISSING_TOOL', `there is no ${program} to run`);
      const executable = new Set(step.executable);
      const files = withModes(step.files, (name) => executable.has(name));
      const result = await run(elf, { argv: step.argv, files, engine, ...(signal && { signal }) });
      const written = Object.entries(result.files);
      return {
        written: Object.fromEntries(written.map(([name, file]) => [name, file.bytes])),
        executable: written.filter(([, file]) => (file.mode & 0o111) !== 0).map(([name]) => name),
        read: result.stats.filesRead,
        stdout: result.stdout,
        stderr: result.stderr,
        status: result.status,
        instructions: result.stats.instructions,
        syscalls: result.stats.syscalls,
      };
    },
  };
}
