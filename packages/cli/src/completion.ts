import type { Command } from 'commander';

/** An option as a completion needs it. */
interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly description: string;
  /** True when the next word is its value. */
  readonly takesWord: boolean;
}

interface Entry {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
}

function entriesOf(program: Command): Entry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    flags: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long, description, required }) => (long ? [{ name: long, description, takesWord: required }] : [])),
  }));
}

const scripts: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

export const SHELLS = Object.keys(scripts);

/** The script for a shell; null for one that we do not know. */
export function completionScript(program: Command, shell: string): string | null {
  return Object.hasOwn(scripts, shell) ? scripts[shell]!(entriesOf(program)) : null;
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(({ name, flags }) => `    ${name}) words='${flags.map((flag) => flag.name).join(' ')}' ;;`);
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
  const cases = entries.map(({ name, flags }) => {
    const specs = flags.map(
      (flag) => `'${flag.name}[${quoted(flag.description)}]${flag.takesWord ? ':value:_files' : ''}'`,
    );
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
  const lines = entries.flatMap(({ name, description, flags }) => [
    `complete -c fullsource -n __fish_use_subcommand -a ${name} -d '${quoted(description)}'`,
    ...flags.map((flag) =>
      [
        `complete -c fullsource -n '__fish_seen_subcommand_from ${name}'`,
        `-l ${flag.name.slice(2)}${flag.takesWord ? ' -r' : ''} -d '${quoted(flag.description)}'`,
      ].join(' '),
    ),
  ]);
  return `# Completion of fullsource for fish.\n${lines.join('\n')}\n`;
}
