import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FileTreeInput, file, symlink } from '../../src/index.js';
import { runInBothEngines } from '../support/both-engines.js';
import { text, whyNoPrograms } from './helpers/native.js';

/**
 * Statically linked programs of a C library, in the machine and natively: same output, same end. From Debian's packages
 * busybox-static:i386 and bash-static:i386.
 */
const BUSYBOX = '/bin/busybox';
const BASH = '/bin/bash-static';

/** By default each script is one shell's, every third the larger one's; with `FULLSOURCE_TESTS=all` it is both's. */
const SHELLS = ['sh', 'bash'];
const triesAll = process.env.FULLSOURCE_TESTS === 'all';

function isI386(path: string): boolean {
  return existsSync(path) && readFileSync(path).readUInt16LE(18) === 3;
}

const missing = whyNoPrograms ?? (isI386(BUSYBOX) && isI386(BASH) ? null : 'no i386 busybox and bash are installed');

const APPLETS =
  'sh ls cat sort sed tar sha1sum grep wc head tail mkdir rmdir rm cp mv find tr cut uniq tee true false printf env ln chmod stat touch dd od cmp basename dirname expr id pwd readlink test uname mkfifo nohup cksum rev tac comm fold paste split';

function argumentsFor(shell: string, script: string): string[] {
  return shell === BASH ? ['bash', '--norc', '-c', script] : ['sh', '-c', script];
}

/** Runs `shell -c script` natively in an empty directory, with only the programs above on the path. */
function natively(shell: string, script: string): { stdout: string; stderr: string; end: string } {
  const directory = mkdtempSync(join(tmpdir(), 'busybox-'));
  try {
    const bin = join(directory, 'bin');
    const work = join(directory, 'work');
    mkdirSync(bin);
    mkdirSync(work);
    for (const applet of APPLETS.split(' ')) symlinkSync(BUSYBOX, join(bin, applet));
    const { stdout, stderr, status, signal } = spawnSync(shell, argumentsFor(shell, script).slice(1), {
      cwd: work,
      env: { PATH: bin },
      argv0: argumentsFor(shell, script)[0]!,
      encoding: 'latin1',
    });
    return { stdout, stderr, end: signal ?? String(status) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function inMachine(shell: string, script: string) {
  const bin: Record<string, FileTreeInput[string]> = { busybox: file(readFileSync(BUSYBOX), 0o755) };
  for (const applet of APPLETS.split(' ')) bin[applet] = symlink('busybox');
  const program = readFileSync(shell);
  const options = {
    argv: argumentsFor(shell, script),
    env: { PATH: '/bin' },
    files: { '/bin': bin },
    cwd: '/work',
  };
  const { stdout, stderr, exit } = await runInBothEngines(program, options, 'large');
  return { stdout: text(stdout), stderr: text(stderr), end: 'code' in exit ? String(exit.code) : exit.signalName };
}

const scripts: Record<string, string> = {
  'variables, arithmetic, functions':
    'f() { echo "$1-$((2 * $2))"; }; for i in 1 2 3; do f a$i $i; done; x=$(f n 21); echo $x',
  'pipes and redirections':
    'printf "b\\na\\nc\\na\\n" | sort | uniq -c > out; cat < out; echo err >&2; echo more >> out; wc -l out',
  'exit status of everything':
    '(exit 3); echo $?; false || echo no; true && echo yes; ! true; echo $?; missing-program; echo $?; exit 5',
  'here documents and nested substitution': 'cat <<X\n$(echo in $(echo $((1+1))))\nX\n',
  'background jobs': '(echo one) & wait; (exit 7) & wait $!; echo $?',
  'a trap at the end': 'trap "echo bye" EXIT; echo hello; exit 4',
  'a trap for a signal': 'trap "echo caught" USR1; kill -USR1 $$; echo after',
  'the end by a signal': 'kill -TERM $$',
  'a child that ends by a signal': '{ sh -c "kill -SEGV \\$\\$"; } 2> /dev/null; echo $?',
  'files: made, linked, moved, removed':
    'mkdir -p a/b; echo x > a/b/f; ln a/b/f a/g; ln -s b/f a/l; cat a/l; mv a/b a/c; cat a/l; readlink a/l; stat -c "%h %a %s %F" a/g a/l a; rm -r a; ls',
  'a tar round trip':
    'mkdir -p d/e; echo one > d/1; echo two > d/e/2; chmod 751 d/1; ln -s e/2 d/l; tar cf t.tar d; rm -r d; tar xf t.tar; cat d/l; stat -c "%n %a %F" d/1 d/e d/l; tar tf t.tar | sort',
  'text tools':
    'printf "one 1\\ntwo 2\\nthree 3\\n" > t; sed -n "s/\\([a-z]*\\) \\([0-9]\\)/\\2 \\1/p" t | sort -r; cut -d" " -f2 t | tr "\\n" +; grep -c t t; rev t; tac t; od -c t | head -2',
  checksums: 'i=0; while [ $i -lt 60 ]; do echo line $i; i=$((i+1)); done > f; sha1sum f; cksum f; wc -c < f',
  find: 'mkdir -p x/y/z; echo > x/y/f; find x | sort; find x -type f -name "f*"; find x -type d -empty',
  'dd, split, paste, comm':
    'dd if=/dev/zero bs=7 count=3 2>/dev/null | wc -c; printf "a\\nb\\nc\\n" > p; printf "b\\nc\\nd\\n" > q; paste p q; comm p q; split -l 2 p; cat xaa xab',
  'a FIFO': 'mkfifo p; (echo through > p) & cat p; wait',
  descriptors: 'exec 3> f; echo a >&3; exec 3>&-; exec 4< f; read x <&4; echo got $x; echo closed >&3; echo $?',
  'a script with #!':
    'printf "#!%s\\necho script \\$0 \\$1\\n" "$(echo $PATH)/sh" > s; chmod +x s; ./s arg | sed "s/ .* / /"; chmod -x s; ./s; echo $?',
  'umask and permissions': 'umask 077; echo > a; mkdir d; stat -c %a a d; chmod u=rw,g=r,o= a; stat -c %a a',
  'the environment': 'export A=1; B=2 env | grep "^[AB]=" | sort; unset A; env | grep -c "^A="',
  'errors of tools': 'cat missing; rmdir missing; mkdir a a; ls missing; cp missing x; echo $?',
};

describe.skipIf(missing !== null)(`real programs${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  for (const [index, [name, script]] of Object.entries(scripts).entries()) {
    test.each(triesAll ? SHELLS : [index % 3 === 2 ? 'bash' : 'sh'])(`${name}, in %s`, async (kind) => {
      const shell = kind === 'sh' ? BUSYBOX : BASH;
      expect(await inMachine(shell, script)).toEqual(natively(shell, script));
    });
  }
});
