import { describe, expect, test } from 'vitest';
import { Open } from '../../src/linux/abi/files.js';
import { runInBothEngines } from '../support/both-engines.js';
import { randomBelow } from '../support/bytes.js';
import { GuestProgram, type Place } from './helpers/guest-program.js';
import { results, wordsOf } from './helpers/native.js';

/** Files moved a byte at a time: translated code does that without the kernel, which nobody may notice. */
const PROGRAMS = Number(process.env.RANDOM_PROGRAMS ?? 8);
const STEPS = 40;
/** More than fits between two looks of the kernel. */
const LONG = 1200;

/** Repeats `body`, which must leave edi alone. */
function repeat(g: GuestProgram, times: number, body: () => void): void {
  g.raw(0xbf, times, times >> 8, 0, 0); // mov edi, times
  const start = g.codeLength;
  body();
  g.raw(0x4f, 0x0f, 0x85); // dec edi; jnz
  const back = start - (g.codeLength + 4);
  g.raw(back, back >> 8, back >> 16, back >> 24);
}

/** Mixes eax into a sum that depends on the order. */
function mix(g: GuestProgram, sum: Place): void {
  g.raw(0x01, 0x05).addressOf(sum); // add [sum], eax
  g.raw(0xd1, 0x05).addressOf(sum); // rol dword [sum], 1
}

function mixWord(g: GuestProgram, sum: Place, place: Place): void {
  g.raw(0xa1).addressOf(place); // mov eax, [place]
  mix(g, sum);
}

const FLAGS = [
  Open.RDONLY,
  Open.RDWR,
  Open.WRONLY | Open.APPEND,
  Open.RDWR | Open.CREAT | Open.TRUNC,
  Open.RDWR | Open.APPEND,
];

/** Opens a few files under several descriptors, moves bytes, and looks at the files in all ways between. */
function randomProgram(seed: number): Uint8Array {
  const pick = randomBelow(seed);
  const g = new GuestProgram();
  const names = ['a', 'b'].map((name) => g.text(name));
  const buffer = g.space(64);
  const stat = g.space(96);
  const sum = g.space(4);
  const descriptor = (): number => 3 + pick(5);
  const place = (): Place | number => (pick(12) === 0 ? 0x100 : buffer.plus(pick(60)));
  const call = (...[name, ...args]: Parameters<GuestProgram['call']>): void => {
    g.plain(name, ...args);
    mix(g, sum);
  };
  const move = (): void => {
    const [name, count] = [['read', 'write'][pick(2)]!, pick(15) === 0 ? pick(3) : 1];
    call(name, descriptor(), place(), count);
    mixWord(g, sum, buffer.plus(pick(60)));
  };
  const steps: (() => void)[] = [
    () => call('open', names[pick(2)]!, FLAGS[pick(FLAGS.length)]!, 0o644),
    () => call('close', descriptor()),
    () => call('lseek', descriptor(), pick(700), pick(3)),
    () => call('dup2', descriptor(), descriptor()),
    () => call('ftruncate', descriptor(), pick(1500)),
    () => call('read', descriptor(), buffer, pick(50)),
    () => call('write', descriptor(), buffer, pick(50)),
    () => call('pread64', descriptor(), buffer, pick(50), pick(700), 0),
    () => {
      call('fstat64', descriptor(), stat);
      for (let at = 0; at < 96; at += 4) mixWord(g, sum, stat.plus(at));
    },
    () => {
      // Parent and child share offsets; the parent goes on when the child has ended.
      g.plain('fork').ifZero(() => {
        repeat(g, 1 + pick(40), move);
        g.plain('exit', 0);
      });
      g.plain('wait4', -1, 0, 0, 0);
    },
  ];
  for (const name of names) {
    g.plain('open', name, Open.RDWR | Open.CREAT, 0o644);
    repeat(g, 100 + pick(900), () => {
      g.plain('write', 3 + names.indexOf(name), buffer.plus(pick(60)), 1);
      g.raw(0x8d, 0x47, pick(99)).save(buffer.plus(pick(60))); // lea eax, [edi + ..]
    });
  }
  for (let step = 0; step < STEPS; step++) {
    if (step % 2 === 0) steps[pick(steps.length)]!();
    else {
      const moves = 1 + pick(3);
      repeat(g, pick(6) === 0 ? LONG : 1 + pick(60), () => {
        for (let n = 0; n < moves; n++) move();
      });
    }
    g.recordWord(sum);
  }
  return g.finish();
}

test('random programs see their files as if each byte went through the kernel', async () => {
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const { exit, stdout } = await runInBothEngines(randomProgram(seed));
    expect(exit).toEqual({ code: 0 });
    expect(new Set(wordsOf(stdout)).size).toBeGreaterThan(STEPS / 2);
  }
});

describe('bytes read and written one at a time', () => {
  const CREATE = Open.RDWR | Open.CREAT;

  /** Writes a file of `size` bytes, and leaves it open as descriptor 3, at its beginning. */
  function writeFile(g: GuestProgram, size: number): Place {
    const byte = g.space(4);
    g.plain('open', g.text('file'), CREATE, 0o644);
    repeat(g, size, () => {
      g.raw(0x89, 0xf8).save(byte); // mov eax, edi
      g.plain('write', 3, byte, 1);
    });
    g.plain('lseek', 3, 0, 0);
    return byte;
  }

  test('another descriptor of the file reads what was written so far', async () => {
    const found = await results((g) => {
      const byte = writeFile(g, 700);
      g.plain('open', g.text('file'), Open.RDONLY).set(byte, 0x77);
      repeat(g, 700, () => {
        g.plain('write', 3, byte, 1);
        g.plain('read', 4, byte.plus(1), 1);
      });
      g.call('read', 4, byte, 1);
      g.recordWord(byte);
    });
    expect(found).toEqual([0, 0x7777]);
  });

  test('a file ends where it ends', async () => {
    const found = await results((g) => {
      const byte = writeFile(g, 600);
      repeat(g, 600, () => g.plain('read', 3, byte, 1));
      g.record();
      g.call('read', 3, byte, 1);
      g.call('lseek', 3, 0, 1);
    });
    expect(found).toEqual([1, 0, 600]);
  });

  test('the limit of file contents is met at the same byte', async () => {
    const found = await results(
      (g) => {
        const byte = g.space(4);
        g.plain('open', g.text('file'), CREATE, 0o644);
        g.untilNegative(() => g.plain('write', 3, byte, 1)).record();
        g.call('lseek', 3, 0, 1);
      },
      { limits: { fileBytes: 5000, instructions: 1_000_000 } },
    );
    expect(found).toEqual([-28, 5000]);
  });

  test('code that a byte is read into is the new code', async () => {
    const found = await results((g) => {
      writeFile(g, 200);
      const sum = g.space(4);
      const changing = g.routine(() => g.raw(0xb8, 0, 0, 0, 0, 0xc3)); // mov eax, 0; ret
      repeat(g, 200, () => {
        g.plain('read', 3, changing.plus(-1), 1);
        g.raw(0xe8, 0, 0, 0, 0); // call the next instruction, to have its address; then `changing` returns behind
        g.raw(0x83, 0x04, 0x24, 0x0a, 0x68).addressOf(changing); // add dword [esp], 10; push changing
        g.raw(0xc3); // ret
        g.raw(0x01, 0x05).addressOf(sum); // add [sum], eax
      });
      g.recordWord(sum);
    });
    expect(found).toEqual([20100]);
  });

  test('a run is stopped in the middle at the same instruction', async () => {
    const program = new GuestProgram();
    const byte = writeFile(program, 1000);
    program.untilNegative(() => program.plain('read', 3, byte, 1));
    await expect(runInBothEngines(program.exit(0), { limits: { instructions: 8000 } })).rejects.toThrow('8000');
  });
});
