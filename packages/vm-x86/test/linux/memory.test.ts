import { describe, expect, test } from 'vitest';
import { GuestProgram } from './helpers/guest-program.js';
import { results, runGuest, sameAsLinux, wordsOf } from './helpers/native.js';

const READ_WRITE = 3;
const PRIVATE_ANONYMOUS = 0x22;
const FIXED = 0x10;

describe('brk', () => {
  test('starts on the page behind the image, answers exactly what was asked, and gives zeros', async () => {
    const g = new GuestProgram();
    const start = g.call('brk', 0);
    g.set(start, start.value);
    g.raw(0x05, 0x23, 0x61, 0, 0); // add eax, 0x6123
    const wanted = g.space(4);
    g.save(wanted);
    g.call('brk', wanted.value);
    g.raw(0x83, 0xe8, 0x04, 0x8b, 0x00); // sub eax, 4; mov eax, [eax]
    g.record();
    g.call('brk', 0x1000);
    g.call('brk', 0x60000000);
    g.call('brk', start.value);
    const program = g.finish();
    const { stdout } = await runGuest(program, { limits: { memory: 0x1000000 } });
    const end = Math.ceil((0x08048000 + program.length) / 4096) * 4096;
    expect(wordsOf(stdout)).toEqual([end, end + 0x6123, 0, end + 0x6123, end + 0x6123, end]);
  });

  test('memory given back and taken again is zero', async () => {
    const words = await results((g) => {
      const start = g.space(4);
      g.plain('brk', 0).raw(0x05, 0, 0x20, 0, 0).save(start);
      g.plain('brk', start.value);
      g.raw(0xc7, 0x40, 0xfc, 9, 0, 0, 0); // mov dword [eax-4], 9
      g.raw(0x2d, 0, 0x20, 0, 0, 0x89, 0xc3, 0xb8, 45, 0, 0, 0, 0xcd, 0x80); // brk(eax - 0x2000)
      g.plain('brk', start.value);
      g.raw(0x8b, 0x40, 0xfc);
      g.record();
    });
    expect(words).toEqual([0]);
  });

  test('does not go beyond the limit, nor into a mapping', async () => {
    const words = await results(
      (g) => {
        g.call('mmap2', 0x08100000, 4096, READ_WRITE, PRIVATE_ANONYMOUS | FIXED, -1, 0);
        const before = g.call('brk', 0);
        g.call('brk', 0x08200000);
        g.call('mmap2', 0, 0x200000, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
        g.set(before, 0);
        g.plain('brk', 0);
      },
      { limits: { memory: 0x100000 } },
    );
    expect(words[0]).toBe(0x08100000);
    expect(words[3]).toBe(-12);
    expect(words[2]! >>> 0).toBeLessThan(0x08100000);
  });
});

describe('mmap', () => {
  sameAsLinux('errors', (g) => {
    g.plain('open', g.text('a'), 0o101, 0o644);
    g.plain('open', g.text('.'), 0, 0);
    g.call('mmap2', 0, 0, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
    g.call('mmap2', 0x50000001, 4096, READ_WRITE, PRIVATE_ANONYMOUS | FIXED, -1, 0);
    g.call('mmap2', 0, 4096, READ_WRITE, 0x20, -1, 0);
    g.call('mmap2', 0, 4096, 1, 2, 3, 0);
    g.call('mmap2', 0, 4096, 1, 2, 4, 0);
    g.call('mmap2', 0, 4096, 1, 2, 99, 0);
    g.call('munmap', 0x50000001, 4096);
    g.call('munmap', 0x50000000, 0);
    g.call('munmap', 0x50000000, 4096);
    g.call('mprotect', 0x50000000, 4096, 1);
    g.call('mprotect', 0x50000001, 4096, 1);
    g.call('mprotect', 0x50000000, 4096, 64);
    g.call('madvise', 0x50000000, 4096, 4);
    g.call('mremap', 0x50000000, 4096, 8192, 1, 0);
    g.call('msync', 0x50000000, 4096, 4);
  });

  sameAsLinux(
    'a private file mapping is a copy; behind the end of the file there are zeros',
    (g) => {
      const buffer = g.space(8);
      g.plain('open', g.text('a'), 0o102, 0o644);
      g.plain('write', 3, g.text('abcd'), 4);
      g.call('mmap2', 0x50000000, 4096, READ_WRITE, 2 | FIXED, 3, 0);
      g.call('write', 1, 0x50000000, 8);
      g.raw(0xc6, 0x05, 0, 0, 0, 0x50, 0x58); // mov byte [0x50000000], 'X'
      g.call('pread64', 3, buffer, 4, 0, 0);
      g.call('close', 3);
      g.call('write', 1, 0x50000000, 4);
      return [[buffer, 8]];
    },
    [0x50000000, 8, 4, 0, 4],
  );

  sameAsLinux(
    'a shared file mapping reaches the file',
    (g) => {
      const buffer = g.space(8);
      g.plain('open', g.text('a'), 0o102, 0o644);
      g.plain('write', 3, g.text('abcd'), 4);
      g.call('mmap2', 0x50000000, 4096, READ_WRITE, 1 | FIXED, 3, 0);
      g.raw(0xc6, 0x05, 1, 0, 0, 0x50, 0x58);
      g.call('msync', 0x50000000, 4096, 4);
      g.call('pread64', 3, buffer, 8, 0, 0);
      g.raw(0xc6, 0x05, 2, 0, 0, 0x50, 0x59);
      g.call('munmap', 0x50000000, 4096);
      g.call('pread64', 3, buffer.plus(4), 4, 0, 0);
      return [[buffer, 8]];
    },
    [0x50000000, 0, 4, 0, 4],
  );

  sameAsLinux(
    'processes see each other through a shared file mapping',
    (g) => {
      g.plain('open', g.text('a'), 0o102, 0o644);
      g.plain('write', 3, g.text('abcd'), 4);
      g.plain('mmap2', 0x50000000, 4096, READ_WRITE, 1 | FIXED, 3, 0);
      g.plain('fork');
      g.ifZero(() => {
        g.raw(0xc6, 0x05, 1, 0, 0, 0x50, 0x58);
        g.exit(0);
      });
      g.plain('waitpid', -1, 0, 0);
      g.call('write', 1, 0x50000000, 4);
    },
    [4],
  );

  test('the lowest free place is taken, and a hole is used again', async () => {
    const words = await results((g) => {
      const map = (size: number) => g.call('mmap2', 0, size, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
      map(4096);
      map(8192);
      map(4096);
      g.call('munmap', 0x40001000, 8192);
      map(4096);
      map(8192);
    });
    expect(words).toEqual([0x40000000, 0x40001000, 0x40003000, 0, 0x40001000, 0x40004000]);
  });

  sameAsLinux(
    'mremap keeps the contents, moves when it must, and shrinks',
    (g) => {
      g.plain('mmap2', 0x50000000, 4096, READ_WRITE, PRIVATE_ANONYMOUS | FIXED, -1, 0);
      g.plain('mmap2', 0x50001000, 4096, READ_WRITE, PRIVATE_ANONYMOUS | FIXED, -1, 0);
      g.raw(0xc6, 0x05, 1, 0, 0, 0x50, 0x58);
      g.call('mremap', 0x50000000, 4096, 8192, 0, 0);
      g.call('mremap', 0x50000000, 4096, 8192, 3, 0x60000000);
      g.call('write', 1, 0x60000000, 4);
      g.call('write', 1, 0x50000000, 4);
      g.call('mremap', 0x60000000, 8192, 4096, 0, 0);
      g.call('write', 1, 0x60001000, 4);
      g.call('mremap', 0x60000000, 4096, 8192, 0, 0);
      g.call('write', 1, 0x60001000, 4);
    },
    [-12, 0x60000000, 4, -14, 0x60000000, -14, 0x60000000, 4],
  );

  sameAsLinux('protection: what may not be read is EFAULT to the kernel', (g) => {
    g.plain('mmap2', 0x50000000, 8192, READ_WRITE, PRIVATE_ANONYMOUS | FIXED, -1, 0);
    g.call('mprotect', 0x50001000, 4096, 0);
    g.call('write', 1, 0x50001000, 4);
    g.call('write', 1, 0x50000ffc, 8);
    g.call('mprotect', 0x50001000, 4096, 1);
    g.call('write', 1, 0x50000ffc, 8);
    g.call('read', 0, 0x50001000, 8);
    g.call('mprotect', 0x50000000, 16384, 3);
  });
});

describe('the stack', () => {
  sameAsLinux(
    'is 128 KB larger than what is on it when a program starts',
    (g) => {
      const page = g.space(4);
      g.raw(0x89, 0xe0, 0x25, 0x00, 0xf0, 0xff, 0xff); // mov eax, esp; and eax, -4096
      g.raw(0x2d, 0x00, 0x00, 0x02, 0x00); // sub eax, 0x20000
      g.save(page);
      g.call('mprotect', page.value, 4096, READ_WRITE);
      g.set(page, page.value).raw(0x2d, 0x00, 0x10, 0x00, 0x00).save(page); // sub eax, 4096
      g.call('mprotect', page.value, 4096, READ_WRITE);
    },
    [0, -12],
  );
});
