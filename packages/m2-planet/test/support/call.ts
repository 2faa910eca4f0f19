import type { CompilerCall } from '@fullsource/testing';

export const cc: CompilerCall = { tool: 'cc', args: (file, output) => [file, output], leavesEmptyOutput: false };

/** M2-Planet with files in front of the program. */
export const m2planet = (...before: string[]): CompilerCall => ({
  tool: 'M2-Planet',
  args: (file, output, flags) => ['--architecture', 'x86', ...before, '-f', file, ...flags, '-o', output],
  leavesEmptyOutput: true,
});
