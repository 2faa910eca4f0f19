import { join } from 'node:path';
import { compareWithLock, formatLock, lockOf, type Provenance, updatedLock } from '@fullsource/stage';
import { allStages } from './chain.js';
import type { RunOptions } from './commands/run.js';
import { DEFAULT_ENGINE } from './engines.js';
import { CliError } from './errors.js';
import { executorFor, NATIVE } from './executor.js';
import { Exit } from './exit.js';
import { writeWhole } from './files.js';
import { interruptible } from './interrupt.js';
import { LOCK_FILE, loadLock, lockToUpdate } from './lock-file.js';
import { reportText } from './render/report.js';
import { painter } from './render/style.js';
import { compareRuns, isOk, type LockCheck, type RunReport, toolsWithCosts } from './report.js';
import { runChain, type TimedRun } from './run-chain.js';
import { sourceStages } from './sources.js';

/** What `fullsource run` does. Returns the exit status. */
export async function run(target: string | undefined, options: RunOptions): Promise<number> {
  const engines = enginesOf(options);
  if (options.updateLock) mustBeLockable(options, engines);
  const published = await allStages();
  const stages = [...published, ...(await sourceStages(options.source))];
  const executors = await Promise.all(engines.map(executorFor));
  return interruptible(async (signal) => {
    const runs: TimedRun[] = [];
    const { quiet = false } = options;
    for (const executor of executors) {
      const label = executors.length > 1 ? executor.name : undefined;
      runs.push(await runChain(stages, executor, { until: target, signal, quiet, label }));
    }
    const report = await reportOf(runs, target, options);
    const ok = isOk(report);
    if (options.updateLock) await writeLock(runs[0]!, target, options);
    if (options.output !== undefined && ok) await writeTools(options.output, runs[0]!, signal);
    print(report, options);
    return ok ? Exit.ok : Exit.failed;
  });
}

/** One engine, or the two to compare. */
function enginesOf({ engine = DEFAULT_ENGINE, compare }: RunOptions): string[] {
  if (compare === undefined) return [engine];
  if (compare === true || compare === '') return engine === NATIVE ? [DEFAULT_ENGINE, NATIVE] : [engine, NATIVE];
  const names = compare.split(',');
  if (names.length !== 2 || names[0] === names[1]) {
    throw new CliError('USAGE', `--compare takes two different engines, such as ${DEFAULT_ENGINE},${NATIVE}`);
  }
  return names;
}

function mustBeLockable({ lock }: RunOptions, engines: readonly string[]): void {
  if (lock === false) throw new CliError('USAGE', '--update-lock and --no-lock exclude each other');
  if (engines[0] === NATIVE) {
    throw new CliError('USAGE', '--update-lock needs an engine that counts instructions: not native');
  }
}

function namedLock({ lock }: RunOptions): string | undefined {
  return typeof lock === 'string' ? lock : undefined;
}

function lockPath(options: RunOptions): string {
  return namedLock(options) ?? LOCK_FILE;
}

async function reportOf(
  runs: readonly TimedRun[],
  target: string | undefined,
  options: RunOptions,
): Promise<RunReport> {
  const [first, second] = runs as [TimedRun, ...TimedRun[]];
  return {
    version: 1,
    target: target ?? null,
    engine: first.engine,
    tools: toolsWithCosts({ tools: first.provenance.tools, steps: first.steps }),
    steps: first.steps,
    lock: await checkLock(first, options),
    compare: second === undefined ? null : compareRuns(first, second),
  };
}

async function checkLock(run: TimedRun, options: RunOptions): Promise<LockCheck | null> {
  if (options.lock === false) return null;
  const updated = options.updateLock === true;
  const loaded = await (updated ? lockToUpdate(lockPath(options)) : loadLock(namedLock(options)));
  const differences = loaded === null ? [] : compareWithLock(loaded.lock, await lockable(run));
  return { file: updated ? lockPath(options) : (loaded?.file ?? null), updated, differences };
}

/** The part of a run that a lock can speak of: not what stands on sources that a user gave. */
async function lockable({ provenance }: TimedRun): Promise<Provenance> {
  const published = new Set((await allStages()).map(({ name }) => name));
  const isPublished = ({ stage }: { readonly stage: string }) => published.has(stage);
  return { ...provenance, tools: provenance.tools.filter(isPublished), steps: provenance.steps.filter(isPublished) };
}

/** A run of the whole chain makes the lock anew; one of its begin keeps what the lock has of the rest. */
async function writeLock(run: TimedRun, target: string | undefined, options: RunOptions): Promise<void> {
  const path = lockPath(options);
  const provenance = await lockable(run);
  const before = target === undefined ? null : await lockToUpdate(path);
  await writeWhole(path, formatLock(before === null ? lockOf(provenance) : updatedLock(before.lock, provenance)));
}

async function writeTools(folder: string, { tools }: TimedRun, signal: AbortSignal): Promise<void> {
  for (const [name, bytes] of Object.entries(tools)) {
    signal.throwIfAborted();
    await writeWhole(join(folder, name), bytes, 0o755);
  }
}

function print(report: RunReport, { json, output }: RunOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...report, ok: isOk(report) }, null, 2)}\n`);
    return;
  }
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  process.stdout.write(reportText(report, { width, paint: painter(process.stdout) }));
  if (output === undefined) return;
  process.stderr.write(
    isOk(report) ? `tools are in ${output}\n` : `nothing is written to ${output}: --no-lock writes tools that differ\n`,
  );
}
