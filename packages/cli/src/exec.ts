import { exitStatus } from '@fullsource/vm-x86';
import { hostDirectory } from '@fullsource/vm-x86/node';
import { toolBytes } from './chain.js';
import type { ExecOptions } from './commands/exec.js';
import { guestCommand, runGuest, settle, WORK } from './guest.js';
import { installation } from './installation.js';

/** What `fullsource exec` does. Returns the tool's status. */
export async function exec(tool: string, args: readonly string[], options: ExecOptions): Promise<number> {
  return guestCommand(async (signal) => {
    const program = await toolBytes(tool, signal);
    const folder = hostDirectory('.', { mode: 'copy-on-write' });
    const guest = { program, argv: [tool, ...args], cwd: WORK, mounts: { ...installation(), [WORK]: folder }, options };
    const { exit } = await runGuest(guest, signal);
    const status = exitStatus(exit);
    const keep = status === 0 || options.keep === true;
    settle(folder, keep ? null : `${tool} failed with status ${status}, and there is no --keep`);
    return status;
  });
}
