/**
 * C of ordinary npm packages, by mescc and by gcc -m32: do both programs say the same?
 *
 *     tsx packages/mes/test/real-programs/run.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mescc } from '../../dist/index.js';
import { behaviour, gcc, whatIsMissing } from '../fuzz/gcc.js';

/** What a package contributes: the files of some folders, those to compile, and the program of ours that calls them. */
interface Subject {
  readonly package: string;
  readonly folders: readonly string[];
  readonly sources: readonly string[];
  readonly program?: string;
  readonly options?: readonly string[];
}

const SUBJECTS: readonly Subject[] = [
  {
    package: 'argon2@0.45.1',
    folders: ['argon2/include', 'argon2/src', 'argon2/src/blake2'],
    sources: ['argon2', 'core', 'ref', 'encoding', 'blake2/blake2b'].map((name) => `argon2/src/${name}.c`),
    program: 'argon2.c',
    options: ['-DARGON2_NO_THREADS'],
  },
  {
    package: 'lz4@0.6.5',
    folders: ['deps/lz4/lib'],
    sources: ['lz4', 'lz4hc', 'lz4frame', 'xxhash'].map((name) => `deps/lz4/lib/${name}.c`),
    program: 'lz4.c',
  },
  {
    package: 'blake2@5.0.1',
    folders: ['src/BLAKE2/ref'],
    sources: [
      'src/BLAKE2/ref/genkat-c.c',
      ...['b', 's', 'bp', 'sp', 'xb', 'xs'].map((kind) => `src/BLAKE2/ref/blake2${kind}-ref.c`),
    ],
  },
];

const PATIENCE = 3_000_000_000;

/** The C files and headers of those folders of a package from the registry, by path. */
function sourcesOf({ package: name, folders }: Subject): Record<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  try {
    const archive = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', archive], { cwd: folder });
    const files: Record<string, Uint8Array> = {};
    for (const part of folders)
      for (const file of readdirSync(join(folder, 'package', part)))
        if (/\.[ch]$/.test(file))
          files[join(part, file)] = new Uint8Array(readFileSync(join(folder, 'package', part, file)));
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiled both ways: is what the two say the same? */
async function agrees(subject: Subject): Promise<boolean> {
  const files = sourcesOf(subject);
  const sources = [...subject.sources];
  if (subject.program !== undefined) {
    const path = fileURLToPath(new URL(subject.program, import.meta.url));
    files['main.c'] = new Uint8Array(readFileSync(path));
    sources.unshift('main.c');
  }
  const args = [...(subject.options ?? []), ...subject.folders.map((folder) => `-I${folder}`), ...sources];
  const expected = await behaviour(gcc(files, 'a', '-static', ...args), PATIENCE);
  const { outputs } = await mescc(files, { args: ['-w', ...args, '-o', 'a'] });
  const actual = await behaviour(outputs.a!, PATIENCE);
  return expected !== null && actual === expected;
}

const missing = whatIsMissing();
if (missing === null) {
  let failed = 0;
  for (const subject of SUBJECTS) {
    const ok = await agrees(subject);
    console.log(`${ok ? 'ok' : 'FAILED'}: ${subject.package}`);
    if (!ok) failed++;
  }
  console.log(`${SUBJECTS.length} cases, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} else console.log(`skipped: ${missing}`);
