import { VmError } from '../errors.js';
import { SystemError } from './abi/errno.js';
import { toByteString } from './byte-string.js';
import { directoryAt, type FileTreeInput, populate } from './files-option.js';
import { settle } from './fs/changes.js';
import { makeDevices } from './fs/devices.js';
import type { Directory } from './fs/directory.js';
import { FileSystem, type FileSystemHost } from './fs/file-system.js';
import { makeProc, type ProcessList } from './fs/proc.js';
import { makeDirectory } from './fs/tree.js';
import { pathOfDirectory, type WalkOrigin } from './fs/walk.js';
import type { Location } from './process.js';
import type { RandomStream } from './random.js';

const DEFAULT_UMASK = 0o022;

/** A file system that is part of the tree, and where. */
interface Attachment {
  /** What it is attached in; null for the root. */
  readonly directory: Directory | null;
  readonly name: string;
  readonly path: string;
  readonly fileSystem: FileSystem;
}

/** The machine's file tree: one file system in memory for the root, and others attached to it. */
export class FileTree {
  /** The root file system, in memory. */
  readonly main: FileSystem;
  /** Pipes and standard streams, which have no path. */
  readonly anonymous: FileSystem;
  private devices = 0;
  private attached: Attachment[] = [];
  private top: Directory;
  private directory: Directory;

  /** How many of the attached file systems every tree has: devices and processes. */
  private readonly builtIn: number;

  constructor(
    private readonly host: FileSystemHost,
    processes: ProcessList,
    random: RandomStream,
  ) {
    this.main = this.register(new FileSystem(host));
    this.anonymous = this.register(new FileSystem(host));
    this.top = this.directory = this.main.root;
    this.attachAt('/dev', makeDevices(host, random));
    this.attachAt('/proc', makeProc(host, processes));
    this.builtIn = this.attached.length;
    makeDirectory(this.main.root, 'tmp', 0o1777);
  }

  get root(): Directory {
    return this.top;
  }

  /** Where the first process starts. */
  rootLocation(): Location {
    return { root: this.root, directory: this.directory, umask: DEFAULT_UMASK };
  }

  /** Walks host-given paths: absolute, or relative to the working directory of the first process. */
  get origin(): WalkOrigin {
    return { root: this.root, directory: this.directory };
  }

  /** Makes a file system part of the tree, in place of the directory at an absolute path, which is made if need be. */
  attachAt(path: string, fileSystem: FileSystem): void {
    const place = this.ensureDirectory(path);
    if (place === this.root) return this.replaceRoot(fileSystem);
    if (place.parent === null) throw new VmError('BAD_OPTION', `cannot mount on ${path}`);
    const { parent, name } = place;
    this.register(fileSystem);
    parent.cover(name, fileSystem.root);
    this.attached.push({ directory: parent, name, path, fileSystem });
  }

  /** Lets a file system be the root, with devices and processes where they are in ours. */
  private replaceRoot(fileSystem: FileSystem): void {
    if (this.attached.length > this.builtIn) {
      throw new VmError('BAD_OPTION', 'a mount on / has to come before all others');
    }
    this.register(fileSystem);
    this.top = this.directory = fileSystem.root;
    this.top.parent = this.top;
    for (const { directory, name } of this.attached) directory?.uncover(name);
    this.attached = this.attached.map((attachment) => ({ ...attachment, directory: this.top }));
    for (const { name, fileSystem: special } of this.attached) this.top.cover(name, special.root);
    this.attached.unshift({ directory: null, name: '', path: '/', fileSystem });
  }

  /** Fills the tree with the caller's files; paths are relative to the working directory. */
  addFiles(files: FileTreeInput): void {
    populate(this.origin, files);
  }

  setWorkingDirectory(path: string): void {
    this.directory = this.ensureDirectory(path);
  }

  /** What is there now is what the guest starts with. */
  settle(): void {
    settle(this.main.root);
  }

  /** Takes the attached file systems off, so that they can be used by another machine. Fails when changes are lost. */
  detachAll(): void {
    const lost: string[] = [];
    for (const { directory, name, path, fileSystem } of this.attached.splice(0).reverse()) {
      if (!fileSystem.flushUnsaved()) lost.push(path);
      directory?.uncover(name);
      fileSystem.detachFromHost();
    }
    if (lost.length > 0) throw new VmError('HOST_IO', `files written below ${lost.join(', ')} could not be saved`);
  }

  /** Absolute path of an entry, as seen from the machine's root. */
  pathOf(directory: Directory, name: string): string {
    const path = pathOfDirectory(directory, this.root) ?? '(unreachable)';
    return path === '/' ? `/${name}` : `${path}/${name}`;
  }

  /** The directory at a path, made if need be with everything that leads to it. */
  ensureDirectory(path: string): Directory {
    try {
      return directoryAt(this.origin, toByteString(path));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new VmError('BAD_OPTION', `cannot make the directory ${path}: ${error.code}`);
    }
  }

  private register(fileSystem: FileSystem): FileSystem {
    fileSystem.attachTo(this.host, ++this.devices);
    return fileSystem;
  }
}
