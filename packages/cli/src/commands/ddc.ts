import type { CliCommand } from '../command.js';

export interface DdcOptions {
  /** The host's C compiler. */
  readonly with: string;
  readonly until?: string;
  readonly engine?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `fullsource ddc --with gcc`: diverse double-compiling of the chain's C programs. */
export function addDdc(program: CliCommand): void {
  program
    .command('ddc')
    .description(
      "diverse double-compiling: build the chain's compiler and tools with another compiler, compare their output",
    )
    .option('--with <compiler>', 'the C compiler of this host', 'gcc')
    .option('--until <target>', 'compare up to this stage or tool (default: the whole chain)')
    .option('--engine <name>', 'who runs the steps of the chain')
    .option('--json', 'print the report as JSON: the compiler, and the digests of both sides')
    .option('-q, --quiet', 'show no progress')
    .examples(
      ['fullsource ddc --with gcc', 'compare every output'],
      ['fullsource ddc --with gcc --engine native', 'the same in seconds, where this host runs i386 programs'],
      ['fullsource ddc --with clang --json > ddc.json', 'keep the digests of both sides'],
    )
    .addHelpText(
      'after',
      `
M2-Planet, M1, hex2 and blood-elf are C programs, which the seed builds. Here the host's compiler builds them from the same
source, and what it built repeats each of their steps in the chain, M2-Planet's own compilation among them. If a compiler
put into a program what does not stand in its source, the two would have to hide the same thing.

Exit status: 0 when every output is the same, byte for byte; 1 when one differs, or there is no such compiler.`,
    )
    .action(async (options: DdcOptions) => {
      const { ddc } = await import('../ddc.js');
      program.status = await ddc(options);
    });
}
