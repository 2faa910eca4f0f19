import sources from 'virtual:stage-sources';
import { stage as m2planet } from '@fullsource/m2-planet';
import { stages as before } from '@fullsource/mescc-tools';
import { type Files, type Stage, stageFromFolder } from '@fullsource/stage';

/** What a program needs to become an executable: the start file, the C library, and the ends of an ELF file. */
const LIBRARY = [
  ...['lib/crt1.o', 'lib/libc.a'],
  ...['lib/elf32-header.hex2', 'lib/elf32-header-debug.hex2', 'lib/elf32-data.hex2', 'lib/elf32-footer.hex2'],
];

/** Of the C library before, the part that starts a program. */
const START = ['m2-planet/M2libc/x86/x86_defs.M1', 'm2-planet/M2libc/x86/libc-core.M1'];

/** The headers of the C library, by name. */
export const headers: Files = Object.fromEntries(
  Object.entries(sources).flatMap(([name, bytes]) =>
    name.startsWith('include/') ? [[name.slice('include/'.length), bytes]] : [],
  ),
);

/** Builds mes with M2-Planet, mescc with mes, and the C library with mescc. */
export const stage: Stage = stageFromFolder(sources, {
  name: 'mes',
  needs: ['M2-Planet', 'blood-elf', 'M1', 'hex2', 'catm', 'cp'],
  provides: ['mes', 'mescc', ...LIBRARY],
  scripts: ['build.kaem', 'libc/build.kaem'],
  alsoReads: Object.fromEntries(START.map((name) => [name, m2planet.sources[name]!])),
});

/** The default chain up to and including this stage. */
export const stages: readonly Stage[] = [...before, stage];
