import { SystemError } from '../abi/errno.js';
import { NAME_MAX } from '../abi/files.js';
import { Directory } from './directory.js';
import type { FileSystem } from './file-system.js';
import { type Inode, SymbolicLink } from './inode.js';
import { RegularFile } from './regular-file.js';

/**
 * Changes of the tree, with the rules POSIX gives them. Each one asks the mount's sink first and changes memory only when
 * that went well. `directory` and `name` are what a path walk found: the place an entry is, or is to be.
 */

/** Hard links one file may have. */
const LINK_MAX = 65000;

export function createFile(directory: Directory, name: string, permissions: number): RegularFile {
  const { fileSystem } = prepareNewEntry(directory, name);
  fileSystem.tellSink((sink) => sink.createFile(fileSystem.pathOf(directory, name), permissions));
  return enter(directory, name, new RegularFile(fileSystem, permissions));
}

export function makeDirectory(directory: Directory, name: string, permissions: number): Directory {
  const { fileSystem } = prepareNewEntry(directory, name);
  fileSystem.tellSink((sink) => sink.makeDirectory(fileSystem.pathOf(directory, name), permissions));
  return enter(directory, name, new Directory(fileSystem, permissions));
}

export function makeSymlink(directory: Directory, name: string, target: string): SymbolicLink {
  const { fileSystem } = prepareNewEntry(directory, name);
  fileSystem.tellSink((sink) => sink.makeSymlink(fileSystem.pathOf(directory, name), target));
  return enter(directory, name, new SymbolicLink(fileSystem, target));
}

/** Enters a node that no sink can keep, such as a FIFO. */
export function makeSpecial(directory: Directory, name: string, make: (fileSystem: FileSystem) => Inode): Inode {
  const { fileSystem } = prepareNewEntry(directory, name);
  if (fileSystem.sink !== null) throw new SystemError('EPERM');
  return enter(directory, name, make(fileSystem));
}

export function hardLink(inode: Inode, directory: Directory, name: string): void {
  const { fileSystem } = prepareNewEntry(directory, name);
  if (inode.fileSystem !== fileSystem) throw new SystemError('EXDEV');
  if (inode instanceof Directory) throw new SystemError('EPERM');
  if (inode.links === 0) throw new SystemError('ENOENT');
  if (inode.links >= LINK_MAX) throw new SystemError('EMLINK');
  fileSystem.tellSink((sink) => {
    if (inode instanceof RegularFile) fileSystem.flush(inode);
    sink.link(fileSystem.locate(inode)!, fileSystem.pathOf(directory, name));
  });
  enter(directory, name, inode);
  inode.stampChanged();
}

export function unlink(directory: Directory, name: string): void {
  const inode = existing(directory, name);
  if (inode instanceof Directory) throw new SystemError('EISDIR');
  const { fileSystem } = directory;
  fileSystem.requireWritable();
  fileSystem.tellSink((sink) => sink.removeFile(fileSystem.pathOf(directory, name)));
  directory.detach(name);
  directory.stampModified();
  inode.stampChanged();
}

export function removeDirectory(directory: Directory, name: string): void {
  const inode = existing(directory, name);
  if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
  if (inode.busy) throw new SystemError('EBUSY');
  if (!inode.empty) throw new SystemError('ENOTEMPTY');
  const { fileSystem } = directory;
  fileSystem.requireWritable();
  fileSystem.tellSink((sink) => sink.removeDirectory(fileSystem.pathOf(directory, name)));
  directory.detach(name);
  directory.stampModified();
}

export function rename(from: Directory, oldName: string, to: Directory, newName: string): void {
  const inode = existing(from, oldName);
  if (from.fileSystem !== to.fileSystem || inode.fileSystem !== from.fileSystem) throw new SystemError('EXDEV');
  requireName(newName);
  if (to.removed) throw new SystemError('ENOENT');
  const { fileSystem } = from;
  fileSystem.requireWritable();
  const replaced = to.lookup(newName);
  // Two names of one file: nothing happens, and both stay (POSIX).
  if (replaced === inode) return;
  if (inode instanceof Directory) requireMovable(inode, to);
  if (replaced !== undefined) requireReplaceable(inode, replaced);
  fileSystem.tellSink((sink) => sink.rename(fileSystem.pathOf(from, oldName), fileSystem.pathOf(to, newName)));
  move(inode, from, oldName, to, newName);
}

/** Changes the twelve permission bits. */
export function setPermissions(inode: Inode, permissions: number): void {
  const { fileSystem } = inode;
  fileSystem.requireWritable();
  fileSystem.tellSink((sink) => {
    const path = inode === fileSystem.root ? null : fileSystem.locate(inode);
    if (path !== null) sink.setPermissions(path, permissions);
  });
  inode.permissions = permissions;
  inode.changed = true;
  inode.stampChanged();
}

function prepareNewEntry(directory: Directory, name: string): Directory {
  requireName(name);
  if (directory.lookup(name) !== undefined) throw new SystemError('EEXIST');
  if (directory.removed) throw new SystemError('ENOENT');
  directory.fileSystem.requireWritable();
  return directory;
}

function requireName(name: string): void {
  if (name.length > NAME_MAX) throw new SystemError('ENAMETOOLONG');
}

function enter<T extends Inode>(directory: Directory, name: string, inode: T): T {
  directory.attach(name, inode);
  directory.stampModified();
  return inode;
}

function existing(directory: Directory, name: string): Inode {
  const inode = directory.lookup(name);
  if (inode === undefined) throw new SystemError('ENOENT');
  return inode;
}

function requireMovable(inode: Directory, to: Directory): void {
  if (inode.busy) throw new SystemError('EBUSY');
  for (let at: Directory | null = to; at !== null; at = at.parent === at ? null : at.parent) {
    if (at === inode) throw new SystemError('EINVAL');
  }
}

function requireReplaceable(inode: Inode, replaced: Inode): void {
  if (!(replaced instanceof Directory)) {
    if (inode instanceof Directory) throw new SystemError('ENOTDIR');
    return;
  }
  if (!(inode instanceof Directory)) throw new SystemError('EISDIR');
  if (replaced.busy) throw new SystemError('EBUSY');
  if (!replaced.empty) throw new SystemError('ENOTEMPTY');
}

/** The inode keeps at least one link all the time, so that nothing is thrown away on the way. */
function move(inode: Inode, from: Directory, oldName: string, to: Directory, newName: string): void {
  inode.opened++;
  from.detach(oldName);
  to.attach(newName, inode);
  inode.opened--;
  from.stampModified();
  to.stampModified();
  inode.stampChanged();
}
