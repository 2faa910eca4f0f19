import { closeSync, openSync, writeSync } from 'node:fs';
import { ioError } from './errors.js';

/** Characters that are held back, so that a line does not cost a system call. */
const BUFFER = 1 << 16;

/** Takes lines to a file, or to standard error. */
export interface LineWriter {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/** A writer of lines to the file that an option names; to standard error when the option stands without a name. */
export function lineWriter(file: string | true): LineWriter {
  if (file === '' || file === true) return { write: (line) => process.stderr.write(`${line}\n`), close() {} };
  const descriptor = open(file);
  let held = '';
  const flush = () => {
    writeSync(descriptor, held);
    held = '';
  };
  return {
    write(line) {
      held += `${line}\n`;
      if (held.length >= BUFFER) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (cause) {
    throw ioError(`writing ${file}`, cause);
  }
}
