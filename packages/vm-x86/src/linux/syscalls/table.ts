import type { Process } from '../process.js';
import type { ArgumentKind } from './argument-kinds.js';
import * as attributes from './attributes.js';
import * as descriptors from './descriptors.js';
import * as directories from './directories.js';
import * as info from './info.js';
import * as memory from './memory.js';
import { syscallNames, syscallNumbers } from './names.js';
import * as opening from './open.js';
import * as polling from './poll.js';
import * as processes from './processes.js';
import * as signals from './signals.js';
import * as sockets from './sockets.js';
import * as threadArea from './thread-area.js';
import * as time from './time.js';
import * as transfer from './transfer.js';

/**
 * Carries a system call out. Arguments are ebx, ecx, edx, esi, edi, ebp as signed words; the answer goes to eax: a result,
 * a negative error number, or BLOCKED or NO_RESULT. It may also throw SystemError or a page fault (EFAULT).
 */
export type SystemCallHandler = (
  process: Process,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
) => number;

export interface SystemCall {
  readonly number: number;
  readonly name: string;
  readonly handler: SystemCallHandler;
  readonly args: readonly ArgumentKind[];
  /** The result is an address. */
  readonly resultIsAddress: boolean;
}

/** System calls by number; undefined where there is none. */
export type SystemCallTable = readonly (SystemCall | undefined)[];

type Row = readonly [handler: SystemCallHandler, ...args: ArgumentKind[]];

/** Every system call this machine has, by name: who carries it out, and what its arguments are. */
const rows: Record<string, Row> = {
  // Transfers
  read: [transfer.read, 'fd', 'bufferOut', 'unsigned'],
  write: [transfer.write, 'fd', 'data', 'unsigned'],
  pread64: [transfer.pread, 'fd', 'bufferOut', 'unsigned', 'unsigned', 'unsigned'],
  pwrite64: [transfer.pwrite, 'fd', 'data', 'unsigned', 'unsigned', 'unsigned'],
  readv: [transfer.readv, 'fd', 'pointer', 'int'],
  writev: [transfer.writev, 'fd', 'pointer', 'int'],
  sendfile: [transfer.sendfile, 'fd', 'fd', 'pointer', 'unsigned'],
  sendfile64: [transfer.sendfile64, 'fd', 'fd', 'pointer', 'unsigned'],

  // Descriptors
  open: [opening.open, 'path', 'openFlags', 'mode'],
  openat: [opening.openat, 'dirfd', 'path', 'openFlags', 'mode'],
  creat: [opening.creat, 'path', 'mode'],
  close: [descriptors.close, 'fd'],
  dup: [descriptors.dup, 'fd'],
  dup2: [descriptors.dup2, 'fd', 'fd'],
  dup3: [descriptors.dup3, 'fd', 'fd', 'openFlags'],
  fcntl: [descriptors.fcntl, 'fd', 'fcntlCommand', 'int'],
  fcntl64: [descriptors.fcntl, 'fd', 'fcntlCommand', 'int'],
  pipe: [descriptors.pipe, 'descriptorsOut'],
  pipe2: [descriptors.pipe2, 'descriptorsOut', 'openFlags'],
  lseek: [descriptors.lseek, 'fd', 'int', 'whence'],
  _llseek: [descriptors.llseek, 'fd', 'unsigned', 'unsigned', 'pointer', 'whence'],
  ftruncate: [descriptors.ftruncate, 'fd', 'int'],
  ftruncate64: [descriptors.ftruncate64, 'fd', 'unsigned', 'unsigned'],
  truncate: [descriptors.truncate, 'path', 'int'],
  truncate64: [descriptors.truncate64, 'path', 'unsigned', 'unsigned'],
  fsync: [descriptors.fsync, 'fd'],
  fdatasync: [descriptors.fsync, 'fd'],
  flock: [descriptors.flock, 'fd', 'int'],
  ioctl: [descriptors.ioctl, 'fd', 'hex', 'pointer'],
  poll: [polling.poll, 'pointer', 'int', 'int'],
  ppoll: [polling.ppoll, 'pointer', 'int', 'pointer', 'pointer', 'int'],
  select: [polling.oldSelect, 'pointer'],
  _newselect: [polling.newselect, 'int', 'pointer', 'pointer', 'pointer', 'pointer'],
  pselect6: [polling.pselect6, 'int', 'pointer', 'pointer', 'pointer', 'pointer', 'pointer'],
  sync: [info.nothing],
  syncfs: [info.nothing, 'fd'],
  fadvise64: [info.nothing, 'fd', 'unsigned', 'unsigned', 'int'],
  fadvise64_64: [info.nothing, 'fd', 'unsigned', 'unsigned', 'unsigned', 'unsigned', 'int'],
  readahead: [info.nothing, 'fd', 'unsigned', 'unsigned', 'unsigned'],

  // Sockets: there are none
  socketcall: [sockets.socketcall, 'int', 'pointer'],
  socket: [sockets.noFamily, 'int', 'int', 'int'],
  socketpair: [sockets.noFamily, 'int', 'int', 'int', 'pointer'],
  bind: [sockets.notASocket, 'fd', 'pointer', 'unsigned'],
  connect: [sockets.notASocket, 'fd', 'pointer', 'unsigned'],
  listen: [sockets.notASocket, 'fd', 'int'],
  accept4: [sockets.notASocket, 'fd', 'pointer', 'pointer', 'hex'],
  getsockopt: [sockets.notASocket, 'fd', 'int', 'int', 'pointer', 'pointer'],
  setsockopt: [sockets.notASocket, 'fd', 'int', 'int', 'pointer', 'unsigned'],
  getsockname: [sockets.notASocket, 'fd', 'pointer', 'pointer'],
  getpeername: [sockets.notASocket, 'fd', 'pointer', 'pointer'],
  sendto: [sockets.notASocket, 'fd', 'pointer', 'unsigned', 'hex', 'pointer', 'unsigned'],
  sendmsg: [sockets.notASocket, 'fd', 'pointer', 'hex'],
  recvfrom: [sockets.notASocket, 'fd', 'pointer', 'unsigned', 'hex', 'pointer', 'pointer'],
  recvmsg: [sockets.notASocket, 'fd', 'pointer', 'hex'],
  shutdown: [sockets.notASocket, 'fd', 'int'],

  // Directories and names
  mkdir: [directories.mkdir, 'path', 'mode'],
  mkdirat: [directories.mkdirat, 'dirfd', 'path', 'mode'],
  rmdir: [directories.rmdir, 'path'],
  link: [directories.link, 'path', 'path'],
  linkat: [directories.linkat, 'dirfd', 'path', 'dirfd', 'path', 'atFlags'],
  symlink: [directories.symlink, 'path', 'path'],
  symlinkat: [directories.symlinkat, 'path', 'dirfd', 'path'],
  unlink: [directories.unlink, 'path'],
  unlinkat: [directories.unlinkat, 'dirfd', 'path', 'atFlags'],
  rename: [directories.rename, 'path', 'path'],
  renameat: [directories.renameat, 'dirfd', 'path', 'dirfd', 'path'],
  renameat2: [directories.renameat2, 'dirfd', 'path', 'dirfd', 'path', 'hex'],
  readlink: [directories.readlink, 'path', 'bufferOut', 'unsigned'],
  readlinkat: [directories.readlinkat, 'dirfd', 'path', 'bufferOut', 'unsigned'],
  mknod: [directories.mknod, 'path', 'mode', 'hex'],
  mknodat: [directories.mknodat, 'dirfd', 'path', 'mode', 'hex'],
  chdir: [directories.chdir, 'path'],
  fchdir: [directories.fchdir, 'fd'],
  chroot: [directories.chroot, 'path'],
  getcwd: [directories.getcwd, 'bufferOut', 'unsigned'],
  getdents: [directories.getdents, 'fd', 'pointer', 'unsigned'],
  getdents64: [directories.getdents64, 'fd', 'pointer', 'unsigned'],

  // Attributes
  stat: [attributes.stat, 'path', 'pointer'],
  lstat: [attributes.lstat, 'path', 'pointer'],
  fstat: [attributes.fstat, 'fd', 'pointer'],
  stat64: [attributes.stat64, 'path', 'pointer'],
  lstat64: [attributes.lstat64, 'path', 'pointer'],
  fstat64: [attributes.fstat64, 'fd', 'pointer'],
  fstatat64: [attributes.fstatat64, 'dirfd', 'path', 'pointer', 'atFlags'],
  statfs: [attributes.statfs, 'path', 'pointer'],
  fstatfs: [attributes.fstatfs, 'fd', 'pointer'],
  statfs64: [attributes.statfs64, 'path', 'unsigned', 'pointer'],
  fstatfs64: [attributes.fstatfs64, 'fd', 'unsigned', 'pointer'],
  access: [attributes.access, 'path', 'accessMode'],
  faccessat: [attributes.faccessat, 'dirfd', 'path', 'accessMode'],
  chmod: [attributes.chmod, 'path', 'mode'],
  fchmod: [attributes.fchmod, 'fd', 'mode'],
  fchmodat: [attributes.fchmodat, 'dirfd', 'path', 'mode'],
  chown: [attributes.chown16, 'path', 'int', 'int'],
  lchown: [attributes.lchown16, 'path', 'int', 'int'],
  fchown: [attributes.fchown16, 'fd', 'int', 'int'],
  chown32: [attributes.chown, 'path', 'int', 'int'],
  lchown32: [attributes.lchown, 'path', 'int', 'int'],
  fchown32: [attributes.fchown, 'fd', 'int', 'int'],
  fchownat: [attributes.fchownat, 'dirfd', 'path', 'int', 'int', 'atFlags'],
  umask: [attributes.umask, 'mode'],
  utime: [attributes.utime, 'path', 'pointer'],
  utimes: [attributes.utimes, 'path', 'pointer'],
  futimesat: [attributes.futimesat, 'dirfd', 'path', 'pointer'],
  utimensat: [attributes.utimensat, 'dirfd', 'path', 'pointer', 'atFlags'],
  getxattr: [attributes.xattrUnsupported, 'path', 'pointer', 'pointer', 'unsigned'],
  lgetxattr: [attributes.xattrUnsupported, 'path', 'pointer', 'pointer', 'unsigned'],
  fgetxattr: [attributes.xattrUnsupported, 'fd', 'pointer', 'pointer', 'unsigned'],
  setxattr: [attributes.xattrUnsupported, 'path', 'pointer', 'pointer', 'unsigned', 'int'],
  lsetxattr: [attributes.xattrUnsupported, 'path', 'pointer', 'pointer', 'unsigned', 'int'],
  fsetxattr: [attributes.xattrUnsupported, 'fd', 'pointer', 'pointer', 'unsigned', 'int'],
  listxattr: [attributes.xattrNone, 'path', 'pointer', 'unsigned'],
  llistxattr: [attributes.xattrNone, 'path', 'pointer', 'unsigned'],
  flistxattr: [attributes.xattrNone, 'fd', 'pointer', 'unsigned'],

  // Processes
  exit: [processes.exit, 'int'],
  exit_group: [processes.exit, 'int'],
  fork: [processes.fork],
  vfork: [processes.vfork],
  clone: [processes.clone, 'cloneFlags', 'pointer', 'pointer', 'pointer', 'pointer'],
  execve: [processes.execve, 'path', 'argv', 'environment'],
  execveat: [processes.execveat, 'dirfd', 'path', 'argv', 'environment', 'atFlags'],
  waitpid: [processes.waitpid, 'int', 'statusOut', 'waitOptions'],
  wait4: [processes.wait4, 'int', 'statusOut', 'waitOptions', 'pointer'],
  getpid: [processes.getpid],
  gettid: [processes.getpid],
  getppid: [processes.getppid],
  getpgrp: [processes.getpgrp],
  getpgid: [processes.getpgid, 'int'],
  setpgid: [processes.setpgid, 'int', 'int'],
  getsid: [processes.getsid, 'int'],
  setsid: [processes.setsid],
  sched_yield: [processes.schedYield],
  set_thread_area: [threadArea.setThreadArea, 'pointer'],
  get_thread_area: [threadArea.getThreadArea, 'pointer'],
  set_tid_address: [info.setTidAddress, 'pointer'],
  set_robust_list: [info.nothing, 'pointer', 'unsigned'],
  futex: [info.futex, 'pointer', 'int', 'int', 'pointer', 'pointer', 'int'],

  // Users and groups
  getuid: [processes.zeroId],
  geteuid: [processes.zeroId],
  getgid: [processes.zeroId],
  getegid: [processes.zeroId],
  getuid32: [processes.zeroId],
  geteuid32: [processes.zeroId],
  getgid32: [processes.zeroId],
  getegid32: [processes.zeroId],
  setuid: [processes.setOneId, 'int'],
  setgid: [processes.setOneId, 'int'],
  setuid32: [processes.setOneId, 'int'],
  setgid32: [processes.setOneId, 'int'],
  setreuid: [processes.setTwoIds, 'int', 'int'],
  setregid: [processes.setTwoIds, 'int', 'int'],
  setreuid32: [processes.setTwoIds, 'int', 'int'],
  setregid32: [processes.setTwoIds, 'int', 'int'],
  setresuid: [processes.setThreeIds, 'int', 'int', 'int'],
  setresgid: [processes.setThreeIds, 'int', 'int', 'int'],
  setresuid32: [processes.setThreeIds, 'int', 'int', 'int'],
  setresgid32: [processes.setThreeIds, 'int', 'int', 'int'],
  getresuid: [processes.getThreeIds16, 'pointer', 'pointer', 'pointer'],
  getresgid: [processes.getThreeIds16, 'pointer', 'pointer', 'pointer'],
  getresuid32: [processes.getThreeIds, 'pointer', 'pointer', 'pointer'],
  getresgid32: [processes.getThreeIds, 'pointer', 'pointer', 'pointer'],
  setfsuid: [processes.setFsId, 'int'],
  setfsgid: [processes.setFsId, 'int'],
  setfsuid32: [processes.setFsId, 'int'],
  setfsgid32: [processes.setFsId, 'int'],
  getgroups: [processes.getgroups, 'int', 'pointer'],
  getgroups32: [processes.getgroups, 'int', 'pointer'],
  setgroups: [processes.setgroups, 'int', 'pointer'],
  setgroups32: [processes.setgroups, 'int', 'pointer'],

  // Memory
  brk: [memory.brk, 'pointer'],
  mmap: [memory.oldMmap, 'pointer'],
  mmap2: [memory.mmap2, 'pointer', 'unsigned', 'prot', 'mapFlags', 'fd', 'unsigned'],
  munmap: [memory.munmap, 'pointer', 'unsigned'],
  mprotect: [memory.mprotect, 'pointer', 'unsigned', 'prot'],
  mremap: [memory.mremap, 'pointer', 'unsigned', 'unsigned', 'hex', 'pointer'],
  msync: [memory.msync, 'pointer', 'unsigned', 'hex'],
  madvise: [memory.madvise, 'pointer', 'unsigned', 'int'],
  mincore: [memory.mincore, 'pointer', 'unsigned', 'pointer'],
  mlock: [info.nothing, 'pointer', 'unsigned'],
  munlock: [info.nothing, 'pointer', 'unsigned'],
  mlockall: [info.nothing, 'hex'],
  munlockall: [info.nothing],

  // Signals
  kill: [signals.kill, 'int', 'signal'],
  tkill: [signals.tkill, 'int', 'signal'],
  tgkill: [signals.tgkill, 'int', 'int', 'signal'],
  signal: [signals.signal, 'signal', 'pointer'],
  sigaction: [signals.sigaction, 'signal', 'pointer', 'pointer'],
  rt_sigaction: [signals.rtSigaction, 'signal', 'pointer', 'pointer', 'unsigned'],
  sigprocmask: [signals.sigprocmask, 'signalHow', 'signalSet', 'pointer'],
  rt_sigprocmask: [signals.rtSigprocmask, 'signalHow', 'signalSet', 'pointer', 'unsigned'],
  sgetmask: [signals.sgetmask],
  ssetmask: [signals.ssetmask, 'hex'],
  sigpending: [signals.sigpending, 'pointer'],
  rt_sigpending: [signals.rtSigpending, 'pointer', 'unsigned'],
  sigsuspend: [signals.sigsuspend, 'int', 'int', 'hex'],
  rt_sigsuspend: [signals.rtSigsuspend, 'signalSet', 'unsigned'],
  rt_sigtimedwait: [signals.rtSigtimedwait, 'signalSet', 'pointer', 'pointer', 'unsigned'],
  rt_sigqueueinfo: [signals.rtSigqueueinfo, 'int', 'signal', 'pointer'],
  sigreturn: [signals.sigreturn],
  rt_sigreturn: [signals.rtSigreturn],
  sigaltstack: [signals.sigaltstack, 'pointer', 'pointer'],
  pause: [signals.pause],

  // Time
  time: [time.time, 'pointer'],
  gettimeofday: [time.gettimeofday, 'pointer', 'pointer'],
  stime: [time.settime, 'pointer'],
  settimeofday: [time.settime, 'pointer', 'pointer'],
  clock_settime: [time.settime, 'int', 'pointer'],
  clock_gettime: [time.clockGettime, 'int', 'pointer'],
  clock_getres: [time.clockGetres, 'int', 'pointer'],
  times: [time.times, 'pointer'],
  getrusage: [time.getrusage, 'int', 'pointer'],
  nanosleep: [time.nanosleep, 'pointer', 'pointer'],
  clock_nanosleep: [time.clockNanosleep, 'int', 'hex', 'pointer', 'pointer'],
  alarm: [time.alarm, 'unsigned'],
  setitimer: [time.setitimer, 'int', 'pointer', 'pointer'],
  getitimer: [time.getitimer, 'int', 'pointer'],

  // The system and its limits
  uname: [info.uname, 'pointer'],
  olduname: [info.olduname, 'pointer'],
  getrlimit: [info.oldGetrlimit, 'int', 'pointer'],
  ugetrlimit: [info.getrlimit, 'int', 'pointer'],
  setrlimit: [info.setrlimit, 'int', 'pointer'],
  prlimit64: [info.prlimit64, 'int', 'int', 'pointer', 'pointer'],
  sysinfo: [info.sysinfo, 'pointer'],
  getrandom: [info.getrandom, 'bufferOut', 'unsigned', 'hex'],
  personality: [info.personality, 'hex'],
  prctl: [info.prctl, 'int', 'hex', 'hex', 'hex', 'hex'],
  sched_getaffinity: [info.schedGetaffinity, 'int', 'unsigned', 'pointer'],
  getcpu: [info.getcpu, 'pointer', 'pointer'],
  getpriority: [info.getpriority, 'int', 'int'],
  setpriority: [info.nothing, 'int', 'int', 'int'],
  nice: [info.nothing, 'int'],
  unshare: [info.unshare, 'cloneFlags'],
  mount: [info.notPermitted, 'path', 'path', 'pointer', 'hex', 'pointer'],
  umount: [info.notPermitted, 'path'],
  umount2: [info.notPermitted, 'path', 'hex'],
  pivot_root: [info.notPermitted, 'path', 'path'],
  sethostname: [info.notPermitted, 'pointer', 'unsigned'],
  setdomainname: [info.notPermitted, 'pointer', 'unsigned'],
  reboot: [info.notPermitted, 'hex', 'hex', 'hex', 'pointer'],
  swapon: [info.notPermitted, 'path', 'hex'],
  swapoff: [info.notPermitted, 'path'],

  // What a kernel of the version that uname tells does not have: C libraries ask, and fall back on older calls
  copy_file_range: [info.notImplemented],
  statx: [info.notImplemented],
  rseq: [info.notImplemented],
  clock_gettime64: [info.notImplemented],
  clock_settime64: [info.notImplemented],
  clock_getres_time64: [info.notImplemented],
  clock_nanosleep_time64: [info.notImplemented],
  utimensat_time64: [info.notImplemented],
  pselect6_time64: [info.notImplemented],
  ppoll_time64: [info.notImplemented],
  rt_sigtimedwait_time64: [info.notImplemented],
  futex_time64: [info.notImplemented],
  clone3: [info.notImplemented],
  close_range: [info.notImplemented],
  openat2: [info.notImplemented],
  faccessat2: [info.notImplemented],
  futex_waitv: [info.notImplemented],
};

const ADDRESS_RESULTS = new Set(['brk', 'mmap', 'mmap2', 'mremap', 'signal']);

function build(): SystemCallTable {
  const table: (SystemCall | undefined)[] = [];
  for (const [name, [handler, ...args]] of Object.entries(rows)) {
    const number = syscallNumbers.get(name);
    if (number === undefined) throw new Error(`no system call is called ${name}`);
    while (table.length <= number) table.push(undefined);
    table[number] = { number, name, handler, args, resultIsAddress: ADDRESS_RESULTS.has(name) };
  }
  return table;
}

/** All system calls of the machine, by number. */
export const systemCalls: SystemCallTable = build();

/** The name of a number; `syscall 999` when it has none. */
export function syscallName(number: number): string {
  return syscallNames.get(number) ?? `syscall ${number}`;
}
