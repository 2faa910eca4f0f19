import type { Engine, GuestContext, Translation, Trap } from './engine.js';
import { Interpreter } from './interpret/index.js';

/** What an engine may be asked for when it is made. */
export interface EngineOptions {
  /** Called before each instruction, with eip at it. */
  readonly onInstruction?: (context: GuestContext) => void;
}

export type EngineFactory = (options: EngineOptions) => Engine;

/** Instructions to interpret before the translator is loaded, which takes longer than most programs run. */
const LOAD_AFTER = 20_000;

/** One for all machines: what was translated for one of them serves the others. */
let translator: Engine | undefined;
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const { Translator } = await import('./jit/index.js');
  translator = new Translator({ interpreter: new Interpreter() });
}

/** The translator, and until it is loaded the interpreter. */
class LateTranslator implements Engine {
  readonly name = 'jit';
  private readonly interpreter = new Interpreter();
  private interpreted = 0;

  get translated(): Translation | undefined {
    return translator?.translated;
  }

  run(context: GuestContext, limit: number, pause = limit): Trap {
    if (translator !== undefined) return translator.run(context, limit, pause);
    const before = context.cpu.instructions;
    const enough = before + Math.max(1, LOAD_AFTER - this.interpreted);
    const trap = this.interpreter.run(context, limit, Math.min(pause, enough));
    this.interpreted += context.cpu.instructions - before;
    return trap;
  }

  get wantsToPrepare(): boolean {
    return translator === undefined && this.interpreted >= LOAD_AFTER;
  }

  async prepare(): Promise<void> {
    if (!this.wantsToPrepare) return;
    loading ??= load();
    await loading;
  }
}

/** Instructions that somebody wants to see one by one are interpreted. */
function jit(options: EngineOptions): Engine {
  return options.onInstruction === undefined ? new LateTranslator() : new Interpreter(options);
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
