import { describe, expect, test } from 'vitest';
import { Signal } from '../../src/linux/abi/signals.js';
import type { GuestProgram, Place } from './helpers/guest-program.js';
import { results, sameAsLinux } from './helpers/native.js';

/**
 * The floating-point unit of a process is where translated code wants it; whoever else looks at it, or copies it, has to
 * find it. Each of these programs has numbers in it while something else happens.
 */

const fild = (g: GuestProgram, from: Place): GuestProgram => g.raw(0xdb, 0x05).addressOf(from);
const fistp = (g: GuestProgram, to: Place): GuestProgram => g.raw(0xdb, 0x1d).addressOf(to);
const faddp = (g: GuestProgram): GuestProgram => g.raw(0xde, 0xc1);

/** Pushes numbers and adds the last two, so that the unit is in use. */
function useUnit(g: GuestProgram, ...numbers: number[]): void {
  for (const number of numbers) fild(g, g.words(number));
  faddp(g);
}

describe('the numbers in the floating-point unit', () => {
  sameAsLinux(
    'are also those of a child',
    (g) => {
      const status = g.space(4);
      const found = g.space(4);
      // What comes first is interpreted.
      g.plain('getpid');
      useUnit(g, 7, 20, 3);
      g.plain('fork');
      g.ifZero(() => {
        faddp(g);
        fistp(g, found);
        g.plain('exit', found.value);
      });
      g.plain('waitpid', -1, status, 0);
      g.recordWord(status);
      fistp(g, found);
      g.recordWord(found);
    },
    [30 << 8, 23],
  );

  sameAsLinux(
    'are put away for a handler, which begins with an empty unit',
    (g) => {
      const pid = g.space(4);
      const found = g.space(4);
      const top = g.space(4);
      const handler = g.routine(() => {
        g.raw(0xdd, 0x3d).addressOf(top); // fnstsw [top]
        useUnit(g, 100, 11);
        fistp(g, found);
        useUnit(g, 1, 2, 3);
        g.raw(0xd9, 0xe0, 0xc3); // fchs; ret
      });
      const action = g.words(handler, 0, 0, 0);
      g.plain('sigaction', Signal.SIGUSR1, action, 0);
      useUnit(g, 7, 20, 3);
      g.plain('getpid').save(pid);
      g.plain('kill', pid.value, Signal.SIGUSR1);
      g.recordWord(found);
      g.recordWord(top);
      fistp(g, found);
      g.recordWord(found);
      fistp(g, found);
      g.recordWord(found);
    },
    [111, 0, 23, 7],
  );

  test('stay what they are while files are read byte by byte', async () => {
    const found = await results((g) => {
      const byte = g.words(1);
      const sum = g.space(4);
      g.plain('open', g.text('file'), 0o102, 0o644);
      useUnit(g, 0, 0);
      for (let n = 0; n < 20; n++) {
        g.plain('write', 3, byte, 1);
        fild(g, byte);
        faddp(g);
      }
      fistp(g, sum);
      g.recordWord(sum);
    });
    expect(found).toEqual([20]);
  });
});
