/** Whole processes, measured from start to end. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

export const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
/** `perf stat` counts cycles here. */
export const perf = works('perf', 'stat', '-e', 'cycles:u', 'true') && !measurePerf('true', [], tmpdir()).unsupported;

/** Where the kernel hands i386 programs to an emulator there is no native rival. */
export const emulated = existsSync('/proc/sys/fs/binfmt_misc/qemu-i386');

/** True when the kernel starts i386 programs, such as the chain's hex0, by whatever means. */
export function runsI386(hex0) {
  const { error } = spawnSync(hex0, ['/dev/null', '/dev/null']);
  return error === undefined;
}

/** One run as a whole process: seconds of wall time and of user CPU time, and user cycles where they can be counted. */
export function measure(command, args, cwd) {
  return perf ? measurePerf(command, args, cwd) : measureTime(command, args, cwd);
}

function measureTime(command, args, cwd) {
  const script = 'TIMEFORMAT="%R %U"; time "$@" >/dev/null 2>&1';
  const { stderr, status } = spawnSync('bash', ['-c', script, 'time', command, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}: ${stderr}`);
  const [wall, user] = stderr.trim().split(/\s+/).map(Number);
  return { wall, user };
}

function measurePerf(command, args, cwd) {
  const events = ['stat', '-x', ',', '-e', 'cycles:u,instructions:u,duration_time,user_time', command, ...args];
  const { stderr } = spawnSync('perf', events, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  const count = (event) =>
    stderr
      .split('\n')
      .find((line) => line.includes(event))
      ?.split(',')[0];
  if (!/^\d+$/.test(count('cycles:u') ?? '')) return { unsupported: true };
  const [wall, user] = ['duration_time', 'user_time'].map((event) => Number(count(event)) / 1e9);
  return { wall, user, cycles: Number(count('cycles:u')), instructions: Number(count('instructions:u')) };
}

export const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
