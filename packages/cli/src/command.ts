import { Command } from 'commander';
import { Exit } from './exit.js';

/** A command line that does what the text beside it says. */
export type Example = readonly [command: string, what: string];

/**
 * A command with two additions to commander's: examples in its help, and options whose value stands behind `=` or not at
 * all, so that `--strace prog` does not take the program for the trace's file.
 */
export class CliCommand extends Command {
  /** Exit status of the action that ran; set on the program itself. */
  status: number = Exit.ok;
  private readonly valueBehindEquals = new Map<string, (next: string) => boolean>();
  private stopsAtOperand = false;

  override createCommand(name: string): CliCommand {
    return new CliCommand(name);
  }

  /** Shows examples at the end of `--help`. */
  examples(...examples: readonly Example[]): this {
    const width = Math.max(...examples.map(([command]) => command.length));
    const lines = examples.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
    return this.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }

  /**
   * An option `--name[=value]`. Without a value it is the empty text.
   *
   * @param accepts whether the next word of the command line is its value all the same. Default: never.
   */
  optionWithEquals(flag: string, value: string, description: string, accepts = (_next: string) => false): this {
    this.valueBehindEquals.set(flag, accepts);
    return this.option(`${flag} [${value}]`, description);
  }

  /** Everything from the first operand on belongs to the program that the operand names. */
  operandEndsOptions(): this {
    this.stopsAtOperand = true;
    return this.passThroughOptions();
  }

  /** Turns `--name` into `--name=`, which commander does not complete with the next word. */
  override parseOptions(argv: string[]): ReturnType<Command['parseOptions']> {
    const words = [...argv];
    for (let i = 0; i < words.length && words[i] !== '--'; i++) {
      const word = words[i]!;
      if (!word.startsWith('-') && this.stopsAtOperand) break;
      const accepts = this.valueBehindEquals.get(word);
      const takesNext = accepts
        ? accepts(words[i + 1] ?? '')
        : this.options.some(({ required, long, short }) => required && (word === long || word === short));
      if (takesNext) i++;
      else if (accepts) words[i] = `${word}=`;
    }
    return super.parseOptions(words);
  }
}
