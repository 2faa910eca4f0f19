import { SystemError } from '../abi/errno.js';
import { NAME_MAX, PATH_MAX, SYMLINK_MAX } from '../abi/files.js';
import { Directory } from './directory.js';
import { type Inode, MagicLink, SymbolicLink } from './inode.js';

/** Where path walks of a process start. */
export interface WalkOrigin {
  /** Where absolute paths start, and where ".." stays. */
  root: Directory;
  /** Where relative paths start. */
  directory: Directory;
}

/** What a walk found. */
export interface WalkResult {
  /** What the path names, if it exists. */
  readonly inode: Inode | null;
  /** The directory of the last component, and that component: where an entry could be made. */
  readonly directory: Directory;
  readonly name: string;
  /** The path ended in "/", "/." or "/..", or was "/": it can only name a directory, and nothing new. */
  readonly needsDirectory: boolean;
  /** The path ended in "." or "..", or was "/": then there is no entry that could be removed or renamed. */
  readonly special: '' | '.' | '..' | '/';
  /** The last component is a symbolic link of /proc that the walk went through. */
  readonly magic: MagicLink | null;
}

/**
 * Walks a path, as path_resolution(7) describes. Every symbolic link, wherever its text comes from, is walked here inside
 * the guest's tree, so no path leads out of it.
 *
 * `follow` tells whether a symbolic link in the last component is followed; one with a slash behind it always is.
 */
export function walk(origin: WalkOrigin, path: string, follow: boolean): WalkResult {
  requireWalkable(path);
  return new Walker(origin).walk(origin.directory, path, follow ? 'follow' : 'slash', null);
}

/**
 * Walks to a place in a directory, to make, remove or rename what is there: a symbolic link in the last component is that
 * very entry, even with a slash behind it.
 */
export function walkToEntry(origin: WalkOrigin, path: string): WalkResult {
  requireWalkable(path);
  return new Walker(origin).walk(origin.directory, path, 'never', null);
}

/**
 * Walks a path for open(2) with O_CREAT. A slash behind the last component, be it in the path or in a symbolic link that it
 * leads to, fails at once: a directory cannot be made that way, nor opened.
 */
export function walkToCreate(origin: WalkOrigin, path: string, follow: boolean): WalkResult {
  requireWalkable(path);
  return new Walker(origin).walk(origin.directory, path, follow ? 'create' : 'createHere', null);
}

function requireWalkable(path: string): void {
  if (path === '') throw new SystemError('ENOENT');
  if (path.length >= PATH_MAX) throw new SystemError('ENAMETOOLONG');
}

/**
 * When a symbolic link in the last component is followed: always, with a slash behind it, or never; and the first and last
 * of these for a file that may be made, where the slash is an error.
 */
type Follow = 'follow' | 'slash' | 'never' | 'create' | 'createHere';

/** Walks a path that has to exist. */
export function resolve(origin: WalkOrigin, path: string, follow = true): Inode {
  return existingInode(walk(origin, path, follow));
}

/** What a walk found, if it exists and is what the path's form says. */
export function existingInode(found: WalkResult): Inode {
  if (found.inode === null) throw new SystemError('ENOENT');
  if (found.needsDirectory && !(found.inode instanceof Directory)) throw new SystemError('ENOTDIR');
  return found.inode;
}

/** Walks a path that has to name a directory. */
export function resolveDirectory(origin: WalkOrigin, path: string): Directory {
  const inode = resolve(origin, path);
  if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
  return inode;
}

/** The absolute path of a directory inside `root`; null when it is not below it, or was removed. */
export function pathOfDirectory(directory: Directory, root: Directory): string | null {
  let path = '';
  for (let at = directory; at !== root; at = at.parent) {
    if (at.removed || at.parent === null || at.parent === at) return null;
    path = `/${at.name}${path}`;
  }
  return path === '' ? '/' : path;
}

class Walker {
  private links = 0;

  constructor(private readonly origin: WalkOrigin) {}

  walk(start: Directory, path: string, follow: Follow, magic: MagicLink | null): WalkResult {
    let at = path.startsWith('/') ? this.origin.root : start;
    const components = path.split('/');
    const needsDirectory = ['', '.', '..'].includes(components.at(-1)!);
    const names = components.filter((name) => name !== '');
    const last = names.pop() ?? '/';
    for (const name of names) at = this.enter(at, name);
    if (last === '/' || last === '.' || last === '..') return this.special(last === '..' ? this.up(at) : at, last);
    const creating = follow === 'create' || follow === 'createHere';
    if (creating && needsDirectory) throw new SystemError('EISDIR');
    const through = follow === 'follow' || follow === 'create' || (follow === 'slash' && needsDirectory);
    return this.finish(at, last, through ? (creating ? 'create' : 'follow') : null, needsDirectory, magic);
  }

  /** The last component: it need not exist, and may be a symbolic link that is not followed. */
  private finish(
    directory: Directory,
    name: string,
    follow: Follow | null,
    needsDirectory: boolean,
    magic: MagicLink | null,
  ): WalkResult {
    const inode = this.lookup(directory, name) ?? null;
    if (follow !== null && inode instanceof SymbolicLink) {
      const target = this.walk(directory, this.target(inode), follow, magic);
      return needsDirectory ? { ...target, needsDirectory } : target;
    }
    if (follow !== null && inode instanceof MagicLink) {
      return { inode: inode.inode, directory, name, needsDirectory, special: '', magic: inode };
    }
    return { inode, directory, name, needsDirectory, special: '', magic };
  }

  private special(at: Directory, special: '.' | '..' | '/'): WalkResult {
    return { inode: at, directory: at.parent ?? at, name: at.name, needsDirectory: true, special, magic: null };
  }

  /** Goes into the directory that a component in the middle of a path names. */
  private enter(at: Directory, name: string): Directory {
    if (name === '.') return at;
    if (name === '..') return this.up(at);
    let inode: Inode | null = this.lookup(at, name) ?? null;
    if (inode instanceof SymbolicLink) inode = this.walk(at, this.target(inode), 'follow', null).inode;
    else if (inode instanceof MagicLink) inode = inode.inode;
    if (inode === null) throw new SystemError('ENOENT');
    if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
    return inode;
  }

  private lookup(directory: Directory, name: string): Inode | undefined {
    if (name.length > NAME_MAX) throw new SystemError('ENAMETOOLONG');
    return directory.lookup(name);
  }

  private up(at: Directory): Directory {
    return at === this.origin.root ? at : (at.parent ?? at);
  }

  private target(link: SymbolicLink): string {
    if (++this.links > SYMLINK_MAX) throw new SystemError('ELOOP');
    if (link.target === '') throw new SystemError('ENOENT');
    return link.target;
  }
}
