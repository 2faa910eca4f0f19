import type { Command } from 'commander';

/** A command as a completion needs it. */
interface Entry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

function entriesOf(program: Command): Entry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long, description }) => (long ? [{ flag: long, description }] : [])),
  }));
}

const scripts: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

export const SHELLS = Object.keys(scripts);

/** The script for a shell; null for one that we do not know. */
export function completionScript(program: Command, shell: string): string | null {
  return Object.hasOwn(scripts, shell) ? scripts[shell]!(entriesOf(program)) : null;
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ name, options }) => `    ${name}) words='${options.map(({ flag }) => flag).join(' ')}' ;;`,
  );
  return `# Completion of fullsource for bash.
_fullsource() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${entries.map(({ name }) => name).join(' ')}' -- "$current"))
    return
  fi
  [[ $current == -* ]] || return
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _fullsource fullsource
`;
}

function zsh(entries: readonly Entry[]): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, '\\$&');
  const commands = entries.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  const cases = entries.map(({ name, options }) => {
    const specs = options.map(({ flag, description }) => `'${flag}[${quoted(description)}]'`);
    return `    ${name}) _arguments ${[...specs, "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef fullsource
# Completion of fullsource for zsh.
_fullsource() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
_fullsource "$@"
`;
}

function fish(entries: readonly Entry[]): string {
  const quoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const lines = entries.flatMap(({ name, description, options }) => [
    `complete -c fullsource -n __fish_use_subcommand -a ${name} -d '${quoted(description)}'`,
    ...options.map(
      ({ flag, description }) =>
        `complete -c fullsource -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d '${quoted(description)}'`,
    ),
  ]);
  return `# Completion of fullsource for fish.\n${lines.join('\n')}\n`;
}
