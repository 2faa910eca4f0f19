import { Errno, SystemError } from '../abi/errno.js';
import { CLOCK_TICKS } from '../exec/stack.js';
import { writeWords } from '../guest-memory.js';
import type { Process } from '../process.js';

/** Clocks of clock_gettime(2). */
const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;
const CLOCK_PROCESS_CPUTIME = 2;
const CLOCK_THREAD_CPUTIME = 3;
const REALTIME_CLOCKS = new Set([CLOCK_REALTIME, 5, 8, 11]);
const MONOTONIC_CLOCKS = new Set([CLOCK_MONOTONIC, 4, 6, 7, 9]);

const SECOND = 1e9;

interface Time {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Present time: calendar time passes with instructions, everything else counts from the machine's start. */
function readClock(process: Process, id: number): Time {
  const { clock } = process.kernel;
  clock.update();
  if (REALTIME_CLOCKS.has(id)) return { seconds: clock.seconds, nanoseconds: clock.nanoseconds };
  if (MONOTONIC_CLOCKS.has(id)) return split(clock.elapsed());
  if (id === CLOCK_PROCESS_CPUTIME || id === CLOCK_THREAD_CPUTIME) return split(process.cpu.instructions);
  throw new SystemError('EINVAL');
}

function split(nanoseconds: number): Time {
  return { seconds: Math.floor(nanoseconds / SECOND), nanoseconds: nanoseconds % SECOND };
}

export function time(process: Process, address: number): number {
  const { seconds } = readClock(process, CLOCK_REALTIME);
  if (address !== 0) process.memory.store32(address, seconds);
  return seconds | 0;
}

export function gettimeofday(process: Process, address: number, zone: number): number {
  const { seconds, nanoseconds } = readClock(process, CLOCK_REALTIME);
  if (address !== 0) writeWords(process.memory, address, [seconds, Math.floor(nanoseconds / 1000)]);
  if (zone !== 0) writeWords(process.memory, zone, [0, 0]);
  return 0;
}

/** stime, settimeofday, clock_settime: the clock belongs to the machine's configuration. */
export function settime(): number {
  throw new SystemError('EPERM');
}

export function clockGettime(process: Process, id: number, address: number): number {
  const { seconds, nanoseconds } = readClock(process, id);
  writeWords(process.memory, address, [seconds, nanoseconds]);
  return 0;
}

export function clockGetres(process: Process, id: number, address: number): number {
  readClock(process, id);
  if (address !== 0) writeWords(process.memory, address, [0, 1]);
  return 0;
}

/** times(2): all time is user time of the process itself; the result counts from the machine's start. */
export function times(process: Process, address: number): number {
  const ticks = (nanoseconds: number): number => Math.floor((nanoseconds / SECOND) * CLOCK_TICKS);
  if (address !== 0) writeWords(process.memory, address, [ticks(process.cpu.instructions), 0, 0, 0]);
  return ticks(process.kernel.clock.elapsed()) | 0;
}

/** getrusage(2): nothing is told, so that nothing depends on it. */
export function getrusage(process: Process, who: number, address: number): number {
  if (who !== 0 && who !== -1 && who !== 1) throw new SystemError('EINVAL');
  for (let at = 0; at < 72; at += 4) process.memory.store32(address + at, 0);
  return 0;
}

/** Nanoseconds of a `struct timespec` with 32-bit seconds. */
export function readTimespec(process: Process, address: number): number {
  const seconds = process.memory.load32(address);
  const nanoseconds = process.memory.load32(address + 4);
  if (seconds < 0 || nanoseconds < 0 || nanoseconds >= SECOND) throw new SystemError('EINVAL');
  return seconds * SECOND + nanoseconds;
}

export function nanosleep(process: Process, request: number, remaining: number): number {
  return sleep(process, process.kernel.clock.elapsed() + readTimespec(process, request), (left) => {
    if (remaining !== 0) writeWords(process.memory, remaining, [Math.floor(left / SECOND), left % SECOND]);
  });
}

const TIMER_ABSTIME = 1;

/** clock_nanosleep(clock, flags, request, remaining) */
export function clockNanosleep(
  process: Process,
  id: number,
  flags: number,
  request: number,
  remaining: number,
): number {
  const deadline = sleepUntil(process, id, flags, readTimespec(process, request));
  return sleep(process, deadline, (left) => {
    if (remaining !== 0 && flags === 0) {
      writeWords(process.memory, remaining, [Math.floor(left / SECOND), left % SECOND]);
    }
  });
}

function sleepUntil(process: Process, id: number, flags: number, nanoseconds: number): number {
  const now = readClock(process, id);
  const elapsed = process.kernel.clock.elapsed();
  if ((flags & TIMER_ABSTIME) === 0) return elapsed + nanoseconds;
  return elapsed + nanoseconds - (now.seconds * SECOND + now.nanoseconds);
}

function sleep(process: Process, deadline: number, tellRemaining: (nanoseconds: number) => void): number {
  const { clock } = process.kernel;
  return process.block({
    what: 'the end of a sleep',
    ready: () => clock.elapsed() >= deadline,
    resume: () => 0,
    deadline,
    interrupted: () => {
      tellRemaining(Math.max(0, deadline - clock.elapsed()));
      return -Errno.EINTR;
    },
  });
}

/** alarm(seconds): answers the seconds that were left of the alarm before. */
export function alarm(process: Process, seconds: number): number {
  const left = timeLeft(process);
  setAlarm(process, (seconds >>> 0) * SECOND, 0);
  return left === 0 ? 0 : Math.max(1, Math.round(left / SECOND));
}

const ITIMER_REAL = 0;
const MICROSECOND = 1000;

/** setitimer(which, new, old) with `struct itimerval { interval, value }`; of the three timers only ITIMER_REAL. */
export function setitimer(process: Process, which: number, value: number, old: number): number {
  if (old !== 0) getitimer(process, which, old);
  if (which !== ITIMER_REAL) throw new SystemError('EINVAL');
  const word = (index: number): number => process.memory.load32(value + index * 4);
  const nanoseconds = (index: number): number => word(index) * SECOND + word(index + 1) * MICROSECOND;
  if (value === 0) setAlarm(process, 0, 0);
  else setAlarm(process, nanoseconds(2), nanoseconds(0));
  return 0;
}

export function getitimer(process: Process, which: number, address: number): number {
  if (which !== ITIMER_REAL) throw new SystemError('EINVAL');
  const timeval = (nanoseconds: number): number[] => [
    Math.floor(nanoseconds / SECOND),
    Math.floor((nanoseconds % SECOND) / MICROSECOND),
  ];
  writeWords(process.memory, address, [...timeval(process.alarm?.interval ?? 0), ...timeval(timeLeft(process))]);
  return 0;
}

function setAlarm(process: Process, nanoseconds: number, interval: number): void {
  const deadline = process.kernel.clock.elapsed() + nanoseconds;
  process.alarm = nanoseconds === 0 ? null : { deadline, interval };
}

function timeLeft({ alarm: set, kernel }: Process): number {
  return set === null ? 0 : Math.max(0, set.deadline - kernel.clock.elapsed());
}
