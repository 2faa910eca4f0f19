import type { InputReader } from '@fullsource/vm-x86';

/** This command's standard input, read when a guest asks for it, and no further than it asks. */
export interface StandardInput extends InputReader {
  /** Lets go of it, so that the command can end although input is left. */
  close(): void;
}

/** Standard input for a guest. A stop by `signal` ends a wait for input. */
export function standardInput(signal: AbortSignal): StandardInput {
  let chunks: AsyncIterator<Uint8Array> | undefined;
  const stopped = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  return {
    async read() {
      chunks ??= process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      const next = await Promise.race([chunks.next(), stopped]);
      return next === null || next.done ? null : next.value;
    },
    close() {
      if (chunks !== undefined) process.stdin.destroy();
    },
  };
}
