import type { Engine, GuestContext } from './engine.js';
import { Interpreter } from './interpret/index.js';
import { Translator } from './jit/index.js';

/** What an engine may be asked for when it is made. */
export interface EngineOptions {
  /** Called before each instruction, with eip at it. */
  readonly onInstruction?: (context: GuestContext) => void;
}

export type EngineFactory = (options: EngineOptions) => Engine;

/** One for all machines: what was translated for one of them serves the others. */
let translator: Translator | undefined;

/** Instructions that somebody wants to see one by one are interpreted. */
function jit(options: EngineOptions): Engine {
  if (options.onInstruction !== undefined) return new Interpreter(options);
  translator ??= new Translator({ interpreter: new Interpreter() });
  return translator;
}

const FACTORIES = {
  jit,
  interpreter: (options: EngineOptions) => new Interpreter(options),
} as const satisfies Readonly<Record<string, EngineFactory>>;

/** The engines of the machine, by name. */
export type EngineName = keyof typeof FACTORIES;

/** Every engine's name, the default one first. */
export const ENGINES = Object.keys(FACTORIES) as readonly EngineName[];

/** Makes an engine of a name, or of one's own factory. */
export function makeEngine(engine: EngineName | EngineFactory, options: EngineOptions): Engine {
  return (typeof engine === 'function' ? engine : FACTORIES[engine])(options);
}
