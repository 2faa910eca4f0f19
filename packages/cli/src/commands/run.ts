import type { CliCommand } from '../command.js';

/** Options of `run`, as commander hands them over. */
export interface RunOptions {
  readonly engine?: string;
  /** Two engine names with a comma; empty for the machine and native. */
  readonly compare?: string | true;
  readonly json?: true;
  readonly quiet?: boolean;
  /** False with --no-lock. */
  readonly lock?: string | false;
  readonly updateLock?: true;
  readonly output?: string;
  /** `NAME=PATH`, in order. */
  readonly source: readonly string[];
}

/** `fullsource run [TARGET]`: builds the chain, shows what came out, compares it with the lock. */
export function addRun(program: CliCommand): void {
  program
    .command('run [target]')
    .description('build the chain from the seed up to a stage or tool (default: all of it) and compare with the lock')
    .option('-o, --output <dir>', 'write the built tools to a folder')
    .option(
      '--engine <name>',
      'who runs the steps: an engine of the machine, or native for the CPU and kernel of this host',
    )
    .optionWithEquals(
      '--compare',
      'a,b',
      'run with two engines (default: the machine and native) and compare every digest',
      (next) => next.includes(','),
    )
    .option(
      '--source <name=path>',
      'go on with a source that is not ours: tcc=PATH, a folder or tarball of TinyCC 0.9.27 (repeatable)',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--lock <file>', 'compare with this lock file (default: ./fullsource.lock.json, else the published one)')
    .option('--no-lock', 'compare with no lock')
    .option('--update-lock', 'write the lock file; with a target, keep what it has of the stages behind')
    .option('--json', 'print the report as JSON: tools, every step, differences')
    .option('-q, --quiet', 'show no progress')
    .examples(
      ['fullsource run', 'build everything, compare with the lock'],
      ['fullsource run hex1 -o tools', 'build up to hex1, keep the tools'],
      ['fullsource run --compare', 'build with the machine and with this host, compare'],
      ['fullsource run tcc --source tcc=tcc-0.9.27.tar.bz2', 'and TinyCC, until it reproduces itself'],
      ['fullsource run --json > report.json', 'keep the whole record'],
    )
    .addHelpText(
      'after',
      '\nExit status: 0 when all is equal, 1 when a digest differs or a step fails, 2 for a bad call.',
    )
    .action(async (target: string | undefined, options: RunOptions) => {
      const { run } = await import('../run.js');
      program.status = await run(target, options);
    });
}
