/**
 * The interpreter and the compiler of the last stage: instructions, counted by the machine, beside the field's mes and Guile,
 * where they are installed: their user CPU time, and with --count their instructions, counted by valgrind.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = new URL('../packages/', import.meta.url);
const { mes, mescc } = await import(new URL('mes/dist/index.js', packages));
const counting = process.argv.includes('--count');

const FIB = '(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))\n(fib 22)\n';
const LOOP = '(let loop ((n 300000)) (if (> n 0) (loop (- n 1))))\n';
const HELLO = '#include <stdio.h>\nint main() { printf("hello, world\\n"); return 0; }\n';

/** What is run; `field`: instructions of the field's mes as M2-Planet builds it; `most`: what ours may take. */
const JOBS = [
  { name: 'start, empty script', file: 'empty.scm', text: '', field: 0.39e9, most: 0.01e9 },
  { name: 'fib(22), minus start', file: 'fib.scm', text: FIB, field: 1.08e9, most: 1.08e9 / 15, minusStart: true },
  {
    name: '300,000 turns, minus start',
    file: 'loop.scm',
    text: LOOP,
    field: 4.8e9,
    most: 4.8e9 / 15,
    minusStart: true,
  },
  { name: 'mescc -c hello.c', file: 'hello.c', text: HELLO, field: 19.8e9, most: 0.3e9 },
];

/** The field's mes has to be told where its library is. */
const environment = { ...process.env, MES_PREFIX: '/usr', GUILE_AUTO_COMPILE: '0' };

const RIVALS = [
  { name: "Debian's mes", command: (file) => (file.endsWith('.c') ? ['mescc', '-c', file] : ['mes', file]) },
  { name: 'guile', command: (file) => (file.endsWith('.c') ? null : ['guile', '--no-auto-compile', file]) },
].filter(({ command }) => spawnSync(command('x.scm')[0], ['--version'], { env: environment }).status === 0);

async function ours({ file, text }) {
  const inputs = { [file]: new TextEncoder().encode(text) };
  const result = file.endsWith('.c') ? await mescc(inputs, { args: ['-c', file] }) : await mes(inputs);
  return result.instructions;
}

/** User CPU seconds, or instructions. */
function rival(words, cwd) {
  const env = environment;
  if (counting) {
    const tool = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', ...words];
    const { stderr } = spawnSync(tool[0], tool.slice(1), { cwd, env, encoding: 'utf8' });
    return Number(/Collected : (\d+)/.exec(stderr)?.[1] ?? Number.NaN);
  }
  const script = 'TIMEFORMAT=%U; time "$@" >/dev/null 2>&1';
  return Number(spawnSync('bash', ['-c', script, 'time', ...words], { cwd, env, encoding: 'utf8' }).stderr.trim());
}

const giga = (n) => `${(n / 1e9).toFixed(4)} G`;
const folder = mkdtempSync(join(tmpdir(), 'fullsource-bench-'));
const starts = {};
try {
  for (const job of JOBS) {
    writeFileSync(join(folder, job.file), job.text);
    const instructions = (await ours(job)) - (job.minusStart ? starts.ours : 0);
    starts.ours ??= instructions;
    console.log(`\n${job.name}`);
    console.log(
      `  ours          ${giga(instructions)} instructions, at most ${giga(job.most)}: ${instructions <= job.most ? 'yes' : 'NO'}`,
    );
    console.log(
      `  the field     ${giga(job.field)} instructions built by M2-Planet, ${(job.field / instructions).toFixed(0)} times ours`,
    );
    for (const { name, command } of RIVALS) {
      const words = command(job.file);
      if (words === null) continue;
      const used = rival(words, folder) - (job.minusStart ? starts[name] : 0);
      starts[name] ??= used;
      console.log(`  ${name.padEnd(13)} ${counting ? `${giga(used)} instructions` : `${used.toFixed(2)} s`}, native`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
