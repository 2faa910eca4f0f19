/**
 * What catm does, as a function: the files one after the other, nothing between them.
 *
 *     join([encode('a\n'), encode('b')])    // a newline b
 */
export function join(files: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(files.reduce((size, file) => size + file.length, 0));
  let size = 0;
  for (const file of files) {
    joined.set(file, size);
    size += file.length;
  }
  return joined;
}
