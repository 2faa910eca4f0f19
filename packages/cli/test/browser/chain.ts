/** What the page offers to the test: the chain from the seed up to M0, and one published tool. */
import { hex2 } from '@fullsource/hex2';
import { stages } from '@fullsource/m0';
import { chain, lockOf } from '@fullsource/stage';

Object.assign(globalThis, {
  /** Runs the chain from the seed; returns what a lock file would say of it. */
  runChain: async () => lockOf((await chain(...stages).run()).provenance),
  /** Links hex2 text with the published tool. */
  link: async (source: string) => {
    const { outputs } = await hex2({ 'prog.hex2': new TextEncoder().encode(source) });
    return Array.from(outputs.prog!);
  },
});
document.title = 'ready';
