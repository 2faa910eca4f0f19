import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { artifacts } from '@fullsource/testing';
import { run } from '@fullsource/vm-x86';
import { hostDirectory } from '@fullsource/vm-x86/node';
import { describe, expect, test } from 'vitest';

const { mes } = artifacts(fileURLToPath(new URL('..', import.meta.url)), ['mes']);

/** The field's MesCC and Nyacc, where Debian's packages put them. */
const FIELD = ['/usr/bin/mescc', '/usr/bin/mescc.scm', '/usr/share/mes/module', '/usr/share/guile/site/3.0/nyacc'];
const missing = FIELD.find((path) => !existsSync(path));

const SOURCE = `
struct point { int x; int y; char *name; };
struct point table[2] = {{1, 2, "one"}, {3, 4, "two"}};
enum color { RED, GREEN = 5, BLUE };
#define SQUARE(n) ((n) * (n))
int count(struct point *p, int n) {
  int i;
  int total = 0;
  for (i = 0; i < n; i++) total += p[i].x * p[i].y;
  return total;
}
int main(int argc, char **argv) {
  int n = count(table, 2);
  switch (n) { case 14: n = GREEN; break; case 3: n = BLUE; break; default: n = 0; }
  while (n > 0) { n = n - 3; if (n == 5) continue; }
  return SQUARE(n) + (argc > 1 ? argv[1][0] : table[1].name[0]);
}
`;

/** What MesCC makes of the program on the interpreter of its own packages. */
function onTheirs(source: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'field-'));
  try {
    writeFileSync(join(cwd, 'program.c'), source);
    const { status, stderr } = spawnSync('mescc', ['-m', '32', '-S', 'program.c', '-o', 'program.s'], { cwd });
    expect({ status, stderr: String(stderr) }).toMatchObject({ status: 0 });
    return readFileSync(join(cwd, 'program.s'), 'latin1');
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** The same on ours. */
async function onOurs(source: string): Promise<string> {
  const { exit, stderr, files } = await run(mes!, {
    argv: ['mes', '-e', 'main', '/usr/bin/mescc.scm', '-m', '32', '-S', 'program.c', '-o', 'program.s'],
    env: { GUILE_LOAD_PATH: '/usr/share/mes/module:/usr/share/guile/site/3.0' },
    files: { 'program.c': source },
    cwd: '/work',
    mounts: { '/usr': hostDirectory('/usr', { mode: 'read-only' }) },
  });
  expect({ exit, stderr: Buffer.from(stderr).toString() }).toEqual({ exit: { code: 0 }, stderr: '' });
  return Buffer.from(files['program.s']!).toString('latin1');
}

describe('the field’s MesCC and Nyacc', () => {
  test.skipIf(missing !== undefined)(
    `write the same M1 here as on their own interpreter${missing === undefined ? '' : `: skipped, no ${missing}`}`,
    async () => {
      expect(await onOurs(SOURCE)).toBe(onTheirs(SOURCE));
    },
  );
});

/** Programs of the vectors, one of each kind. */
const PROGRAMS = ['define-macro', 'fluids', 'let-forms', 'list-basic', 'records', 'string-basic', 'syntax-rules'];
const vectors = fileURLToPath(new URL('vectors/mes/', import.meta.url));

describe('the field’s own boot file and library', () => {
  test.skipIf(missing !== undefined).each(PROGRAMS)('run here: %s', async (name) => {
    const { exit, stdout, stderr } = await run(mes!, {
      argv: ['mes', 'program.scm'],
      env: { MES_BOOT: 'boot-0.scm', MES_PREFIX: '/usr' },
      files: { 'program.scm': readFileSync(join(vectors, `${name}.scm`)) },
      mounts: { '/usr': hostDirectory('/usr', { mode: 'read-only' }) },
    });
    expect({ exit, stderr: Buffer.from(stderr).toString() }).toEqual({ exit: { code: 0 }, stderr: '' });
    expect(Buffer.from(stdout).toString('latin1')).toBe(readFileSync(join(vectors, `${name}.expected`), 'latin1'));
  });
});
