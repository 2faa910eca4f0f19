import { stages as upToAssembler } from '@fullsource/mescc-tools';
import { defineTool, type Files, onlyInput, stem, toolsOf } from '@fullsource/stage';
import { headers, stage, stages } from './stage.js';

const tool = toolsOf(stages, () => import('@fullsource/mes/artifacts'));
const assembler = toolsOf(upToAssembler, () => import('@fullsource/mescc-tools/artifacts'));

/** Runs a Scheme program: the one input, unless `args` says more. */
export const mes = defineTool({
  name: 'mes',
  binary: () => tool('mes'),
  defaultArgs: (inputs) => [onlyInput('mes', inputs)],
});

/** Compiles C files to an i386 Linux executable, by default one that is called as the first of them: `prog.c` gives `prog`. */
export const mescc = defineTool({
  name: 'mescc',
  binary: () => tool('mescc'),
  installation,
  defaultArgs: (inputs) => {
    const sources = inputs.filter((name) => name.endsWith('.c'));
    return [...sources, ...(sources.length > 0 ? ['-o', stem(sources[0]!)] : [])];
  },
});

/** The compiler's surroundings in the machine: the tools that it calls, the C library and its headers. */
async function installation(): Promise<Files> {
  const files: Record<string, Uint8Array> = { '/bin/mescc': await tool('mescc') };
  for (const name of ['M1', 'hex2', 'blood-elf']) files[`/bin/${name}`] = await assembler(name);
  for (const name of stage.provides) if (name.startsWith('lib/')) files[`/${name}`] = await tool(name);
  for (const [name, bytes] of Object.entries(headers)) files[`/include/${name}`] = bytes;
  return files;
}
