import { describe, expect, test } from 'vitest';
import { At, Open } from '../../src/linux/abi/files.js';
import { syscallNames } from '../../src/linux/syscalls/names.js';
import { systemCalls } from '../../src/linux/syscalls/table.js';
import type { GuestProgram, Place } from './helpers/guest-program.js';
import { results, sameAsLinux } from './helpers/native.js';

const { RDONLY, WRONLY, RDWR, CREAT } = Open;

/** Records the words of a struct that are the same everywhere: not device, inode number, blocks or times. */
function recordWords(g: GuestProgram, struct: Place, words: readonly number[]): void {
  for (const word of words) g.recordWord(struct.plus(word * 4));
}

describe('stat', () => {
  /** mode, links, uid, gid, high word of rdev, size, zero padding */
  const STAT64 = [2, 4, 5, 6, 7, 9, 10, 11, 12];
  const STAT = [2, 3, 4, 5];

  sameAsLinux('struct stat64 of a file, a directory, a link, a pipe, a device', (g) => {
    const struct = g.bytes(new Array<number>(96).fill(0xee));
    g.plain('open', g.text('a'), RDWR | CREAT, 0o640);
    g.plain('write', 3, g.text('hello'), 5);
    g.plain('symlink', g.text('target'), g.text('l'));
    g.plain('pipe', g.space(8));
    g.call('fstat64', 3, struct);
    recordWords(g, struct, STAT64);
    g.call('lstat64', g.text('l'), struct);
    recordWords(g, struct, STAT64);
    g.call('stat64', g.text('l'), struct);
    g.call('fstat64', 4, struct);
    recordWords(g, struct, [2, 4, 5, 6, 11, 12]);
    g.call('stat64', g.text('/dev/null'), struct);
    recordWords(g, struct, [2, 4, 5, 6, 7, 8, 9, 11, 12]);
    g.call('fstatat64', At.FDCWD, g.text('l'), struct, At.SYMLINK_NOFOLLOW);
    recordWords(g, struct, STAT64);
    g.call('fstatat64', 3, g.text(''), struct, At.EMPTY_PATH);
    recordWords(g, struct, STAT64);
    g.call('fstatat64', 3, g.text(''), struct, 0);
    g.call('fstatat64', 3, g.text('a'), struct, 0);
    g.call('fstatat64', 3, g.text('a'), struct, 1);
    g.call('stat64', g.text('a'), 0x10);
  });

  sameAsLinux('struct stat', (g) => {
    const struct = g.bytes(new Array<number>(64).fill(0xee));
    g.plain('open', g.text('a'), RDWR | CREAT, 0o640);
    g.plain('write', 3, g.text('hello'), 5);
    g.call('stat', g.text('a'), struct);
    recordWords(g, struct, STAT);
    g.call('lstat', g.text('a'), struct);
    recordWords(g, struct, STAT);
    g.call('fstat', 3, struct);
    recordWords(g, struct, [...STAT, 14, 15]);
    g.call('fstat', 99, struct);
  });

  sameAsLinux('times that were set', (g) => {
    const struct = g.space(96);
    g.plain('open', g.text('a'), RDWR | CREAT, 0o640);
    g.call('utime', g.text('a'), g.words(100, 200));
    g.call('stat64', g.text('a'), struct);
    recordWords(g, struct, [16, 17, 18, 19]);
    g.call('utimes', g.text('a'), g.words(1, 2, 3, 4));
    g.call('stat64', g.text('a'), struct);
    recordWords(g, struct, [16, 17, 18, 19]);
    g.call('utimensat', At.FDCWD, g.text('a'), g.words(5, 6, 7, 0x3ffffffe), 0);
    g.call('stat64', g.text('a'), struct);
    recordWords(g, struct, [16, 17, 18, 19]);
    g.call('utimensat', 3, 0, g.words(8, 9, 10, 11), 0);
    g.call('stat64', g.text('a'), struct);
    recordWords(g, struct, [16, 17, 18, 19]);
    g.call('utimensat', At.FDCWD, g.text('a'), g.words(5, 1_000_000_000, 7, 0), 0);
    g.call('utimes', g.text('a'), g.words(5, 1_000_000, 7, 0));
    g.call('utime', g.text('missing'), 0);
    g.call('utimensat', At.FDCWD, g.text('a'), 0, 0x1);
  });

  sameAsLinux('owners are kept, and a new one clears set-id bits', (g) => {
    const struct = g.space(96);
    g.plain('open', g.text('a'), RDWR | CREAT, 0o777);
    g.plain('fchmod', 3, 0o6755);
    g.call('chown32', g.text('a'), 12, 34);
    g.call('fchown32', 3, -1, 56);
    g.call('chown', g.text('a'), 0xffff, 7);
    g.plain('fstat64', 3, struct);
    recordWords(g, struct, [4, 6, 7]);
    g.plain('symlink', g.text('a'), g.text('l'));
    g.call('lchown32', g.text('l'), 9, 9);
    g.plain('lstat64', g.text('l'), struct);
    recordWords(g, struct, [6, 7]);
    g.call('fchownat', At.FDCWD, g.text('l'), 0, 0, At.SYMLINK_NOFOLLOW);
    g.call('chown32', g.text('missing'), 0, 0);
  });

  sameAsLinux('statfs: errors', (g) => {
    const struct = g.space(84);
    g.call('statfs', g.text('.'), struct);
    g.call('statfs64', g.text('.'), 84, struct);
    g.call('statfs64', g.text('.'), 80, struct);
    g.call('fstatfs', 99, struct);
    g.call('fstatfs64', 0, 84, struct);
    g.call('statfs', g.text('missing'), struct);
  });
});

describe('other calls with answers that are the same everywhere', () => {
  sameAsLinux('ids, sessions, limits, masks', (g) => {
    const words = g.space(16);
    for (const name of ['getuid', 'geteuid32', 'getgid', 'getegid32']) g.call(name);
    g.call('setuid32', 0);
    g.call('setresgid32', 0, -1, 0);
    g.call('getresuid32', words, words.plus(4), words.plus(8));
    recordWords(g, words, [0, 1, 2]);
    g.call('getgroups32', 0, 0);
    g.call('umask', 0o22);
    g.call('ugetrlimit', 99, words);
    g.call('prlimit64', 0, 99, 0, words);
    g.call('sched_getaffinity', 0, 2, words);
    g.call('getrandom', words, 4, 0x100);
    g.call('personality', -1);
    g.call('flock', 99, 1);
    g.call('fsync', 99);
    g.call('getpriority', 0, 0);
    g.call('mlock', words, 4);
  });

  sameAsLinux('sendfile', (g) => {
    const offset = g.words(1, 0);
    g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
    g.plain('write', 3, g.text('abcdef'), 6);
    g.plain('lseek', 3, 0, 0);
    g.plain('open', g.text('b'), RDWR | CREAT, 0o644);
    g.call('sendfile', 4, 3, offset, 3);
    recordWords(g, offset, [0]);
    g.call('sendfile64', 4, 3, offset, 100);
    recordWords(g, offset, [0, 1]);
    g.call('sendfile', 4, 3, 0, 2);
    g.call('lseek', 3, 0, 1);
    g.call('sendfile', 4, 99, 0, 2);
    g.call('sendfile', 3, 0, 0, 2);
    const buffer = g.space(8);
    g.call('pread64', 4, buffer, 8, 0, 0);
    return [[buffer, 8]];
  });

  sameAsLinux(
    'thread-local storage through gs',
    (g) => {
      const area = g.words(-1, 0, 0xfffff, 0x51);
      const storage = g.words(0x1234, 0x5678);
      g.set(area.plus(4), storage);
      g.call('set_thread_area', area);
      g.recordWord(area);
      // mov eax, [area]; shl eax, 3; or eax, 3; mov gs, eax; mov eax, gs:[4]
      g.set(area, area.value);
      g.raw(0xc1, 0xe0, 3, 0x83, 0xc8, 3, 0x8e, 0xe8, 0x65, 0xa1, 4, 0, 0, 0);
      g.record();
      g.set(area.plus(4), storage.plus(4));
      g.call('set_thread_area', area);
      g.raw(0x65, 0xa1, 0, 0, 0, 0);
      g.record();
      g.call('set_thread_area', g.words(5, 0, 0, 0));
      g.call('get_thread_area', g.words(99, 0, 0, 0));
    },
    [0, 12, 0x5678, 0, 0x5678, -22, -22],
  );

  test('what is not there says so: sockets, newer calls, what root of a container may not do', async () => {
    const words = await results((g) => {
      g.call('socketcall', 1, g.words(1, 1, 0));
      g.call('socketcall', 3, g.words(0, 0, 0));
      g.call('socket', 1, 1, 0);
      g.call('bind', 99, 0, 0);
      g.call('statx', At.FDCWD, g.text('.'), 0, 0, 0);
      g.call('clone3', 0, 0);
      g.call('mount', 0, 0, 0, 0, 0);
      g.call('mknod', g.text('d'), 0o020644, 0x103);
      g.call('setuid32', 5);
      g.call('settimeofday', 0, 0);
      g.call('unshare', 0x00020000);
    });
    expect(words).toEqual([-97, -88, -97, -9, -38, -38, -1, -1, -22, -1, 0]);
  });
});

describe('/proc', () => {
  test('self, exe, cwd, root, cmdline and descriptors', async () => {
    const words = await results(
      (g) => {
        const buffer = g.space(64);
        g.call('readlink', g.text('/proc/self'), buffer, 64);
        g.call('readlink', g.text('/proc/self/exe'), buffer, 64);
        g.call('readlink', g.text('/proc/1/cwd'), buffer, 64);
        g.call('open', g.text('/proc/self/exe'), RDONLY, 0);
        g.call('read', 3, buffer, 4);
        g.recordWord(buffer);
        g.call('open', g.text('/proc/self/cmdline'), RDONLY, 0);
        g.call('read', 4, buffer, 64);
        g.call('open', g.text('/dev/fd/3'), RDONLY, 0);
        g.call('access', g.text('/proc/self/fd/77'), 0);
        g.call('access', g.text('/proc/99'), 0);
        g.call('access', g.text('/proc/self/root/work'), 0);
        g.call('open', g.text('/proc/self/exe'), WRONLY, 0);
        g.call('mkdir', g.text('/proc/x'), 0o755);
        g.call('open', g.text('/proc/self/fd/'), RDONLY, 0);
        g.call('getdents64', 6, g.space(512), 512);
      },
      { argv: ['program', 'x'] },
    );
    expect(words).toEqual([1, '/work/program'.length, 5, 3, 4, 0x464c457f, 4, 10, 5, -2, -2, 0, -26, -30, 6, 9 * 24]);
  });
});

describe('the table', () => {
  test('has every call that the tools of the bootstrap make', () => {
    const chain = [
      1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 15, 19, 20, 21, 33, 39, 41, 45, 54, 61, 63, 78, 83, 106, 109, 114, 122, 183, 201,
      202, 265, 310,
    ];
    const shells = [
      9, 13, 14, 24, 27, 30, 37, 38, 40, 42, 47, 48, 49, 50, 55, 57, 60, 64, 65, 67, 77, 85, 90, 91, 93, 104, 107, 108,
      118, 125, 126, 140, 141, 145, 146, 162, 173, 174, 175, 182, 190, 191, 192, 195, 196, 197, 199, 200, 220, 221, 243,
      252, 258, 340,
    ];
    const compilers = [43, 94, 99, 116, 133, 142, 163, 168, 186, 198, 205, 207, 240, 268, 271, 320];
    const missing = [...chain, ...shells, ...compilers].filter((number) => systemCalls[number] === undefined);
    expect(missing.map((number) => syscallNames.get(number))).toEqual([]);
  });

  test('numbers and names are those of Linux', () => {
    for (const [number, name] of [
      [1, 'exit'],
      [45, 'brk'],
      [122, 'uname'],
      [192, 'mmap2'],
      [252, 'exit_group'],
      [340, 'prlimit64'],
      [450, 'set_mempolicy_home_node'],
    ] as const) {
      expect(syscallNames.get(number)).toBe(name);
    }
  });
});
