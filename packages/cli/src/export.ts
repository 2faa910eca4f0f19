import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EXPORT_SCRIPT, exportTree, type Lock, lockedTool, pathOf, type Stage, sha256, upTo } from '@fullsource/stage';
import { writeTree } from '@fullsource/stage/node';
import { allStages, toolBytes } from './chain.js';
import type { ExportOptions } from './commands/export.js';
import { CliError, ioError } from './errors.js';
import { Exit } from './exit.js';
import { siblingOf } from './files.js';
import { interruptible } from './interrupt.js';
import { loadLock } from './lock-file.js';

/** The script runner as a binary, for a machine that has no shell to start the first command in. */
const OPTIONAL_SEED = 'kaem-optional-seed';

/** What a tree holds beside what its steps read. */
interface Tree {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly executable: readonly string[];
  readonly folders: readonly string[];
}

/** What `fullsource export` does. Returns the exit status. */
export async function exportTo(folder: string, options: ExportOptions): Promise<number> {
  const loaded = await loadLock(options.lock);
  if (loaded === null) throw new CliError('NOT_FOUND', 'there is no lock to take digests from: name one with --lock');
  return interruptible(async (signal) => {
    const tree = await treeOf(upTo(await allStages(), options.until), loaded.lock, signal);
    signal.throwIfAborted();
    await place(tree, folder, options.force === true);
    process.stderr.write(`${Object.keys(tree.files).length} files are in ${folder}; README.md says how to start\n`);
    return Exit.ok;
  });
}

async function treeOf(stages: readonly Stage[], lock: Lock, signal: AbortSignal): Promise<Tree> {
  const { files, executable, folders } = exportTree(stages);
  const kaem = await toolBytes('kaem-0', signal);
  const expected = lockedTool(lock, 'kaem-0')?.sha256;
  if (expected !== undefined && (await sha256(kaem)) !== expected) {
    throw new CliError('BAD_INPUT', 'kaem-0, as it is built here, is not the one of the lock');
  }
  const text = new TextEncoder();
  return {
    files: {
      ...files,
      [OPTIONAL_SEED]: kaem,
      SHA256SUMS: text.encode(checksums(stages, lock)),
      'README.md': text.encode(README),
    },
    executable: [...executable, OPTIONAL_SEED],
    folders,
  };
}

/** The digests that the tree must arrive at, in the format of sha256sum: of each name, the one that is built last. */
function checksums(stages: readonly Stage[], lock: Lock): string {
  const last = new Map(stages.flatMap(({ name, provides }) => provides.map((tool) => [tool, name])));
  const lines = [...last].map(([tool, stage]) => {
    const locked = lockedTool(lock, tool, stage);
    if (locked === undefined) throw new CliError('BAD_INPUT', `the lock has no ${tool}: see \`run --update-lock\``);
    return `${locked.sha256}  ${pathOf(tool)}\n`;
  });
  return lines.join('');
}

/** Puts a tree into a folder: whole, or not at all. */
async function place(tree: Tree, folder: string, force: boolean): Promise<void> {
  const inside = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw ioError(`writing to ${folder}`, cause);
  });
  if (inside.length > 0 && !force) {
    throw new CliError('NOT_EMPTY', `${folder} is not empty: --force writes into it all the same`);
  }
  const fresh = siblingOf(resolve(folder));
  try {
    await writeTree(fresh, tree.files, tree.executable);
    for (const name of tree.folders) await mkdir(join(fresh, name), { recursive: true });
    await (inside.length === 0 ? replaceEmpty(fresh, folder) : moveInto(fresh, folder, tree));
  } catch (cause) {
    throw ioError(`writing to ${folder}`, cause);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function replaceEmpty(fresh: string, folder: string): Promise<void> {
  await rmdir(folder).catch(() => {});
  await rename(fresh, folder);
}

/** Moves file by file, each in one step. */
async function moveInto(fresh: string, folder: string, { files, folders }: Tree): Promise<void> {
  for (const name of folders) await mkdir(join(folder, name), { recursive: true });
  for (const name of Object.keys(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await rename(join(fresh, name), join(folder, name));
  }
}

const README = `# A chain that builds itself

This tree builds every tool of the fullsource chain from one seed, \`hex0/hex0-seed\`, with nothing but a Linux kernel that
runs i386 programs. Everything else that it reads is source, commented line by line.

## Start

From any shell, in this folder:

    ./hex0/hex0-seed hex0/kaem-0.hex0 kaem
    ./kaem

The first command assembles the script runner from its source, the second lets it run each line of \`${EXPORT_SCRIPT}\`. The
tools are then in \`bin/\`.

Where there is no shell, start \`${OPTIONAL_SEED}\` instead, for example as the kernel's init with this tree as its root. It
is the same program as \`kaem\`; to trust it, compare it with the \`bin/kaem-0\` that the seed builds.

## Compare

    sha256sum -c SHA256SUMS

The digests are those that the same steps give on fullsource's own machine, which is written in TypeScript and shares
nothing with this kernel and processor.
`;
