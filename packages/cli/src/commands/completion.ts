import type { CliCommand } from '../command.js';
import { CliError } from '../errors.js';

/** `fullsource completion SHELL`: the script that a shell reads to complete our commands and options. */
export function addCompletion(program: CliCommand): void {
  program
    .command('completion <shell>')
    .description('print the completion script for bash, zsh or fish')
    .examples(
      ['fullsource completion bash > ~/.local/share/bash-completion/completions/fullsource', 'for bash'],
      ['fullsource completion zsh > ~/.zfunc/_fullsource', 'for zsh, with ~/.zfunc in its fpath'],
      ['fullsource completion fish > ~/.config/fish/completions/fullsource.fish', 'for fish'],
    )
    .action(async (shell: string) => {
      const { completionScript, SHELLS } = await import('../completion.js');
      const script = completionScript(program, shell);
      if (script === null) throw new CliError('USAGE', `no completion for ${shell}; there is ${SHELLS.join(', ')}`);
      process.stdout.write(script);
    });
}
