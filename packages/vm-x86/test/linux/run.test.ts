import { describe, expect, test } from 'vitest';
import {
  directory,
  type Engine,
  file,
  fromByteString,
  type InputReader,
  run,
  type SyscallEvent,
  symlink,
  toByteString,
  VmError,
} from '../../src/index.js';
import { Open } from '../../src/linux/abi/files.js';
import { GuestProgram } from './helpers/guest-program.js';
import { runGuest, text, wordsOf } from './helpers/native.js';

const { RDONLY, WRONLY, RDWR, CREAT, TRUNC } = Open;
const NEW = WRONLY | CREAT | TRUNC;
const bytes = (string: string) => new TextEncoder().encode(string);

/** cat: copies standard input to standard output. */
function cat(): Uint8Array {
  const g = new GuestProgram();
  const buffer = g.space(8);
  const length = g.space(4);
  g.untilNegative(() => {
    g.plain('read', 0, buffer, 8).save(length);
    g.plain('write', 1, buffer, length.value);
    g.set(length, length.value);
    g.raw(0x48); // dec eax: negative at the end
  });
  return g.exit(0);
}

describe('files in and out', () => {
  test('what was created or written comes back, named as it was given', async () => {
    const g = new GuestProgram();
    g.plain('open', g.text('in'), RDWR, 0);
    g.plain('write', 3, g.text('X'), 1);
    g.plain('open', g.text('sub/out'), NEW, 0o750);
    g.plain('open', g.text('/tmp/far'), NEW, 0o644);
    g.plain('unlink', g.text('gone'));
    g.plain('symlink', g.text('in'), g.text('link'));
    g.plain('mkdir', g.text('empty'), 0o755);
    g.plain('chmod', g.text('mode'), 0o600);
    const input = bytes('input');
    const { files, changes } = await run(g.exit(0), {
      cwd: '/work',
      files: { in: input, sub: {}, gone: 'x', mode: 'same', untouched: 'x', '/work/sub/deep': { file: 'x' } },
    });
    expect(Object.keys(files)).toEqual(['/tmp/far', 'in', 'mode', 'sub/out']);
    expect(text(files.in!)).toBe('Xnput');
    expect(text(input)).toBe('input');
    expect(changes.map(({ kind, type, path, mode }) => `${kind} ${type} ${path} ${mode.toString(8)}`)).toEqual([
      'added file /tmp/far 644',
      'added directory /work/empty 755',
      'removed file /work/gone 644',
      'modified file /work/in 644',
      'added symlink /work/link 777',
      'modified file /work/mode 600',
      'added file /work/sub/out 750',
    ]);
    expect(changes.find(({ path }) => path === '/work/link')).toMatchObject({ target: 'in' });
  });

  test('all forms of the files option', async () => {
    const g = new GuestProgram();
    const stat = g.space(96);
    for (const path of ['/a/text', '/a/tool', '/a/link', '/d', '/a/b/c', 'relative']) {
      g.call('lstat64', g.text(path), stat);
      g.recordWord(stat.plus(16));
    }
    const { stdout } = await runGuest(g.finish(), {
      files: {
        '/a': { text: 'x', tool: file('y', 0o755), link: symlink('text'), b: { c: new Uint8Array(1) } },
        '/d': directory({}, 0o1777),
        relative: '',
      },
    });
    expect(wordsOf(stdout)).toEqual([0, 0o100644, 0, 0o100755, 0, 0o120777, 0, 0o041777, 0, 0o100644, 0, 0o100644]);
  });

  test('files that cannot be made', async () => {
    const program = new GuestProgram().exit(0);
    await expect(run(program, { files: { a: 'x', 'a/b': 'y' } })).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: 'files: cannot make a/b: ENOTDIR',
    });
    await expect(run(program, { files: { '/dev': 'x' } })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    await expect(run(program, { argv: ['a\0b'] })).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  test('names that are no valid UTF-8 go out and in again', async () => {
    const g = new GuestProgram();
    g.plain('open', g.bytes([0xff, 0x61, 0xc3, 0xbc, 0xed, 0xb2, 0x80, 0]), NEW, 0o644);
    const { files } = await runGuest(g.exit(0));
    const [name] = Object.keys(files);
    expect(name).toBe('\udcffaü\udced\udcb2\udc80');
    const again = await runGuest(g.exit(0), { files: { [name!]: 'x' } });
    expect(Object.keys(again.files)).toEqual([name]);
  });

  test.each(['plain', 'ünï → 𝄞', '\udc80\udcff', ''])('byte strings: %j', (string) => {
    expect(fromByteString(toByteString(string))).toBe(string);
  });

  test('every byte string survives', () => {
    for (let i = 0; i < 300; i++) {
      const random = Array.from({ length: i % 7 }, (_, n) =>
        String.fromCharCode((i * 97 + n * n * 61 + 128) & 255),
      ).join('');
      expect(toByteString(fromByteString(random))).toBe(random);
    }
  });
});

describe('standard streams', () => {
  test('bytes, text, nothing', async () => {
    expect(text((await run(cat(), { stdin: 'some text' })).stdout)).toBe('some text');
    expect(text((await run(cat(), { stdin: bytes('bytes') })).stdout)).toBe('bytes');
    expect(text((await run(cat())).stdout)).toBe('');
  });

  test('a reader is asked when everybody waits', async () => {
    const chunks = ['one ', 'two ', 'three'];
    const asked: number[] = [];
    const reader: InputReader = {
      async read() {
        await new Promise((resolve) => setTimeout(resolve, 1));
        asked.push(chunks.length);
        const chunk = chunks.shift();
        return chunk === undefined ? null : bytes(chunk);
      },
    };
    const heard: string[] = [];
    const result = await run(cat(), { stdin: reader, onStdout: (part) => heard.push(text(part)) });
    expect(text(result.stdout)).toBe('one two three');
    expect(heard.join('')).toBe('one two three');
    expect(asked).toEqual([3, 2, 1, 0]);
  });

  test('they look like pipes', async () => {
    const g = new GuestProgram();
    const stat = g.space(96);
    for (const descriptor of [0, 1, 2]) {
      g.call('fstat64', descriptor, stat);
      g.recordWord(stat.plus(16));
    }
    g.call('lseek', 0, 0, 0);
    g.call('write', 0, stat, 1);
    g.call('read', 1, stat, 1);
    g.call('open', g.text('/dev/stdout'), WRONLY, 0);
    g.call('readlink', g.text('/proc/self/fd/1'), stat, 96);
    const { stdout } = await runGuest(g.finish());
    expect(wordsOf(stdout)).toEqual([0, 0o010600, 0, 0o010600, 0, 0o010600, -29, -9, -9, 3, 6]);
  });
});

describe('limits and stops', () => {
  /** jmp to itself */
  const forever = () => new GuestProgram().raw(0xeb, 0xfe).build();

  test('instructions', async () => {
    await expect(run(forever(), { limits: { instructions: 12345 } })).rejects.toMatchObject({
      code: 'INSTRUCTION_LIMIT',
      process: { pid: 1, eip: 0x08048054 },
    });
  });

  test('a program may use its limit to the last instruction', async () => {
    const program = new GuestProgram().exit(0);
    const { stats } = await run(program);
    expect((await run(program, { limits: { instructions: stats.instructions } })).exit).toEqual({ code: 0 });
    await expect(run(program, { limits: { instructions: stats.instructions - 1 } })).rejects.toMatchObject({
      code: 'INSTRUCTION_LIMIT',
    });
  });

  test('an abort', async () => {
    const controller = new AbortController();
    const running = run(forever(), { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 5);
    await expect(running).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    await expect(run(forever(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('an abort while standard input does not come', async () => {
    const controller = new AbortController();
    const running = run(cat(), { signal: controller.signal, stdin: { read: () => new Promise(() => {}) } });
    setTimeout(() => controller.abort(), 5);
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('a reader that fails ends the run with its error', async () => {
    const stdin: InputReader = { read: () => Promise.reject(new Error('unplugged')) };
    await expect(run(cat(), { stdin })).rejects.toThrow('unplugged');
  });

  test('progress is told meanwhile', async () => {
    const seen: number[] = [];
    const tireless: Engine = {
      name: 'tireless',
      run({ cpu }, limit) {
        cpu.instructions = limit;
        return { kind: 'limit' };
      },
    };
    const running = run(forever(), {
      engine: () => tireless,
      limits: { instructions: 2e12 },
      onProgress: ({ instructions }) => seen.push(instructions),
    });
    await expect(running).rejects.toMatchObject({ code: 'INSTRUCTION_LIMIT' });
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  test('file contents: ENOSPC', async () => {
    const g = new GuestProgram();
    g.plain('open', g.text('a'), NEW, 0o644);
    g.call('ftruncate', 3, 1000);
    g.call('ftruncate', 3, 1001);
    g.call('write', 3, g.space(8), 8);
    g.plain('unlink', g.text('a'));
    g.plain('close', 3);
    g.plain('open', g.text('b'), NEW, 0o644);
    g.call('ftruncate', 3, 1000);
    const { stdout } = await runGuest(g.finish(), { limits: { fileBytes: 1000 } });
    expect(wordsOf(stdout)).toEqual([0, -28, 8, 0]);
  });

  test('output that is collected: ENOSPC', async () => {
    const g = new GuestProgram();
    const buffer = g.space(60);
    g.plain('write', 1, buffer, 60);
    g.plain('write', 1, buffer, 60);
    g.raw(0xf7, 0xd8, 0x89, 0xc3, 0xb8, 1, 0, 0, 0, 0xcd, 0x80); // exit(-eax)
    const { exit, stdout } = await runGuest(g.build(), { limits: { fileBytes: 100 } });
    expect(exit).toEqual({ code: 28 });
    expect(stdout.length).toBe(60);
  });

  test('memory: a program that does not fit cannot be started', async () => {
    await expect(run(new GuestProgram().exit(0), { limits: { memory: 4096 } })).rejects.toMatchObject({
      code: 'MEMORY_LIMIT',
    });
  });

  test('an unknown system call', async () => {
    const program = new GuestProgram();
    program.plain('bpf', 1, 2, 3, 4, 5, 6);
    const error: unknown = await run(program.build(), { argv: ['prog'] }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VmError);
    expect(error).toMatchObject({
      code: 'UNSUPPORTED_SYSCALL',
      number: 357,
      syscall: 'bpf',
      args: [1, 2, 3, 4, 5, 6],
      process: { pid: 1, argv: ['prog'] },
    });
    const unnamed = new GuestProgram().raw(0xb8, 0x44, 0x33, 0x22, 0x11, 0xcd, 0x80).build();
    await expect(run(unnamed)).rejects.toMatchObject({ number: 0x11223344, syscall: null });
  });
});

describe('the same run gives the same result', () => {
  const busy = () => {
    const g = new GuestProgram();
    const buffer = g.space(96);
    const fds = g.space(8);
    g.plain('pipe', fds);
    g.plain('fork');
    g.ifZero(() => {
      g.plain('write', 4, g.text('x'), 1);
      g.plain('nanosleep', g.words(3, 5), 0);
      g.exit(3);
    });
    g.plain('read', 3, buffer, 1);
    g.plain('open', g.text('out'), NEW, 0o644);
    g.plain('wait4', -1, 0, 0, 0);
    g.plain('clock_gettime', 0, buffer);
    g.plain('getrandom', buffer.plus(8), 16, 0);
    g.plain('stat64', g.text('out'), buffer.plus(24));
    g.plain('write', 5, buffer, 96);
    return g.exit(0);
  };

  test('outputs, counts and records', async () => {
    const first = await run(busy());
    const second = await run(busy());
    expect(second).toEqual(first);
    expect(first.stats.processes).toBe(2);
    expect(first.stats.syscalls).toMatchObject({ fork: 1, exit: 2, write: 2, wait4: 1 });
    expect(first.stats.syscallCount).toBe(Object.values(first.stats.syscalls).reduce((a, b) => a + b));
    expect(first.stats.instructions).toBe(
      first.stats.programs.reduce((sum, { instructions }) => sum + instructions, 0),
    );
  });

  test('however finely it is cut into slices', async () => {
    const { makeEngine } = await import('../../src/engines.js');
    const expected = await run(busy());
    const cut = await run(busy(), {
      engine: (options) => {
        const engine = makeEngine('interpreter', options);
        return {
          name: 'cut',
          run: (context, limit) => engine.run(context, Math.min(limit, context.cpu.instructions + 1)),
        };
      },
    });
    expect(cut).toEqual(expected);
  });

  test('records tell what each program read and wrote', async () => {
    const g = new GuestProgram();
    g.plain('open', g.text('in'), RDONLY, 0);
    g.plain('open', g.text('d/../both'), RDWR, 0);
    g.plain('open', g.text('out'), NEW, 0o644);
    g.plain('open', g.text('missing'), RDONLY, 0);
    g.plain('open', g.text('/dev/null'), RDONLY, 0);
    const { stats } = await runGuest(g.exit(7), { files: { in: '', both: '', d: {} } });
    expect(stats.programs).toEqual([
      {
        pid: 1,
        parent: 0,
        started: 'exec',
        path: '/work/program',
        argv: ['program'],
        instructions: expect.any(Number),
        systemCalls: { open: 5, exit: 1 },
        read: ['/work/both', '/work/in'],
        written: ['/work/both', '/work/out'],
        status: 7 << 8,
      },
    ]);
  });
});

describe('time', () => {
  const clock = () => {
    const g = new GuestProgram();
    const time = g.space(8);
    g.call('time', 0);
    g.plain('clock_gettime', 1, time);
    g.recordWord(time);
    g.call('nanosleep', g.words(100, 0), 0);
    g.call('time', 0);
    g.plain('gettimeofday', time, 0);
    g.recordWord(time);
    g.call('nanosleep', g.words(0, 1_000_000_000), 0);
    g.call('clock_gettime', 99, time);
    return g.finish();
  };

  test('starts where it is told, and passes with instructions and sleep', async () => {
    const { stdout } = await runGuest(clock(), { time: { start: 5000 } });
    expect(wordsOf(stdout)).toEqual([5000, 0, 0, 5100, 5100, -22, -22]);
    const year2000 = await runGuest(clock());
    expect(wordsOf(year2000.stdout)[0]).toBe(Date.UTC(2000, 0, 1) / 1000);
    const slow = await runGuest(clock(), { time: { start: 0, nanosecondsPerInstruction: 1e9 } });
    expect(wordsOf(slow.stdout)[1]).toBeGreaterThan(3);
  });

  test('a file written later is newer', async () => {
    const g = new GuestProgram();
    const [a, b] = [g.space(96), g.space(96)];
    g.plain('open', g.text('a'), NEW, 0o644);
    g.plain('open', g.text('b'), NEW, 0o644);
    g.plain('write', 3, a, 1);
    g.plain('fstat64', 3, a);
    g.plain('fstat64', 4, b);
    g.recordWord(a.plus(76));
    g.recordWord(b.plus(76));
    g.call('utimensat', -100, g.text('b'), g.words(7, 8, 9, 10), 0);
    g.plain('fstat64', 4, b);
    g.recordWord(b.plus(72));
    g.recordWord(b.plus(76));
    g.recordWord(b.plus(64));
    const [later, earlier, ...rest] = wordsOf((await runGuest(g.finish())).stdout);
    expect(later).toBeGreaterThan(earlier!);
    expect(rest).toEqual([0, 9, 10, 7]);
  });
});

describe('traces', () => {
  test('system calls as lines, in the manner of strace', async () => {
    const g = new GuestProgram();
    const status = g.space(4);
    g.plain('open', g.text('a\nb'), RDWR | CREAT | TRUNC, 0o644);
    g.plain('open', g.text('missing'), RDONLY, 0);
    g.plain('write', 3, g.text('hello, "you"\t\x01'), 14);
    g.plain('lseek', 3, 0, 0);
    g.plain('read', 3, g.space(5), 5);
    g.plain('brk', 0x09000000);
    g.plain('pipe', g.space(8));
    g.plain('fork');
    g.ifZero(() => {
      g.plain('execve', g.text('next'), g.words(g.text('next'), g.text('x'), 0), 0);
      g.raw(0x0f, 0x0b);
    });
    g.plain('waitpid', -1, status, 0);
    g.plain('write', 1, 0x10, 4);
    const lines: string[] = [];
    await runGuest(g.exit(5), { trace: { onLine: (line) => lines.push(line) } });
    expect(lines).toEqual([
      '[pid 1] open("a\\nb", O_RDWR|O_CREAT|O_TRUNC, 0644) = 3',
      '[pid 1] open("missing", O_RDONLY, 00) = -1 ENOENT',
      '[pid 1] write(3, "hello, \\"you\\"\\t\\1", 14) = 14',
      '[pid 1] lseek(3, 0, SEEK_SET) = 0',
      '[pid 1] read(3, "hello", 5) = 5',
      '[pid 1] brk(0x9000000) = 0x9000000',
      '[pid 1] pipe([4, 5]) = 0',
      '[pid 1] fork() = 2',
      '[pid 2] execve("next", ["next", "x"], NULL) = -1 ENOENT',
      expect.stringMatching(/^\[pid 2\] --- SIGILL: .* ---$/),
      '[pid 1] waitpid(-1, [killed by SIGILL], 0) = 2',
      '[pid 1] write(1, 0x10, 4) = -1 EFAULT',
      '[pid 1] exit(5) = ?',
    ]);
  });

  test('system calls as events', async () => {
    const g = new GuestProgram();
    g.plain('getpid');
    const events: SyscallEvent[] = [];
    await runGuest(g.exit(1), { onSyscall: (event) => events.push(event) });
    expect(events).toEqual([
      { pid: 1, number: 20, name: 'getpid', args: [0, 0, 0, 0, 0, 0], result: 1 },
      { pid: 1, number: 1, name: 'exit', args: [1, 0, 0, 0, 0, 0], result: null },
    ]);
  });

  test('instructions, with what they changed', async () => {
    const lines: string[] = [];
    await runGuest(new GuestProgram().raw(0x31, 0xc9, 0x41).exit(1), {
      trace: { onLine: (line) => lines.push(line.replace(/ +/g, ' ')), systemCalls: false, instructions: true },
    });
    expect(lines).toEqual([
      '[pid 1] 08048054: xor ecx, ecx',
      '[pid 1] 08048056: inc ecx ecx=00000001',
      '[pid 1] 08048057: mov ebx, 0x00000001 ebx=00000001',
      '[pid 1] 0804805c: mov eax, 0x00000001 eax=00000001',
      '[pid 1] 08048061: int 0x80',
    ]);
  });

  test('a trace changes nothing', async () => {
    const plain = await runGuest(cat(), { stdin: 'abcdefghijkl' });
    const traced = await runGuest(cat(), { stdin: 'abcdefghijkl', trace: { onLine: () => {}, instructions: true } });
    expect(traced).toEqual(plain);
  });
});

test('what uname tells can be chosen', async () => {
  const g = new GuestProgram();
  const buffer = g.space(390);
  g.plain('uname', buffer);
  const names = async (options = {}) => {
    const { stdout } = await runGuest(program, options);
    return Array.from({ length: 6 }, (_, i) => text(stdout.slice(i * 65, i * 65 + 65)).split('\0')[0]);
  };
  g.plain('write', 1, buffer, 390);
  const program = g.exit(0);
  expect(await names()).toEqual(['Linux', 'fullsource', '4.4.0', '#1', 'i686', '(none)']);
  expect((await names({ uname: { machine: 'i486', nodename: 'x'.repeat(99) } })).slice(1, 5)).toEqual([
    'x'.repeat(64),
    '4.4.0',
    '#1',
    'i486',
  ]);
});
