/**
 * M2-Planet, a compiler for a subset of C that compiles itself, and cc, the smaller one in assembly that begins it.
 *
 * @packageDocumentation
 */

import sources from 'virtual:stage-sources';
import { stage as hex2 } from '@fullsource/hex2';
import { stages as before } from '@fullsource/m0';
import { defineTool, onlyInput, type Stage, stageFromFolder, stem, toolsOf } from '@fullsource/stage';

const ELF_HEADER = 'hex2/ELF-i386.hex2';

/** Builds cc with M0, M2-Planet with cc, and M2-Planet with itself until it stays the same. */
export const stage: Stage = stageFromFolder(sources, {
  name: 'm2-planet',
  needs: ['hex2-0', 'catm', 'M0'],
  provides: ['cc', 'M2-Planet', 'M2-Mesoplanet'],
  identical: [['tmp/M2-Planet-2', 'bin/M2-Planet']],
  alsoReads: { [ELF_HEADER]: hex2.sources[ELF_HEADER]! },
});

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];

const tool = toolsOf(stages, () => import('@fullsource/m2-planet/artifacts'));

/** Compiles one file of the small subset of C into macro assembly: `prog.c` gives `prog.M1`. */
export const cc = defineTool({
  name: 'cc',
  binary: () => tool('cc'),
  defaultArgs: (inputs) => [onlyInput('cc', inputs), `${stem(inputs[0]!)}.M1`],
});

/** Compiles C files, in their order and as one program, into macro assembly: the last one, `prog.c`, gives `prog.M1`. */
export const m2planet = defineTool({
  name: 'M2-Planet',
  binary: () => tool('M2-Planet'),
  defaultArgs: (inputs) => [
    ...['--architecture', 'x86'],
    ...inputs.flatMap((file) => ['-f', file]),
    ...['-o', `${stem(inputs.at(-1)!)}.M1`],
  ],
});
