/**
 * hex1: hex0 with one-letter labels.
 *
 * @packageDocumentation
 */

import sources from 'virtual:stage-sources';
import { stages as before } from '@fullsource/hex0';
import { defineTool, explainWith, onlyInput, type Stage, stageFromFolder, stem, toolsOf } from '@fullsource/stage';
import { assemble } from './reference.js';

export * from './errors.js';
export { assemble };

/** Builds hex1 with hex0. */
export const stage: Stage = stageFromFolder(sources, { name: 'hex1', needs: ['hex0'], provides: ['hex1'] });

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];

const tool = toolsOf(stages, () => import('@fullsource/hex1/artifacts'));

/** Assembles one hex1 file: `prog.hex1` gives `prog`. */
export const hex1 = defineTool({
  name: 'hex1',
  binary: () => tool('hex1'),
  defaultArgs: (inputs) => [onlyInput('hex1', inputs), stem(inputs[0]!)],
  explain: explainWith(assemble),
});
