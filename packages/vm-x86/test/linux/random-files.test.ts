import { expect, test } from 'vitest';
import { At, Open } from '../../src/linux/abi/files.js';
import { GuestProgram, type Place } from './helpers/guest-program.js';
import { runGuest, runNative, whyNotNative, wordsOf } from './helpers/native.js';

/** Programs of random calls on a few names, each compared with the host's kernel call by call. */
const PROGRAMS = Number(process.env.RANDOM_PROGRAMS ?? 20);
const CALLS = 100;
const FIRST_SEED = Number(process.env.RANDOM_SEED ?? 1);

/** A generator of numbers below `n` (mulberry32). */
function random(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const FLAGS = [
  Open.RDONLY,
  Open.WRONLY,
  Open.RDWR | Open.CREAT,
  Open.WRONLY | Open.CREAT | Open.EXCL,
  Open.RDWR | Open.CREAT | Open.TRUNC,
  Open.WRONLY | Open.APPEND,
  Open.RDONLY | Open.NOFOLLOW,
  Open.RDONLY | Open.DIRECTORY,
  Open.RDONLY | Open.CREAT,
  Open.RDONLY | Open.TRUNC,
];

function randomProgram(seed: number): { bytes: Uint8Array; calls: string[] } {
  const pick = random(seed);
  const g = new GuestProgram();
  const calls: string[] = [];
  const struct = g.space(96);
  const path = (): string => {
    const parts = Array.from({ length: 1 + (pick(3) === 0 ? 1 + pick(2) : 0) }, () =>
      pick(9) === 0 ? ['.', '..'][pick(2)]! : NAMES[pick(NAMES.length)]!,
    );
    return parts.join('/') + (pick(8) === 0 ? '/' : '');
  };
  const call = (name: string, ...args: (number | string | Place)[]): void => {
    calls.push(`${name}(${args.map((arg) => (typeof arg === 'object' ? '...' : arg)).join(', ')})`);
    g.call(name, ...args.map((arg) => (typeof arg === 'string' ? g.text(arg) : arg)));
  };
  const kinds: (() => void)[] = [
    () => call('open', path(), FLAGS[pick(FLAGS.length)]!, 0o644),
    () => call('mkdir', path(), 0o755),
    () => call('rmdir', path()),
    () => call('unlink', path()),
    () => call('rename', path(), path()),
    () => call('link', path(), path()),
    () => call('symlink', path(), path()),
    () => call('readlink', path(), struct, 96),
    () => call('access', path(), pick(8)),
    () => call('chdir', path()),
    () => call('chmod', path(), [0o644, 0o755, 0o600][pick(3)]!),
    () => call('truncate', path(), pick(50)),
    () => call('close', 3 + pick(8)),
    () => call('write', 3 + pick(8), struct, pick(20)),
    () => call('read', 3 + pick(8), struct, pick(20)),
    // Not from the end: what that means for a directory depends on the host's file system.
    () => call('lseek', 3 + pick(8), pick(30) - 5, pick(2)),
    () => call('dup2', 3 + pick(8), 3 + pick(8)),
    () => call('fchdir', 3 + pick(8)),
    () => call('linkat', At.FDCWD, path(), At.FDCWD, path(), pick(2) * At.SYMLINK_FOLLOW),
    () => call('unlinkat', At.FDCWD, path(), pick(2) * At.REMOVEDIR),
    () => call('mkdirat', 3 + pick(8), path(), 0o700),
    () => call('renameat2', At.FDCWD, path(), At.FDCWD, path(), pick(2)),
    () => call('getcwd', struct, 3 + pick(90)),
  ];
  // Three directories deep, so that no ".." leads out of what both sides know.
  for (const name of ['w', 'w/x', 'w/x/y']) g.plain('mkdir', g.text(name), 0o755);
  g.plain('chdir', g.text('w/x/y'));
  for (let i = 0; i < CALLS; i++) kinds[pick(kinds.length)]!();
  return { bytes: g.finish(), calls };
}

test.skipIf(whyNotNative !== null)(
  `random file calls agree with Linux${whyNotNative === null ? '' : ` (skipped: ${whyNotNative})`}`,
  { timeout: 60_000 + 1000 * PROGRAMS },
  async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
      const { bytes, calls } = randomProgram(seed);
      const found = wordsOf((await runGuest(bytes)).stdout);
      const expected = wordsOf(runNative(bytes).stdout);
      const wrong = found.findIndex((result, i) => result !== expected[i] && !calls[i]!.startsWith('getcwd'));
      expect(
        wrong < 0
          ? null
          : { seed, before: calls.slice(0, wrong), call: calls[wrong], found: found[wrong], expected: expected[wrong] },
      ).toBeNull();
    }
  },
);
