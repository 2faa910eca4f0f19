import { type Change, changesOf } from '../linux/fs/changes.js';
import { Directory } from '../linux/fs/directory.js';
import { type Inode, SymbolicLink } from '../linux/fs/inode.js';
import type { MountPath } from '../linux/fs/mount.js';
import { RegularFile } from '../linux/fs/regular-file.js';
import type { HostSink } from './host-files.js';

/**
 * Brings the changes that a guest made in memory to the host directory. All contents are fetched first, since a moved file
 * may still have to be read from where it was; then everything new is made, parents first, each file at once; what was
 * removed goes last. So an error on the way leaves old or new files, never half of one.
 */
export function commitChanges(root: Directory, sink: HostSink): void {
  const changes = changesOf(root);
  for (const { kind, inode } of changes) if (kind !== 'removed' && inode instanceof RegularFile) inode.contents();
  const added = new Set(changes.filter(({ kind }) => kind === 'added').map(({ path }) => path.join('/')));
  const inTheWay = (change: Change): boolean => change.kind === 'removed' && added.has(change.path.join('/'));
  const names = unchangedNames(root);
  for (const change of changes) {
    if (inTheWay(change)) removeKnown(sink, change.path, change.inode);
    else if (change.kind !== 'removed') make(sink, change, names);
  }
  for (const change of changes) {
    if (change.kind === 'removed' && !inTheWay(change)) removeKnown(sink, change.path, change.inode);
  }
}

/** Makes or overwrites one entry. `names` has a path on the host for inodes that are there already. */
function make(sink: HostSink, { path, kind, inode }: Change, names: Map<Inode, MountPath>): void {
  const elsewhere = names.get(inode);
  if (inode instanceof Directory) {
    if (kind === 'added') sink.makeDirectory(path, inode.permissions);
    else sink.setPermissions(path, inode.permissions);
  } else if (kind === 'added' && elsewhere !== undefined) {
    sink.link(elsewhere, path);
  } else if (inode instanceof RegularFile) {
    sink.replaceFile(path, inode.contents(), inode.permissions);
  } else if (inode instanceof SymbolicLink) {
    sink.makeSymlink(path, inode.target);
  }
  names.set(inode, path);
}

/** Removes what the guest has seen of an entry; a directory with something else in it stays, and that is an error. */
function removeKnown(sink: HostSink, path: MountPath, inode: Inode): void {
  if (!(inode instanceof Directory)) {
    sink.removeFile(path);
    return;
  }
  for (const [name, child] of inode.original ?? inode.entries) removeKnown(sink, [...path, name], child);
  sink.removeDirectory(path);
}

/** Files with several names of which one is as it was: the others become hard links to that one. */
function unchangedNames(root: Directory): Map<Inode, MountPath> {
  const names = new Map<Inode, MountPath>();
  const visit = (directory: Directory, path: MountPath): void => {
    if (directory.load !== null) return;
    for (const [name, inode] of directory.entries) {
      if (inode instanceof Directory) visit(inode, [...path, name]);
      else if (inode.links > 1 && !inode.changed && directory.original?.get(name) === inode)
        names.set(inode, [...path, name]);
    }
  };
  visit(root, []);
  return names;
}
