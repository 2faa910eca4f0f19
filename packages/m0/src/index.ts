/**
 * M0, the small macro assembler.
 *
 * @packageDocumentation
 */

import sources from 'virtual:stage-sources';
import { stages as before, stage as hex2 } from '@fullsource/hex2';
import { defineTool, explainWith, onlyInput, type Stage, stageFromFolder, stem, toolsOf } from '@fullsource/stage';
import { assemble } from './reference.js';

export * from './errors.js';
export { assemble };

/** Where hex2 keeps the ELF header that every program from here on begins with. */
const ELF_HEADER = 'hex2/ELF-i386.hex2';

/** Builds M0 with hex2-0. */
export const stage: Stage = stageFromFolder(sources, {
  name: 'm0',
  needs: ['hex2-0', 'catm'],
  provides: ['M0'],
  alsoReads: { [ELF_HEADER]: hex2.sources[ELF_HEADER]! },
});

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];

const tool = toolsOf(stages, () => import('@fullsource/m0/artifacts'));

/** Turns one file of macro text into hex2 text: `prog.M1` gives `prog.hex2`. */
export const m0 = defineTool({
  name: 'M0',
  binary: () => tool('M0'),
  defaultArgs: (inputs) => [onlyInput('M0', inputs), `${stem(inputs[0]!)}.hex2`],
  explain: explainWith(assemble),
});
