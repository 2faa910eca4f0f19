/**
 * Host directories as mounts, for Node.
 *
 * @packageDocumentation
 */
export {
  type CopyOnWriteMount,
  type HostDirectoryMode,
  type HostDirectoryOptions,
  hostDirectory,
} from './node/host-directory.js';
