import { cpuid as identify } from '../cpu/cpuid.js';
import { Reg } from '../cpu/state.js';
import { type Machine, privileged } from './machine.js';

function nothing(): void {}

function notForUsers(): never {
  throw privileged();
}

function cpuid({ regs }: Machine): void {
  const [eax, ebx, ecx, edx] = identify(regs[Reg.eax]! >>> 0);
  regs[Reg.eax] = eax;
  regs[Reg.ebx] = ebx;
  regs[Reg.ecx] = ecx;
  regs[Reg.edx] = edx;
}

/** The time stamp counter counts instructions executed, so that it says the same on every host. */
function rdtsc({ cpu, regs }: Machine): void {
  regs[Reg.eax] = (cpu.instructions % 2 ** 32) | 0;
  regs[Reg.edx] = Math.floor(cpu.instructions / 2 ** 32);
}

export const system = {
  nop: nothing,
  pause: nothing,
  endbr32: nothing,
  cpuid,
  rdtsc,
  in: notForUsers,
  out: notForUsers,
  ins: notForUsers,
  outs: notForUsers,
  hlt: notForUsers,
  cli: notForUsers,
  sti: notForUsers,
  lldt: notForUsers,
  ltr: notForUsers,
  lgdt: notForUsers,
  lidt: notForUsers,
  lmsw: notForUsers,
  invlpg: notForUsers,
  clts: notForUsers,
  invd: notForUsers,
  wbinvd: notForUsers,
  wrmsr: notForUsers,
  rdmsr: notForUsers,
  rdpmc: notForUsers,
  sysexit: notForUsers,
};
