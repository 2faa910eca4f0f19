import type { CliCommand } from '../command.js';
import { addGuestOptions, type GuestOptions } from './guest-options.js';

export interface VmOptions extends GuestOptions {
  readonly root?: string;
  readonly cwd?: string;
  readonly readOnly?: true;
  /** A file; empty for standard error. */
  readonly trace?: string | true;
}

/** `fullsource vm ELF [ARG...]`: any static i386 Linux program. */
export function addVm(program: CliCommand): void {
  const command = program
    .command('vm <elf> [args...]')
    .description('run a static i386 Linux program on the files of this folder')
    .option('--root <dir>', "a folder that becomes the program's /, in place of this folder as its working directory")
    .option('--cwd <dir>', "the program's working directory, as the program names it")
    .option('--read-only', 'let the program change no file')
    .optionWithEquals('--trace', 'file', 'show every instruction on standard error, or write it to a file');
  addGuestOptions(command)
    .operandEndsOptions()
    .examples(
      ['fullsource vm ./prog a b', 'run a program with two arguments'],
      ['fullsource vm --stats --env HOME=/work ./prog', 'with a variable, and what it cost'],
      ['fullsource vm --strace=calls.txt ./prog', 'keep its system calls'],
      ['fullsource vm --root ./tree tree/bin/sh -c ls', 'in a tree of its own'],
    )
    .addHelpText(
      'after',
      `
The program sees this folder as /work, its working directory, and nothing above it; with --root that folder as /. What it
changes is written when it ends by exit, with whatever status, file by file, each whole or not at all; when a signal, a
limit or Ctrl-C ends it, nothing is. Everything behind ELF is the program's own.

Exit status: the program's own; 128 + N for signal N; 125 when fullsource itself fails, 126 when the file is not a static
i386 program, 127 when there is no such file.`,
    )
    .action(async (elf: string, args: string[], options: VmOptions) => {
      const { vm } = await import('../vm.js');
      program.status = await vm(elf, args, options);
    });
}
