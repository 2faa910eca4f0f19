/** Runs the workloads, each rival in turn, and prints medians and ratios. See README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { artifact, prepare, workloads } from './workloads.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, engines: { type: 'string', default: 'jit' } },
});
const runs = Number(values.runs);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/cli/dist/bin.js');

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const perf = works('perf', 'stat', '-e', 'cycles:u', 'true') && !measurePerf('true', [], tmpdir()).unsupported;

/** Where the kernel hands i386 programs to an emulator there is no native rival. */
const emulated = existsSync('/proc/sys/fs/binfmt_misc/qemu-i386');

/** The ways to run a program, those that this machine has; the first is what the others are compared with. */
const rivals = [
  ...(emulated || !runsI386() ? [] : [{ name: 'native', command: (program, args) => [`./${program}`, args] }]),
  ...(works('qemu-i386', '--version')
    ? [{ name: 'qemu-i386', command: (program, args) => ['qemu-i386', [`./${program}`, ...args]] }]
    : []),
  ...values.engines.split(',').map((engine) => ({
    name: engine,
    command: (program, args) => [process.execPath, [cli, 'vm', '--engine', engine, `./${program}`, ...args]],
  })),
];

function runsI386() {
  const { error } = spawnSync(artifact('hex0', 'hex0'), ['/dev/null', '/dev/null']);
  return error === undefined;
}

/** One run as a whole process: seconds of wall time and of user CPU time, and user cycles where they can be counted. */
function measure(command, args, cwd) {
  return perf ? measurePerf(command, args, cwd) : measureTime(command, args, cwd);
}

function measureTime(command, args, cwd) {
  const script = 'TIMEFORMAT="%R %U"; time "$@" >/dev/null 2>&1';
  const { stderr, status } = spawnSync('bash', ['-c', script, 'time', command, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}: ${stderr}`);
  const [wall, user] = stderr.trim().split(/\s+/).map(Number);
  return { wall, user };
}

function measurePerf(command, args, cwd) {
  const events = ['stat', '-x', ',', '-e', 'cycles:u,instructions:u,duration_time,user_time', command, ...args];
  const { stderr } = spawnSync('perf', events, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  const count = (event) =>
    stderr
      .split('\n')
      .find((line) => line.includes(event))
      ?.split(',')[0];
  if (!/^\d+$/.test(count('cycles:u') ?? '')) return { unsupported: true };
  const [wall, user] = ['duration_time', 'user_time'].map((event) => Number(count(event)) / 1e9);
  return { wall, user, cycles: Number(count('cycles:u')), instructions: Number(count('instructions:u')) };
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

function compare(workload) {
  const folder = mkdtempSync(join(tmpdir(), 'fullsource-bench-'));
  try {
    const program = prepare(workload, folder);
    if (program === null) return console.log(`\n${workload.name}: skipped, ${workload.program} is not built`);
    const samples = rivals.map(() => []);
    for (let run = 0; run < runs; run++) {
      rivals.forEach(({ command }, i) => {
        samples[i].push(measure(...command(program, workload.args), folder));
      });
    }
    print(workload.name, samples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(name, samples) {
  const measures = Object.keys(samples[0][0]);
  const medians = samples.map((list) => Object.fromEntries(measures.map((m) => [m, median(list.map((s) => s[m]))])));
  console.log(`\n${name}`);
  rivals.forEach(({ name: rival }, i) => {
    const columns = measures.map(
      (m) => `${m} ${format(m, medians[i][m])} (${(medians[i][m] / medians[0][m]).toFixed(2)} × ${rivals[0].name})`,
    );
    console.log(`  ${rival.padEnd(12)} ${columns.join('   ')}`);
  });
}

const format = (measure, value) =>
  measure === 'wall' || measure === 'user' ? `${value.toFixed(3)} s` : `${(value / 1e6).toFixed(1)} M`;

if (rivals[0].name !== 'native') console.log('this processor or kernel executes no i386 programs: no native column');
if (!perf) console.log('perf stat cannot count here: user CPU time stands in for cycles');
console.log(`medians of ${runs} runs, each rival in turn`);
for (const workload of workloads) if (positionals.every((word) => workload.name.includes(word))) compare(workload);
