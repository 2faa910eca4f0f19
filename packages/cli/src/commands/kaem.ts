import { Option } from 'commander';
import type { CliCommand } from '../command.js';
import { addGuestOptions, type GuestOptions } from './guest-options.js';

export interface KaemOptions extends GuestOptions {
  readonly root: string;
  /** A path in the tree. */
  readonly with?: string;
  readonly inPlace?: true;
  readonly output?: string;
  readonly keep?: true;
}

/** `fullsource kaem SCRIPT --root DIR`: a tree that builds itself, in the machine. */
export function addKaem(program: CliCommand): void {
  const command = program
    .command('kaem <script>')
    .description('run the script of a tree that builds itself, in the machine')
    .option('--root <dir>', "the tree, which becomes the script's /", '.')
    .option('--with <path>', 'the script runner, a program in the tree (default: see below)')
    .option('--in-place', 'write what the script changed into the tree')
    .addOption(
      new Option('-o, --output <dir>', 'write the files that the script made or changed to another folder').conflicts(
        'inPlace',
      ),
    )
    .option('--keep', 'write them even when the script fails');
  addGuestOptions(command)
    .examples(
      ['fullsource kaem kaem.x86 --root tree', 'does the tree build?'],
      ['fullsource kaem kaem.x86 --root tree -o built', 'keep what it builds'],
      ['fullsource kaem kaem.x86 --root tree --with kaem-optional-seed', "with the tree's own runner"],
    )
    .addHelpText(
      'after',
      `
SCRIPT is a path in the tree. The script sees the tree as /, which is also its working directory, and nothing else; the tree
stays as it is unless told otherwise. The script runner is started with SCRIPT as its only argument. By default it is the
tree's own bootstrap-seeds/POSIX/x86/kaem-optional-seed; in a tree that has none, our kaem-0.

What the script prints is shown as it comes, and then on standard error what it all took.

Exit status: the script runner's own; 128 + N for signal N; 125 when fullsource itself fails, 126 when the script runner is
not a static i386 program, 127 when there is no such file.`,
    )
    .action(async (script: string, options: KaemOptions) => {
      const { kaem } = await import('../kaem.js');
      program.status = await kaem(script, options);
    });
}
