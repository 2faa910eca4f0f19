import type { CliCommand } from '../command.js';

export interface VerifyOptions {
  readonly lock?: string;
  readonly json?: true;
}

/** `fullsource verify [DIR | FILE...]`: compares tools on disk with the lock. */
export function addVerify(program: CliCommand): void {
  program
    .command('verify [paths...]')
    .description("compare built tools with the lock: those of the packages, or a folder's, or single files")
    .option('--lock <file>', 'compare with this lock file (default: ./fullsource.lock.json, else the published one)')
    .option('--json', 'print each tool with what was found as JSON')
    .examples(
      ['fullsource verify', 'the tools that the installed packages carry'],
      ['fullsource verify tools', 'every tool in a folder, as `run -o tools` or an exported tree leave them'],
      ['fullsource verify ./hex0 ./M0', 'these files, by their names'],
    )
    .addHelpText(
      'after',
      '\nA folder must hold every tool of the lock, directly or in its bin/.\n' +
        'Exit status: 0 when all are there and equal, 1 when one differs or is missing.',
    )
    .action(async (paths: string[], options: VerifyOptions) => {
      const { verify } = await import('../verify.js');
      program.status = await verify(paths, options);
    });
}
