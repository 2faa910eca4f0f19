/** Runs the workloads, each rival in turn, and prints medians and ratios. See README.md. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { emulated, measure, median, perf, runsI386, works } from './measure.mjs';
import { artifact, prepare, workloads } from './workloads.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, engines: { type: 'string', default: 'jit' } },
});
const runs = Number(values.runs);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/cli/dist/bin.js');

/** The ways to run a program, those that this machine has; the first is what the others are compared with. */
const rivals = [
  ...(emulated || !runsI386(artifact('hex0', 'hex0'))
    ? []
    : [{ name: 'native', command: (args) => ['./program', args] }]),
  ...(works('qemu-i386', '--version')
    ? [{ name: 'qemu-i386', command: (args) => ['qemu-i386', ['./program', ...args]] }]
    : []),
  ...values.engines.split(',').map((engine) => ({
    name: engine,
    command: (args) => [process.execPath, [cli, 'vm', '--engine', engine, './program', ...args]],
  })),
];

/** Where i386 programs do not run natively, the same source compiled for the host is what there is. */
const asHost = { name: 'as x86-64', command: (args) => ['./as-x86-64', args] };

async function compare(workload) {
  const folder = mkdtempSync(join(tmpdir(), 'fullsource-bench-'));
  try {
    if (!(await prepare(workload, folder))) return console.log(`\n${workload.name}: skipped, the program is not built`);
    const taking = existsSync(join(folder, 'as-x86-64')) ? [asHost, ...rivals] : rivals;
    const samples = taking.map(() => []);
    for (let run = 0; run < runs; run++) {
      taking.forEach(({ command }, i) => {
        samples[i].push(measure(...command(workload.args), folder));
      });
    }
    print(workload.name, taking, samples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(name, taking, samples) {
  const measures = Object.keys(samples[0][0]);
  const medians = samples.map((list) => Object.fromEntries(measures.map((m) => [m, median(list.map((s) => s[m]))])));
  console.log(`\n${name}`);
  taking.forEach(({ name: rival }, i) => {
    const columns = measures.map(
      (m) => `${m} ${format(m, medians[i][m])} (${(medians[i][m] / medians[0][m]).toFixed(2)} × ${taking[0].name})`,
    );
    console.log(`  ${rival.padEnd(12)} ${columns.join('   ')}`);
  });
}

const format = (measure, value) =>
  measure === 'wall' || measure === 'user' ? `${value.toFixed(3)} s` : `${(value / 1e6).toFixed(1)} M`;

if (rivals[0].name !== 'native') console.log('this processor or kernel executes no i386 programs: no native column');
if (!perf) console.log('perf stat cannot count here: user CPU time stands in for cycles');
console.log(`medians of ${runs} runs, each rival in turn`);
for (const workload of workloads)
  if (positionals.every((word) => workload.name.includes(word))) await compare(workload);
