import { describe, expect, test } from 'vitest';
import { Sa, Signal } from '../../src/linux/abi/signals.js';
import { GuestProgram, type Place } from './helpers/guest-program.js';
import { results, runGuest, runNative, sameAsLinux, whyNotNative } from './helpers/native.js';

/** A handler that adds 1 to a word in memory, and what it was called with to the two behind it. */
function countingHandler(g: GuestProgram, counter: Place): Place {
  return g.routine(() => {
    g.raw(0x8b, 0x44, 0x24, 0x04).save(counter.plus(4)); // mov eax, [esp+4]: the signal
    g.set(counter, counter.value);
    g.raw(0x83, 0xc0, 0x01).save(counter); // add eax, 1
    g.raw(0xc3);
  });
}

/** `struct sigaction` of rt_sigaction. */
function action(g: GuestProgram, handler: Place | number, flags: number, mask = 0): Place {
  return g.words(handler, flags, 0, mask, 0);
}

describe('a signal without a handler ends the process as in Linux', () => {
  const cases: Record<string, number[]> = {
    'a write to nowhere': [0xc7, 0x05, 0, 0, 0, 0, 1, 0, 0, 0],
    'a jump to nowhere': [0x31, 0xc0, 0xff, 0xe0],
    'an invalid instruction': [0x0f, 0x0b],
    'a privileged instruction': [0xf4],
    'a division by zero': [0x31, 0xc9, 0xf7, 0xf1],
    'a breakpoint': [0xcc],
    'an overflow trap': [0xb0, 0x7f, 0x04, 0x01, 0xce],
    'an interrupt that is not for users': [0xcd, 0x81],
  };
  for (const [name, code] of Object.entries(cases)) sameAsLinux(name, (g) => g.raw(...code));

  for (const signal of [1, 2, 3, 6, 9, 10, 13, 14, 15, 24, 30, 31, 34, 64]) {
    sameAsLinux(
      `kill with signal ${signal}`,
      (g) => {
        const pid = g.space(4);
        const status = g.space(4);
        g.plain('fork');
        g.ifZero(() => {
          g.plain('getpid').save(pid);
          g.plain('kill', pid.value, signal);
        });
        g.plain('waitpid', -1, status, 0);
        g.recordWord(status);
      },
      [signal],
    );
  }

  for (const signal of [17, 18, 23, 28, 0]) {
    sameAsLinux(
      `signal ${signal} is ignored`,
      (g) => {
        const pid = g.space(4);
        g.plain('getpid').save(pid);
        g.call('kill', pid.value, signal);
      },
      [0],
    );
  }

  sameAsLinux(
    'the status word tells the signal',
    (g) => {
      const status = g.space(4);
      g.plain('fork');
      g.ifZero(() => {
        g.raw(0x0f, 0x0b);
      });
      g.plain('waitpid', -1, status, 0);
      g.recordWord(status);
    },
    [Signal.SIGILL],
  );
});

describe('handlers', () => {
  for (const [kind, flags] of [
    ['old', 0],
    ['real-time', Sa.SIGINFO],
  ] as const) {
    sameAsLinux(
      `a handler with a frame of the ${kind} kind runs and returns`,
      (g) => {
        const counter = g.words(0, 0);
        const pid = g.space(4);
        g.call('rt_sigaction', 10, action(g, countingHandler(g, counter), flags), 0, 8);
        g.plain('getpid').save(pid);
        g.call('kill', pid.value, 10);
        g.call('kill', pid.value, 10);
        g.recordWord(counter);
        g.recordWord(counter.plus(4));
      },
      [0, 0, 0, 2, 10],
    );
  }

  sameAsLinux('all registers and flags are as before afterwards', (g) => {
    const counter = g.words(0, 0);
    const handler = g.routine(() => {
      g.raw(0x31, 0xc0, 0x31, 0xc9, 0x31, 0xd2, 0x31, 0xdb, 0x31, 0xf6, 0x31, 0xff, 0x31, 0xed, 0xfd, 0xc3);
    });
    const saved = g.space(36);
    const pid = g.space(4);
    g.plain('rt_sigaction', 10, action(g, handler, 0), 0, 8);
    g.plain('getpid').save(pid);
    g.set(counter, pid.value);
    g.raw(0x89, 0xc3, 0xb9, 10, 0, 0, 0, 0xba, 3, 0, 0, 0, 0xbe, 4, 0, 0, 0, 0xbf, 5, 0, 0, 0, 0xbd, 6, 0, 0, 0);
    g.raw(0xb8, 37, 0, 0, 0, 0xf9, 0xcd, 0x80); // kill(pid, 10) with carry set
    g.raw(0x9c, 0x51, 0x52, 0x56, 0x57, 0x55, 0x50); // pushf, push ecx edx esi edi ebp eax
    for (let i = 0; i < 7; i++) g.raw(0x58).save(saved.plus(i * 4));
    return [[saved, 28]];
  });

  sameAsLinux(
    'the context in the frame: a handler that changes it decides where the program goes on',
    (g) => {
      // The handler of SIGILL moves eip in the sigcontext (frame + 8 + 56) over the two bytes of ud2 and sets eax to 77.
      const handler = g.routine(() => {
        g.raw(0x83, 0x44, 0x24, 8 + 56, 0x02); // add dword [esp+64], 2
        g.raw(0xc7, 0x44, 0x24, 8 + 44, 77, 0, 0, 0); // mov dword [esp+52], 77
        g.raw(0xc3);
      });
      g.plain('rt_sigaction', 4, action(g, handler, 0), 0, 8);
      g.raw(0x0f, 0x0b);
      g.record();
    },
    [77],
  );

  sameAsLinux(
    'siginfo tells the faulting address, error code and trap number',
    (g) => {
      const seen = g.space(24);
      const handler = g.routine(() => {
        // edi = siginfo, esi = ucontext
        g.raw(0x8b, 0x7c, 0x24, 0x08, 0x8b, 0x74, 0x24, 0x0c);
        g.raw(0x8b, 0x07).save(seen); // si_signo
        g.raw(0x8b, 0x47, 0x08).save(seen.plus(4)); // si_code
        g.raw(0x8b, 0x47, 0x0c).save(seen.plus(8)); // si_addr
        g.raw(0x8b, 0x46, 20 + 48).save(seen.plus(12)); // trapno
        g.raw(0x8b, 0x46, 20 + 52).save(seen.plus(16)); // err
        g.raw(0x8b, 0x46, 20 + 84).save(seen.plus(20)); // cr2
        g.raw(0x83, 0x46, 20 + 56, 0x06); // add dword [esi+76], 6: behind the instruction
        g.raw(0xc3);
      });
      g.plain('rt_sigaction', 11, action(g, handler, Sa.SIGINFO), 0, 8);
      g.raw(0x8b, 0x0d, 0x34, 0x12, 0, 0); // mov ecx, [0x1234]
      for (let i = 0; i < 6; i++) g.recordWord(seen.plus(i * 4));
      g.plain('mmap2', 0x50000000, 4096, 1, 0x32, -1, 0);
      g.raw(0x8a, 0x0d, 0, 0, 0, 0x50); // mov cl, [0x50000000]: now the page is there
      g.raw(0x88, 0x0d, 0, 0, 0, 0x50); // mov [0x50000000], cl: not writable
      for (let i = 0; i < 6; i++) g.recordWord(seen.plus(i * 4));
    },
    [11, 1, 0x1234, 14, 4, 0x1234, 11, 2, 0x50000000, 14, 7, 0x50000000],
  );

  sameAsLinux(
    'the signal and the mask of its action are blocked while the handler runs',
    (g) => {
      const order = g.space(16);
      const pid = g.space(4);
      const next = g.words(0);
      const append = (value: number) => {
        g.set(next, next.value);
        g.raw(0x89, 0xc1); // mov ecx, eax
        g.raw(0xc7, 0x81).addressOf(order).raw(value, 0, 0, 0); // mov dword [order+ecx], value
        g.raw(0x83, 0x05).addressOf(next).raw(4); // add dword [next], 4
      };
      const second = g.routine(() => {
        append(2);
        g.raw(0xc3);
      });
      const first = g.routine(() => {
        g.plain('kill', pid.value, 12);
        append(1);
        g.raw(0xc3);
      });
      g.plain('rt_sigaction', 12, action(g, second, 0), 0, 8);
      g.plain('rt_sigaction', 10, action(g, first, 0, 1 << 11), 0, 8);
      g.plain('getpid').save(pid);
      g.plain('kill', pid.value, 10);
      g.plain('rt_sigaction', 10, action(g, first, 0, 0), 0, 8);
      g.plain('kill', pid.value, 10);
      for (let i = 0; i < 4; i++) g.recordWord(order.plus(i * 4));
    },
    [1, 2, 2, 1],
  );

  sameAsLinux('SA_RESETHAND and signal(2) work once', (g) => {
    const counter = g.words(0, 0);
    const pid = g.space(4);
    const handler = countingHandler(g, counter);
    g.plain('getpid').save(pid);
    g.plain('signal', 12, handler);
    g.call('kill', pid.value, 12);
    g.recordWord(counter);
    const old = g.space(20);
    g.call('rt_sigaction', 12, 0, old, 8);
    g.recordWord(old);
    g.call('kill', pid.value, 12);
  });

  sameAsLinux('blocked signals wait until they are let through', (g) => {
    const counter = g.words(0, 0);
    const pid = g.space(4);
    const set = g.words(1 << 9, 0);
    const old = g.space(8);
    g.plain('rt_sigaction', 10, action(g, countingHandler(g, counter), 0), 0, 8);
    g.plain('getpid').save(pid);
    g.call('rt_sigprocmask', 0, set, old, 8);
    g.plain('kill', pid.value, 10);
    g.plain('kill', pid.value, 10);
    g.recordWord(counter);
    g.call('rt_sigpending', old, 8);
    g.recordWord(old);
    g.call('rt_sigprocmask', 1, set, 0, 8);
    g.recordWord(counter);
    g.call('rt_sigprocmask', 9, set, 0, 8);
    g.call('rt_sigprocmask', 0, set, 0, 4);
    g.call('sigprocmask', 2, g.words(-1), old);
    g.call('sigprocmask', 0, 0, old);
    g.recordWord(old);
  });

  sameAsLinux(
    'sigsuspend lets a signal through and fails with EINTR; the mask is as before',
    (g) => {
      const counter = g.words(0, 0);
      const pid = g.space(4);
      const old = g.space(8);
      g.plain('rt_sigaction', 10, action(g, countingHandler(g, counter), 0), 0, 8);
      g.plain('getpid').save(pid);
      g.plain('rt_sigprocmask', 0, g.words(1 << 9, 0), 0, 8);
      g.plain('kill', pid.value, 10);
      g.call('rt_sigsuspend', g.words(0, 0), 8);
      g.recordWord(counter);
      g.plain('rt_sigprocmask', 0, 0, old, 8);
      g.recordWord(old);
    },
    [-4, 1, 1 << 9],
  );

  sameAsLinux(
    'errors of sigaction',
    (g) => {
      const anything = action(g, 1, 0);
      g.call('rt_sigaction', 9, anything, 0, 8);
      g.call('rt_sigaction', 19, anything, 0, 8);
      g.call('rt_sigaction', 0, anything, 0, 8);
      g.call('rt_sigaction', 65, anything, 0, 8);
      g.call('rt_sigaction', 10, anything, 0, 4);
      g.call('rt_sigaction', 10, 0x10, 0, 8);
      g.call('rt_sigaction', 64, anything, 0, 8);
      g.call('rt_sigaction', 9, 0, anything, 8);
    },
    [-22, -22, -22, -22, -22, -14, 0, 0],
  );

  sameAsLinux(
    'an alternate stack is used when asked for',
    (g) => {
      const stack = g.space(4096);
      const esp = g.words(0, 0);
      const pid = g.space(4);
      const old = g.space(12);
      const handler = g.routine(() => {
        g.raw(0x89, 0xe0).save(esp);
        g.plain('sigaltstack', 0, old);
        g.raw(0xc3);
      });
      g.call('sigaltstack', g.words(stack, 0, 1000), 0);
      g.call('sigaltstack', g.words(stack, 7, 4096), 0);
      g.call('sigaltstack', g.words(stack, 0, 4096), 0);
      g.plain('rt_sigaction', 10, action(g, handler, Sa.ONSTACK), 0, 8);
      g.plain('getpid').save(pid);
      g.plain('kill', pid.value, 10);
      g.recordWord(old.plus(4));
      g.set(old, esp.value);
      g.raw(0x2d).addressOf(stack).raw(0xc1, 0xe8, 12); // sub eax, stack; shr eax, 12
      g.record();
      g.call('sigaltstack', 0, old);
      g.recordWord(old.plus(4));
    },
    [-12, -22, 0, 1, 0, 0, 0],
  );

  test('a child that ends sends SIGCHLD, which can interrupt or restart a read', async () => {
    for (const [flags, expected] of [
      [0, [-4, 1]],
      [Sa.RESTART, [3, 1]],
    ] as const) {
      const words = await results((g) => {
        const counter = g.words(0, 0);
        const buffer = g.space(4);
        g.plain('pipe', g.space(8));
        g.plain('rt_sigaction', 17, action(g, countingHandler(g, counter), flags), 0, 8);
        g.plain('fork');
        g.ifZero(() => {
          g.plain('fork');
          g.ifZero(() => {
            for (let i = 0; i < 5; i++) g.plain('sched_yield');
            g.plain('write', 4, g.text('abc'), 3);
            g.exit(0);
          });
          g.exit(0);
        });
        g.call('read', 3, buffer, 4);
        g.recordWord(counter);
      });
      expect(words).toEqual(expected);
    }
  });

  test('children that nobody waits for are gone when SIGCHLD is ignored', async () => {
    const words = await results((g) => {
      g.plain('signal', 17, 1);
      g.plain('fork');
      g.ifZero(() => g.exit(0));
      g.call('waitpid', -1, 0, 0);
    });
    expect(words).toEqual([-10]);
  });

  test('a handler survives fork, not execve; what is ignored survives both', async () => {
    const child = new GuestProgram();
    const old = child.space(20);
    for (const signal of [10, 12]) {
      child.plain('rt_sigaction', signal, 0, old, 8);
      child.recordWord(old);
    }
    const words = await results(
      (g) => {
        g.plain('signal', 12, 1);
        g.plain('rt_sigaction', 10, action(g, countingHandler(g, g.words(0, 0)), 0), 0, 8);
        g.plain('execve', g.text('/work/child'), g.words(g.text('c'), 0), 0);
      },
      { files: { child: { kind: 'file', bytes: child.finish(), mode: 0o755 } } },
    );
    expect(words).toEqual([0, 1]);
  });

  test('no room for a frame ends the process with SIGSEGV', async () => {
    const build = (): Uint8Array => {
      const g = new GuestProgram();
      const pid = g.space(4);
      g.plain('rt_sigaction', 10, action(g, countingHandler(g, g.words(0, 0)), 0), 0, 8);
      g.plain('getpid').save(pid);
      g.raw(0xbc, 0, 0x10, 0, 0); // mov esp, 0x1000
      return g.plain('kill', pid.value, 10).exit(0);
    };
    const { exit } = await runGuest(build());
    expect(exit).toEqual({ signal: 11, signalName: 'SIGSEGV' });
    if (whyNotNative === null) expect(runNative(build()).signal).toBe('SIGSEGV');
  });
});

describe('alarms come when their time has come', () => {
  test('in a loop that calls nothing, and in a wait', async () => {
    const words = await results(
      (g) => {
        const counter = g.words(0, 0);
        g.plain('rt_sigaction', 14, action(g, countingHandler(g, counter), 0), 0, 8);
        g.plain('setitimer', 0, g.words(0, 0, 0, 5), 0); // 5 µs = 5000 instructions
        g.raw(0x83, 0x3d)
          .addressOf(counter)
          .raw(0, 0x74, -9 & 0xff); // until the counter is not 0
        g.recordWord(counter);
        g.plain('alarm', 100);
        g.call('pause');
        g.recordWord(counter);
        g.call('alarm', 10);
        g.call('alarm', 0);
      },
      { time: { start: 1000 } },
    );
    expect(words).toEqual([1, -4, 2, 0, 10]);
  });
});
