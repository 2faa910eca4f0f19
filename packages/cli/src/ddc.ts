import { upTo } from '@fullsource/stage';
import { hostPrograms } from '@fullsource/stage/node';
import { allStages } from './chain.js';
import type { DdcOptions } from './commands/ddc.js';
import { buildOnHost, COMPARED, type DoubleOutput, doubling } from './double-compile.js';
import { DEFAULT_ENGINE } from './engines.js';
import { CliError } from './errors.js';
import { executorFor } from './executor.js';
import { Exit } from './exit.js';
import { type HostCompiler, hostCompiler } from './host-compiler.js';
import { interruptible } from './interrupt.js';
import { ddcText } from './render/ddc.js';
import { painter } from './render/style.js';
import { runChain } from './run-chain.js';

/** What `ddc --json` prints. Fields are only ever added. */
export interface DdcReport {
  readonly version: 1;
  readonly compiler: HostCompiler;
  /** Who ran the steps of the chain. */
  readonly engine: string;
  readonly outputs: readonly DoubleOutput[];
  /** True when every output is the same on both sides. */
  readonly ok: boolean;
}

/** What `fullsource ddc` does. Returns the exit status. */
export async function ddc(options: DdcOptions): Promise<number> {
  const stages = upTo(await allStages(), options.until);
  if (!stages.some(({ provides }) => COMPARED.some((tool) => provides.includes(tool)))) {
    throw new CliError('USAGE', `up to ${options.until} there is no C program to compare`);
  }
  const chain = await executorFor(options.engine ?? DEFAULT_ENGINE);
  return interruptible(async (signal) => {
    const compiler = await hostCompiler(options.with, signal);
    const programs = await buildOnHost(compiler, stages, signal);
    const outputs: DoubleOutput[] = [];
    const executor = doubling(chain, hostPrograms, programs, (output) => outputs.push(output));
    await runChain(stages, executor, { signal, quiet: options.quiet === true });
    const ok = outputs.every(({ chain, other }) => chain === other);
    const report: DdcReport = { version: 1, compiler, engine: chain.name, outputs, ok };
    if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else process.stdout.write(ddcText(report, painter(process.stdout)));
    return ok ? Exit.ok : Exit.failed;
  });
}
