import { hex32 } from './errors.js';

/** What the guest tried to do with memory. */
export type Access = 'read' | 'write' | 'execute';

/** Exception vectors of the i386 that user code can raise (Intel SDM vol. 3, table 6-1). */
export const Vector = {
  divideError: 0,
  debug: 1,
  breakpoint: 3,
  overflow: 4,
  boundRange: 5,
  invalidOpcode: 6,
  generalProtection: 13,
  pageFault: 14,
  x87: 16,
  alignment: 17,
} as const;

/**
 * An exception that an instruction raises in the guest. Thrown inside an engine and turned into a `fault` trap with
 * eip at the instruction (traps like `int3` leave eip behind it); the kernel makes a signal of it.
 */
export class GuestFault {
  constructor(
    readonly vector: number,
    readonly message: string,
  ) {}
}

/** A page that is not mapped, or not for this kind of access. */
export class PageFault extends GuestFault {
  constructor(
    /** First guest address that could not be accessed (what CR2 would hold). */
    readonly address: number,
    readonly size: number,
    readonly access: Access,
  ) {
    super(Vector.pageFault, `${access} of ${size} bytes at ${hex32(address)}: the page does not allow it`);
  }
}
