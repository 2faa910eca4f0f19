import type { CliCommand } from '../command.js';

export interface CcOptions {
  readonly output?: string;
  readonly define: readonly string[];
  readonly include: readonly string[];
  /** M1 text in place of an executable. */
  readonly assembly?: true;
  /** False with --no-debug. */
  readonly debug?: boolean;
  readonly engine?: string;
}

/** `fullsource cc FILE...`: C to an i386 executable, with nothing but what the seed built. */
export function addCc(program: CliCommand): void {
  program
    .command('cc <files...>')
    .description('compile C files to an i386 Linux executable, with M2-Planet, its C library, M1 and hex2')
    .option('-o, --output <file>', 'where to write (default: a.out; with -S standard output)')
    .option('-D, --define <name[=value]>', 'define a macro (repeatable)', collect, [])
    .option('-I, --include <dir>', 'where #include looks, before the C library (repeatable)', collect, [])
    .option('-S, --assembly', 'write M1 assembly, not a program')
    .option('-g, --debug', 'add a symbol table (this is the default)')
    .option('--no-debug', 'add none')
    .option('--engine <name>', 'the engine of the machine')
    .examples(
      ['fullsource cc hello.c -o hello', 'compile'],
      ['fullsource cc -D SIZE=80 -I include main.c list.c -o prog', 'several files, one program'],
      ['fullsource cc -S hello.c', 'show the assembly'],
    )
    .addHelpText(
      'after',
      `
The files are compiled as one program, in their order. #include "..." looks beside the including file first. The language
is M2-Planet's, which differs from C in places: see the README of @fullsource/m2-planet.

Exit status: 0; 1 when the program has an error (nothing is written), 2 for a bad call.`,
    )
    .action(async (files: string[], options: CcOptions) => {
      const { cc } = await import('../cc.js');
      program.status = await cc(files, options);
    });
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
