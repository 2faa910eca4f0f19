import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stage as hex2, link } from '@fullsource/hex2';

const HEADER = 'hex2/ELF-i386.hex2';

/** A guest program of `programs/`: hex2 source behind the ELF header that the chain's own programs have. */
export function program(name: string): Uint8Array {
  const source = readFileSync(new URL(`../programs/${name}.hex2`, import.meta.url));
  return link(Buffer.concat([hex2.sources[HEADER]!, source]));
}

/** Writes a guest program to a file, executable. */
export function install(name: string, ...path: string[]): void {
  const file = join(...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program(name), { mode: 0o755 });
}
