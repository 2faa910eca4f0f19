/**
 * The chain from the seed, cold: in the machine, in the machine in a browser, natively and under qemu-i386. Each is a whole
 * process (the browser: a new worker), in turn.
 *
 *     tsx bench/chain.ts [stage or tool to stop at] [--runs N]
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openPage, whyNoBrowser } from '../packages/cli/test/support/browser.js';
import { emulated, measure, median, perf, runsI386, works } from './measure.mjs';
import { artifact } from './workloads.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' } },
});
const [until = 'mes'] = positionals;
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/cli/dist/bin.js');
const folder = mkdtempSync(join(tmpdir(), 'fullsource-bench-'));
const fullsource = (...args: string[]) => measure(process.execPath, [cli, ...args], folder);

interface Rival {
  readonly name: string;
  run(): Promise<Record<string, number>>;
}

/** The chain's commands, one after the other in a fresh copy of the exported tree, each behind `prefix`. */
function script(name: string, prefix: string, commands: readonly string[][]): Rival {
  const quoted = commands.map((words) => `${prefix}${words.map((word) => `'${word}'`).join(' ')}`);
  writeFileSync(join(folder, `${name}.sh`), `set -e\n${quoted.join('\n')}\n`);
  return {
    name,
    async run() {
      const tree = join(folder, 'copy');
      cpSync(join(folder, 'tree'), tree, { recursive: true });
      const sample = measure('sh', [join(folder, `${name}.sh`)], tree);
      rmSync(tree, { recursive: true });
      return sample;
    },
  };
}

async function commandsOfTheChain(): Promise<string[][]> {
  const { stages } = await import('../packages/mes/dist/index.js');
  const { parseScript, upTo } = await import('../packages/stage/dist/index.js');
  return upTo(stages, until).flatMap(({ script }) => parseScript(script ?? '').map(({ words }) => [...words]));
}

function print(rivals: readonly Rival[], samples: readonly Record<string, number>[][]): void {
  const medians = samples.map((list) =>
    Object.fromEntries(Object.keys(list[0]!).map((key) => [key, median(list.map((sample) => sample[key]!))])),
  );
  rivals.forEach(({ name }, i) => {
    const columns = Object.entries(medians[i]!).map(([key, value]) => {
      const ratio = (value / medians[0]![key]!).toFixed(2);
      return key === 'wall' || key === 'user'
        ? `${key} ${value.toFixed(2)} s (${ratio})`
        : `${key} ${value} (${ratio})`;
    });
    console.log(`  ${name.padEnd(12)} ${columns.join('   ')}`);
  });
}

try {
  const rivals: Rival[] = [
    { name: 'machine', run: async () => fullsource('run', until, '--no-lock', '--quiet', '--output', 'built') },
  ];
  fullsource('export', '--until', until, 'tree');
  const commands = await commandsOfTheChain();
  if (runsI386(artifact('hex0', 'hex0')) && !emulated) rivals.push(script('native', '', commands));
  if (works('qemu-i386', '--version')) rivals.push(script('qemu-i386', 'qemu-i386 ', commands));
  const browser = whyNoBrowser === null ? await openPage() : null;
  if (browser !== null) {
    rivals.push({
      name: 'chromium',
      async run() {
        const start = performance.now();
        await browser.page.evaluate(`runChain('${until}').then(() => 0)`);
        return { wall: (performance.now() - start) / 1000 };
      },
    });
  }
  if (!perf) console.log('perf stat cannot count here: user CPU time stands in for cycles');
  console.log(
    `from the seed to ${until}, medians of ${values.runs} runs, each rival in turn; in brackets: to the machine`,
  );
  const samples: Record<string, number>[][] = rivals.map(() => []);
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [i, rival] of rivals.entries()) samples[i]!.push(await rival.run());
  }
  print(rivals, samples);
  await browser?.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
