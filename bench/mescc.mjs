/**
 * Two claims about mescc, in instructions as the machine counts them: exact, the same everywhere.
 *
 *   node bench/mescc.mjs large    29,000 lines of C in 256 MB: does it arrive, and after how many instructions?
 *   node bench/mescc.mjs code     M2-Planet compiled by mescc and by TinyCC, with the same C library: how many instructions
 *                                 each takes to compile M2-Planet. Needs Debian's i386-tcc.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
const { mescc } = await import(join(packages, 'mes/dist/index.js'));
const { stage: m2planet } = await import(join(packages, 'm2-planet/dist/index.js'));
const { file, run } = await import(join(packages, 'vm-x86/dist/index.js'));

const giga = (n) => `${(n / 1e9).toFixed(4)} G`;
const bytes = (text) => new TextEncoder().encode(text);

// ---- M2-Planet's source ----

/** Its files in the order in which the stage joins them; the last of its own C library comes first. */
const names = /^bin\/catm tmp\/M2-Planet\.c ((?:.|\\\n)*?[^\\])\n/m
  .exec(m2planet.script)[1]
  .split(/[\s\\]+/)
  .filter((name) => name !== '');
const sourceOf = (wanted) => wanted.map((name) => Buffer.from(m2planet.sources[name]).toString('latin1')).join('');

/** What it needs of a C library that others have. */
const HEADER = '#include <stdio.h>\n#include <stdlib.h>\ntypedef int (*FUNCTION)();\n';
const portable = sourceOf(names.filter((name) => basename(name) !== 'bootstrap.c'));

// ---- large ----

const WORDS =
  'auto break case char const continue default defined define do double else elif endif enum error extern float for goto if ifdef ifndef include int long register return short signed sizeof static struct switch typedef undef union unsigned void volatile while';
const LIBRARY =
  'FILE FUNCTION EOF NULL stdin stdout stderr exit malloc calloc free fopen fclose fputs fputc fgetc fprintf';
const kept = new Set([...WORDS.split(' '), ...LIBRARY.split(' '), '__M2__', '__FILE__', '__LINE__']);
const TOKEN = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*|\d\w*|([A-Za-z_]\w*)/g;

/** As often as asked for the same program, each time with other names; the last one keeps `main`. */
function copies(count) {
  const copy = (i) =>
    portable.replace(TOKEN, (token, name) => {
      if (name === undefined || kept.has(name) || (name === 'main' && i === count - 1)) return token;
      return `${name}_${i}`;
    });
  return HEADER + Array.from({ length: count }, (_, i) => copy(i)).join('');
}

/** The smallest of these memories, in megabytes, that suffices. */
const MEMORIES = [256, 128, 64, 32];

async function large() {
  const source = copies(5);
  const compile = (megabytes) =>
    mescc({ 'large.c': bytes(source) }, { args: ['-w', '-S', 'large.c'], limits: { memory: megabytes * 2 ** 20 } });
  const { instructions } = await compile(MEMORIES[0]);
  let enough = MEMORIES[0];
  for (const megabytes of MEMORIES.slice(1)) {
    const fits = await compile(megabytes).then(
      () => true,
      () => false,
    );
    if (!fits) break;
    enough = megabytes;
  }
  console.log(
    `mescc -S, ${source.split('\n').length} lines: ${giga(instructions)} instructions, at most 20 G; ${enough} MB suffice, at most 256`,
  );
}

// ---- code ----

const stage = join(packages, 'mes/stage');
const TCC_HEADERS = '/usr/lib/x86_64-linux-gnu/tcc';

/** A program by TinyCC, with our C library, which it compiles as well. */
function byTcc(source) {
  const folder = mkdtempSync(join(tmpdir(), 'fullsource-bench-'));
  try {
    writeFileSync(join(folder, 'program.c'), source);
    const own = ['wide.c', 'x86.c'];
    const library = readdirSync(join(stage, 'libc')).filter((name) => name.endsWith('.c') && !own.includes(name));
    const include = [
      '-nostdinc',
      '-I',
      `${TCC_HEADERS}/include`,
      '-I',
      join(stage, 'include'),
      '-I',
      join(stage, 'libc'),
    ];
    const files = library.map((name) => join(stage, 'libc', name));
    const output = join(folder, 'program');
    execFileSync(
      'i386-tcc',
      [
        '-nostdlib',
        '-static',
        ...include,
        '-o',
        output,
        join(folder, 'program.c'),
        ...files,
        `${TCC_HEADERS}/i386-libtcc1.a`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function code() {
  const source = HEADER + portable;
  const argv = ['M2-Planet', '--architecture', 'x86', '-f', 'in.c', '-o', 'out.M1'];
  const count = async (program) => {
    const { exit, stats } = await run(program, { argv, files: { 'in.c': file(bytes(sourceOf(names))) } });
    if (exit.code !== 0) throw new Error('M2-Planet failed');
    return stats.instructions;
  };
  const ours = await count((await mescc({ 'm2.c': bytes(source) })).outputs.m2);
  const theirs = await count(byTcc(source));
  console.log(
    `M2-Planet compiles itself: by mescc ${giga(ours)}, by TinyCC ${giga(theirs)}, ratio ${(ours / theirs).toFixed(3)}`,
  );
}

const jobs = { large, code };
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(jobs)) await jobs[name]();
