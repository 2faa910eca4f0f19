import { UnsupportedSyscallError } from '../errors.js';
import type { Process } from '../process.js';
import { syscallNames } from './names.js';

/** The error for a form of the present system call that is not implemented. */
export function unsupported(process: Process, detail: string | null): UnsupportedSyscallError {
  const { regs } = process.cpu;
  const number = regs[0]!;
  const args = [regs[3]!, regs[1]!, regs[2]!, regs[6]!, regs[7]!, regs[5]!];
  return new UnsupportedSyscallError(number, syscallNames.get(number) ?? null, args, detail);
}
