import { StageError } from './errors.js';
import { type Files, inFolder, isElf, sameBytes, sha256 } from './files.js';
import { parseScript } from './kaem.js';
import type { ArtifactRef, StepRecord } from './provenance.js';
import { type Executor, machine, type StepResult } from './step.js';

/** Where tools lie in a tree. */
const BIN = 'bin';

/** What happens while a chain runs, in order. */
export type StageEvent =
  | { readonly type: 'stage-start'; readonly stage: string }
  | { readonly type: 'step-start'; readonly stage: string; readonly argv: readonly string[] }
  | { readonly type: 'step-end'; readonly stage: string; readonly record: StepRecord }
  | { readonly type: 'stage-end'; readonly stage: string; readonly tools: readonly ArtifactRef[] };

export interface BuildOptions {
  /** Who runs the steps. Default: the machine. */
  readonly executor?: Executor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: StageEvent) => void;
}

/** The tools a stage built, and the record of how. */
export interface Outputs {
  /** Built tools, by tool name. */
  readonly tools: Files;
  readonly steps: readonly StepRecord[];
}

/** One link of a chain: earlier tools and sources in, new tools out. */
export interface Stage {
  readonly name: string;
  /** The stage's own files, by path in the tree (`hex1/hex1.hex0`). */
  readonly sources: Files;
  /** Names of the earlier tools it runs. */
  readonly needs: readonly string[];
  /** Names of the tools it builds. */
  readonly provides: readonly string[];
  /** The steps as a kaem-minimal script; null when the stage builds in another way and cannot be exported. */
  readonly script: string | null;
  build(inputs: Files, options?: BuildOptions): Promise<Outputs>;
}

export interface StageDefinition {
  readonly name: string;
  readonly sources: Files;
  readonly needs?: readonly string[];
  readonly provides: readonly string[];
  /** The steps, in the language of kaem-minimal: see `parseScript`. */
  readonly script: string;
  /** Pairs of paths whose files must be the same, byte for byte, when the steps are done. */
  readonly identical?: readonly (readonly [string, string])[];
}

/**
 * Makes a stage of sources and a script.
 *
 *     const hex1 = defineStage({
 *       name: 'hex1', sources: { 'hex1/hex1.hex0': source }, needs: ['hex0'], provides: ['hex1'],
 *       script: 'bin/hex0 hex1/hex1.hex0 bin/hex1\n',
 *     });
 */
export function defineStage(definition: StageDefinition): Stage {
  const { name, sources, needs = [], provides, script, identical = [] } = definition;
  return {
    name,
    sources,
    needs,
    provides,
    script,
    async build(inputs, options = {}) {
      const tree = new Tree(name, sources, pick(name, needs, inputs));
      const steps: StepRecord[] = [];
      for (const { words } of parseScript(script)) steps.push(await tree.run(words, options));
      for (const [a, b] of identical) tree.requireIdentical(a, b);
      return { tools: tree.tools(provides), steps };
    },
  };
}

/** The file of a `stage/` folder that holds the steps. */
const BUILD_SCRIPT = 'build.kaem';

/** Makes a stage of a package's `stage/` folder: its files become `NAME/FILE`, its `build.kaem` the script. */
export function stageFromFolder(folder: Files, definition: Omit<StageDefinition, 'sources' | 'script'>): Stage {
  const { [BUILD_SCRIPT]: script, ...sources } = folder;
  if (script === undefined) throw new StageError('BAD_SCRIPT', `stage ${definition.name} has no ${BUILD_SCRIPT}`);
  return defineStage({
    ...definition,
    sources: inFolder(definition.name, sources),
    script: new TextDecoder('utf-8', { fatal: true }).decode(script),
  });
}

function pick(stage: string, needs: readonly string[], inputs: Files): Files {
  return Object.fromEntries(
    needs.map((tool) => {
      const bytes = inputs[tool];
      if (bytes === undefined) throw new StageError('MISSING_TOOL', `stage ${stage} needs the tool ${tool}`);
      return [tool, bytes];
    }),
  );
}

/** The files of one stage while its steps run. */
class Tree {
  private readonly files: Record<string, Uint8Array>;
  private readonly programs: Set<string>;

  constructor(
    private readonly stage: string,
    sources: Files,
    tools: Files,
  ) {
    this.files = { ...sources };
    for (const [tool, bytes] of Object.entries(tools)) this.files[`${BIN}/${tool}`] = bytes;
    // What no step has written yet, seeds and earlier tools, is executable when it is a program.
    this.programs = new Set(Object.keys(this.files).filter((name) => isElf(this.files[name]!)));
  }

  async run(argv: readonly string[], { executor = machine(), signal, onProgress }: BuildOptions): Promise<StepRecord> {
    signal?.throwIfAborted();
    onProgress?.({ type: 'step-start', stage: this.stage, argv });
    const files = { ...this.files };
    const result = await executor.run({ argv, files, executable: [...this.programs] }, signal);
    if (result.status !== 0) throw this.failure(argv, result);
    Object.assign(this.files, result.written);
    for (const name of Object.keys(result.written)) this.programs.delete(name);
    for (const name of result.executable) this.programs.add(name);
    const record = await this.record(argv, files, result, executor.name);
    onProgress?.({ type: 'step-end', stage: this.stage, record });
    return record;
  }

  /** What went in and what came out of a step, by digest. */
  private async record(
    argv: readonly string[],
    before: Files,
    result: StepResult,
    executor: string,
  ): Promise<StepRecord> {
    const program = argv[0]!;
    const read = result.read ?? argv.slice(1).filter((word) => word in before);
    const inputs = [...new Set(read)].filter((name) => name in before && name !== program).sort();
    return {
      stage: this.stage,
      argv,
      executor,
      tool: await ref(program, before[program]!),
      inputs: await Promise.all(inputs.map((name) => ref(name, before[name]!))),
      outputs: await Promise.all(
        Object.keys(result.written)
          .sort()
          .map((name) => ref(name, result.written[name]!)),
      ),
      instructions: result.instructions,
      syscalls: result.syscalls,
    };
  }

  private failure(argv: readonly string[], result: StepResult): StageError {
    const said = new TextDecoder().decode(result.stderr).trim() || new TextDecoder().decode(result.stdout).trim();
    const what = `stage ${this.stage}: \`${argv.join(' ')}\` ended with status ${result.status}`;
    return new StageError('STEP_FAILED', said === '' ? what : `${what}: ${said}`);
  }

  requireIdentical(a: string, b: string): void {
    if (!sameBytes(this.file(a), this.file(b))) {
      throw new StageError('NOT_IDENTICAL', `stage ${this.stage}: ${a} and ${b} must be the same and are not`);
    }
  }

  tools(names: readonly string[]): Files {
    return Object.fromEntries(names.map((name) => [name, this.file(`${BIN}/${name}`)]));
  }

  private file(name: string): Uint8Array {
    const bytes = this.files[name];
    if (bytes === undefined) {
      throw new StageError('MISSING_OUTPUT', `stage ${this.stage}: no step wrote ${name}`);
    }
    return bytes;
  }
}

async function ref(name: string, bytes: Uint8Array): Promise<ArtifactRef> {
  return { name, sha256: await sha256(bytes), size: bytes.length };
}
