import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, type FileChange } from '@fullsource/vm-x86';
import { toolBytes } from './chain.js';
import type { KaemOptions } from './commands/kaem.js';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { readInput } from './files.js';
import { guestCommand, runGuest } from './guest.js';
import { applyChanges, exportChanges, mustBeEmpty, readHostTree } from './host-tree.js';

/** Where the field's trees have their script runner, a binary for those who have no shell to start in. */
const FIELD_SEED = 'bootstrap-seeds/POSIX/x86/kaem-optional-seed';
const OWN_RUNNER = 'kaem-0';

/** What `fullsource kaem` does. Returns the script runner's status. */
export async function kaem(script: string, options: KaemOptions): Promise<number> {
  const { root, output } = options;
  return guestCommand(async (signal) => {
    if (output !== undefined) await mustBeEmpty(output);
    mustBeInTree(root, script);
    const { name, program } = await runner(options, signal);
    const guest = {
      program,
      argv: [name, script],
      cwd: '/',
      files: await readHostTree(root),
      options: { ...options, stats: options.stats ?? true },
    };
    const { exit, changes } = await runGuest(guest, signal);
    signal.throwIfAborted();
    const status = exitStatus(exit);
    if (status === 0 || options.keep) await keep(changes, options);
    else if (output !== undefined || options.inPlace) {
      process.stderr.write(
        `fullsource: ${name} failed with status ${status}, and there is no --keep: nothing is written\n`,
      );
    }
    return status;
  });
}

/** Writes what the script changed, where somebody asked for it. */
async function keep(changes: readonly FileChange[], { root, output, inPlace }: KaemOptions): Promise<void> {
  if (inPlace) await applyChanges(root, changes);
  if (output === undefined) return;
  await exportChanges(output, changes);
  process.stderr.write(`what the script made is in ${output}\n`);
}

/** The program that reads the script, and the name it is started with. */
async function runner({ root, with: path }: KaemOptions, signal: AbortSignal) {
  if (path !== undefined) mustBeInTree(root, path);
  const inTree = path ?? (existsSync(join(root, FIELD_SEED)) ? FIELD_SEED : undefined);
  if (inTree === undefined) return { name: OWN_RUNNER, program: await toolBytes(OWN_RUNNER, signal) };
  return { name: inTree, program: await readInput(join(root, inTree)) };
}

function mustBeInTree(root: string, path: string): void {
  if (statSync(join(root, path), { throwIfNoEntry: false })?.isFile()) return;
  throw new CliError('NOT_FOUND', `there is no file ${path} in ${root}`, { status: Exit.notFound });
}
