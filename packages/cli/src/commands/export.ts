import type { CliCommand } from '../command.js';

export interface ExportOptions {
  readonly until?: string;
  readonly force?: true;
  readonly lock?: string;
}

/** `fullsource export DIR`: the chain as a tree that builds itself without Node. */
export function addExport(program: CliCommand): void {
  program
    .command('export <dir>')
    .description('write seed, sources and one script with every step, to build the chain with nothing but a kernel')
    .option('--until <target>', 'write the chain up to this stage or tool (default: all of it)')
    .option('--force', 'write into a folder that is not empty: files of the same names are replaced, others stay')
    .option('--lock <file>', 'take the digests to expect from this lock file')
    .examples(
      ['fullsource export tree', 'write the tree'],
      ['fullsource verify tree', 'compare what it has built with the lock'],
    )
    .action(async (folder: string, options: ExportOptions) => {
      const { exportTo } = await import('../export.js');
      program.status = await exportTo(folder, options);
    });
}
