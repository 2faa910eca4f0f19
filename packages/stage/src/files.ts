import { type FileTreeInput, file } from '@fullsource/vm-x86';

/** Named bytes: what goes into a stage and what comes out. Names are relative paths with `/`. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** SHA-256 of some bytes, 64 lower-case hex digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** True when both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Puts a folder's name before every file's name: `hex1.hex0` of `hex1` becomes `hex1/hex1.hex0`. */
export function inFolder(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
}

/** True for a program: the bytes begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** Files as the machine takes them, with programs (or just those named) executable. */
export function withModes(files: Files, isProgram = (_name: string, bytes: Uint8Array) => isElf(bytes)): FileTreeInput {
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, file(bytes, isProgram(name, bytes) ? 0o755 : 0o644)]),
  );
}
