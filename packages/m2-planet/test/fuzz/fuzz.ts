import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProgram } from './generate.js';

/*
 * Random programs through M2-Planet and through gcc -m32: the same output?
 *
 *   tsx fuzz.ts --compiler M2-Planet --assembler M1 --linker hex2 [--seed N] [--count N] [--keep DIRECTORY]
 *
 * The tools are host programs. Prints each seed that differs, then `N programs, N differ`; exit 1 if one did.
 * Seeds whose program gcc's build cannot finish in a second (a loop around calls around loops) are not counted.
 */

const LIBRARY = join(import.meta.dirname, '../../stage/M2libc');
const SOURCES = [
  ...['sys/types.h', 'stddef.h', 'sys/utsname.h', 'x86/linux/unistd.c', 'x86/linux/fcntl.c', 'fcntl.c'],
  ...['x86/linux/sys/stat.c', 'ctype.c', 'stdlib.c', 'stdarg.h', 'stdio.h', 'stdio.c', 'string.c', 'bootstrappable.c'],
];
const FOR_GCC = '#include <stdio.h>\n#include <string.h>\ntypedef int (*FUNCTION)();\n#pragma pack(1)\n';

const { values } = parseArgs({
  options: {
    compiler: { type: 'string', default: 'M2-Planet' },
    assembler: { type: 'string', default: 'M1' },
    linker: { type: 'string', default: 'hex2' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    keep: { type: 'string' },
  },
});

/** Output and status of a program, or null if it did not end in time. */
function run(program: string, args: readonly string[], seconds: number): string | null {
  const result = spawnSync(program, args, { encoding: 'latin1', timeout: seconds * 1000, maxBuffer: 1 << 26 });
  if (result.error !== undefined) return null;
  return `${result.stdout}${result.status === 0 ? '' : `${result.stderr}exit ${result.status} ${result.signal}\n`}`;
}

function buildWithGcc(directory: string, program: string): string {
  const source = join(directory, 'gcc.c');
  const binary = join(directory, 'gcc');
  writeFileSync(source, FOR_GCC + program);
  const flags = ['-m32', '-O0', '-std=gnu99', '-fwrapv', '-fsigned-char', '-w'];
  const problem = run('gcc', [...flags, source, '-o', binary], 20);
  if (problem !== '') throw new Error(`gcc: ${problem}`);
  return binary;
}

/** Returns the binary, or what a tool complained about. */
function buildWithM2Planet(directory: string, program: string): { binary: string } | { problem: string } {
  const at = (name: string): string => join(directory, name);
  writeFileSync(at('main.c'), program);
  const files = [...SOURCES.map((name) => join(LIBRARY, name)), at('main.c')];
  const machine = ['--architecture', 'x86', '--little-endian'];
  const inputs = (names: readonly string[]): string[] => names.flatMap((name) => ['-f', name]);
  const x86 = (name: string): string => join(LIBRARY, 'x86', name);
  const steps: [string, string[]][] = [
    [values.compiler, ['--architecture', 'x86', ...inputs(files), '-o', at('main.M1')]],
    [
      values.assembler,
      [...machine, ...inputs([x86('x86_defs.M1'), x86('libc-full.M1'), at('main.M1')]), '-o', at('main.hex2')],
    ],
    [
      values.linker,
      [...machine, '--base-address', '0x8048000', ...inputs([x86('ELF-x86.hex2'), at('main.hex2')]), '-o', at('main')],
    ],
  ];
  for (const [tool, args] of steps) {
    const problem = run(tool, args, 20);
    if (problem !== '') return { problem: problem ?? `${tool} did not end` };
  }
  return { binary: at('main') };
}

const directory = values.keep ?? mkdtempSync(join(tmpdir(), 'm2-planet-fuzz-'));
mkdirSync(directory, { recursive: true });
let programs = 0;
let different = 0;
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.count); seed++) {
  const program = generateProgram(seed);
  const expected = run(buildWithGcc(directory, program), [], 1);
  if (expected === null) continue;
  programs += 1;
  const built = buildWithM2Planet(directory, program);
  const actual = 'problem' in built ? built.problem : run(built.binary, [], 10);
  if (actual === expected) continue;
  different += 1;
  console.log(`seed ${seed} differs`);
  if (values.keep !== undefined) writeFileSync(join(directory, `seed-${seed}.c`), program);
}
if (values.keep === undefined) rmSync(directory, { recursive: true });
console.log(`${programs} programs, ${different} differ`);
process.exitCode = different > 0 ? 1 : 0;
