import { type Executor, machine } from '@fullsource/stage';
import { ENGINES, type EngineName } from '@fullsource/vm-x86';
import { CliError } from './errors.js';

/** The engine that runs i386 programs on the host's own CPU and kernel. */
export const NATIVE = 'native';

/** The engine of the machine that runs what nobody chose an engine for. */
export const DEFAULT_ENGINE: EngineName = ENGINES[0]!;

/** Who runs the steps, by engine name: the machine with one of its engines, or the host. */
export async function executorFor(name: string): Promise<Executor> {
  if (name === NATIVE) return (await import('@fullsource/stage/node')).native();
  return machine(machineEngine(name, [...ENGINES, NATIVE]));
}

/** An engine of the machine, by name. */
export function machineEngine(name: string, known: readonly string[] = ENGINES): EngineName {
  const engine = ENGINES.find((one) => one === name);
  if (engine === undefined) throw new CliError('USAGE', `no engine is called ${name}; there are: ${known.join(', ')}`);
  return engine;
}
