/**
 * Where a random program lies. Code, and with it everything, can be read, written and executed.
 *
 *     CODE   the program
 *     DATA   its variables; then TABLE, addresses that it calls and jumps to; SCRATCH, code that it writes; and RESULT
 */
export const CODE = 0x00100000;
export const DATA = 0x00120000;
/** Bytes of variables. */
export const DATA_SIZE = 0x1000;
export const TABLE = DATA + 0x1000;
export const SCRATCH = DATA + 0x1800;
/** Registers and flags at the end: eax .. edi, eflags. */
export const RESULT = DATA + 0x1f00;
export const DATA_END = DATA + 0x2000;
export const STACK_TOP = 0x000f0000;
export const STACK_SIZE = 0x10000;
