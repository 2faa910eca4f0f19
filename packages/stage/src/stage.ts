import type { RunCost } from '@fullsource/vm-x86';
import { StageError } from './errors.js';
import { type Files, inFolder } from './files.js';
import { parseScript } from './kaem.js';
import type { ArtifactRef, StepRecord } from './provenance.js';
import type { Executor } from './step.js';
import { earlierTools, Tree } from './tree.js';

/** What happens while a chain runs, in order. */
export type StageEvent =
  | { readonly type: 'stage-start'; readonly stage: string }
  | { readonly type: 'step-start'; readonly stage: string; readonly argv: readonly string[] }
  | {
      readonly type: 'step-end';
      readonly stage: string;
      readonly record: StepRecord;
      /** What it cost the host, where the executor measures that. */
      readonly cost?: RunCost | undefined;
    }
  | { readonly type: 'stage-end'; readonly stage: string; readonly tools: readonly ArtifactRef[] };

export interface BuildOptions {
  /** Who runs the steps. Default: the machine. */
  readonly executor?: Executor;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: StageEvent) => void;
}

/** The tools a stage built, and the record of how. */
export interface Outputs {
  /** Built tools, by tool name, and other files that the stage provides. */
  readonly tools: Files;
  readonly steps: readonly StepRecord[];
}

/** One link of a chain: earlier tools and sources in, new tools out. */
export interface Stage {
  readonly name: string;
  /** The stage's own files, by path in the tree (`hex1/hex1.hex0`). */
  readonly sources: Files;
  /** Names of the earlier tools it runs; an earlier stage's file that is no tool goes by its path (`lib/libc.a`). */
  readonly needs: readonly string[];
  /** Names of the tools it builds, and paths of other files that it builds for later stages. */
  readonly provides: readonly string[];
  /** The steps as a kaem-minimal script; null when the stage is built in another way and cannot be exported. */
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
      const tree = new Tree(name, { ...sources, ...earlierTools(name, needs, inputs) });
      const steps: StepRecord[] = [];
      for (const { words } of parseScript(script)) steps.push(await tree.run(words, options));
      for (const [a, b] of identical) tree.requireIdentical(a, b);
      return { tools: tree.tools(provides), steps };
    },
  };
}

/** What a stage package says of its stage beside its folder. */
export interface FolderStageDefinition extends Omit<StageDefinition, 'sources' | 'script'> {
  /** The folder's files that hold the steps, in order. Default: `build.kaem`. */
  readonly scripts?: readonly string[];
  /** Files of earlier packages that the steps read, by path in the tree (`hex2/ELF-i386.hex2`). */
  readonly alsoReads?: Files;
}

/** Makes a stage of a package's `stage/` folder: its files become `NAME/FILE`, its `build.kaem` the script. */
export function stageFromFolder(folder: Files, definition: FolderStageDefinition): Stage {
  const { alsoReads = {}, scripts = ['build.kaem'], ...rest } = definition;
  const script = scripts.map((name) => {
    const bytes = folder[name];
    if (bytes === undefined) throw new StageError('BAD_SCRIPT', `stage ${definition.name} has no ${name}`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  });
  const sources = Object.fromEntries(Object.entries(folder).filter(([name]) => !scripts.includes(name)));
  return defineStage({
    ...rest,
    sources: { ...alsoReads, ...inFolder(definition.name, sources) },
    script: script.join('\n'),
  });
}
