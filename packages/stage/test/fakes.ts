import { defineStage, type Executor, type Files, type Stage, type Step } from '../src/index.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | undefined): string => new TextDecoder().decode(data);

/**
 * An executor whose every program joins: the last word names the output, which gets the program's own bytes and then
 * those of all inputs. Enough to see what a step was given, without any machine.
 */
export function joiner(
  overrides: (step: Step) => Partial<Awaited<ReturnType<Executor['run']>>> = () => ({}),
): Executor {
  return {
    name: 'joiner',
    async run(step) {
      const program = step.argv[0]!;
      const inputs = step.argv.slice(1, -1);
      const output = step.argv.at(-1)!;
      const joined = [program, ...inputs].map((name) => text(step.files[name])).join('+');
      return {
        written: { [output]: bytes(joined) },
        removed: [],
        executable: [output],
        read: [program, ...inputs],
        stdout: new Uint8Array(),
        stderr: new Uint8Array(),
        status: 0,
        instructions: joined.length,
        syscalls: { write: 1, open: 2 },
        ...overrides(step),
      };
    },
  };
}

const ELF = '\x7fELF';

/** A chain of two stages: `first` has a seed and builds one and two, `second` builds three from both. */
export function stages(source: Files = { 'second/three.txt': bytes('3') }): [Stage, Stage] {
  return [
    defineStage({
      name: 'first',
      sources: { 'first/seed': bytes(`${ELF}seed`), 'first/one.txt': bytes('1') },
      provides: ['one', 'two'],
      script: 'first/seed first/one.txt bin/one\nbin/one first/one.txt bin/two\n',
    }),
    defineStage({
      name: 'second',
      sources: source,
      needs: ['one', 'two'],
      provides: ['three'],
      script: 'bin/one bin/two second/three.txt bin/three\n',
    }),
  ];
}
