import { existsSync } from 'node:fs';

/** Why this Linux is no judge of i386 programs although it starts them: an emulator executes them. Null when it is one. */
export const emulated = existsSync('/proc/sys/fs/binfmt_misc/qemu-i386')
  ? 'i386 programs run in qemu-i386 here, not on the processor'
  : null;
