import { basename } from 'node:path';
import {
  type Executor,
  type Files,
  parseScript,
  type Stage,
  type Step,
  type StepResult,
  sha256,
} from '@fullsource/stage';
import { CliError } from './errors.js';
import { compileOnHost, type HostCompiler } from './host-compiler.js';

/** The tools of the chain that a host's compiler builds as well, and that write one file, named behind `-o`. */
export const COMPARED = ['M2-Planet', 'M1', 'hex2', 'blood-elf'] as const;

/** One output, from the tool that the chain built and from the one that the host's compiler built. */
export interface DoubleOutput {
  readonly tool: string;
  readonly argv: readonly string[];
  /** The file's path in the tree, and its size as the chain wrote it. */
  readonly name: string;
  readonly size: number;
  /** Digest of what the chain's tool wrote. */
  readonly chain: string;
  /** Digest of what the other tool wrote; null when it failed. */
  readonly other: string | null;
}

/** Names that M2-Planet knows without a declaration. */
const HOST_HEADER = '#include <stdio.h>\n#include <stdlib.h>\ntypedef int (*FUNCTION)();\n';

/** Builds M2-Planet and the tools behind it, as far as these stages have them, with a compiler of the host. */
export async function buildOnHost(
  compiler: HostCompiler,
  stages: readonly Stage[],
  signal: AbortSignal,
): Promise<Files> {
  const built: Record<string, Uint8Array> = {};
  for (const stage of stages) {
    for (const tool of COMPARED.filter((name) => stage.provides.includes(name))) {
      signal.throwIfAborted();
      const { files, args } = tool === 'M2-Planet' ? joinedSource(stage) : ownSource(stage, tool);
      built[tool] = await compileOnHost(compiler, files, ['-std=gnu99', ...args], signal);
    }
  }
  return built;
}

/** M2-Planet's files are joined before they are compiled. The host has a library of its own in place of bootstrap.c. */
function joinedSource({ script, sources }: Stage) {
  const join = parseScript(script ?? '').find(({ words }) => words[1] === 'tmp/M2-Planet.c');
  if (join === undefined) throw new CliError('BAD_INPUT', 'no step joins the source of M2-Planet');
  const names = join.words.slice(2).filter((name) => basename(name) !== 'bootstrap.c');
  const files = {
    'M2-Planet.c': new Uint8Array(Buffer.concat(names.map((name) => sources[name]!))),
    'host.h': new TextEncoder().encode(HOST_HEADER),
  };
  return { files, args: ['-fwrapv', '-include', 'host.h', 'M2-Planet.c'] };
}

/** The other tools include what they need. */
function ownSource({ name, sources }: Stage, tool: string) {
  return { files: sources, args: ['-fsigned-char', '-fwrapv', `${name}/${tool}.c`] };
}

/**
 * An executor that has a second program repeat each step of a compared tool, on the same files.
 *
 * @param host who runs the programs that the host's compiler built
 * @param onOutput gets what both wrote
 */
export function doubling(
  chain: Executor,
  host: Executor,
  programs: Files,
  onOutput: (output: DoubleOutput) => void,
): Executor {
  return {
    name: chain.name,
    async run(step, signal) {
      const result = await chain.run(step, signal);
      const tool = comparedTool(step);
      const program = tool === null ? undefined : programs[tool];
      if (tool === null || program === undefined || result.status !== 0) return result;
      const files = { ...filesRead(step, result), [step.argv[0]!]: program };
      const repeated = await host.run({ ...step, files }, signal);
      const name = step.argv[step.argv.indexOf('-o') + 1]!;
      // A file that is written anew with what it holds is no change.
      const ours = result.written[name] ?? step.files[name];
      const theirs = repeated.status === 0 ? (repeated.written[name] ?? step.files[name]) : undefined;
      if (ours === undefined) throw new CliError('BAD_INPUT', `${step.argv.join(' ')} wrote no ${name}`);
      onOutput({
        tool,
        argv: step.argv,
        name,
        size: ours.length,
        chain: await sha256(ours),
        other: theirs === undefined ? null : await sha256(theirs),
      });
      return result;
    },
  };
}

/** The files that a step has read, as far as that is known: a tree has hundreds, and each is written to a scratch folder. */
function filesRead({ files }: Step, { read }: StepResult): Files {
  if (read === null) return files;
  return Object.fromEntries(read.filter((name) => name in files).map((name) => [name, files[name]!]));
}

/** The tool that a step runs, whichever edition: `tmp/M2-Planet-2` is M2-Planet. */
function comparedTool({ argv }: Step): string | null {
  const name = basename(argv[0]!).replace(/-[1-9]$/, '');
  return argv.includes('-o') && (COMPARED as readonly string[]).includes(name) ? name : null;
}
