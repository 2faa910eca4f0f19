import { errnoName } from './linux/abi/errno.js';
import { At, Fcntl, Open } from './linux/abi/files.js';
import { MapFlag } from './linux/abi/memory.js';
import { Clone, Wait } from './linux/abi/processes.js';
import { SigMask, signalName } from './linux/abi/signals.js';
import { accessible } from './linux/guest-memory.js';
import type { Process } from './linux/process.js';
import type { ArgumentKind } from './linux/syscalls/argument-kinds.js';
import { PROT_READ } from './memory.js';

/** Bytes of a string or buffer that are shown. */
const SHOWN = 32;
/** A path is shown whole. */
const PATH_SHOWN = 4096;
const ARGUMENTS_SHOWN = 64;

/** True when the call fills the argument in, so that it can be shown only afterwards. */
export function isOutput(kind: ArgumentKind): boolean {
  return kind.endsWith('Out');
}

/** The text of argument number `index`; `result` is the call's, once it is known. */
export function formatArgument(
  process: Process,
  kind: ArgumentKind,
  args: readonly number[],
  index: number,
  result: number | null,
): string {
  const value = args[index]!;
  if (isOutput(kind) && (result === null || result < 0)) return formatPointer(value);
  return formatters[kind](value, process, args[index + 1] ?? 0, result ?? 0);
}

/** `3`, `0x40000000`, `-1 ENOENT`, or `?` for a call that did not return. */
export function formatResult(result: number | null, isAddress: boolean): string {
  if (result === null) return '?';
  if (result < 0 && result > -4096) return `-1 ${errnoName(-result)}`;
  return isAddress ? formatHex(result) : String(result);
}

type Formatter = (value: number, process: Process, next: number, result: number) => string;

const formatters: Record<ArgumentKind, Formatter> = {
  int: (value) => String(value),
  unsigned: (value) => String(value >>> 0),
  hex: (value) => formatHex(value),
  pointer: (value) => formatPointer(value),
  fd: (value) => String(value),
  dirfd: (value) => (value === At.FDCWD ? 'AT_FDCWD' : String(value)),
  path: (value, process) => formatString(process, value, PATH_SHOWN),
  argv: formatStrings,
  environment: (value, process) => (value === 0 ? 'NULL' : `/* ${pointers(process, value).length} variables */`),
  openFlags: formatOpenFlags,
  mode: (value) => `0${(value >>> 0).toString(8)}`,
  accessMode: (value) => (value === 0 ? 'F_OK' : flags(value, { R_OK: 4, W_OK: 2, X_OK: 1 })),
  atFlags: (value) => flags(value, atFlagNames),
  whence: (value) => ['SEEK_SET', 'SEEK_CUR', 'SEEK_END'][value] ?? String(value),
  fcntlCommand: (value) => nameOf(Fcntl, value, 'F_'),
  prot: (value) => (value === 0 ? 'PROT_NONE' : flags(value, { PROT_READ: 1, PROT_WRITE: 2, PROT_EXEC: 4 })),
  mapFlags: (value) =>
    flags(value, prefixed(MapFlag, 'MAP_', ['SHARED', 'PRIVATE', 'FIXED', 'ANONYMOUS', 'NORESERVE', 'STACK'])),
  cloneFlags: formatCloneFlags,
  waitOptions: (value) => flags(value, { WNOHANG: Wait.NOHANG, WUNTRACED: Wait.UNTRACED, WCONTINUED: Wait.CONTINUED }),
  signal: (value) => (value === 0 ? '0' : signalName(value)),
  signalHow: (value) => nameOf(SigMask, value, 'SIG_'),
  signalSet: formatSignalSet,
  data: (value, process, next) => formatBytes(process, value, next >>> 0),
  bufferOut: (value, process, _next, result) => formatBytes(process, value, result),
  statusOut: (value, process) =>
    value === 0 || !readable(process, value, 4) ? formatPointer(value) : formatStatus(process.memory.load32(value)),
  descriptorsOut: (value, process) =>
    readable(process, value, 8)
      ? `[${process.memory.load32(value)}, ${process.memory.load32(value + 4)}]`
      : formatPointer(value),
};

const atFlagNames = {
  AT_SYMLINK_NOFOLLOW: 0x100,
  AT_REMOVEDIR: 0x200,
  AT_SYMLINK_FOLLOW: 0x400,
  AT_EMPTY_PATH: 0x1000,
};
const cloneFlagNames = prefixed(Clone, 'CLONE_', [
  'VM',
  'FS',
  'FILES',
  'SIGHAND',
  'VFORK',
  'THREAD',
  'SETTLS',
  'PARENT_SETTID',
  'CHILD_CLEARTID',
  'CHILD_SETTID',
]);
const openFlagNames = prefixed(Open, 'O_', [
  'CREAT',
  'EXCL',
  'NOCTTY',
  'TRUNC',
  'APPEND',
  'NONBLOCK',
  'LARGEFILE',
  'DIRECTORY',
  'NOFOLLOW',
  'CLOEXEC',
  'PATH',
]);

function prefixed<T extends Record<string, number>>(
  values: T,
  prefix: string,
  names: (keyof T & string)[],
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [prefix + name, values[name]!]));
}

function nameOf(values: Record<string, number>, value: number, prefix: string): string {
  const found = Object.entries(values).find(([, number]) => number === value);
  return found === undefined ? String(value) : prefix + found[0];
}

/** `A|B|0x8` for a word of flags, `0` for none. */
function flags(value: number, names: Record<string, number>): string {
  const known = Object.entries(names).filter(([, bit]) => (value & bit) === bit && bit !== 0);
  const rest = known.reduce((left, [, bit]) => left & ~bit, value);
  const parts = known.map(([name]) => name);
  if (rest !== 0) parts.push(formatHex(rest));
  return parts.length === 0 ? '0' : parts.join('|');
}

function formatOpenFlags(value: number): string {
  const access = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'][value & Open.ACCMODE] ?? 'O_ACCMODE';
  const others = flags(value & ~Open.ACCMODE, openFlagNames);
  return others === '0' ? access : `${access}|${others}`;
}

function formatCloneFlags(value: number): string {
  const signal = value & Clone.SIGNAL;
  const others = flags(value & ~Clone.SIGNAL, cloneFlagNames);
  return signal === 0 ? others : `${others === '0' ? '' : `${others}|`}${signalName(signal)}`;
}

function formatSignalSet(value: number, process: Process): string {
  if (value === 0 || !readable(process, value, 4)) return formatPointer(value);
  const word = process.memory.load32(value);
  const names = Array.from({ length: 32 }, (_, i) => i + 1).filter((signal) => (word & (1 << (signal - 1))) !== 0);
  return `[${names.map(signalName).join(' ')}]`;
}

/** `[exited 1]`, `[killed by SIGSEGV]`, `[stopped by SIGSTOP]` */
function formatStatus(status: number): string {
  if (status === 0xffff) return '[continued]';
  if ((status & 0xff) === 0x7f) return `[stopped by ${signalName(status >>> 8)}]`;
  return (status & 0x7f) === 0 ? `[exited ${(status >>> 8) & 0xff}]` : `[killed by ${signalName(status & 0x7f)}]`;
}

function formatHex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function formatPointer(value: number): string {
  return value === 0 ? 'NULL' : formatHex(value);
}

function readable(process: Process, address: number, count: number): boolean {
  return process.memory.shows(address, count, PROT_READ);
}

function formatString(process: Process, address: number, limit: number): string {
  if (!readable(process, address, 1)) return formatPointer(address);
  let text = '';
  for (let at = address; text.length < limit && readable(process, at, 1); at++) {
    const byte = process.memory.load8(at);
    if (byte === 0) return quote(text);
    text += String.fromCharCode(byte);
  }
  return `${quote(text)}...`;
}

function pointers(process: Process, address: number): number[] {
  const list: number[] = [];
  for (let at = address; list.length < 4096 && readable(process, at, 4) && process.memory.load32(at) !== 0; at += 4) {
    list.push(process.memory.load32(at));
  }
  return list;
}

function formatStrings(value: number, process: Process): string {
  if (value === 0) return 'NULL';
  const list = pointers(process, value);
  const shown = list.slice(0, ARGUMENTS_SHOWN).map((pointer) => formatString(process, pointer, PATH_SHOWN));
  return `[${shown.join(', ')}${list.length > shown.length ? ', ...' : ''}]`;
}

function formatBytes(process: Process, address: number, count: number): string {
  const shown = Math.min(count, SHOWN);
  if (shown > 0 && accessible(process.memory, address, shown, PROT_READ) !== shown) return formatPointer(address);
  const start = address >>> 0;
  const text = String.fromCharCode(...process.memory.bytes.subarray(start, start + shown));
  return quote(text) + (count > SHOWN ? '...' : '');
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** A byte string in double quotes, with the escapes of C. */
function quote(text: string): string {
  const escaped = [...text].map((character, i) => {
    const code = character.charCodeAt(0);
    if (ESCAPES[character] !== undefined) return ESCAPES[character];
    if (code >= 0x20 && code < 0x7f) return character;
    const digitFollows = /[0-7]/.test(text[i + 1] ?? '');
    return `\\${digitFollows ? code.toString(8).padStart(3, '0') : code.toString(8)}`;
  });
  return `"${escaped.join('')}"`;
}
