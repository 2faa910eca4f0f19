import { Option } from 'commander';
import type { CliCommand } from '../command.js';

export interface GraphOptions {
  readonly from?: string;
  readonly dot?: true;
  readonly json?: true;
  readonly engine?: string;
  readonly quiet?: boolean;
}

/** `fullsource graph [TOOL]`: what an artifact was made from, down to the seed. */
export function addGraph(program: CliCommand): void {
  program
    .command('graph [tool]')
    .description('show what a tool (or file, or digest; default: all) was made from, down to seed and sources')
    .option(
      '--from <file>',
      'take the record from a report of `run --json` (- for standard input); do not run the chain',
    )
    .option('--dot', 'print Graphviz DOT')
    .addOption(new Option('--json', 'print nodes and edges as JSON').conflicts('dot'))
    .option('--engine <name>', 'who runs the steps')
    .option('-q, --quiet', 'show no progress')
    .examples(
      ['fullsource graph M0', 'every file behind M0, as text'],
      ['fullsource graph --dot | dot -Tsvg > chain.svg', 'the whole chain as a picture'],
      ['fullsource graph hex1 --from report.json', 'from the record of an earlier run'],
    )
    .action(async (tool: string | undefined, options: GraphOptions) => {
      const { graph } = await import('../graph.js');
      program.status = await graph(tool, options);
    });
}
