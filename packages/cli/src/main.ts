import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { Interrupted } from './interrupt.js';
import { createProgram } from './program.js';

/** Runs the command line given in `words`, and returns the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  try {
    const program = createProgram(version);
    await program.parseAsync(words, { from: 'user' });
    return program.status;
  } catch (error) {
    return await report(error);
  }
}

/** Tells the user what went wrong, in one message, and gives the status for it. */
async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.usage;
  const { message, code } = error as { message: string; code?: unknown };
  const { painter } = await import('./render/style.js');
  const paint = painter(process.stderr);
  process.stderr.write(`${paint('red', 'fullsource:')} ${message}\n`);
  if (error instanceof Interrupted || error instanceof CliError) return error.status;
  if (code === 'BAD_CALL') return Exit.usage;
  // Errors of the machine and of stages carry a code and say what is wrong; anything else is a mistake of ours.
  if (typeof code !== 'string') process.stderr.write(`${(error as Error).stack}\n`);
  return Exit.failed;
}
