import type { Engine, Translation } from './engine.js';

/** What a run cost the host: never the same twice, and therefore no part of the result. */
export interface RunCost {
  /** From the program's start to its end. */
  readonly milliseconds: number;
  /**
   * What was translated meanwhile (for runs at the same time as well): nothing where the interpreter ran, or where an earlier
   * run of the same code had left all of it.
   */
  readonly translation: Translation;
}

const NOTHING: Translation = { modules: 0, bytes: 0, milliseconds: 0 };

/** Starts to measure; the function it returns tells what was spent since. */
export function startMeter(engine: Engine): () => RunCost {
  const start = performance.now();
  // A copy: the engine goes on counting in its own.
  const before = { ...(engine.translated ?? NOTHING) };
  return () => {
    const after = engine.translated ?? NOTHING;
    return {
      milliseconds: performance.now() - start,
      translation: {
        modules: after.modules - before.modules,
        bytes: after.bytes - before.bytes,
        milliseconds: after.milliseconds - before.milliseconds,
      },
    };
  };
}
