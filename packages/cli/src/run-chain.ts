import {
  type ChainResult,
  chain,
  type Executor,
  parseScript,
  type Stage,
  type StageEvent,
  upTo,
} from '@fullsource/stage';
import { progressOn } from './render/progress.js';
import type { TimedStep } from './report.js';

/** A run of the chain, with the time of each step. */
export interface TimedRun extends ChainResult {
  readonly engine: string;
  readonly steps: readonly TimedStep[];
}

export interface RunChainOptions {
  /** The stage or tool to stop behind. */
  readonly until?: string | undefined;
  readonly signal: AbortSignal;
  /** True to show no progress on standard error. */
  readonly quiet: boolean;
  /** What the progress is that of, where there are several. */
  readonly label?: string | undefined;
}

/** Runs a chain, shows how far it is, and measures each step. */
export async function runChain(
  stages: readonly Stage[],
  executor: Executor,
  { until, signal, quiet, label }: RunChainOptions,
): Promise<TimedRun> {
  const wanted = upTo(stages, until);
  const progress = quiet ? undefined : progressOn(process.stderr, stepCount(wanted), label);
  const costs: Pick<TimedStep, 'milliseconds' | 'translation'>[] = [];
  let start = 0;
  const onProgress = (event: StageEvent) => {
    if (event.type === 'step-start') start = performance.now();
    if (event.type === 'step-end') {
      costs.push({ milliseconds: performance.now() - start, translation: event.cost?.translation ?? null });
    }
    progress?.onProgress(event);
  };
  try {
    const result = await chain(...wanted).run({ executor, signal, onProgress });
    const steps = result.provenance.steps.map((step, i) => ({ ...step, ...costs[i]! }));
    return { ...result, engine: executor.name, steps };
  } finally {
    progress?.end();
  }
}

/** How many steps a chain has; a stage without a script counts as one. */
function stepCount(stages: readonly Stage[]): number {
  return stages.reduce((count, { script }) => count + (script === null ? 1 : parseScript(script).length), 0);
}
