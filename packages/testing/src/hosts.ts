import { hostRunsI386, i386Emulator } from '@fullsource/stage/node';
import { ENGINES } from '@fullsource/vm-x86';
import { machineHost } from './machine.js';
import { nativeHost } from './native.js';
import type { VectorHost } from './vectors.js';

export interface NamedHost {
  readonly name: string;
  readonly host: VectorHost;
  /** Why it cannot be used here, or null. */
  readonly missing: string | null;
  /** Why it is no processor and kernel, but an emulator of both, or null. */
  readonly emulated: string | null;
}

const emulator = i386Emulator();

/** Every way to run a tool here: the machine with each engine, and the host's kernel where it can. */
export const HOSTS: readonly NamedHost[] = [
  ...ENGINES.map((name) => ({ name, host: machineHost(name), missing: null, emulated: null })),
  {
    name: emulator === null ? 'native' : `native, through ${emulator}`,
    host: nativeHost,
    missing: (await hostRunsI386()) ? null : 'this host cannot run i386 programs',
    emulated: emulator === null ? null : `${emulator} is slow where code and data share a page, and lacks old calls`,
  },
];
