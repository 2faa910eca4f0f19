/**
 * hex2-0, the small linker, and catm, which joins files.
 *
 * @packageDocumentation
 */

import sources from 'virtual:stage-sources';
import { stages as before } from '@fullsource/hex1';
import { defineTool, explainWith, onlyInput, type Stage, stageFromFolder, stem, toolsOf } from '@fullsource/stage';
import { link } from './reference.js';

export * from './errors.js';
export { join } from './join.js';
export { link };

/** Builds hex2-0 with hex1, and catm with hex2-0. */
export const stage: Stage = stageFromFolder(sources, { name: 'hex2', needs: ['hex1'], provides: ['hex2-0', 'catm'] });

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];

const tool = toolsOf(stages, () => import('@fullsource/hex2/artifacts'));

/** Links one hex2 file: `prog.hex2` gives `prog`. */
export const hex2 = defineTool({
  name: 'hex2-0',
  binary: () => tool('hex2-0'),
  defaultArgs: (inputs) => [onlyInput('hex2-0', inputs), stem(inputs[0]!)],
  explain: explainWith(link),
});

/** Joins the inputs, in order, into the file `joined`. */
export const catm = defineTool({
  name: 'catm',
  binary: () => tool('catm'),
  defaultArgs: (inputs) => ['joined', ...inputs],
});
