/**
 * Byte strings: what the guest calls a string (a path, an argument, a symbolic link's target) is a sequence of bytes in no
 * particular encoding. Inside the machine it is a JavaScript string with one character, 0 to 255, for each byte, which
 * compares and slices like the bytes do.
 *
 * Towards the host the bytes are UTF-8. A byte that is no valid UTF-8 becomes the lone surrogate U+DC80 + (byte - 0x80),
 * and back, so that every byte string survives the way out and in again (PEP 383).
 */

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Host text → byte string. */
export function toByteString(text: string): string {
  if (isAscii(text)) return text;
  let bytes = '';
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point >= 0xdc80 && point <= 0xdcff) bytes += String.fromCharCode(point - 0xdc00);
    else for (const byte of utf8.encode(character)) bytes += String.fromCharCode(byte);
  }
  return bytes;
}

/** Byte string → host text. */
export function fromByteString(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  const array = latin1Bytes(bytes);
  try {
    return strictDecoder.decode(array);
  } catch {
    return decodeWithEscapes(array);
  }
}

/** Byte string → bytes. */
export function latin1Bytes(bytes: string): Uint8Array<ArrayBuffer> {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) array[i] = bytes.charCodeAt(i);
  return array;
}

const utf8 = new TextEncoder();

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Decodes what is valid UTF-8, character by character, and escapes the other bytes. */
function decodeWithEscapes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = validSequenceLength(bytes, at);
    text +=
      length > 0 ? strictDecoder.decode(bytes.subarray(at, at + length)) : String.fromCharCode(0xdc00 + bytes[at]!);
    at += Math.max(length, 1);
  }
  return text;
}

/** Length of the valid UTF-8 character at `at`, or 0. */
function validSequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    strictDecoder.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
