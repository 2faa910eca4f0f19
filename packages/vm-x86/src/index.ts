/**
 * A deterministic user-mode i386 Linux machine: `run` takes an ELF program and files, and gives back what it printed, the
 * files it left behind and how it ended.
 *
 * @packageDocumentation
 */
export type { RunCost } from './cost.js';
export type { Engine, GuestContext, Translation, Trap } from './engine.js';
export { ENGINES, type EngineFactory, type EngineName, type EngineOptions, makeEngine } from './engines.js';
export { type GuestLocation, UnsupportedInstructionError, VmError, type VmErrorCode } from './errors.js';
export { decodeOne, disassemble } from './isa/index.js';
export { fromByteString, toByteString } from './linux/byte-string.js';
export type { ClockOptions } from './linux/clock.js';
export { DeadlockError, UnsupportedSyscallError } from './linux/errors.js';
export { BadElfError } from './linux/exec/elf.js';
export {
  type DirectoryInput,
  directory,
  type FileInput,
  type FileTreeInput,
  file,
  type SymlinkInput,
  symlink,
} from './linux/files-option.js';
export {
  type MountEntry,
  type MountEntryType,
  MountError,
  type MountPath,
  type MountSink,
  type MountSource,
} from './linux/fs/mount.js';
export type { InputReader } from './linux/fs/streams.js';
export type { KernelLimits, SystemNames } from './linux/kernel.js';
export type { ProgramRecord } from './linux/records.js';
export type { FileChange } from './linux/results.js';
export { createMount, type MountOptions } from './mount.js';
export { devToolsProfile, foldedStacks, type Profile, type ProfileSample, profileTable } from './profile/index.js';
export {
  DEFAULT_LIMITS,
  DEFAULT_UNAME,
  type Exit,
  exitStatus,
  type Mount,
  type Progress,
  type RunOptions,
  type RunResult,
  type RunStats,
  run,
} from './run.js';
export type { SyscallEvent, TraceOptions } from './trace.js';
