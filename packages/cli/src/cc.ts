import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CompileError, type CompileOptions, compile, compileToM1 } from '@fullsource/mescc-tools';
import { hostDirectory } from '@fullsource/vm-x86/node';
import type { CcOptions } from './commands/cc.js';
import { machineEngine } from './engines.js';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { readInput, writeWhole } from './files.js';
import { WORK } from './guest.js';
import { interruptible } from './interrupt.js';

const DEFAULT_OUTPUT = 'a.out';

/** What `fullsource cc` does. Returns the exit status. */
export async function cc(files: readonly string[], options: CcOptions): Promise<number> {
  const output = options.output ?? (options.assembly ? undefined : DEFAULT_OUTPUT);
  if (output !== undefined && files.some((file) => resolve(file) === resolve(output))) {
    throw new CliError('USAGE', `${output} is a source: name another output with -o`);
  }
  // A file that cannot be read is our message, not the compiler's, which knows fewer reasons.
  for (const file of files) await readInput(file);
  return interruptible(async (signal) => {
    const result = await compileFiles(files, options, signal);
    signal.throwIfAborted();
    if (typeof result === 'string') {
      process.stderr.write(`${result}\n`);
      return Exit.failed;
    }
    if (output === undefined) process.stdout.write(result);
    else await writeWhole(output, result, options.assembly ? 0o644 : 0o755);
    return Exit.ok;
  });
}

/** The compiled bytes, or what the compiler has to say. */
async function compileFiles(
  files: readonly string[],
  { define, include, assembly, debug, engine }: CcOptions,
  signal: AbortSignal,
): Promise<Uint8Array | string> {
  const top = commonFolder([process.cwd(), ...include.map((folder) => resolve(folder)), ...files.map(folderOf)]);
  const calls: CompileOptions = {
    sources: files.map(guestName),
    define,
    includePaths: include.map(guestName),
    debug: debug !== false,
    cwd: [WORK, ...parts(relative(top, process.cwd()))].join('/'),
    mounts: { [WORK]: hostDirectory(top, { mode: 'read-only' }) },
    signal,
    ...(engine !== undefined && { engine: machineEngine(engine) }),
  };
  try {
    return await (assembly ? compileToM1 : compile)({}, calls);
  } catch (error) {
    if (error instanceof CompileError) return error.message;
    throw error;
  }
}

function folderOf(file: string): string {
  return dirname(resolve(file));
}

function parts(path: string): string[] {
  return path.split(sep).filter((part) => part !== '');
}

/** A path as the guest says it: relative to the working directory, with `/`; `prog.c` stays `prog.c`. */
function guestName(path: string): string {
  return parts(relative(process.cwd(), resolve(path))).join('/') || '.';
}

/** The folder that holds all of these folders, which are absolute. */
function commonFolder(folders: readonly string[]): string {
  return folders.reduce((top, folder) => {
    let above = top;
    while (!isInside(folder, above)) {
      if (dirname(above) === above) throw new CliError('USAGE', `${folder} is on another drive than ${top}`);
      above = dirname(above);
    }
    return above;
  });
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}
