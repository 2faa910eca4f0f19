import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostRunsI386, i386Emulator } from '@fullsource/stage/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../src/program.js';
import { fullsource, scratch } from './support/cli.js';
import { program as guestProgram, install } from './support/programs.js';

const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const program = createProgram('0.0.0');
const names = program.commands.map((command) => command.name());
const runsI386 = (await hostRunsI386()) && i386Emulator() === null;
const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined;

describe('help', () => {
  it('names every command', async () => {
    const { status, stdout, stderr } = await fullsource(['--help']);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).toContain('Exit status:');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(names)('of %s has examples', async (name) => {
    const { status, stdout } = await fullsource([name, '--help']);
    expect(stdout).toMatch(new RegExp(`^Usage: fullsource ${name} `));
    expect(stdout).toMatch(new RegExp(`\nExamples:\n {2}fullsource ${name}`));
    expect(status).toBe(0);
  });

  it('shows options whose value stands behind an equals sign', async () => {
    expect((await fullsource(['vm', '--help'])).stdout).toMatch(/^ {2}--strace\[=file\] /m);
  });
});

describe('the examples of the help', () => {
  /** A folder that holds whatever an example names. */
  let cwd: string;

  beforeAll(async () => {
    cwd = scratch();
    await fullsource(['run', 'm0', '--update-lock', '-q', '-o', 'tools'], { cwd });
    await fullsource(['run', 'm0', '--json', '-q'], { cwd }).then(({ stdout }) => {
      writeFileSync(join(cwd, 'report.json'), stdout);
    });
    await fullsource(['export', '--until', 'm0', 'kaem-tree'], { cwd });
    for (const tool of ['hex0', 'M0']) copyFileSync(join(cwd, 'tools', tool), join(cwd, tool));
    writeFileSync(join(cwd, 'prog.hex0'), Buffer.from(guestProgram('hello')).toString('hex'));
    writeFileSync(join(cwd, 'in.hex2'), ':a %a\n');
    writeFileSync(join(cwd, 'build.kaem'), '# nothing to do\n');
    install('hello', cwd, 'prog');
    mkdirSync(join(cwd, 'home'));
    writeFileSync(join(cwd, 'hello.c'), '#include <stdio.h>\nint main() { return puts("hello") < 0; }\n');
    writeFileSync(join(cwd, 'main.c'), '#include <list.h>\nint main() { return length() - SIZE; }\n');
    writeFileSync(join(cwd, 'list.c'), 'int length() { return SIZE; }\n');
    mkdirSync(join(cwd, 'include'));
    writeFileSync(join(cwd, 'include/list.h'), 'int length();\n');
    const standIn = fileURLToPath(new URL('../../mes/test/stand-in-tcc', import.meta.url));
    cpSync(standIn, join(cwd, 'tcc-0.9.27'), { recursive: true });
    spawnSync('tar', ['cjf', 'tcc-0.9.27.tar.bz2', 'tcc-0.9.27'], { cwd });
  });

  const examples = names.flatMap((name) => {
    const help: string[] = [];
    const command = program.commands.find((one) => one.name() === name)!;
    command.configureOutput({ writeOut: (text) => help.push(text) }).outputHelp();
    const lines = help.join('').split('\nExamples:\n')[1]!.split('\n\n')[0]!.trimEnd().split('\n');
    return lines.map((line) => line.trim().split(/ {2,}/)[0]!);
  });

  /** What an example takes that this host does not have; an emulator of i386 programs is no help for long ones. */
  function missing(example: string): string | null {
    if (example.startsWith('fullsource ddc') && !has('gcc')) return 'needs gcc';
    // `clang` stands for any other compiler: test/ddc.test.ts has the JSON.
    if (example.includes('clang') && !has('clang')) return 'needs clang';
    if (example.endsWith('.tar.bz2') && !has('bzip2')) return 'needs bzip2';
    if (example.endsWith('--engine native') && !runsI386) return 'needs a processor and kernel for i386 programs';
    return null;
  }

  const cases = examples.map((example) => {
    const needs = missing(example);
    return { example, needs, title: `\`${example}\` works${needs === null ? '' : ` [${needs}]`}` };
  });
  for (const { title } of cases.filter(({ needs }) => needs !== null)) it.skip(title, () => {});

  it.each(cases.filter(({ needs }) => needs === null))('$title', async ({ example }) => {
    // What is behind a pipe or an arrow is the shell's; a tree with a shell of its own is not here; M0 is far enough.
    const command = example
      .replace(/ [|>] .*/, '')
      .replace('--root ./tree tree/bin/sh -c ls', '--root home prog')
      .replace('run tcc', 'run')
      .replace(/^fullsource run(?! hex1)/, '$& m0')
      .replace(/^fullsource graph(?= --)/, '$& M0')
      .replace(/^fullsource export/, '$& --until m0')
      .replace('--root tree', '--root kaem-tree')
      .replace(/^fullsource ddc .*gcc/, '$& --until m2-planet');
    if (command === 'fullsource verify tree')
      await fullsource(['vm', './kaem-optional-seed'], { cwd: join(cwd, 'tree') });
    const { status, stderr } = await fullsource(command.split(' ').slice(1), { cwd });
    expect({ status, stderr: stderr.match(/^fullsource:.*/m) }).toEqual({ status: 0, stderr: null });
  });
});

describe('a wrong command line ends with status 2', () => {
  it.each([
    ['no command', [], /^Usage: fullsource/],
    ['an unknown command', ['rnu'], /^error: unknown command 'rnu'\n\(Did you mean run\?\)/],
    ['an unknown option', ['run', '--fast'], /^error: unknown option '--fast'/],
    ['an option without its value', ['run', '--engine'], /^error: option '--engine <name>' argument missing/],
    ['an operand too many', ['run', 'hex0', 'hex1'], /^error: too many arguments/],
    ['a missing operand', ['exec'], /^error: missing required argument 'tool'/],
    ['an unknown target', ['run', 'hex9'], /^fullsource: no stage or tool is called hex9; there are hex0, kaem-0,/],
    ['an unknown shell', ['completion', 'csh'], /^fullsource: no completion for csh; there is bash, zsh, fish\n$/],
  ])('%s', async (_what, args, message) => {
    const { status, stdout, stderr } = await fullsource(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

describe('colours', () => {
  // `script` gives a command a terminal.
  const inTerminal = (env: Record<string, string>) =>
    spawnSync('script', ['-qec', `'${process.execPath}' '${BIN}' run hex0 --no-lock --compare=x`, '/dev/null'], {
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', ...env },
    }).stdout.toString();

  it.skipIf(!has('script'))('are shown on a terminal, unless NO_COLOR is set [needs `script`]', () => {
    expect(inTerminal({})).toContain('\x1b[31mfullsource:\x1b[39m');
    expect(inTerminal({ NO_COLOR: '1' })).toMatch(/^fullsource: --compare takes/);
  });

  it('are not shown elsewhere', async () => {
    const { stdout, stderr } = await fullsource(['run', 'hex0', '--no-lock']);
    expect(stdout + stderr).not.toContain('\x1b');
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s knows every command and option', async (shell) => {
    const { status, stdout } = await fullsource(['completion', shell]);
    for (const command of program.commands) {
      expect(stdout).toContain(command.name());
      for (const { long } of command.options) expect(stdout).toContain(long!.replace('--', ''));
    }
    expect(status).toBe(0);
  });

  for (const [shell, flag] of Object.entries({ bash: '-n', zsh: '-n', fish: '--no-execute' })) {
    it.skipIf(!has(shell))(`for ${shell} is a script that it reads [needs ${shell}]`, async () => {
      const file = join(scratch(), 'completion');
      writeFileSync(file, (await fullsource(['completion', shell])).stdout);
      expect(spawnSync(shell, [flag, file])).toMatchObject({ status: 0 });
    });
  }

  it.skipIf(!has('bash'))('for bash completes commands and options [needs bash]', async () => {
    const script = (await fullsource(['completion', 'bash'])).stdout;
    const complete = (...words: string[]) => {
      const line = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_fullsource; echo "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', line]).stdout.toString().trim();
    };
    expect(complete('fullsource', 'ex')).toBe('exec export');
    expect(complete('fullsource', 'vm', '--str')).toBe('--strace');
    expect(complete('fullsource', 'exec', 'hex0', 'in')).toBe('');
  });

  it.skipIf(!has('fish'))('for fish completes commands and options [needs fish]', async () => {
    const file = join(scratch(), 'completion');
    writeFileSync(file, (await fullsource(['completion', 'fish'])).stdout);
    const complete = (line: string) =>
      spawnSync('fish', ['-c', `source ${file}; complete -C '${line}'`])
        .stdout.toString()
        .match(/^\S+/gm);
    expect(complete('fullsource ex')).toEqual(['exec', 'export']);
    expect(complete('fullsource vm --str')).toEqual(['--strace']);
  });
});

describe('the version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await fullsource(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });
});
