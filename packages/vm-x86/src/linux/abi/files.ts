/** Flags of open(2), asm-generic/fcntl.h. */
export const Open = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  ACCMODE: 3,
  CREAT: 0o100,
  EXCL: 0o200,
  NOCTTY: 0o400,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  DSYNC: 0o10000,
  ASYNC: 0o20000,
  DIRECT: 0o40000,
  LARGEFILE: 0o100000,
  DIRECTORY: 0o200000,
  NOFOLLOW: 0o400000,
  NOATIME: 0o1000000,
  CLOEXEC: 0o2000000,
  SYNC: 0o4000000,
  PATH: 0o10000000,
  TMPFILE: 0o20000000,
} as const;

/** File types in the upper bits of `st_mode`. */
export const FileType = {
  mask: 0o170000,
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  block: 0o060000,
  regular: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
} as const;

/** `d_type` of a directory entry is the file type shifted down. */
export function directoryEntryType(mode: number): number {
  return (mode & FileType.mask) >>> 12;
}

/** Flags of the *at calls, linux/fcntl.h. */
export const At = {
  FDCWD: -100,
  SYMLINK_NOFOLLOW: 0x100,
  /** unlinkat: remove a directory. Shares its bit with `EACCESS` of faccessat. */
  REMOVEDIR: 0x200,
  EACCESS: 0x200,
  SYMLINK_FOLLOW: 0x400,
  NO_AUTOMOUNT: 0x800,
  EMPTY_PATH: 0x1000,
} as const;

export const Seek = { SET: 0, CUR: 1, END: 2 } as const;

/** Commands of fcntl(2), asm-generic/fcntl.h. */
export const Fcntl = {
  DUPFD: 0,
  GETFD: 1,
  SETFD: 2,
  GETFL: 3,
  SETFL: 4,
  GETLK: 5,
  SETLK: 6,
  SETLKW: 7,
  SETOWN: 8,
  GETOWN: 9,
  GETLK64: 12,
  SETLK64: 13,
  SETLKW64: 14,
  DUPFD_CLOEXEC: 1030,
  SETPIPE_SZ: 1031,
  GETPIPE_SZ: 1032,
} as const;

/** File descriptor flag of F_SETFD. */
export const FD_CLOEXEC = 1;

/** Events of poll(2). */
export const Poll = {
  IN: 0x001,
  PRI: 0x002,
  OUT: 0x004,
  ERR: 0x008,
  HUP: 0x010,
  NVAL: 0x020,
  RDNORM: 0x040,
  RDBAND: 0x080,
  WRNORM: 0x100,
  WRBAND: 0x200,
} as const;

/** Longest path with its final zero, and longest name of one component (linux/limits.h). */
export const PATH_MAX = 4096;
export const NAME_MAX = 255;
/** Symbolic links followed in one path walk before ELOOP. */
export const SYMLINK_MAX = 40;
/** Writes to a pipe of up to this many bytes are atomic. */
export const PIPE_BUF = 4096;
/** Bytes one read or write transfers at most (MAX_RW_COUNT). */
export const TRANSFER_MAX = 0x7ffff000;
