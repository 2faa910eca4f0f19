import type { Files } from '@fullsource/stage';

/** What the first file system of a Linux kernel holds. */
export interface Initramfs {
  readonly files: Files;
  readonly executable: readonly string[];
  readonly folders: readonly string[];
}

const FOLDER = 0o040755;
const CHARACTER_DEVICE = 0o020600;

/** An initramfs: a cpio archive, format newc (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). */
export function initramfs({ files, executable, folders }: Initramfs): Uint8Array {
  const programs = new Set(executable);
  const parents = Object.keys(files).flatMap(foldersAbove);
  const all = [...new Set(['dev', ...folders, ...parents])].sort((a, b) => a.length - b.length);
  const parts = [
    ...all.map((name) => entry(name, FOLDER)),
    // Where the kernel opens standard input, output and error of the first process.
    entry('dev/console', CHARACTER_DEVICE, new Uint8Array(0), [5, 1]),
    ...Object.entries(files).map(([name, bytes]) => entry(name, programs.has(name) ? 0o100755 : 0o100644, bytes)),
    entry('TRAILER!!!', 0),
  ];
  return Buffer.concat(parts);
}

/** `a/b/c` lies in `a` and `a/b`. */
function foldersAbove(name: string): string[] {
  const words = name.split('/').slice(0, -1);
  return words.map((_, n) => words.slice(0, n + 1).join('/'));
}

function entry(name: string, mode: number, bytes: Uint8Array = new Uint8Array(0), device = [0, 0]): Buffer {
  const nameBytes = Buffer.from(`${name}\0`);
  const inode = [0, mode, 0, 0, 1, 0, bytes.length];
  const header = [...inode, 0, 0, ...device, nameBytes.length, 0].map((field) => field.toString(16).padStart(8, '0'));
  return Buffer.concat([padded(Buffer.concat([Buffer.from(`070701${header.join('')}`), nameBytes])), padded(bytes)]);
}

/** To a multiple of four bytes. */
function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
