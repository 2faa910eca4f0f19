import { pathToFileURL } from 'node:url';
import { Random } from '../../../m2-planet/test/fuzz/random.js';
import { mescc } from '../../dist/index.js';
import { AbiProgram } from './abi-program.js';
import { elfToHex2 } from './elf-to-hex2.js';
import { behaviour, checkSeeds, gcc, whatIsMissing } from './gcc.js';

/*
 * Random structs and calls, each half compiled by gcc -m32 and by mescc, in all four mixtures: the same output?
 *
 *   tsx abi.ts [count] [first seed]
 */

const HALVES = ['callee', 'caller'] as const;
const OBJECT = ['-c', '-fno-pic', '-fcf-protection=none', '-fno-stack-protector', '-fno-asynchronous-unwind-tables'];

export const missing = whatIsMissing();

/** What differs, or null. */
export async function differences(seed: number): Promise<string | null> {
  const program = new AbiProgram(new Random(seed));
  const sources: Record<string, Uint8Array> = {};
  for (const half of HALVES) sources[`${half}.c`] = Buffer.from(program.types() + program[half]());
  const expected = await behaviour(gcc(sources, 'program', '-static', 'callee.c', 'caller.c'));
  const objects: Record<string, Uint8Array> = {};
  for (const half of HALVES) {
    const compiled = await mescc(sources, { args: ['-c', `${half}.c`] });
    objects[`mescc-${half}.o`] = compiled.outputs[`${half}.o`]!;
    objects[`gcc-${half}.o`] = Buffer.from(elfToHex2(gcc(sources, 'half.o', ...OBJECT, `${half}.c`), half));
  }
  for (const callee of ['mescc', 'gcc'])
    for (const caller of ['mescc', 'gcc']) {
      const args = [`${callee}-callee.o`, `${caller}-caller.o`, '-o', 'program'];
      const { outputs } = await mescc(objects, { args });
      if ((await behaviour(outputs.program!)) !== expected) return `callee by ${callee}, caller by ${caller}`;
    }
  return null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (missing === null) await checkSeeds(differences);
  else console.log(`skipped: ${missing}`);
}
