import { PROT_WRITE } from '../../memory.js';
import { Errno, SystemError } from '../abi/errno.js';
import { DESCRIPTOR_MAX } from '../descriptors.js';
import { readString, requireAccess, writeString, writeWords } from '../guest-memory.js';
import type { SystemNames } from '../kernel.js';
import type { Process } from '../process.js';
import { unsupported } from './unsupported.js';

const NAME_FIELD = 65;

/** uname(struct { sysname, nodename, release, version, machine, domainname }), 65 bytes each. */
export function uname(process: Process, buffer: number): number {
  const { names } = process.kernel;
  return writeNames(
    process,
    buffer,
    NAMES.map((name) => names[name]),
  );
}

/** olduname(2): the same without the domain name. */
export function olduname(process: Process, buffer: number): number {
  const { names } = process.kernel;
  return writeNames(
    process,
    buffer,
    NAMES.slice(0, 5).map((name) => names[name]),
  );
}

const NAMES = [
  'sysname',
  'nodename',
  'release',
  'version',
  'machine',
  'domainname',
] as const satisfies (keyof SystemNames)[];

function writeNames(process: Process, buffer: number, names: readonly string[]): number {
  const { memory } = process;
  requireAccess(memory, buffer, names.length * NAME_FIELD, PROT_WRITE);
  memory.bytes.fill(0, buffer >>> 0, (buffer >>> 0) + names.length * NAME_FIELD);
  names.forEach((name, i) => {
    writeString(memory, buffer + i * NAME_FIELD, name.slice(0, NAME_FIELD - 1));
  });
  return 0;
}

const INFINITY = 0xffffffff;
/** Resources of getrlimit(2) that have a limit here. */
const RLIMIT_STACK = 3;
const RLIMIT_CORE = 4;
const RLIMIT_NPROC = 6;
const RLIMIT_NOFILE = 7;
const RLIMIT_AS = 9;
const RESOURCES = 16;

function limitOf({ kernel: { limits } }: Process, resource: number): number {
  switch (resource) {
    case RLIMIT_STACK:
      return limits.stack;
    case RLIMIT_CORE:
      return 0;
    case RLIMIT_NPROC:
      return limits.processes;
    case RLIMIT_NOFILE:
      return DESCRIPTOR_MAX;
    case RLIMIT_AS:
      return limits.memory >= 0xffff0000 ? INFINITY : limits.memory;
    default:
      if (resource < 0 || resource >= RESOURCES) throw new SystemError('EINVAL');
      return INFINITY;
  }
}

/** getrlimit(2) of before Linux 2.4 tells infinity as the largest positive number. */
export function oldGetrlimit(process: Process, resource: number, address: number): number {
  const limit = Math.min(limitOf(process, resource), 0x7fffffff);
  writeWords(process.memory, address, [limit, limit]);
  return 0;
}

export function getrlimit(process: Process, resource: number, address: number): number {
  const limit = limitOf(process, resource);
  writeWords(process.memory, address, [limit, limit]);
  return 0;
}

/** setrlimit(2): accepted and without effect, for the machine's own limits are fixed. */
export function setrlimit(process: Process, resource: number, address: number): number {
  limitOf(process, resource);
  process.memory.load32(address);
  process.memory.load32(address + 4);
  return 0;
}

/** prlimit64(pid, resource, new, old), with 64-bit limits. */
export function prlimit64(process: Process, pid: number, resource: number, replacement: number, old: number): number {
  if (pid !== 0 && process.kernel.find(pid) === null) throw new SystemError('ESRCH');
  const limit = limitOf(process, resource);
  const words = limit === INFINITY ? [-1, -1] : [limit, 0];
  if (old !== 0) writeWords(process.memory, old, [...words, ...words]);
  if (replacement !== 0) requireAccess(process.memory, replacement, 16, 1);
  return 0;
}

/** sysinfo(2): a quiet machine with as much memory as a process may map. */
export function sysinfo(process: Process, address: number): number {
  const { clock, limits, processes } = process.kernel;
  const pages = Math.floor(Math.min(limits.memory, 2 ** 32 - 4096) / 4096);
  const uptime = Math.floor(clock.elapsed() / 1e9);
  writeWords(process.memory, address, [uptime, 0, 0, 0, pages, pages, 0, 0, 0, 0, processes.size, 0, 0, 4096, 0, 0]);
  return 0;
}

const GRND_FLAGS = 7;

/** getrandom(buffer, count, flags): the machine's fixed stream, the same in every run. */
export function getrandom(process: Process, buffer: number, count: number, flags: number): number {
  if ((flags & ~GRND_FLAGS) !== 0) throw new SystemError('EINVAL');
  const wanted = Math.min(count >>> 0, 0x1ffffff);
  requireAccess(process.memory, buffer, wanted, PROT_WRITE);
  process.kernel.random.fill(process.memory.bytes, buffer >>> 0, wanted);
  return wanted;
}

const PER_LINUX_FLAGS = 0x0fff0000;
const READ_IMPLIES_EXEC = 0x0400000;

/** personality(2): kept and told; READ_IMPLIES_EXEC is the one flag with an effect. */
export function personality(process: Process, wanted: number): number {
  const before = process.personality | (process.mm.readImpliesExec ? READ_IMPLIES_EXEC : 0);
  if (wanted === -1) return before;
  if ((wanted & ~PER_LINUX_FLAGS) !== 0) throw unsupported(process, `personality 0x${(wanted >>> 0).toString(16)}`);
  process.personality = wanted & ~READ_IMPLIES_EXEC;
  process.mm.readImpliesExec = (wanted & READ_IMPLIES_EXEC) !== 0;
  return before;
}

const Prctl = {
  SET_PDEATHSIG: 1,
  GET_DUMPABLE: 3,
  SET_DUMPABLE: 4,
  SET_NAME: 15,
  GET_NAME: 16,
  SET_VMA: 0x53564d41,
} as const;
const COMMAND_LENGTH = 16;

export function prctl(process: Process, option: number, argument: number): number {
  switch (option) {
    case Prctl.SET_NAME:
      readString(process.memory, argument, COMMAND_LENGTH * 256, 'E2BIG');
      return 0;
    case Prctl.GET_NAME: {
      const name = process.image.path.slice(process.image.path.lastIndexOf('/') + 1);
      writeString(process.memory, argument, name.slice(0, COMMAND_LENGTH - 1));
      return 0;
    }
    case Prctl.GET_DUMPABLE:
      return 1;
    case Prctl.SET_DUMPABLE:
    case Prctl.SET_PDEATHSIG:
      return 0;
    case Prctl.SET_VMA:
      return -Errno.EINVAL;
    default:
      throw unsupported(process, `prctl option ${option}`);
  }
}

const FUTEX_COMMAND = 0x7f;
const FUTEX_WAIT = 0;
const FUTEX_WAKE = 1;
const FUTEX_WAIT_BITSET = 9;
const FUTEX_WAKE_BITSET = 10;

/** futex(address, operation, value, ...): without threads nobody else can wait, and a wait would last for ever. */
export function futex(process: Process, address: number, operation: number, value: number): number {
  switch (operation & FUTEX_COMMAND) {
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return 0;
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      if (process.memory.load32(address) !== value) throw new SystemError('EAGAIN');
      return process.block({ what: 'a futex that nobody can wake', ready: () => false, resume: () => 0 });
    default:
      throw unsupported(process, `futex operation ${operation & FUTEX_COMMAND}`);
  }
}

export function setTidAddress(process: Process, address: number): number {
  process.clearChildTid = address;
  return process.pid;
}

/** sched_getaffinity(pid, size, mask): one processor. */
export function schedGetaffinity(process: Process, _pid: number, size: number, mask: number): number {
  if (size < 4 || size % 4 !== 0) throw new SystemError('EINVAL');
  writeWords(process.memory, mask, [1]);
  return 4;
}

/** getcpu(&cpu, &node): processor 0 of node 0. */
export function getcpu(process: Process, cpu: number, node: number): number {
  for (const address of [cpu, node]) if (address !== 0) process.memory.store32(address, 0);
  return 0;
}

/** getpriority(2) answers 20 minus the nice value. */
export function getpriority(): number {
  return 20;
}

/** Calls that succeed and do nothing, because there is nothing to be done. */
export function nothing(): number {
  return 0;
}

/** Calls that root of a container may not use: mount, reboot, module loading. */
export function notPermitted(): number {
  return -Errno.EPERM;
}

/** Calls that a kernel of this version does not have: programs know what to do instead. */
export function notImplemented(): number {
  return -Errno.ENOSYS;
}

const UNSHARE_FLAGS = 0x7e020400 | 0x200;

/** unshare(2): every process here shares next to nothing, so there is nothing to separate. */
export function unshare(_process: Process, flags: number): number {
  return (flags & ~UNSHARE_FLAGS) === 0 ? 0 : -Errno.EINVAL;
}
