import { Flags } from './flags.js';
import { X87 } from './x87/unit.js';

export { Flag } from './flags.js';

/** Register numbers as the instruction encodings have them (Intel SDM vol. 2, table 2-2). */
export const Reg = { eax: 0, ecx: 1, edx: 2, ebx: 3, esp: 4, ebp: 5, esi: 6, edi: 7 } as const;

/** Segment register numbers as the encodings have them. */
export const Seg = { es: 0, cs: 1, ss: 2, ds: 3, fs: 4, gs: 5 } as const;

/** Selectors that Linux gives a 32-bit process on a 64-bit kernel. */
export const USER_CS = 0x23;
export const USER_DS = 0x2b;

/** GDT entry of the first of the three thread-local-storage descriptors on a 64-bit kernel. */
export const FIRST_TLS_ENTRY = 12;

/** The architectural state of one guest process. */
export class CpuState {
  /**
   * eax, ecx, edx, ebx, esp, ebp, esi, edi as signed 32-bit integers, by `Reg`. A ninth word is always 0: the register
   * that an address without base or index adds.
   */
  readonly regs = new Int32Array(9);
  /** Address of the next instruction, 0 to 2^32 - 1. */
  eip = 0;
  readonly flags = new Flags();
  /** Selectors of es, cs, ss, ds, fs, gs, by `Seg`. */
  readonly selectors = Uint16Array.of(USER_DS, USER_CS, USER_DS, USER_DS, 0, 0);
  /** Linear base of each segment, by `Seg`; only those loaded with a thread-local-storage selector differ from 0. */
  readonly segmentBases = new Uint32Array(6);
  /** Thread-local-storage descriptors: linear bases set by set_thread_area for GDT entries 12, 13 and 14; -1 = empty. */
  readonly tlsBases = [-1, -1, -1];
  readonly x87 = new X87();
  /** Instructions executed since the process started (a double: exact up to 2^53). */
  instructions = 0;

  /** The EFLAGS register. Setting it changes what popf can change in user mode and ignores the rest. */
  get eflags(): number {
    return this.flags.word;
  }

  set eflags(word: number) {
    this.flags.word = word;
  }

  /** A copy for fork; the instruction count starts anew. */
  clone(): CpuState {
    const copy = new CpuState();
    copy.regs.set(this.regs);
    copy.eip = this.eip;
    copy.flags.copyFrom(this.flags);
    copy.selectors.set(this.selectors);
    copy.segmentBases.set(this.segmentBases);
    copy.tlsBases.splice(0, 3, ...this.tlsBases);
    copy.x87.copyFrom(this.x87);
    return copy;
  }
}
