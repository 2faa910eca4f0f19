import { ENGINES, type EngineName } from '@fullsource/vm-x86';
import { CliError } from './errors.js';

/** The engine of the machine that runs what nobody chose an engine for. */
export const DEFAULT_ENGINE: EngineName = ENGINES[0]!;

/** An engine of the machine, by name. */
export function machineEngine(name: string, known: readonly string[] = ENGINES): EngineName {
  const engine = ENGINES.find((one) => one === name);
  if (engine === undefined) throw new CliError('USAGE', `no engine is called ${name}; there are: ${known.join(', ')}`);
  return engine;
}
