/**
 * Two claims about the compilers and assemblers, in instructions as the machine counts them: exact, the same everywhere.
 *
 *   node bench/compilers.mjs linear [10 100 1000]   tools on so many thousand lines: does the cost of a line stay the same?
 *   node bench/compilers.mjs code                   programs compiled by cc, a stack machine, and by M2-Planet
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { file, run } from '../packages/vm-x86/dist/index.js';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
const artifact = (stage, tool) => readFileSync(join(packages, stage, 'artifacts', tool));
const library = (name) => readFileSync(join(packages, 'm2-planet/stage/M2libc', name));

/** Runs a tool on files; what it wrote, and how many instructions it took. */
async function call(stage, tool, args, files, stdin = '') {
  const program = typeof stage === 'string' ? artifact(stage, tool) : stage;
  const inputs = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, file(bytes)]));
  const result = await run(program, { argv: [tool, ...args], files: inputs, stdin });
  return { ...result, instructions: result.stats.instructions };
}

// ---- Sources of any length ----

/** Functions that call each other, ten lines each. */
function cSource(lines) {
  const functions = Array.from({ length: lines / 10 }, (_, i) => {
    const test = i === 0 ? 'x = x + 1;' : `x = x + f${i - 1}(x, 2);`;
    return `int g${i};\nint f${i}(int a, int b)\n{\n\tint x = a * 3;\n\tif (x > b) x = x - g${i};\n\telse\n\t\tg${i} = b;\n\twhile (x < b) ${test}\n\treturn x;\n}\n`;
  });
  return `${functions.join('')}int main() { return f0(1, 2); }\n`;
}

function macroSource(lines) {
  const macros = Array.from(
    { length: 100 },
    (_, i) => `DEFINE macro_${i} 8B${(i % 100).toString().padStart(2, '0')}\n`,
  );
  const block = (i) =>
    `:function_${i}\nmacro_${i % 100} %${i}\ncall %function_${(i * 31) % (lines / 5)}\n"string ${i}"\n'90'\n`;
  return `${macros.join('')}DEFINE call E8\n${Array.from({ length: lines / 5 }, (_, i) => block(i)).join('')}`;
}

function hex2Source(lines) {
  const count = lines / 2;
  return Array.from({ length: count }, (_, i) => `:label_${i}\nE8 %label_${(i * 7919) % count}  # call\n`).join('');
}

const TOOLS = [
  { stage: 'm2-planet', tool: 'M2-Planet', args: ['--architecture', 'x86', '-f', 'in', '-o', 'out'], source: cSource },
  {
    stage: 'mescc-tools',
    tool: 'M1',
    args: ['-A', 'x86', '--little-endian', '-f', 'in', '-o', 'out'],
    source: macroSource,
  },
  { stage: 'mescc-tools', tool: 'blood-elf', args: ['--little-endian', '-f', 'in', '-o', 'out'], source: macroSource },
  {
    stage: 'mescc-tools',
    tool: 'hex2',
    args: ['-A', 'x86', '--little-endian', '-B', '0x8048000', '-f', 'in', '-o', 'out'],
    source: hex2Source,
  },
];

async function linear(sizes) {
  for (const { stage, tool, args, source } of TOOLS) {
    for (const thousands of sizes) {
      const lines = thousands * 1000;
      const { status, stderr, instructions } = await call(stage, tool, args, { in: Buffer.from(source(lines)) });
      if (status !== 0) throw new Error(`${tool}: ${Buffer.from(stderr)}`);
      const perLine = Math.round(instructions / lines);
      console.log(
        `${tool.padEnd(10)} ${`${thousands}`.padStart(5)} k lines  ${million(instructions)}  ${perLine} a line`,
      );
    }
  }
}

// ---- The same program by two compilers ----

const million = (n) => `${(n / 1e6).toFixed(2).padStart(9)} M`;

const COMPILERS = {
  cc: ['in.c', 'out.M1'],
  'M2-Planet': ['--architecture', 'x86', '--bootstrap-mode', '-f', 'in.c', '-o', 'out.M1'],
};

/** The program, with the small library in front, assembled by M0 and linked by hex2-0. */
async function build(compiler, source) {
  const all = Buffer.concat([library('x86/linux/bootstrap.c'), library('bootstrappable.c'), source]);
  const compiled = await call('m2-planet', compiler, COMPILERS[compiler], { 'in.c': all });
  if (compiled.status !== 0) throw new Error(`${compiler}: ${Buffer.from(compiled.stderr)}`);
  const parts = [library('x86/x86_defs.M1'), library('x86/libc-core.M1'), compiled.files['out.M1']];
  const macros = await call('m0', 'M0', ['in', 'out'], { in: Buffer.concat(parts) });
  const linkable = Buffer.concat([library('x86/ELF-x86.hex2'), macros.files.out]);
  return (await call('hex2', 'hex2-0', ['in', 'out'], { in: linkable })).files.out;
}

async function code() {
  const folder = join(packages, 'm2-planet/test/vectors/cc-subset');
  const ratios = [];
  for (const name of readdirSync(folder).filter((name) => !name.startsWith('README'))) {
    const { args = [], stdin } = JSON.parse(readFileSync(join(folder, name, 'cmd.json'), 'utf8'));
    const source = readFileSync(join(folder, name, 'main.c'));
    const counts = [];
    for (const compiler of Object.keys(COMPILERS)) {
      const program = await build(compiler, source);
      counts.push((await call(program, 'program', args, {}, stdin ?? '')).instructions);
    }
    ratios.push(counts[1] / counts[0]);
    console.log(
      `${name.padEnd(24)} cc ${million(counts[0])}   M2-Planet ${million(counts[1])}   ${ratios.at(-1).toFixed(2)}`,
    );
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`${ratios.length} programs: ${mean.toFixed(2)} of the instructions (geometric mean)`);
}

const [what, ...sizes] = process.argv.slice(2);
if (what === 'code') await code();
else if (what === 'linear') await linear(sizes.length > 0 ? sizes.map(Number) : [10, 100, 1000]);
else throw new Error('expected linear or code');
