import type { Files } from './files.js';
import { refsOf, type StepRecord } from './provenance.js';
import type { Stage } from './stage.js';
import { earlierTools, inTree } from './tree.js';

export interface FunctionStageDefinition {
  readonly name: string;
  /** Files by path in the tree. Default: none. */
  readonly sources?: Files;
  readonly needs?: readonly string[];
  readonly provides: readonly string[];
  /** Makes the tools, by name, of the stage's sources (by path) and the earlier tools (as `bin/NAME`). */
  readonly build: (files: Files) => Files | Promise<Files>;
}

/**
 * Makes a stage that JavaScript builds instead of the tools before it: a second opinion on one link of a chain. It has
 * no script and cannot be exported, and its step is on record as done by JavaScript.
 *
 *     const hex1 = stageFromFunction({
 *       name: 'hex1', provides: ['hex1'], sources: { 'hex1/hex1.hex0': source },
 *       build: (files) => ({ hex1: assemble(files['hex1/hex1.hex0']!) }),
 *     });
 */
export function stageFromFunction(definition: FunctionStageDefinition): Stage {
  const { name, sources = {}, needs = [], provides, build } = definition;
  return {
    name,
    sources,
    needs,
    provides,
    script: null,
    async build(inputs, { signal, onProgress } = {}) {
      signal?.throwIfAborted();
      const argv = [`javascript:${name}`];
      const files = { ...sources, ...earlierTools(name, needs, inputs) };
      onProgress?.({ type: 'step-start', stage: name, argv });
      const tools = await build(files);
      const record: StepRecord = {
        stage: name,
        argv,
        executor: 'javascript',
        tool: null,
        inputs: await refsOf(files),
        outputs: await refsOf(inTree(tools)),
        instructions: null,
        syscalls: null,
      };
      onProgress?.({ type: 'step-end', stage: name, record });
      return { tools, steps: [record] };
    },
  };
}
