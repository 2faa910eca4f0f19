import { StageError } from './errors.js';
import { type Files, isElf, sameBytes } from './files.js';
import { refOf, refsOf, type StepRecord } from './provenance.js';
import type { BuildOptions } from './stage.js';
import { machine, type StepResult } from './step.js';

/** Where tools lie in a tree. */
const BIN = 'bin';

/** Where in a tree lies what a stage provides: a tool by its name, any other file by its path, which has a slash. */
export function pathOf(name: string): string {
  return name.includes('/') ? name : `${BIN}/${name}`;
}

/** What stages provide, by path in a tree. */
export function inTree(provided: Files): Files {
  return Object.fromEntries(Object.entries(provided).map(([name, bytes]) => [pathOf(name), bytes]));
}

/** What a stage needs of earlier stages, as it lies in its tree. Throws `MISSING_TOOL` for one that is not there. */
export function earlierTools(stage: string, needs: readonly string[], inputs: Files): Files {
  const picked: Record<string, Uint8Array> = {};
  for (const tool of needs) {
    const bytes = inputs[tool];
    if (bytes === undefined) throw new StageError('MISSING_TOOL', `stage ${stage} needs the tool ${tool}`);
    picked[tool] = bytes;
  }
  return inTree(picked);
}

/** The files of one stage while its steps run. */
export class Tree {
  private readonly files: Record<string, Uint8Array>;
  private readonly programs: Set<string>;

  constructor(
    private readonly stage: string,
    files: Files,
  ) {
    this.files = { ...files };
    // What no step has written yet, seeds and earlier tools, is executable when it is a program.
    this.programs = new Set(Object.keys(files).filter((name) => isElf(files[name]!)));
  }

  /** Runs one command on the tree. Throws `STEP_FAILED` when it ends with another status than 0. */
  async run(argv: readonly string[], { executor = machine(), signal, onProgress }: BuildOptions): Promise<StepRecord> {
    signal?.throwIfAborted();
    onProgress?.({ type: 'step-start', stage: this.stage, argv });
    const before = { ...this.files };
    const result = await executor.run({ argv, files: before, executable: [...this.programs] }, signal);
    if (result.status !== 0) throw failure(this.stage, argv, result);
    this.apply(result);
    const record = await recordOf(this.stage, argv, before, result, executor.name);
    onProgress?.({ type: 'step-end', stage: this.stage, record, cost: result.cost });
    return record;
  }

  private apply({ written, removed, executable }: StepResult): void {
    for (const name of removed) delete this.files[name];
    Object.assign(this.files, written);
    for (const name of [...removed, ...Object.keys(written)]) this.programs.delete(name);
    for (const name of executable) this.programs.add(name);
  }

  requireIdentical(a: string, b: string): void {
    if (!sameBytes(this.file(a), this.file(b))) {
      throw new StageError('NOT_IDENTICAL', `stage ${this.stage}: ${a} and ${b} must be the same and are not`);
    }
  }

  /** What the stage provides, by name: tools must be programs that a kernel would execute. */
  tools(names: readonly string[]): Files {
    return Object.fromEntries(
      names.map((name) => {
        const path = pathOf(name);
        const bytes = this.file(path);
        if (path !== name && !this.programs.has(path)) {
          throw new StageError('NOT_EXECUTABLE', `stage ${this.stage}: ${path} is not executable`);
        }
        return [name, bytes];
      }),
    );
  }

  private file(name: string): Uint8Array {
    const bytes = this.files[name];
    if (bytes === undefined) {
      throw new StageError('MISSING_OUTPUT', `stage ${this.stage}: no step wrote ${name}`);
    }
    return bytes;
  }
}

/** What went in and what came out of a step, by digest. */
async function recordOf(
  stage: string,
  argv: readonly string[],
  before: Files,
  result: StepResult,
  executor: string,
): Promise<StepRecord> {
  const program = argv[0]!;
  // An executor that cannot see what is read leaves the arguments as the best evidence.
  const read = result.read ?? argv.slice(1);
  const inputs = read.filter((name) => name in before && name !== program);
  return {
    stage,
    argv,
    executor,
    tool: await refOf(program, before[program]!),
    inputs: await refsOf(Object.fromEntries(inputs.map((name) => [name, before[name]!]))),
    outputs: await refsOf(result.written),
    instructions: result.instructions,
    syscalls: result.syscalls,
  };
}

function failure(stage: string, argv: readonly string[], result: StepResult): StageError {
  const said = new TextDecoder().decode(result.stderr).trim() || new TextDecoder().decode(result.stdout).trim();
  const what = `stage ${stage}: \`${argv.join(' ')}\` ended with status ${result.status}`;
  return new StageError('STEP_FAILED', said === '' ? what : `${what}: ${said}`);
}
