import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../command.js';

/** What `exec` and `vm` have in common. */
export interface GuestOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly engine?: string;
  readonly limit?: number;
  /** A file; empty for standard error. */
  readonly strace?: string | true;
  /** A file; empty for standard error. */
  readonly stats?: string | true;
  /** A file; empty for a table on standard error. */
  readonly profile?: string | true;
  readonly json?: true;
}

/** Declares the options that say how a guest program runs. */
export function addGuestOptions(command: CliCommand): CliCommand {
  return command
    .option(
      '--env <name=value>',
      "a variable of the program's environment, which is empty otherwise (repeatable)",
      variable,
      {},
    )
    .option('--engine <name>', 'the engine of the machine')
    .option('--limit <n>', 'stop after so many instructions', wholeNumber)
    .optionWithEquals('--strace', 'file', 'show every system call on standard error, or write it to a file')
    .optionWithEquals(
      '--stats',
      'file',
      'when the program has ended, show its instructions, system calls and time, or write them',
    )
    .optionWithEquals(
      '--profile',
      'file',
      'when the program has ended, show which of its functions executed how much, or write it: stacks for a flame graph, or' +
        ' in the format of Chrome DevTools where the file ends in .cpuprofile',
    )
    .option('--json', 'with --stats: as JSON');
}

function variable(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
