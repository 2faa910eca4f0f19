import { PROT_READ, PROT_WRITE } from '../../memory.js';
import { SystemError } from '../abi/errno.js';
import { Poll } from '../abi/files.js';
import type { OpenFile } from '../fs/open-file.js';
import { requireAccess } from '../guest-memory.js';
import type { Process } from '../process.js';
import { SignalSet } from '../signals/signal-set.js';
import { readTimespec } from './time.js';

const READ_EVENTS = Poll.IN | Poll.RDNORM;
const WRITE_EVENTS = Poll.OUT | Poll.WRNORM;
const DESCRIPTORS_MAX = 1024;
const FOREVER = Number.POSITIVE_INFINITY;

/** Which of POLLIN, POLLOUT, POLLHUP, POLLERR hold for an open file. */
function eventsOf(file: OpenFile): number {
  let events = 0;
  if (file.readable && file.readReady()) events |= READ_EVENTS;
  if (file.writable && file.writeReady()) events |= WRITE_EVENTS;
  if (file.hungUp()) events |= file.readable ? Poll.HUP : Poll.ERR;
  return events;
}

/** poll(struct pollfd { fd, events, revents } *, count, timeout in milliseconds) */
export function poll(process: Process, list: number, count: number, timeout: number): number {
  return pollFor(process, list, count, timeout < 0 ? FOREVER : timeout * 1e6);
}

/** ppoll(list, count, timespec, mask, size) */
export function ppoll(process: Process, list: number, count: number, timeout: number, mask: number): number {
  const nanoseconds = timeout === 0 ? FOREVER : readTimespec(process, timeout);
  suspendMask(process, mask);
  return pollFor(process, list, count, nanoseconds);
}

function pollFor(process: Process, list: number, count: number, nanoseconds: number): number {
  if (count < 0 || count > DESCRIPTORS_MAX) throw new SystemError('EINVAL');
  requireAccess(process.memory, list, count * 8, PROT_READ | PROT_WRITE);
  const check = (): number => pollOnce(process, list, count);
  const files = Array.from({ length: count }, (_, i) => process.files.get(process.memory.load32(list + i * 8)));
  return waitUntil(process, files, check, nanoseconds, 'poll');
}

/** Fills in the events of all entries; returns how many have some. */
function pollOnce({ memory, files }: Process, list: number, count: number): number {
  let ready = 0;
  for (let at = list; at < list + count * 8; at += 8) {
    const descriptor = memory.load32(at);
    const file = files.get(descriptor);
    const wanted = memory.load16(at + 4) | Poll.ERR | Poll.HUP;
    const events = descriptor < 0 ? 0 : file === null ? Poll.NVAL : eventsOf(file) & wanted;
    memory.store16(at + 6, events);
    if (events !== 0) ready++;
  }
  return ready;
}

/** select(count, read, write, except, timeval) */
export function newselect(
  process: Process,
  count: number,
  read: number,
  write: number,
  except: number,
  timeout: number,
): number {
  const { memory } = process;
  const nanoseconds = timeout === 0 ? FOREVER : memory.load32(timeout) * 1e9 + memory.load32(timeout + 4) * 1000;
  if (nanoseconds < 0) throw new SystemError('EINVAL');
  return selectFor(process, count, [read, write, except], nanoseconds);
}

/** select(struct { count, read, write, except, timeval }): the old call, with its arguments in memory. */
export function oldSelect(process: Process, block: number): number {
  const word = (index: number): number => process.memory.load32(block + index * 4);
  return newselect(process, word(0), word(1), word(2), word(3), word(4));
}

/** pselect6(count, read, write, except, timespec, struct { mask, size }) */
export function pselect6(
  process: Process,
  count: number,
  read: number,
  write: number,
  except: number,
  timeout: number,
  mask: number,
): number {
  const nanoseconds = timeout === 0 ? FOREVER : readTimespec(process, timeout);
  suspendMask(process, mask === 0 ? 0 : process.memory.load32(mask));
  return selectFor(process, count, [read, write, except], nanoseconds);
}

function selectFor(process: Process, count: number, sets: readonly number[], nanoseconds: number): number {
  if (count < 0 || count > DESCRIPTORS_MAX) throw new SystemError('EINVAL');
  const words = Math.ceil(count / 32);
  const load = (set: number): number[] =>
    set === 0 ? [] : Array.from({ length: words }, (_, i) => process.memory.load32(set + i * 4));
  const wanted = sets.map(load);
  requireOpen(process, wanted, count);
  const check = (): number => selectOnce(process, wanted, sets, count);
  const files = process.files
    .numbers()
    .map((number) => (hasBit(wanted[0]!, number) ? process.files.get(number) : null));
  return waitUntil(process, files, check, nanoseconds, 'select');
}

const SELECT_EVENTS = [READ_EVENTS | Poll.HUP | Poll.ERR, WRITE_EVENTS | Poll.ERR, Poll.PRI];

function requireOpen({ files }: Process, wanted: readonly number[][], count: number): void {
  for (let descriptor = 0; descriptor < count; descriptor++) {
    if (wanted.some((set) => hasBit(set, descriptor)) && files.get(descriptor) === null) throw new SystemError('EBADF');
  }
}

/** Keeps the bits of what is ready, in all three sets; returns how many bits that are. */
function selectOnce(process: Process, wanted: readonly number[][], sets: readonly number[], count: number): number {
  const { memory, files } = process;
  let ready = 0;
  wanted.forEach((set, kind) => {
    const result = set.map(() => 0);
    for (let descriptor = 0; descriptor < count; descriptor++) {
      const file = hasBit(set, descriptor) ? files.get(descriptor) : null;
      if (file === null || (eventsOf(file) & SELECT_EVENTS[kind]!) === 0) continue;
      result[descriptor >>> 5]! |= 1 << (descriptor & 31);
      ready++;
    }
    result.forEach((word, i) => {
      memory.store32(sets[kind]! + i * 4, word);
    });
  });
  return ready;
}

function hasBit(set: readonly number[], descriptor: number): boolean {
  return ((set[descriptor >>> 5] ?? 0) & (1 << (descriptor & 31))) !== 0;
}

/** Answers `check` as soon as it finds something, 0 after the time given. Looking costs a turn, so that nobody spins. */
function waitUntil(
  process: Process,
  files: readonly (OpenFile | null)[],
  check: () => number,
  nanoseconds: number,
  name: string,
): number {
  const found = check();
  const { clock } = process.kernel;
  if (found > 0) return found;
  const deadline = clock.elapsed() + nanoseconds;
  return process.block({
    what: `an event (${name})`,
    ready: () => check() > 0 || clock.elapsed() >= deadline,
    resume: check,
    wantsInput: nanoseconds > 0 && files.some((file) => file?.waitsForHost),
    ...(nanoseconds === FOREVER ? {} : { deadline }),
  });
}

/** ppoll and pselect wait under another signal mask. */
function suspendMask({ memory, signals }: Process, mask: number): void {
  if (mask === 0) return;
  signals.suspendedMask = signals.blocked.copy();
  signals.blocked.assign(new SignalSet(memory.load32(mask), memory.load32(mask + 4)));
}
