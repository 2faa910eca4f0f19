import sources from 'virtual:stage-sources';
import { stages as before, stage as m2planet } from '@fullsource/m2-planet';
import { type Files, type Stage, stageFromFolder } from '@fullsource/stage';

/** What this stage builds. */
const TOOLS = [
  ...['M1', 'hex2', 'blood-elf', 'kaem', 'get_machine'],
  ...['catm', 'chmod', 'cp', 'match', 'mkdir', 'replace', 'rm', 'sha256sum', 'wrap'],
  ...['unbz2', 'ungz', 'untar', 'unxz'],
];

/** Where the C library lies in the tree. */
export const LIBRARY = 'm2-planet/M2libc/';

/** The C library of the stage before, by path in the tree: part of every program here. */
export const library: Files = Object.fromEntries(
  Object.entries(m2planet.sources).filter(([name]) => name.startsWith(LIBRARY)),
);

/** Builds the tools with M2-Planet; those that make programs then make themselves once more. */
export const stage: Stage = stageFromFolder(sources, {
  name: 'mescc-tools',
  needs: ['hex2-0', 'catm', 'M0', 'M2-Planet'],
  provides: TOOLS,
  identical: ['M1', 'hex2', 'blood-elf'].map((tool) => [`bin/${tool}`, `tmp/${tool}-again`] as const),
  alsoReads: library,
});

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];
