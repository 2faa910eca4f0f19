import type { Engine, GuestContext } from './engine.js';
import { Interpreter } from './interpret/index.js';
import { Translator } from './jit/index.js';

/** What an engine may be asked for when it is made. */
export interface EngineOptions {
  /** Called before each instruction, with eip at it. */
  readonly onInstruction?: (context: GuestContext) => void;
}

export type EngineFactory = (options: EngineOptions) => Engine;

const FACTORIES = {
  interpreter: (options: EngineOptions) => new Interpreter(options),
  jit: (options: EngineOptions) => new Translator({ interpreter: new Interpreter(options) }),
} as const satisfies Readonly<Record<string, EngineFactory>>;

/** The engines of the machine, by name. */
export type EngineName = keyof typeof FACTORIES;

/** Every engine's name, the default one first. */
export const ENGINES = Object.keys(FACTORIES) as readonly EngineName[];

/** Makes an engine of a name, or of one's own factory. */
export function makeEngine(engine: EngineName | EngineFactory, options: EngineOptions): Engine {
  return (typeof engine === 'function' ? engine : FACTORIES[engine])(options);
}
