import { describe, expect, test } from 'vitest';
import { DeadlockError, directory, file, run } from '../../src/index.js';
import { Clone } from '../../src/linux/abi/processes.js';
import { GuestProgram } from './helpers/guest-program.js';
import { results, runGuest, sameAsLinux, text, wordsOf } from './helpers/native.js';

const WNOHANG = 1;

describe('fork and wait', () => {
  test('pids count up; a child knows its parent; a status is collected once', async () => {
    const words = await results((g) => {
      const status = g.space(4);
      g.call('getpid');
      g.call('getppid');
      g.call('fork');
      g.ifZero(() => {
        g.plain('getppid');
        g.raw(0x89, 0xc3); // mov ebx, eax
        g.raw(0x83, 0xc3, 0x2a); // add ebx, 42
        g.raw(0xb8, 1, 0, 0, 0, 0xcd, 0x80); // exit(ebx)
      });
      g.call('waitpid', -1, status, 0);
      g.recordWord(status);
      g.call('waitpid', -1, status, 0);
      g.call('fork');
      g.ifZero(() => g.exit(0));
      g.call('waitpid', 2, status, 0);
      g.call('waitpid', 3, status, 0);
    });
    expect(words).toEqual([1, 0, 2, 2, 43 << 8, -10, 3, -10, 3]);
  });

  sameAsLinux(
    'a child has its own memory, and shares offsets',
    (g) => {
      const word = g.words(1);
      g.plain('open', g.text('a'), 0o102, 0o644);
      g.plain('fork');
      g.ifZero(() => {
        g.set(word, 2);
        g.plain('write', 3, g.text('child'), 5);
        g.exit(7);
      });
      const status = g.space(4);
      g.plain('waitpid', -1, status, 0);
      g.recordWord(status);
      g.recordWord(word);
      g.call('lseek', 3, 0, 1);
      g.call('waitpid', -1, 0, 64);
      g.call('wait4', -1, 0, 0, 0);
    },
    [7 << 8, 1, 5, -22, -10],
  );

  sameAsLinux(
    'vfork shares the memory until the child is gone',
    (g) => {
      const word = g.words(1);
      g.plain('vfork');
      g.ifZero(() => {
        g.set(word, 2);
        g.exit(0);
      });
      g.recordWord(word);
    },
    [2],
  );

  test('a signal waits until the child of a vfork is gone', async () => {
    const words = await results((g) => {
      const order = g.words(0);
      const pid = g.space(4);
      const handler = g.routine(() => {
        g.set(order, order.value).raw(0xc1, 0xe0, 4, 0x83, 0xc8, 2).save(order); // order = order << 4 | 2
        g.raw(0xc3);
      });
      g.plain('signal', 10, handler);
      g.plain('getpid').save(pid);
      g.plain('vfork');
      g.ifZero(() => {
        g.plain('kill', pid.value, 10);
        g.plain('sched_yield');
        g.set(order, order.value).raw(0xc1, 0xe0, 4, 0x83, 0xc8, 1).save(order); // order = order << 4 | 1
        g.exit(0);
      });
      g.record();
      g.recordWord(order);
    });
    expect(words).toEqual([2, 0x12]);
  });

  test('a child of a vfork that ends its parent keeps the memory', async () => {
    const g = new GuestProgram();
    const pid = g.space(4);
    const word = g.words(0);
    g.plain('getpid').save(pid);
    g.plain('vfork');
    g.ifZero(() => {
      g.plain('kill', pid.value, 9);
      g.plain('sched_yield');
      g.plain('fork');
      g.ifZero(() => {
        g.set(word, 0x62626262);
        g.exit(0);
      });
      g.plain('waitpid', -1, 0, 0);
      g.set(word, 0x61616161);
      g.plain('write', 1, word, 4);
    });
    const { stdout, exit } = await runGuest(g.exit(0));
    expect(exit).toEqual({ signal: 9, signalName: 'SIGKILL' });
    expect(text(stdout)).toBe('aaaa');
  });

  test('clone with a stack of its own, as posix_spawn does', async () => {
    const words = await results((g) => {
      const stack = g.space(256);
      const tid = g.space(4);
      g.plain('clone', Clone.VM | Clone.VFORK | 17, stack.plus(256), 0, 0, 0);
      g.ifZero(() => g.exit(3));
      g.record();
      g.call('clone', Clone.CHILD_SETTID | Clone.PARENT_SETTID | 17, 0, tid, 0, tid);
      g.ifZero(() => g.exit(4));
      g.recordWord(tid);
    });
    expect(words).toEqual([2, 3, 3]);
  });

  test('a thread is not supported, and says so', async () => {
    const program = new GuestProgram();
    program.plain('clone', Clone.VM | Clone.FS | Clone.FILES | Clone.SIGHAND | Clone.THREAD, 0);
    await expect(runGuest(program.build())).rejects.toMatchObject({
      code: 'UNSUPPORTED_SYSCALL',
      number: 120,
      syscall: 'clone',
      message: expect.stringContaining('CLONE_VM without CLONE_VFORK'),
      process: { pid: 1, argv: ['program'] },
    });
  });

  test('WNOHANG gives the others a chance to end', async () => {
    const words = await results((g) => {
      const status = g.space(4);
      g.plain('fork');
      g.ifZero(() => g.exit(5));
      g.call('waitpid', -1, status, WNOHANG);
      g.recordWord(status);
    });
    expect(words).toEqual([2, 5 << 8]);
  });

  test('an orphan is collected by nobody, and the run waits for it', async () => {
    const program = new GuestProgram();
    program.plain('fork');
    program.ifZero(() => {
      program.plain('sched_yield');
      program.plain('getppid');
      program.raw(0x85, 0xc0, 0x75, 0x16); // test eax, eax; jne over the write
      program.plain('write', 1, program.text('orphan'), 6);
    });
    const { stdout, exit, stats } = await runGuest(program.exit(9));
    expect(exit).toEqual({ code: 9 });
    expect(text(stdout)).toBe('orphan');
    expect(stats.processes).toBe(2);
  });

  test('too many processes: EAGAIN', async () => {
    const words = await results(
      (g) => {
        g.plain('fork');
        g.ifZero(() => g.exit(0));
        g.call('fork');
      },
      { limits: { processes: 2 } },
    );
    expect(words).toEqual([-11]);
  });
});

describe('execve', () => {
  const printArguments = (): Uint8Array => {
    // Writes argc and the words of argv[1] and envp[0] as they lie in memory.
    const g = new GuestProgram();
    const args = g.space(12);
    g.raw(0x8b, 0x04, 0x24).save(args); // mov eax, [esp]
    g.raw(0x8b, 0x44, 0x24, 0x08).raw(0x8b, 0x00).save(args.plus(4)); // mov eax, [esp+8]; mov eax, [eax]
    g.raw(0x8b, 0x44, 0x24, 0x10).raw(0x8b, 0x00).save(args.plus(8));
    g.plain('write', 1, args, 12);
    return g.exit(0);
  };

  const asWord = (word: string): number => [...word].reduceRight((value, c) => (value << 8) | c.charCodeAt(0), 0);

  test('passes arguments and environment, closes what is marked', async () => {
    const g = new GuestProgram();
    g.plain('open', g.text('/dev/null'), 0o2000000, 0);
    g.plain('open', g.text('/dev/null'), 0, 0);
    g.plain('execve', g.text('next'), g.words(g.text('n'), g.text('one'), 0), g.words(g.text('K=V'), 0));
    const { stdout, stats } = await runGuest(g.exit(1), { files: { next: file(printArguments(), 0o755) } });
    expect(wordsOf(stdout)).toEqual([2, asWord('one\0'), asWord('K=V\0')]);
    expect(stats.programs.map(({ path, argv, started }) => ({ path, argv, started }))).toEqual([
      { path: '/work/program', argv: ['program'], started: 'exec' },
      { path: '/work/next', argv: ['n', 'one'], started: 'exec' },
    ]);
  });

  test('what cannot be executed leaves the process as it was', async () => {
    const files = {
      text: file('no program', 0o755),
      plain: file(printArguments(), 0o644),
      elf64: file(elf64(), 0o755),
      script: file('#!/work/text\n', 0o755),
      lost: file('#!/nowhere\n', 0o755),
      loop: file('#!/work/loop\n', 0o755),
      directory: directory({}),
    };
    const words = await results(
      (g) => {
        const argv = g.words(g.text('x'), 0);
        for (const name of [...Object.keys(files), 'missing', 'text/x', '']) g.call('execve', g.text(name), argv, 0);
        g.call('execve', g.text('text'), 0x10, 0);
        g.plain('open', g.text('plain'), 1, 0);
        g.plain('chmod', g.text('plain'), 0o755);
        g.call('execve', g.text('plain'), argv, 0);
      },
      { files },
    );
    expect(words).toEqual([-8, -13, -8, -8, -2, -40, -13, -2, -20, -2, -14, -26]);
  });

  test('a script gets its interpreter, one argument, its own path and the rest', async () => {
    const g = new GuestProgram();
    g.plain('execve', g.text('s'), g.words(g.text('ignored'), g.text('rest'), 0), g.words(g.text('K=V'), 0));
    const files = { s: file('#! /work/print  -x y \n', 0o755), print: file(printArgv(), 0o755) };
    const { stdout } = await runGuest(g.exit(1), { files });
    expect(text(stdout)).toBe('/work/print\n-x y\ns\nrest\n');
  });

  test('a running program cannot be written', async () => {
    const g = new GuestProgram();
    g.call('open', g.text('/work/self'), 1, 0);
    g.call('truncate', g.text('/work/self'), 0);
    const { stdout } = await run('/work/self', { files: { '/work/self': file(g.finish(), 0o755) } });
    expect(wordsOf(stdout)).toEqual([-26, -26]);
  });

  test('a machine that starts from a path says why it cannot', async () => {
    await expect(run('/missing')).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: 'cannot start /missing: ENOENT',
    });
    await expect(run('/a', { files: { '/a': 'x' } })).rejects.toMatchObject({ message: 'cannot start /a: EACCES' });
  });

  /** Writes each argument and a newline, by the lengths of strings on the stack. */
  function printArgv(): Uint8Array {
    const g = new GuestProgram();
    const newline = g.text('\n');
    // mov esi, esp; next: add esi, 4; mov ecx, [esi]; test ecx, ecx; jz done
    g.raw(0x89, 0xe6, 0x83, 0xc6, 0x04, 0x8b, 0x0e, 0x85, 0xc9, 0x74, 61);
    // xor edx, edx; count: cmp byte [ecx+edx], 0; je write; inc edx; jmp count
    g.raw(0x31, 0xd2, 0x80, 0x3c, 0x11, 0x00, 0x74, 0x03, 0x42, 0xeb, 0xf7);
    g.raw(0xbb, 1, 0, 0, 0, 0xb8, 4, 0, 0, 0, 0xcd, 0x80); // write(1, ecx, edx)
    g.plain('write', 1, newline, 1);
    // jmp next
    g.raw(0xeb, -(2 + 22 + 12 + 11 + 8 + 1) & 0xff);
    while (g.codeLength < 2 + 9 + 61) g.raw(0x90);
    return g.exit(0);
  }

  function elf64(): Uint8Array {
    const bytes = printArguments();
    bytes[18] = 62;
    return bytes;
  }
});

describe('pipes', () => {
  sameAsLinux(
    'bytes go through, then comes the end',
    (g) => {
      const fds = g.space(8);
      const buffer = g.space(16);
      g.call('pipe', fds);
      g.call('write', 4, g.text('abcdef'), 6);
      g.call('read', 3, buffer, 4);
      g.call('read', 3, buffer, 16);
      g.call('lseek', 3, 0, 0);
      g.call('write', 3, buffer, 1);
      g.call('read', 4, buffer, 1);
      g.call('close', 4);
      g.call('read', 3, buffer, 16);
      g.call('pipe', 0x10);
      g.call('pipe2', fds, 0x40);
      return [[buffer, 4]];
    },
    [0, 6, 4, 2, -29, -9, -9, 0, 0, -14, -22],
  );

  sameAsLinux('without readers: SIGPIPE, or EPIPE when it is ignored', (g) => {
    const fds = g.space(8);
    g.plain('pipe', fds);
    g.plain('close', 3);
    g.call('signal', 13, 1);
    g.call('write', 4, fds, 1);
    g.call('signal', 13, 0);
    g.plain('write', 1, fds, 4);
    g.call('write', 4, fds, 1);
  });

  sameAsLinux('not waiting: EAGAIN, and a full pipe takes what fits', (g) => {
    const fds = g.space(8);
    const buffer = g.space(8);
    g.plain('pipe2', fds, 0o4000);
    g.call('read', 3, buffer, 4);
    g.plain('mmap2', 0x50000000, 0x20000, 3, 0x32, -1, 0);
    g.call('write', 4, 0x50000000, 0x20000);
    g.call('write', 4, buffer, 1);
    g.call('fcntl64', 4, 1032, 0);
  });

  test('a reader waits for the writer, a writer for room', async () => {
    const g = new GuestProgram();
    const fds = g.space(8);
    const buffer = g.space(4);
    g.plain('pipe', fds);
    g.plain('fork');
    g.ifZero(() => {
      g.plain('close', 3);
      g.plain('mmap2', 0x50000000, 0x40000, 3, 0x32, -1, 0);
      g.plain('write', 4, 0x50000000, 0x40000);
      g.exit(0);
    });
    g.plain('close', 4);
    g.call('read', 3, buffer, 4);
    g.call('mmap2', 0x50000000, 0x40000, 3, 0x32, -1, 0);
    for (let i = 0; i < 5; i++) g.call('read', 3, 0x50000000, 0x40000);
    const { stdout, exit } = await runGuest(g.finish());
    expect(exit).toEqual({ code: 0 });
    const words = wordsOf(stdout).filter((word) => word !== 0x50000000);
    expect(words.reduce((sum, word) => sum + Math.max(0, word), 0)).toBe(0x40000);
  });

  test('a deadlock names who waits for what', async () => {
    const g = new GuestProgram();
    g.plain('pipe', g.space(8));
    g.plain('fork');
    g.ifZero(() => {
      g.plain('read', 3, g.space(1), 1);
    });
    const error = await runGuest(g.plain('waitpid', -1, 0, 0).exit(0)).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DeadlockError);
    expect((error as DeadlockError).waiting).toEqual([
      { pid: 1, what: 'the end of a child' },
      { pid: 2, what: expect.stringMatching(/^read from pipe:\[\d+\] \(descriptor 3\)$/) },
    ]);
  });

  sameAsLinux('poll and select see what is ready', (g) => {
    const fds = g.space(8);
    const list = g.words(3, 1, 4, 4, 77, 1, -1, 1);
    const sets = g.words(0x18, 0x18);
    g.plain('pipe', fds);
    g.call('poll', list, 4, 0);
    g.recordWord(list.plus(4));
    g.recordWord(list.plus(12));
    g.recordWord(list.plus(20));
    g.plain('write', 4, fds, 1);
    g.call('poll', list, 1, -1);
    g.recordWord(list.plus(4));
    g.call('_newselect', 5, sets, sets.plus(4), 0, 0);
    g.recordWord(sets);
    g.recordWord(sets.plus(4));
    g.plain('close', 4);
    g.call('poll', list, 1, 0);
    g.recordWord(list.plus(4));
    g.call('poll', list, -1, 0);
    g.call('_newselect', 78, list, 0, 0, 0);
  });

  test('a FIFO is open when both sides are', async () => {
    const words = await results((g) => {
      const name = g.text('fifo');
      const buffer = g.space(4);
      g.call('mknod', name, 0o010644, 0);
      g.call('open', name, 0o4001, 0);
      g.plain('fork');
      g.ifZero(() => {
        g.plain('open', name, 1, 0);
        g.plain('write', 3, g.text('xyz'), 3);
        g.exit(0);
      });
      g.call('open', name, 0, 0);
      g.call('read', 3, buffer, 4);
      g.call('read', 3, buffer, 4);
    });
    expect(words).toEqual([0, -6, 3, 3, 0]);
  });
});

describe('process groups', () => {
  sameAsLinux('errors of setpgid, getpgid and kill', (g) => {
    g.call('setpgid', -5, 0);
    g.call('setpgid', 0, -1);
    g.call('getpgid', 99999);
    g.call('kill', 99999, 0);
    g.call('kill', 0, 65);
  });
});

test('one process after the other: the first runs until it waits', async () => {
  const g = new GuestProgram();
  const hello = (word: string) => g.plain('write', 1, g.text(word), word.length);
  g.plain('fork');
  g.ifZero(() => {
    hello('child ');
    g.exit(0);
  });
  hello('parent ');
  g.plain('sched_yield');
  hello('parent again ');
  const { stdout } = await runGuest(g.exit(0));
  expect(text(stdout)).toBe('parent child parent again ');
});
