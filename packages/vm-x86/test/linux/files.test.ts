import { describe, expect, test } from 'vitest';
import { At, Fcntl, Open } from '../../src/linux/abi/files.js';
import { GuestProgram } from './helpers/guest-program.js';
import { results, runGuest, sameAsLinux, text, wordsOf } from './helpers/native.js';

const { RDONLY, WRONLY, RDWR, CREAT, TRUNC, EXCL, APPEND, DIRECTORY, NOFOLLOW, CLOEXEC, NONBLOCK } = Open;
const NEW = WRONLY | CREAT | TRUNC;

describe('open, read, write', () => {
  sameAsLinux(
    'a file is written, read back, and at its end',
    (g) => {
      const name = g.text('a');
      const buffer = g.space(16);
      g.call('open', name, NEW, 0o644);
      g.call('write', 3, g.text('hello'), 5);
      g.call('close', 3);
      g.call('open', name, RDONLY, 0);
      g.call('read', 3, buffer, 3);
      g.call('read', 3, buffer.plus(3), 13);
      g.call('read', 3, buffer, 16);
      return [[buffer, 16]];
    },
    [3, 5, 0, 3, 3, 2, 0],
  );

  sameAsLinux(
    'errors of open',
    (g) => {
      g.call('mkdir', g.text('d'), 0o755);
      g.call('open', g.text('missing'), RDONLY, 0);
      g.call('open', g.text(''), RDONLY, 0);
      g.call('open', g.text('d'), WRONLY, 0);
      g.call('open', g.text('d'), RDONLY | CREAT, 0o644);
      g.call('open', g.text('d/'), RDONLY | CREAT, 0o644);
      g.call('open', g.text('new/'), RDONLY | CREAT, 0o644);
      g.call('open', g.text('d/missing/x'), RDONLY, 0);
      g.plain('close', g.call('open', g.text('f'), NEW | EXCL, 0o644).value);
      g.call('open', g.text('f'), NEW | EXCL, 0o644);
      g.call('open', g.text('f/x'), RDONLY, 0);
      g.call('open', g.text('f/'), RDONLY, 0);
      g.call('open', g.text('f'), RDONLY | DIRECTORY, 0);
      g.call('open', g.text('x'.repeat(256)), RDONLY, 0);
      g.call('open', g.text('x/'.repeat(2048)), RDONLY, 0);
      g.call('open', 0x10, RDONLY, 0);
    },
    [0, -2, -2, -21, -21, -21, -21, -2, 3, -17, -20, -20, -20, -36, -36, -14],
  );

  sameAsLinux(
    'symbolic links: followed, dangling, created through, refused, in a circle',
    (g) => {
      g.call('symlink', g.text('target'), g.text('link'));
      g.call('open', g.text('link'), RDONLY, 0);
      g.call('open', g.text('link'), NEW | EXCL, 0o644);
      g.plain('close', g.call('open', g.text('link'), NEW, 0o644).value);
      g.plain('close', g.call('open', g.text('target'), RDONLY, 0).value);
      g.call('open', g.text('link'), RDONLY | NOFOLLOW, 0);
      g.call('open', g.text('link/'), RDONLY, 0);
      g.call('symlink', g.text('b'), g.text('a'));
      g.call('symlink', g.text('a'), g.text('b'));
      g.call('open', g.text('a'), RDONLY, 0);
      g.call('symlink', g.text(''), g.text('empty'));
      g.call('readlink', g.text('link'), g.space(16), 3);
      g.call('readlink', g.text('target'), g.space(16), 3);
    },
    [0, -2, -17, 3, 3, -40, -20, 0, 0, -40, -2, 3, -22],
  );

  sameAsLinux(
    'O_APPEND writes at the end, whoever moved it',
    (g) => {
      const name = g.text('a');
      const buffer = g.space(16);
      g.call('open', name, NEW | APPEND, 0o644);
      g.call('open', name, RDWR, 0);
      g.call('write', 3, g.text('one'), 3);
      g.call('write', 4, g.text('T'), 1);
      g.call('write', 3, g.text('two'), 3);
      g.call('lseek', 3, 0, 1);
      g.call('lseek', 4, 0, 0);
      g.call('read', 4, buffer, 16);
      return [[buffer, 16]];
    },
    [3, 4, 3, 1, 3, 6, 0, 6],
  );

  sameAsLinux(
    'descriptors without the right, or not open',
    (g) => {
      const buffer = g.space(4);
      g.plain('open', g.text('a'), NEW, 0o644);
      g.plain('open', g.text('a'), RDONLY, 0);
      g.plain('open', g.text('.'), RDONLY, 0);
      g.call('read', 3, buffer, 4);
      g.call('write', 4, buffer, 4);
      g.call('read', 99, buffer, 4);
      g.call('write', -1, buffer, 4);
      g.call('close', 99);
      g.call('read', 5, buffer, 4);
      g.call('lseek', 99, 0, 0);
      g.call('lseek', 4, -1, 0);
      g.call('lseek', 4, 0, 9);
      g.call('read', 4, 0x10, 4);
      g.call('write', 3, 0x10, 4);
      g.call('read', 4, 0x10, 0);
    },
    [-9, -9, -9, -9, -9, -21, -9, -22, -22],
  );

  sameAsLinux(
    'a hole behind a seek reads as zeros',
    (g) => {
      const buffer = g.bytes([9, 9, 9, 9, 9, 9, 9, 9]);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('lseek', 3, 4, 0);
      g.call('write', 3, g.text('xy'), 2);
      g.call('lseek', 3, 0, 0);
      g.call('read', 3, buffer, 8);
      return [[buffer, 8]];
    },
    [4, 2, 0, 6],
  );

  sameAsLinux(
    'a transfer up to the end of mapped memory is short, not an error',
    (g) => {
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      const page = g.call('mmap2', 0x50000000, 4096, 3, 0x32, -1, 0);
      g.call('write', 3, 0x50000ffd, 10);
      g.call('lseek', 3, 0, 0);
      g.call('write', 3, page.value, 4096);
      g.call('lseek', 3, 0, 0);
      g.call('read', 3, 0x50000ffe, 100);
      g.call('lseek', 3, 0, 1);
    },
    [0x50000000, 3, 0, 4096, 0, 2, 2],
  );

  sameAsLinux(
    'pread and pwrite leave the offset alone',
    (g) => {
      const buffer = g.space(8);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('write', 3, g.text('abcdef'), 6);
      g.call('pwrite64', 3, g.text('XY'), 2, 1, 0);
      g.call('pread64', 3, buffer, 4, 2, 0);
      g.call('pread64', 3, buffer, 4, 0, -1);
      g.call('lseek', 3, 0, 1);
      return [[buffer, 8]];
    },
    [6, 2, 4, -22, 6],
  );

  sameAsLinux(
    'readv and writev gather and scatter',
    (g) => {
      const a = g.bytes([1, 2, 3, 4]);
      const b = g.bytes([5, 6]);
      const into = g.space(8);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('writev', 3, g.words(a, 3, b, 2, 0, 0), 3);
      g.call('lseek', 3, 0, 0);
      g.call('readv', 3, g.words(into.plus(2), 1, into.plus(4), 4), 2);
      g.call('writev', 3, 0x10, 1);
      g.call('writev', 3, a, -1);
      return [[into, 8]];
    },
    [5, 0, 5, -14, -22],
  );

  sameAsLinux(
    'truncate and ftruncate shorten and lengthen with zeros',
    (g) => {
      const buffer = g.space(12);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('write', 3, g.text('abcdefgh'), 8);
      g.call('ftruncate', 3, 3);
      g.call('ftruncate64', 3, 10, 0);
      g.call('pread64', 3, buffer, 12, 0, 0);
      g.call('truncate', g.text('a'), 2);
      g.call('lseek', 3, 0, 2);
      g.call('truncate', g.text('missing'), 2);
      g.call('truncate', g.text('.'), 2);
      g.call('ftruncate', 3, -1);
      g.call('ftruncate', 0, 1);
      return [[buffer, 12]];
    },
    [8, 0, 0, 10, 0, 2, -2, -21, -22, -22],
  );

  sameAsLinux(
    '_llseek answers in memory',
    (g) => {
      const result = g.bytes([9, 9, 9, 9, 9, 9, 9, 9]);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('_llseek', 3, 0, 1000, result, 0);
      g.call('_llseek', 3, -1, -10, result, 1);
      g.call('_llseek', 3, -1, -10000, result, 1);
      g.call('_llseek', 3, 0, 0, result, 7);
      return [[result, 8]];
    },
    [0, 0, -22, -22],
  );
});

describe('descriptors', () => {
  sameAsLinux(
    'dup shares the offset, open does not',
    (g) => {
      const buffer = g.space(8);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('dup', 3);
      g.call('dup2', 3, 9);
      g.call('dup2', 3, 3);
      g.call('dup2', 77, 78);
      g.call('dup2', 3, -1);
      g.call('dup3', 3, 3, 0);
      g.call('dup3', 3, 5, CLOEXEC);
      g.call('write', 4, g.text('abc'), 3);
      g.call('lseek', 9, 0, 1);
      g.call('fcntl64', 3, Fcntl.DUPFD, 20);
      g.call('fcntl64', 5, Fcntl.GETFD, 0);
      g.call('fcntl64', 5, Fcntl.SETFD, 0);
      g.call('fcntl64', 5, Fcntl.GETFD, 0);
      g.call('fcntl64', 88, Fcntl.GETFD, 0);
      return [[buffer, 8]];
    },
    [4, 9, 3, -9, -9, -22, 5, 3, 3, 20, 1, 0, 0, -9],
  );

  sameAsLinux('F_GETFL and F_SETFL: access mode and what can be changed', (g) => {
    g.plain('open', g.text('a'), RDWR | CREAT | APPEND, 0o644);
    g.call('fcntl64', 3, Fcntl.GETFL, 0);
    g.call('fcntl64', 3, Fcntl.SETFL, NONBLOCK);
    g.call('fcntl64', 3, Fcntl.GETFL, 0);
  });

  sameAsLinux(
    'the lowest free descriptor is taken',
    (g) => {
      const name = g.text('a');
      g.call('open', name, RDWR | CREAT, 0o644);
      g.call('open', name, RDWR, 0);
      g.call('close', 0);
      g.call('open', name, RDWR, 0);
      g.call('close', 3);
      g.call('open', name, RDWR, 0);
    },
    [3, 4, 0, 0, 0, 3],
  );

  test('a process can have 1024 descriptors', async () => {
    const program = new GuestProgram();
    const name = program.text('/dev/null');
    program.untilNegative(() => program.plain('open', name, RDONLY, 0));
    program.record();
    program.plain('dup', 1023);
    program.record();
    const { stdout } = await runGuest(program.finish());
    expect(wordsOf(stdout)).toEqual([-24, -24]);
  });
});

describe('names', () => {
  sameAsLinux(
    'mkdir, rmdir and their errors',
    (g) => {
      g.call('mkdir', g.text('d'), 0o755);
      g.call('mkdir', g.text('d'), 0o755);
      g.call('mkdir', g.text('d/e/'), 0o755);
      g.call('mkdir', g.text('x/y'), 0o755);
      g.call('mkdir', g.text('.'), 0o755);
      g.call('mkdir', g.text('/'), 0o755);
      g.call('rmdir', g.text('d'));
      g.call('rmdir', g.text('d/e/.'));
      g.call('rmdir', g.text('d/e/..'));
      g.call('rmdir', g.text('/'));
      g.call('rmdir', g.text('d/e/'));
      g.call('rmdir', g.text('missing'));
      g.plain('open', g.text('f'), NEW, 0o644);
      g.call('rmdir', g.text('f'));
      g.call('unlink', g.text('d'));
      g.call('unlink', g.text('d/'));
      g.call('unlink', g.text('f/'));
      g.call('unlinkat', At.FDCWD, g.text('d'), At.REMOVEDIR);
      g.call('unlink', g.text('f'));
      g.call('unlink', g.text('f'));
    },
    [0, -17, 0, -2, -17, -17, -39, -22, -39, -16, 0, -2, -20, -21, -21, -20, 0, 0, -2],
  );

  sameAsLinux('link counts', (g) => {
    const stat = g.space(96);
    const links = stat.plus(20);
    g.plain('open', g.text('a'), NEW, 0o644);
    g.call('link', g.text('a'), g.text('b'));
    g.call('link', g.text('a'), g.text('b'));
    g.call('link', g.text('missing'), g.text('c'));
    g.call('stat64', g.text('a'), stat);
    g.recordWord(links);
    g.call('unlink', g.text('a'));
    g.call('fstat64', 3, stat);
    g.recordWord(links);
    g.call('unlink', g.text('b'));
    g.call('fstat64', 3, stat);
    g.recordWord(links);
    g.call('mkdir', g.text('d'), 0o755);
    g.call('mkdir', g.text('d/e'), 0o755);
    g.call('stat64', g.text('d'), stat);
    g.call('link', g.text('d'), g.text('dd'));
  });

  sameAsLinux(
    'an unlinked file lives as long as it is open',
    (g) => {
      const buffer = g.space(8);
      g.plain('open', g.text('a'), RDWR | CREAT, 0o644);
      g.call('write', 3, g.text('abc'), 3);
      g.call('unlink', g.text('a'));
      g.call('pread64', 3, buffer, 8, 0, 0);
      g.call('open', g.text('a'), RDONLY, 0);
      g.call('write', 3, g.text('def'), 3);
      g.call('pread64', 3, buffer, 8, 0, 0);
      return [[buffer, 8]];
    },
    [3, 0, 3, -2, 3, 6],
  );

  sameAsLinux('rename replaces, and refuses what does not fit', (g) => {
    const [a, b, d, e] = [g.text('a'), g.text('b'), g.text('d'), g.text('e')];
    const buffer = g.space(8);
    g.plain('open', a, NEW, 0o644);
    g.plain('write', 3, g.text('A'), 1);
    g.plain('open', b, NEW, 0o644);
    g.plain('mkdir', d, 0o755);
    g.plain('mkdir', e, 0o755);
    g.plain('mkdir', g.text('e/full'), 0o755);
    g.call('rename', a, b);
    g.call('open', a, RDONLY, 0);
    g.plain('read', g.call('open', b, RDONLY, 0).value, buffer, 8);
    g.call('rename', b, d);
    g.call('rename', d, b);
    g.call('rename', d, e);
    g.call('rename', d, g.text('d/sub'));
    g.call('rename', e, d);
    g.call('rename', g.text('d/full'), g.text('up'));
    g.call('rename', g.text('missing'), b);
    g.call('rename', b, g.text('b'));
    g.call('rename', g.text('.'), g.text('z'));
    g.call('rename', b, g.text('z/'));
    g.call('rename', d, g.text('z/'));
    g.call('link', b, g.text('b2'));
    g.call('rename', b, g.text('b2'));
    g.call('access', b, 0);
    g.call('renameat2', At.FDCWD, b, At.FDCWD, g.text('b2'), 1);
    return [[buffer, 8]];
  });

  sameAsLinux('working directory: chdir, getcwd, removed, fchdir', (g) => {
    const buffer = g.space(64);
    g.plain('mkdir', g.text('d'), 0o755);
    g.call('open', g.text('.'), RDONLY, 0);
    g.call('chdir', g.text('d'));
    g.call('chdir', g.text('missing'));
    g.call('getcwd', buffer, 1);
    g.call('mkdir', g.text('../e'), 0o755);
    g.call('rmdir', g.text('../d'));
    g.call('getcwd', buffer, 64);
    g.call('open', g.text('x'), NEW, 0o644);
    g.call('open', g.text('.'), RDONLY, 0);
    g.call('fchdir', 3);
    g.call('chdir', g.text('e'));
    g.call('fchdir', 99);
  });

  sameAsLinux('permissions: umask, chmod, access', (g) => {
    const stat = g.space(96);
    g.call('umask', 0o027);
    g.call('umask', 0o022);
    g.plain('umask', 0o027);
    g.plain('open', g.text('a'), NEW, 0o777);
    g.call('stat64', g.text('a'), stat);
    g.recordWord(stat.plus(16));
    g.call('chmod', g.text('a'), 0o4611);
    g.call('fstat64', 3, stat);
    g.recordWord(stat.plus(16));
    g.call('fchmod', 3, 0o600);
    g.call('access', g.text('a'), 1);
    g.call('access', g.text('a'), 7);
    g.call('access', g.text('a'), 6);
    g.call('access', g.text('a'), 8);
    g.call('access', g.text('missing'), 0);
    g.call('faccessat', At.FDCWD, g.text('.'), 1);
    g.plain('mkdir', g.text('d'), 0o777);
    g.call('stat64', g.text('d'), stat);
    g.recordWord(stat.plus(16));
    g.call('chmod', g.text('missing'), 0o600);
  });

  sameAsLinux('the *at calls with a directory descriptor', (g) => {
    const buffer = g.space(8);
    g.plain('mkdir', g.text('d'), 0o755);
    g.call('open', g.text('d'), RDONLY | DIRECTORY, 0);
    g.call('openat', 3, g.text('f'), NEW, 0o644);
    g.call('mkdirat', 3, g.text('e'), 0o755);
    g.call('symlinkat', g.text('f'), 3, g.text('l'));
    g.call('readlinkat', 3, g.text('l'), buffer, 8);
    g.call('linkat', 3, g.text('f'), At.FDCWD, g.text('top'), 0);
    g.call('renameat', 3, g.text('f'), At.FDCWD, g.text('moved'));
    g.call('unlinkat', 3, g.text('e'), At.REMOVEDIR);
    g.call('faccessat', 3, g.text('e'), 0);
    g.call('openat', 4, g.text('x'), RDONLY, 0);
    g.call('openat', 99, g.text('x'), RDONLY, 0);
    g.call('openat', 99, g.text('/'), RDONLY, 0);
    g.call('fchmodat', 3, g.text('l'), 0o600);
    g.call('mknodat', 3, g.text('fifo'), 0o010644, 0);
    return [[buffer, 8]];
  });

  test('devices', async () => {
    const words = await results((g) => {
      const buffer = g.bytes([1, 2, 3, 4]);
      g.plain('open', g.text('/dev/null'), RDWR, 0);
      g.call('read', 3, buffer, 4);
      g.call('write', 3, buffer, 4);
      g.plain('open', g.text('/dev/zero'), RDWR, 0);
      g.call('read', 4, buffer, 4);
      g.recordWord(buffer);
      g.plain('open', g.text('/dev/full'), RDWR, 0);
      g.call('write', 5, buffer, 4);
      g.call('open', g.text('/dev/tty'), RDWR, 0);
      g.call('ioctl', 1, 0x5401, buffer);
    });
    expect(words).toEqual([0, 4, 4, 0, -28, -6, -25]);
  });

  test('/dev/urandom and getrandom give the same bytes in every run', async () => {
    const draw = () =>
      results((g) => {
        const buffer = g.space(8);
        g.plain('open', g.text('/dev/urandom'), RDONLY, 0);
        g.call('read', 3, buffer, 4);
        g.call('getrandom', buffer.plus(4), 4, 0);
        g.recordWord(buffer);
        g.recordWord(buffer.plus(4));
      });
    const first = await draw();
    expect(await draw()).toEqual(first);
    expect(first[2]).not.toBe(first[3]);
  });
});

describe('found by random calls', () => {
  sameAsLinux('a slash behind a link that is made, removed or renamed does not follow it', (g) => {
    g.plain('symlink', g.text('missing'), g.text('l'));
    g.call('mkdir', g.text('l/'), 0o755);
    g.call('rmdir', g.text('l/'));
    g.call('unlink', g.text('l/'));
    g.call('rename', g.text('l/'), g.text('m'));
    g.call('rename', g.text('l'), g.text('m'));
  });

  sameAsLinux('O_CREAT with a slash at the end, also that of a link, is EISDIR before anything else', (g) => {
    g.plain('symlink', g.text('loop/'), g.text('l'));
    g.plain('symlink', g.text('loop/x'), g.text('loop'));
    g.plain('close', g.call('open', g.text('f'), NEW, 0o644).value);
    g.call('open', g.text('l'), RDONLY | CREAT, 0o644);
    g.call('open', g.text('f/'), RDONLY | CREAT, 0o644);
    g.call('open', g.text('f/'), RDONLY | CREAT | EXCL, 0o644);
    g.call('open', g.text('.'), RDONLY | CREAT | EXCL, 0o644);
  });

  sameAsLinux('O_TRUNC on a directory is EISDIR', (g) => {
    g.call('open', g.text('.'), RDONLY | TRUNC, 0);
  });

  sameAsLinux('RENAME_NOREPLACE: EEXIST comes first', (g) => {
    g.plain('open', g.text('f'), NEW, 0o644);
    g.plain('mkdir', g.text('d'), 0o755);
    g.call('renameat2', At.FDCWD, g.text('f'), At.FDCWD, g.text('d/'), 1);
    g.call('renameat2', At.FDCWD, g.text('f'), At.FDCWD, g.text('d/..'), 1);
    g.call('renameat2', At.FDCWD, g.text('f'), At.FDCWD, g.text('d/..'), 0);
  });

  sameAsLinux('.. of a removed directory still leads to where it was', (g) => {
    g.plain('mkdir', g.text('d'), 0o755);
    g.plain('mkdir', g.text('e'), 0o755);
    g.plain('chdir', g.text('d'));
    g.call('rmdir', g.text('../d'));
    g.call('access', g.text('..'), 0);
    g.call('access', g.text('../e'), 0);
    g.call('access', g.text('.'), 0);
    g.call('chmod', g.text('.'), 0o700);
    g.call('chdir', g.text('..'));
    g.call('access', g.text('e'), 0);
  });

  sameAsLinux('writing nothing with O_APPEND leaves the offset alone', (g) => {
    g.plain('open', g.text('f'), NEW | APPEND, 0o644);
    g.call('lseek', 3, 11, 0);
    g.call('write', 3, g.space(1), 0);
    g.call('lseek', 3, 0, 1);
  });
});

describe('directories are listed', () => {
  test('in the order of their bytes, with inode, offset and type', async () => {
    const program = new GuestProgram();
    const buffer = program.space(256);
    program.plain('open', program.text('/'), RDONLY, 0);
    program.call('getdents64', 3, buffer, 256);
    program.call('getdents64', 3, buffer.plus(200), 56);
    const { stdout } = await runGuest(program.finish([buffer, 256]), {
      files: { '/b': '', '/a': {}, '/B': '' },
      cwd: '/',
    });
    const entries: string[] = [];
    const view = new DataView(stdout.buffer);
    for (let at = 8; at < 8 + view.getInt32(0, true); at += view.getUint16(at + 16, true)) {
      const name = text(stdout.subarray(at + 19)).split('\0')[0];
      entries.push(`${name} ${stdout[at + 18]}`);
    }
    expect(entries).toEqual(['. 4', '.. 4', 'B 8', 'a 4', 'b 8', 'dev 4', 'proc 4', 'tmp 4']);
    expect(view.getInt32(4, true)).toBe(0);
  });

  sameAsLinux('a buffer too small, not a directory, a removed directory', (g) => {
    const buffer = g.space(64);
    g.plain('mkdir', g.text('d'), 0o755);
    g.plain('open', g.text('d'), RDONLY, 0);
    g.plain('open', g.text('f'), NEW, 0o644);
    g.call('getdents64', 3, buffer, 20);
    g.call('getdents', 3, buffer, 8);
    g.call('getdents64', 4, buffer, 64);
    g.call('rmdir', g.text('d'));
    g.call('getdents64', 3, buffer, 64);
  });
});
