/**
 * hex0, the first assembler of the chain, and kaem-minimal, the first script runner.
 *
 * @packageDocumentation
 */

import sources from 'virtual:stage-sources';
import {
  defineTool,
  explainWith,
  onlyInput,
  parseScript,
  type Stage,
  stageFromFolder,
  stem,
  toolsOf,
} from '@fullsource/stage';

export { assemble } from './reference.js';

/** Builds hex0 and kaem-0 from the seed. */
export const stage: Stage = stageFromFolder(sources, {
  name: 'hex0',
  provides: ['hex0', 'kaem-0'],
  identical: [
    ['hex0/hex0-seed', 'bin/hex0'],
    ['hex0/hex0-seed', 'tmp/hex0-again'],
  ],
});

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [stage];

const tool = toolsOf(stages, () => import('@fullsource/hex0/artifacts'));

/** Assembles one hex0 file: `prog.hex0` gives `prog`. */
export const hex0 = defineTool({
  name: 'hex0',
  binary: () => tool('hex0'),
  defaultArgs: (inputs) => [onlyInput('hex0', inputs), stem(inputs[0]!)],
});

/** Runs a script of steps; by default the input called `kaem.x86`. Inputs that are programs are executable. */
export const kaem = defineTool({
  name: 'kaem-0',
  binary: () => tool('kaem-0'),
  defaultArgs: () => [],
  explain: explainWith((script) => parseScript(new TextDecoder().decode(script)), 'kaem.x86'),
});
