import { readFileSync } from 'node:fs';
import { exitStatus } from '@fullsource/vm-x86';
import { hostDirectory } from '@fullsource/vm-x86/node';
import type { VmOptions } from './commands/vm.js';
import { CliError, ioError } from './errors.js';
import { Exit } from './exit.js';
import { guestCommand, runGuest, settle, WORK } from './guest.js';

/** What `fullsource vm` does. Returns the program's status. */
export async function vm(elf: string, args: readonly string[], options: VmOptions): Promise<number> {
  if (options.trace !== undefined && options.strace !== undefined) {
    throw new CliError('USAGE', '--trace shows system calls as well: leave --strace out');
  }
  const place = options.root === undefined ? WORK : '/';
  const host = options.root ?? '.';
  return guestCommand(async (signal) => {
    const program = readProgram(elf);
    const folder = options.readOnly ? null : hostDirectory(host, { mode: 'copy-on-write' });
    const mount = folder ?? hostDirectory(host, { mode: 'read-only' });
    const guest = { program, argv: [elf, ...args], cwd: options.cwd ?? place, mounts: { [place]: mount }, options };
    const { exit } = await runGuest(guest, signal);
    const status = exitStatus(exit);
    if (folder !== null) settle(folder, 'code' in exit ? null : `${elf} was ended by ${exit.signalName}`);
    return status;
  });
}

function readProgram(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw ioError(`reading ${path}`, cause, code === 'ENOENT' ? Exit.notFound : Exit.notProgram);
  }
}
