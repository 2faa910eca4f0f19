import { VmError } from '../errors.js';
import { changesOf, settle } from '../linux/fs/changes.js';
import { MountError } from '../linux/fs/mount.js';
import { MountedFileSystem } from '../linux/fs/mounted-file-system.js';
import { describeChanges, type FileChange } from '../linux/results.js';
import type { Mount } from '../run.js';
import { commitChanges } from './commit.js';
import { HostSink, HostSource } from './host-files.js';
import { HostPaths } from './host-paths.js';

/**
 * What the guest may do with a host directory.
 *
 * - `read-only`: look, nothing else; changes fail with EROFS.
 * - `copy-on-write`: everything, in memory; the host directory changes only when and if `commit` is called.
 * - `read-write`: everything, at once. A file's contents reach the host when its last writer closes it, or by fsync.
 */
export type HostDirectoryMode = 'read-only' | 'copy-on-write' | 'read-write';

export interface HostDirectoryOptions {
  readonly mode: HostDirectoryMode;
  /**
   * `fixed`: all files are as old as the machine, so that a run does not depend on when they were written. `host`: they have
   * the host's times, as programs such as make need. Default: `fixed`.
   */
  readonly times?: 'fixed' | 'host';
}

/** A host directory whose changes are held back. */
export interface CopyOnWriteMount extends Mount {
  /** What the guest has changed so far; paths start with `/` at the mounted directory. */
  changes(): FileChange[];
  /**
   * Brings all changes to the host directory: each file at once, by a rename, with its permissions; then directories, links
   * and removals. Throws a `HOST_IO` error when the host refuses something.
   */
  commit(): void;
  /** Forgets all changes, and all that was read. */
  discard(): void;
}

/**
 * A host directory for `run`'s option `mounts`. Nothing outside the directory can be reached: every name is looked up
 * without following links, and symbolic links, the host's as well as the guest's, lead to places in the guest's own tree.
 * Devices, sockets and FIFOs can be seen but not opened (ENXIO). What was read stays in memory, as it was then.
 *
 * @example
 * const work = hostDirectory('build', { mode: 'copy-on-write' });
 * const { exit } = await run('/work/tool', { mounts: { '/work': work }, cwd: '/work' });
 * if ('code' in exit && exit.code === 0) work.commit();
 */
export function hostDirectory(
  path: string,
  options: { mode: 'copy-on-write'; times?: 'fixed' | 'host' },
): CopyOnWriteMount;
export function hostDirectory(path: string, options: HostDirectoryOptions): Mount;
export function hostDirectory(path: string, options: HostDirectoryOptions): Mount {
  const paths = openPaths(path);
  const source = new HostSource(paths, options.times === 'host');
  const sink = new HostSink(paths);
  switch (options.mode) {
    case 'read-only':
      return { fileSystem: new MountedFileSystem(source, { readOnly: true }) };
    case 'read-write':
      return { fileSystem: new MountedFileSystem(source, { sink }) };
    case 'copy-on-write':
      return copyOnWrite(new MountedFileSystem(source), sink);
    default:
      throw new VmError('BAD_OPTION', `hostDirectory: there is no mode ${String(options.mode)}`);
  }
}

function openPaths(path: string): HostPaths {
  try {
    return new HostPaths(path);
  } catch (cause) {
    throw new VmError('BAD_OPTION', `cannot mount the host directory ${path}: ${(cause as Error).message}`, { cause });
  }
}

function copyOnWrite(fileSystem: MountedFileSystem, sink: HostSink): CopyOnWriteMount {
  return {
    fileSystem,
    changes: () => describeChanges(changesOf(fileSystem.root)),
    commit() {
      try {
        commitChanges(fileSystem.root, sink);
      } catch (cause) {
        if (!(cause instanceof MountError)) throw cause;
        throw new VmError('HOST_IO', `cannot commit: ${cause.message}`, { cause });
      }
      settle(fileSystem.root);
    },
    discard: () => fileSystem.reset(),
  };
}
