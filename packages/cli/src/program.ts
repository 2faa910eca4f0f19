import { CliCommand } from './command.js';
import { addCc } from './commands/cc.js';
import { addCompletion } from './commands/completion.js';
import { addDdc } from './commands/ddc.js';
import { addExec } from './commands/exec.js';
import { addExport } from './commands/export.js';
import { addGraph } from './commands/graph.js';
import { addKaem } from './commands/kaem.js';
import { addRun } from './commands/run.js';
import { addVerify } from './commands/verify.js';
import { addVm } from './commands/vm.js';

/** The whole command line. Declaring a command loads nothing of what it needs to run. */
export function createProgram(version: string): CliCommand {
  const program = new CliCommand('fullsource');
  program
    .description('A full-source bootstrap: every tool built from source, from one seed that a person can read.')
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .configureHelp({ optionTerm: ({ flags }) => flags.replace(/ \[(.+)\]$/, '[=$1]') })
    .exitOverride()
    .examples(
      ['fullsource run', 'build the whole chain and compare every digest with the lock'],
      ['fullsource exec hex0 prog.hex0 prog', 'use one of its tools on the files of this folder'],
      ['fullsource vm ./prog', 'run any static i386 Linux program'],
    )
    .addHelpText(
      'after',
      `
Exit status:
  0        success
  1        the command failed, or what it compared differs
  2        the command line is wrong
  130      stopped by Ctrl-C
  exec, kaem and vm end with the program's own status, 128 + N for signal N; 125 when fullsource itself fails, 126 when the
  file is not a static i386 program, 127 when there is no such tool or file.

Results go to standard output, everything else to standard error. NO_COLOR is honoured.`,
    );
  for (const add of [addRun, addExec, addCc, addKaem, addVm, addGraph, addVerify, addDdc, addExport, addCompletion])
    add(program);
  return program;
}
