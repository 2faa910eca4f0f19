/** What the page offers to the test: the chain from the seed in a worker, and tools of the packages. */
import { hex2 } from '@fullsource/hex2';
import { mescc } from '@fullsource/mes';
import { run } from '@fullsource/vm-x86';

/** Runs the chain as far as `until`; what a lock file would say of it, and the names of all events on the way. */
function runChain(until?: string): Promise<unknown> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const events: string[] = [];
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.event !== undefined) return events.push(`${data.event.type} ${data.event.stage}`);
      worker.terminate();
      return resolve({ lock: data.lock, events });
    };
    worker.postMessage(until);
  });
}

Object.assign(globalThis, {
  runChain,
  /** Links hex2 text with the published tool. */
  link: async (source: string) => {
    const { outputs } = await hex2({ 'prog.hex2': new TextEncoder().encode(source) });
    return Array.from(outputs.prog!);
  },
  /** Compiles a C program and runs it; what it printed. */
  compileAndRun: async (source: string) => {
    const { outputs } = await mescc({ 'prog.c': new TextEncoder().encode(source) });
    return new TextDecoder().decode((await run(outputs.prog!)).stdout);
  },
});
document.title = 'ready';
