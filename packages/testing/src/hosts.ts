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
  /** It is so slow that of suites whose cases each take a second one case in so many has to do; 1: all of them. */
  readonly sample: number;
}

/** `FULLSOURCE_TESTS=all` tries every case with every engine and on a real processor, which takes minutes. */
export const triesAll = process.env.FULLSOURCE_TESTS === 'all';

/** Why a host leaves out the case with this number of a suite whose cases each take a second, or null. */
export function notTried({ missing, emulated, sample }: NamedHost, index: number): string | null {
  if (missing !== null || index % sample === 0 || (triesAll && emulated === null)) return missing;
  return `one in ${sample} is tried, ${emulated ?? 'all of them with FULLSOURCE_TESTS=all'}`;
}

const emulator = i386Emulator();

/** Every way to run a tool here: the machine with each engine, and the host's kernel where it can. */
export const HOSTS: readonly NamedHost[] = [
  ...ENGINES.map((name) => ({
    name,
    host: machineHost(name),
    missing: null,
    emulated: null,
    sample: name === 'interpreter' ? 20 : 1,
  })),
  {
    name: emulator === null ? 'native' : `native, through ${emulator}`,
    host: nativeHost,
    missing: (await hostRunsI386()) ? null : 'this host cannot run i386 programs',
    emulated: emulator === null ? null : `${emulator} is slow where code and data share a page, and lacks old calls`,
    sample: emulator === null ? 1 : 10,
  },
];
