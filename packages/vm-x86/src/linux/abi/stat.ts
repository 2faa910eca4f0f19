import type { AddressSpace } from '../../memory.js';
import type { FileSystem } from '../fs/file-system.js';
import type { Inode } from '../fs/inode.js';
import { store64, writeWords } from '../guest-memory.js';

/** What `st_blksize` says, and the unit of `st_blocks`. */
const BLOCK_SIZE = 4096;
const SECTOR = 512;

function sectors(inode: Inode): number {
  return Math.ceil(inode.size / BLOCK_SIZE) * (BLOCK_SIZE / SECTOR);
}

function times(inode: Inode): number[] {
  return [
    inode.atime,
    inode.atimeNanoseconds,
    inode.mtime,
    inode.mtimeNanoseconds,
    inode.ctime,
    inode.ctimeNanoseconds,
  ];
}

/** `struct stat` of stat(2), 64 bytes: what the calls 106 to 108 fill in. */
export function writeStat(space: AddressSpace, at: number, inode: Inode): void {
  writeWords(space, at, [
    inode.fileSystem.device,
    inode.number,
    inode.mode | (inode.links << 16),
    (inode.uid & 0xffff) | ((inode.gid & 0xffff) << 16),
    inode.deviceNumber,
    inode.size,
    BLOCK_SIZE,
    sectors(inode),
    ...times(inode),
    0,
    0,
  ]);
}

/**
 * `struct stat64`, 96 bytes: what the calls 195 to 197 and 300 fill in. The first inode number is the old 32-bit one, and
 * 64-bit members are aligned to four bytes. The padding at 8 and 40 is left as it was.
 */
export function writeStat64(space: AddressSpace, at: number, inode: Inode): void {
  store64(space, at, inode.fileSystem.device);
  writeWords(space, at + 12, [inode.number, inode.mode, inode.links, inode.uid, inode.gid]);
  store64(space, at + 32, inode.deviceNumber);
  store64(space, at + 44, inode.size);
  space.store32(at + 52, BLOCK_SIZE);
  store64(space, at + 56, sectors(inode));
  writeWords(space, at + 64, times(inode));
  store64(space, at + 88, inode.number);
}

/** Free blocks that statfs tells: as many as the budget for file contents has left. */
function freeBlocks({ budget }: FileSystem): number {
  return Math.max(0, Math.floor(Math.min(budget.limit - budget.used, 2 ** 43) / BLOCK_SIZE));
}

const NAME_LENGTH = 255;
/** More inodes than anybody makes. */
const INODES = 1 << 20;

/** `struct statfs`, 64 bytes. Counts that need more than 31 bits are cut to the largest. */
export function writeStatfs(space: AddressSpace, at: number, fileSystem: FileSystem): void {
  const free = Math.min(freeBlocks(fileSystem), 0x7fffffff);
  const device = fileSystem.device;
  const padding = [0, 0, 0, 0, 0];
  const words = [fileSystem.magic, BLOCK_SIZE, free, free, free, INODES, INODES, device, 0, NAME_LENGTH, BLOCK_SIZE];
  writeWords(space, at, [...words, ...padding]);
}

/** `struct statfs64`, 84 bytes. */
export function writeStatfs64(space: AddressSpace, at: number, fileSystem: FileSystem): void {
  const free = freeBlocks(fileSystem);
  writeWords(space, at, [fileSystem.magic, BLOCK_SIZE]);
  [free, free, free, INODES, INODES].forEach((value, i) => {
    store64(space, at + 8 + i * 8, value);
  });
  writeWords(space, at + 48, [fileSystem.device, 0, NAME_LENGTH, BLOCK_SIZE, 0, 0, 0, 0, 0]);
}
