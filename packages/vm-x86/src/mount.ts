import type { MountSink, MountSource } from './linux/fs/mount.js';
import { MountedFileSystem } from './linux/fs/mounted-file-system.js';
import type { Mount } from './run.js';

export interface MountOptions {
  /** The guest cannot change anything: EROFS. Default: false. */
  readonly readOnly?: boolean;
  /** Where changes go as the guest makes them. Without one they stay in memory. */
  readonly sink?: MountSink;
}

/**
 * Makes files from any source part of a guest's tree, through `run`'s option `mounts`. What was read or changed is kept
 * with the mount, so that the next run with it goes on where this one ended.
 */
export function createMount(source: MountSource, options: MountOptions = {}): Mount {
  return { fileSystem: new MountedFileSystem(source, options) };
}
