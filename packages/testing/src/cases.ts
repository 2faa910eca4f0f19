import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small case of a language: `NAME.LANGUAGE` with what must become of it beside it. */
export interface LanguageCase {
  readonly name: string;
  readonly source: Uint8Array;
  /** The bytes it must become (`NAME.bin.hex`, hex digits), or null when it must be refused. */
  readonly bytes: Uint8Array | null;
  /** What the reference must say about it (`NAME.err`), or null when it is fine. */
  readonly error: string | null;
}

/** The cases of one language in a folder, sorted by name. */
export function loadCases(folder: string, language: string): LanguageCase[] {
  const suffix = `.${language}`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .sort()
    .map((file) => {
      const name = file.slice(0, -suffix.length);
      const beside = (ending: string) => {
        const path = join(folder, name + ending);
        return existsSync(path) ? readFileSync(path, 'latin1') : null;
      };
      const hex = beside('.bin.hex');
      const error = beside('.err');
      if ((hex === null) === (error === null)) throw new Error(`${file} needs either ${name}.bin.hex or ${name}.err`);
      return {
        name,
        source: new Uint8Array(readFileSync(join(folder, file))),
        bytes:
          hex === null
            ? null
            : Uint8Array.from(hex.match(/[0-9A-Fa-f]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16)),
        error: error?.trim() ?? null,
      };
    });
}
