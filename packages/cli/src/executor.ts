import { type Executor, machine } from '@fullsource/stage';
import { ENGINES } from '@fullsource/vm-x86';
import { machineEngine } from './engines.js';

/** The engine that runs i386 programs on the host's own CPU and kernel. */
export const NATIVE = 'native';

/** Who runs the steps, by engine name: the machine with one of its engines, or the host. */
export async function executorFor(name: string): Promise<Executor> {
  if (name === NATIVE) return (await import('@fullsource/stage/node')).native();
  return machine(machineEngine(name, [...ENGINES, NATIVE]));
}
