import { type EngineName, exitStatus, run } from '@fullsource/vm-x86';
import { chain } from './chain.js';
import { StageError } from './errors.js';
import { type Files, withModes } from './files.js';
import type { Stage } from './stage.js';

export interface ToolOptions {
  /** The tool's arguments (without its name). Default: what suits the inputs, see each tool. */
  readonly args?: readonly string[];
  readonly engine?: EngineName;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  readonly signal?: AbortSignal;
  /** The tool's own binary, for a chain of your own. Default: the one this package built. */
  readonly binary?: Uint8Array;
}

export interface ToolResult {
  /** Files that the tool wrote. */
  readonly outputs: Files;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly instructions: number;
}

/** A bootstrapped tool as a function. Throws `TOOL_FAILED` when it ends with another status than 0. */
export type Tool = (inputs: Files, options?: ToolOptions) => Promise<ToolResult>;

export interface ToolDefinition {
  readonly name: string;
  /** The tool's binary. */
  readonly binary: () => Promise<Uint8Array>;
  /** Arguments for given inputs, where the caller names none. */
  readonly defaultArgs: (inputs: readonly string[]) => readonly string[];
  readonly explain?: Explain;
  /** Files that the tool finds in the machine beside the inputs, by absolute path. */
  readonly installation?: () => Promise<Files>;
}

/** A second look at a failed call: what is wrong, or null when nothing is to be seen. */
export type Explain = (inputs: Files, args: readonly string[]) => string | null;

/** Makes a function of a tool. */
export function defineTool({ name, binary, defaultArgs, explain, installation }: ToolDefinition): Tool {
  return async (inputs, options = {}) => {
    const { args = defaultArgs(Object.keys(inputs)), binary: own, ...machine } = options;
    const files = withModes({ ...(await installation?.()), ...inputs });
    const result = await run(own ?? (await binary()), { ...machine, argv: [name, ...args], files });
    const status = exitStatus(result.exit);
    if (status !== 0) {
      const said = new TextDecoder().decode(result.stderr).trim();
      const reasons = [said, explain?.(inputs, args) ?? ''].filter((text) => text !== '');
      throw new StageError('TOOL_FAILED', [`${name} ended with status ${status}`, ...reasons].join(': '));
    }
    return {
      outputs: result.files,
      stdout: result.stdout,
      stderr: result.stderr,
      instructions: result.stats.instructions,
    };
  };
}

/**
 * Explains a failed call with the reference of the language: what it says against the tool's first argument, or, when the
 * call names no file, against `defaultFile`.
 */
export function explainWith(reference: (source: Uint8Array) => unknown, defaultFile?: string): Explain {
  return (inputs, [file = defaultFile]) => {
    const source = file === undefined ? undefined : inputs[file];
    if (source === undefined) return null;
    try {
      reference(source);
      return null;
    } catch (error) {
      return `${file}:${error instanceof Error ? error.message : error}`;
    }
  };
}

/**
 * The tools of a stage package: those published with it (`artifacts`), or, in a checkout that has not built them yet,
 * those that the chain of `stages` builds from the seed here and now.
 */
export function toolsOf(stages: readonly Stage[], artifacts: () => Promise<{ default: Files }>) {
  let tools: Promise<Files> | undefined;
  const load = async () => {
    try {
      return (await artifacts()).default;
    } catch {
      return (await chain(...stages).run()).tools;
    }
  };
  return async (name: string): Promise<Uint8Array> => {
    tools ??= load();
    const bytes = (await tools)[name];
    if (bytes === undefined) throw new StageError('MISSING_TOOL', `this package has no tool called ${name}`);
    return bytes;
  };
}

/** `prog.hex2` without its last suffix; a name without one gets `.out`. */
export function stem(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1 ? name.slice(0, dot) : `${name}.out`;
}

/** The one input of a tool that takes a single file. */
export function onlyInput(tool: string, inputs: readonly string[]): string {
  const [first, ...others] = inputs;
  if (first === undefined || others.length > 0) {
    throw new StageError('BAD_CALL', `${tool} takes one input file here and got ${inputs.length}; name its args`);
  }
  return first;
}
