import { StageError } from './errors.js';
import type { Files } from './files.js';
import { type Provenance, refOf, type StepRecord, type ToolRecord } from './provenance.js';
import type { BuildOptions, Stage } from './stage.js';

export interface ChainResult {
  /** Every tool that the stages built, by name. */
  readonly tools: Files;
  readonly provenance: Provenance;
}

export interface Chain {
  readonly stages: readonly Stage[];
  /** Runs the stages in order; `until` names the stage (or tool) to stop behind. */
  run(options?: BuildOptions & { readonly until?: string }): Promise<ChainResult>;
}

/**
 * Composes stages: each gets the tools of all before it.
 *
 *     const { tools, provenance } = await chain(hex0, hex1, myHex2).run();
 *
 * Throws `MISSING_TOOL` at once when a stage needs a tool that no earlier stage provides.
 */
export function chain(...stages: Stage[]): Chain {
  const known = new Set<string>();
  const names = new Set<string>();
  for (const stage of stages) {
    if (names.has(stage.name)) throw new StageError('DUPLICATE_STAGE', `two stages are called ${stage.name}`);
    names.add(stage.name);
    for (const tool of stage.needs) {
      if (!known.has(tool)) {
        throw new StageError('MISSING_TOOL', `stage ${stage.name} needs ${tool}, which no stage before it provides`);
      }
    }
    for (const tool of stage.provides) known.add(tool);
  }
  return { stages, run: (options = {}) => runStages(stages, options) };
}

async function runStages(all: readonly Stage[], options: BuildOptions & { readonly until?: string }) {
  const { until, ...buildOptions } = options;
  const tools: Record<string, Uint8Array> = {};
  const records: ToolRecord[] = [];
  const steps: StepRecord[] = [];
  for (const stage of upTo(all, until)) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ type: 'stage-start', stage: stage.name });
    const outputs = await stage.build(tools, buildOptions);
    const built = await Promise.all(stage.provides.map((tool) => toolRecord(stage, tool, outputs.tools)));
    Object.assign(tools, outputs.tools);
    records.push(...built);
    steps.push(...outputs.steps);
    options.onProgress?.({ type: 'stage-end', stage: stage.name, tools: built });
  }
  return { tools, provenance: { tools: records, steps } };
}

/** The stages up to the one that `until` names, or that first builds the tool of that name; all, when it names none. */
export function upTo(stages: readonly Stage[], until: string | undefined): readonly Stage[] {
  if (until === undefined) return stages;
  const last = stages.findIndex((stage) => stage.name === until || stage.provides.includes(until));
  if (last < 0) {
    const known = stages.flatMap((stage) => [stage.name, ...stage.provides]);
    throw new StageError(
      'BAD_CALL',
      `no stage or tool is called ${until}; there are ${[...new Set(known)].join(', ')}`,
    );
  }
  return stages.slice(0, last + 1);
}

async function toolRecord(stage: Stage, name: string, tools: Files): Promise<ToolRecord> {
  const bytes = tools[name];
  if (bytes === undefined) throw new StageError('MISSING_OUTPUT', `stage ${stage.name} did not build ${name}`);
  return { stage: stage.name, ...(await refOf(name, bytes)) };
}
