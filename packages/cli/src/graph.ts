import { type Provenance, provenanceGraph, toDot, toText } from '@fullsource/stage';
import { allStages } from './chain.js';
import type { GraphOptions } from './commands/graph.js';
import { DEFAULT_ENGINE } from './engines.js';
import { CliError } from './errors.js';
import { executorFor } from './executor.js';
import { Exit } from './exit.js';
import { readInput, readStandardInput } from './files.js';
import { interruptible } from './interrupt.js';
import { runChain } from './run-chain.js';

/** What `fullsource graph` does. Returns the exit status. */
export async function graph(target: string | undefined, options: GraphOptions): Promise<number> {
  const provenance = options.from === undefined ? await fromRun(target, options) : await fromReport(options.from);
  const found = provenanceGraph(provenance, target);
  if (found === null) {
    const known = [...new Set(provenance.tools.map(({ name }) => name))].join(', ');
    throw new CliError('NOT_FOUND', `nothing on record is called ${target}; the tools are ${known}`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else process.stdout.write(options.dot ? toDot(found) : toText(found, provenance));
  return Exit.ok;
}

/** Runs the chain: as far as the last stage that builds a tool of this name, else all of it. */
async function fromRun(
  target: string | undefined,
  { engine = DEFAULT_ENGINE, quiet = false }: GraphOptions,
): Promise<Provenance> {
  const stages = await allStages();
  const until = target === undefined ? undefined : stages.findLast(({ provides }) => provides.includes(target))?.name;
  const executor = await executorFor(engine);
  return (await interruptible((signal) => runChain(stages, executor, { until, signal, quiet }))).provenance;
}

/** The record inside a report of `run --json`. */
async function fromReport(file: string): Promise<Provenance> {
  const name = file === '-' ? 'standard input' : file;
  const text = new TextDecoder().decode(file === '-' ? await readStandardInput() : await readInput(file));
  let report: Partial<Provenance> | null;
  try {
    report = JSON.parse(text) as Partial<Provenance> | null;
  } catch (cause) {
    throw new CliError('BAD_INPUT', `${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const { tools, steps } = report ?? {};
  const isStep = (step: Partial<Provenance['steps'][number]>) =>
    Array.isArray(step.argv) && Array.isArray(step.inputs) && Array.isArray(step.outputs) && step.tool !== undefined;
  if (!Array.isArray(tools) || !Array.isArray(steps) || !steps.every(isStep)) {
    throw new CliError('BAD_INPUT', `${name} is not a report of \`fullsource run --json\``);
  }
  return { tools, steps };
}
