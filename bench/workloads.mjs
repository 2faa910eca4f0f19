/**
 * What is measured: programs, arguments and inputs. A workload is made in a folder of its own; inputs are generated here, the
 * same bytes every time.
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { works } from './measure.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const artifact = (stage, tool) => join(root, 'packages', stage, 'artifacts', tool);

/** Labels, pointers of every kind, bytes and comments: about 1 MB. */
function hex2Source() {
  const lines = [];
  for (let i = 0; i < 20_000; i++) {
    lines.push(`:label_number_${i}`, `E8 %label_number_${(i * 7919) % 20_000}  # call`, '89 D8 8B 03 C3');
  }
  return `${lines.join('\n')}\n`;
}

/** Macros, numbers, strings and labels, as a compiler writes them: about 1 MB. */
function macroSource() {
  const names = Array.from({ length: 100 }, (_, i) => `macro_${i},[ebx]`);
  const lines = names.map((name, i) => `DEFINE ${name} 8B${(i % 256).toString(16).padStart(2, '0').toUpperCase()}`);
  for (let i = 0; i < 25_000; i++) {
    lines.push(`:function_${i}`, `\t${names[i % 100]}`, `\tmov_eax, %${i}`, `\tcall %function_${(i * 31) % 25_000}`);
    if (i % 50 === 0) lines.push(`"string number ${i}"`);
  }
  return `${lines.join('\n')}\n`;
}

/** The C compiler's own source, as its stage puts it together. */
function compilerSource() {
  const stage = join(root, 'packages/m2-planet/stage');
  const script = readFileSync(join(stage, 'build.kaem'), 'utf8').replaceAll('\\\n', ' ');
  const [, parts] = /^bin\/catm tmp\/M2-Planet\.c (.*)$/m.exec(script);
  const read = (name) => readFileSync(join(root, 'packages', name.replace('/', '/stage/')), 'utf8');
  return parts.trim().split(/\s+/).map(read).join('');
}

/** Bytes without a pattern that a checksum could profit from: a linear congruential generator. */
function noise(size) {
  const bytes = new Uint8Array(size);
  let state = 1;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** Each: name, the path of the program or of its C source, compiler and options, its arguments, and what must lie in its working folder. */
export const workloads = [
  {
    name: 'hex2-0 links 1 MB',
    program: artifact('hex2', 'hex2-0'),
    args: ['in.hex2', 'out'],
    inputs: { 'in.hex2': hex2Source },
  },
  {
    name: 'M0 assembles 1 MB',
    program: artifact('m0', 'M0'),
    args: ['in.M1', 'out.hex2'],
    inputs: { 'in.M1': macroSource },
  },
  {
    name: 'hex0 assembles 2 MB, a byte at a time',
    program: artifact('hex0', 'hex0'),
    args: ['in.hex0', 'out'],
    inputs: { 'in.hex0': () => '48 65 6C 6C 6F E9 # a comment with some more text\n'.repeat(40_000) },
  },
  {
    name: 'hex1 assembles 100 KB, a byte at a time',
    program: artifact('hex1', 'hex1'),
    args: ['in.hex1', 'out'],
    inputs: { 'in.hex1': () => ':a 48 65 6C 6C 6F E9 %a # a comment\n'.repeat(2800) },
  },
  {
    name: 'M2-Planet compiles itself',
    program: artifact('m2-planet', 'M2-Planet'),
    args: ['--architecture', 'x86', '-f', 'in.c', '-o', 'out.M1'],
    inputs: { 'in.c': compilerSource },
  },
  {
    name: 'sha256sum of 20 MB, compiled by M2-Planet',
    program: artifact('mescc-tools', 'sha256sum'),
    args: ['in'],
    inputs: { in: () => noise(20 * 2 ** 20) },
  },
  {
    name: 'sha256sum of 20 MB, the same compiled by gcc -O2',
    source: join(root, 'packages/mescc-tools/stage/sha256sum.c'),
    args: ['in'],
    inputs: { in: () => noise(20 * 2 ** 20) },
  },
  ...[
    ['nbody', 'gcc'],
    ['mandelbrot', 'gcc'],
    ['mandelbrot', 'mescc'],
  ].map(([name, compiler]) => ({
    name: `floating point in the x87 unit: ${name}, compiled by ${compiler}`,
    source: join(root, `bench/floating/${name}.c`),
    compiler,
    options: ['-O1', '-mfpmath=387'],
    args: [],
    inputs: {},
  })),
  {
    name: 'hex0 writes two bytes: what starting costs',
    program: artifact('hex0', 'hex0'),
    args: ['in.hex0', 'out'],
    inputs: { 'in.hex0': () => '68 69\n' },
  },
];

/** Compiles with gcc; false when there is none, or none for this kind of processor. */
function gcc(source, output, ...options) {
  return works('gcc', '-O2', '-static', '-w', ...options, source, '-o', output);
}

/** Compiles with the chain's own compiler; false when it is not built. */
async function mescc(source, output) {
  const stage = join(root, 'packages/mes');
  if (!existsSync(join(stage, 'artifacts/mescc'))) return false;
  const compiler = await import(join(stage, 'dist/index.js'));
  const { outputs } = await compiler.mescc(
    { 'source.c': readFileSync(source) },
    { args: ['source.c', '-o', 'program'] },
  );
  writeFileSync(output, outputs.program, { mode: 0o755 });
  return true;
}

/**
 * Puts a workload's program and inputs into `folder`: `program`, and `as-x86-64` where it comes from C source and gcc can make it
 * for the host. False when the program is not built and cannot be.
 */
export async function prepare({ program, source, compiler = 'gcc', options = [], inputs }, folder) {
  const output = join(folder, 'program');
  if (source !== undefined) {
    gcc(source, join(folder, 'as-x86-64'), '-m64', ...options);
    const compiled =
      compiler === 'gcc' ? gcc(source, output, '-m32', '-march=i686', ...options) : mescc(source, output);
    if (!(await compiled)) return false;
  } else if (existsSync(program)) copyFileSync(program, output);
  else return false;
  for (const [name, make] of Object.entries(inputs)) writeFileSync(join(folder, name), make());
  return true;
}
