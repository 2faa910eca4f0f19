import { latin1Bytes } from '../byte-string.js';
import { Directory } from './directory.js';
import { FileSystem, type FileSystemHost, FileSystemMagic } from './file-system.js';
import { type Inode, MagicLink, SymbolicLink } from './inode.js';
import type { OpenFile } from './open-file.js';
import { RegularFile } from './regular-file.js';
import { pathOfDirectory } from './walk.js';

/** What /proc tells of a process. */
export interface ProcessView {
  readonly pid: number;
  readonly image: { readonly path: string; readonly argv: readonly string[]; readonly file: Inode };
  readonly location: { readonly root: Directory; readonly directory: Directory };
  readonly files: { numbers(): number[]; get(descriptor: number): OpenFile | null };
}

export interface ProcessList {
  readonly current: ProcessView | null;
  readonly pids: readonly number[];
  find(pid: number): ProcessView | null;
}

/** Inode numbers of one process: its directory, what is in it, and its descriptors. */
const NUMBERS_PER_PROCESS = 0x10000;

/** A directory whose entries are made when they are asked for. */
class DynamicDirectory extends Directory {
  constructor(
    fileSystem: FileSystem,
    permissions: number,
    private readonly list: () => string[],
    private readonly find: (name: string) => Inode | undefined,
  ) {
    super(fileSystem, permissions);
    this.links = 2;
  }

  override lookup(name: string): Inode | undefined {
    const inode = this.find(name);
    if (inode instanceof Directory) {
      inode.parent = this;
      inode.name = name;
    }
    return inode;
  }

  override names(): string[] {
    return this.list();
  }
}

/**
 * The part of /proc that programs without threads, sockets or devices look at: `self`, and for each process `cmdline`,
 * `cwd`, `exe`, `fd` and `root`.
 */
export function makeProc(host: FileSystemHost, processes: ProcessList): FileSystem {
  const fileSystem = new FileSystem(host, {
    magic: FileSystemMagic.proc,
    makeRoot: (self) =>
      new DynamicDirectory(
        self,
        0o555,
        () => [...processes.pids.map(String), 'self'],
        (name) => findTop(self, processes, name),
      ),
  });
  fileSystem.readOnly = true;
  return fileSystem;
}

function findTop(fileSystem: FileSystem, processes: ProcessList, name: string): Inode | undefined {
  if (name === 'self') {
    const { current } = processes;
    if (current === null) return undefined;
    return numbered(fileSystem, 2, () => new SymbolicLink(fileSystem, String(current.pid)));
  }
  if (!/^[1-9]\d*$/.test(name)) return undefined;
  const view = processes.find(Number(name));
  return view === null ? undefined : processDirectory(fileSystem, view);
}

function processDirectory(fileSystem: FileSystem, view: ProcessView): Directory {
  const first = view.pid * NUMBERS_PER_PROCESS;
  const make: Record<string, () => Inode> = {
    cmdline: () => textFile(fileSystem, view.image.argv.map((text) => `${text}\0`).join('')),
    cwd: () => directoryLink(fileSystem, view.location.directory, view),
    exe: () => new MagicLink(fileSystem, view.image.path, view.image.file),
    fd: () => descriptorDirectory(fileSystem, view),
    root: () => directoryLink(fileSystem, view.location.root, view),
  };
  const names = Object.keys(make);
  const find = (name: string): Inode | undefined => {
    const index = names.indexOf(name);
    return index < 0 ? undefined : numbered(fileSystem, first + 1 + index, make[name]!);
  };
  return numbered(fileSystem, first, () => new DynamicDirectory(fileSystem, 0o555, () => names, find));
}

function descriptorDirectory(fileSystem: FileSystem, view: ProcessView): Directory {
  const find = (name: string): Inode | undefined => {
    const file = /^\d+$/.test(name) ? view.files.get(Number(name)) : null;
    if (file === null) return undefined;
    const number = view.pid * NUMBERS_PER_PROCESS + 100 + Number(name);
    return numbered(fileSystem, number, () => new MagicLink(fileSystem, file.path, file.inode));
  };
  return new DynamicDirectory(fileSystem, 0o500, () => view.files.numbers().map(String), find);
}

function directoryLink(fileSystem: FileSystem, directory: Directory, view: ProcessView): Inode {
  const path = pathOfDirectory(directory, view.location.root) ?? '(unreachable)';
  return new MagicLink(fileSystem, path, directory);
}

function textFile(fileSystem: FileSystem, text: string): RegularFile {
  const file = new RegularFile(fileSystem, 0o444);
  file.provide(latin1Bytes(text));
  return file;
}

/** Gives an inode that is made anew for every look-up the same number each time. */
function numbered<T extends Inode>(fileSystem: FileSystem, number: number, make: () => T): T {
  fileSystem.nextInodeNumber = number;
  return make();
}
