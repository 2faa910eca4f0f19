import type { CliCommand } from '../command.js';
import { addGuestOptions, type GuestOptions } from './guest-options.js';

export interface ExecOptions extends GuestOptions {
  readonly keep?: true;
}

/** `fullsource exec TOOL [ARG...]`: one of the chain's tools, on the files of the working directory. */
export function addExec(program: CliCommand): void {
  const command = program
    .command('exec <tool> [args...]')
    .description('run a tool of the chain on the files of this folder')
    .option('--keep', 'write what the tool changed even when it fails');
  addGuestOptions(command)
    .operandEndsOptions()
    .examples(
      ['fullsource exec hex0 prog.hex0 prog', 'assemble'],
      ['fullsource exec hex2-0 in.hex2 out', 'link'],
      ['fullsource exec --strace kaem-0 build.kaem', 'run a script, show every system call'],
    )
    .addHelpText(
      'after',
      `
The tool sees this folder and what is in it as its working directory, and nothing above it. What it changes is written
when it ends with status 0, file by file, each whole or not at all; when it fails, nothing is. Everything behind TOOL is
the tool's own.

Exit status: the tool's own; 128 + N for signal N; 125 when fullsource itself fails, 127 when there is no such tool.`,
    )
    .action(async (tool: string, args: string[], options: ExecOptions) => {
      const { exec } = await import('../exec.js');
      program.status = await exec(tool, args, options);
    });
}
