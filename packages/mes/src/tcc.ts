import { defineStage, type Files, type Stage, StageError } from '@fullsource/stage';
import { headers, stage as mes } from './stage.js';

/**
 * The last link of the chain: TinyCC, whose source is not ours to give. mescc compiles it, unmodified and in one step; the
 * result compiles the C library and TinyCC again, three times over.
 */

/** Where programs that this TinyCC makes find their library and headers; what `-B` names. */
const HOME = 'lib/tcc';

/** The C library's files, but those that are mescc's own: arithmetic of 64 bits, and assembly in its syntax. */
const LIBC = [
  ...['syscall', 'x86-gnu', 'string', 'ctype', 'malloc', 'stdlib', 'unistd', 'stdio', 'decimal', 'printf', 'strtol'],
  ...['strtod', 'scanf', 'math', 'time'],
];

/** Of TinyCC's tree: its own sources, its run-time library, the headers that belong to the compiler. */
const WANTED = /^([^/]+\.[ch]|lib\/[^/]+\.[chS]|include\/[^/]+\.h)$/;

/** What must be there for it to be TinyCC at all. */
const MAIN = ['tcc.c', 'tcc.h', 'libtcc.c', 'lib/libtcc1.c', 'include/stddef.h'];

/** What one generation compiles with; `tcc.h` reads `config.h`, which is ours. */
const DEFINES = '-D ONE_SOURCE=1 -D TCC_TARGET_I386=1';

/**
 * Makes the stage for a source tree of TinyCC 0.9.27, by path in the tree (`tcc.c`, `lib/libtcc1.c`). What is not needed is left
 * out. Throws `BAD_SOURCE` when it is not such a tree.
 */
export function tccStage(tree: Files): Stage {
  for (const name of MAIN) {
    if (tree[name] === undefined)
      throw new StageError('BAD_SOURCE', `this is no source tree of TinyCC: it has no ${name}`);
  }
  const wanted = Object.entries(tree).filter(([name]) => WANTED.test(name) && name !== 'config.h');
  return defineStage({
    name: 'tcc',
    sources: {
      ...Object.fromEntries(wanted.map(([name, bytes]) => [`tcc/${name}`, bytes])),
      ...Object.fromEntries(Object.entries(mes.sources).filter(([name]) => /^mes\/(libc|include|tcc)\//.test(name))),
      ...inHome(headers),
      ...inHome(
        Object.fromEntries(wanted.flatMap(([name, bytes]) => (isHeader(name) ? [[name.slice(8), bytes]] : []))),
      ),
    },
    needs: [
      'mescc',
      'M1',
      'hex2',
      'blood-elf',
      'cp',
      'chmod',
      ...mes.provides.filter((name) => name.startsWith('lib/')),
    ],
    provides: ['tcc', ...['crt1.o', 'crti.o', 'crtn.o', 'libc.a', 'libtcc1.a'].map((name) => `${HOME}/${name}`)],
    script: script(wanted.map(([name]) => name)),
    identical: [['tmp/tcc-2', 'tmp/tcc-3']],
  });
}

const isHeader = (name: string): boolean => name.startsWith('include/');

/** Headers where TinyCC looks for them. Its own win over the C library's of the same name: they fit the compiler. */
function inHome(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${HOME}/include/${name}`, bytes]));
}

function script(names: readonly string[]): string {
  return [
    '# TinyCC by mescc',
    `bin/mescc -S ${DEFINES} -I mes/tcc -I mes/include -o tmp/tcc.s tcc/tcc.c`,
    'bin/M1 --architecture x86 --little-endian -f tmp/tcc.s -o tmp/tcc.o',
    'bin/mescc -o tmp/tcc-0 tmp/tcc.o',
    ...[0, 1, 2].flatMap((generation) => byItself(generation, names)),
    '# The second and the third are the same: the last one stays.',
    'bin/cp tmp/tcc-3 bin/tcc',
    'bin/chmod 755 bin/tcc',
    '',
  ].join('\n');
}

/** A generation compiles the C library and the next generation. */
function byItself(generation: number, names: readonly string[]): string[] {
  const tcc = `tmp/tcc-${generation} -B ${HOME}`;
  const compile = (source: string, object: string) => `${tcc} -c -I ${HOME}/include -I mes/libc -o ${object} ${source}`;
  const runtime = names.filter((name) => /^lib\/(libtcc1\.c|alloca86\.S)$/.test(name));
  const object = (name: string) => `tmp/${name.replace(/^.*\//, '').replace(/\.[cS]$/, '')}.o`;
  return [
    `# The library by tcc-${generation}, and tcc-${generation + 1}`,
    compile('mes/libc/crt1.c', `${HOME}/crt1.o`),
    ...['crti', 'crtn'].map((name) => compile('mes/tcc/empty.c', `${HOME}/${name}.o`)),
    ...LIBC.map((name) => compile(`mes/libc/${name}.c`, object(name))),
    `${tcc} -ar rcs ${HOME}/libc.a ${LIBC.map(object).join(' ')}`,
    ...runtime.map((name) => compile(`tcc/${name}`, object(name))),
    `${tcc} -ar rcs ${HOME}/libtcc1.a ${runtime.map(object).join(' ')}`,
    `${tcc} -c ${DEFINES} -I mes/tcc -I ${HOME}/include -o tmp/tcc.o tcc/tcc.c`,
    `${tcc} -static -o tmp/tcc-${generation + 1} tmp/tcc.o`,
  ];
}
