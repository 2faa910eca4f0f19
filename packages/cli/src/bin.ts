#!/usr/bin/env node

// Node 22 and later can keep what they compiled: a third of the time until a short program runs.
const nodeModule = process.getBuiltinModule('node:module') as { enableCompileCache?: () => void };
nodeModule.enableCompileCache?.();

const { Exit, main } = await import('./index.js');

// Whoever reads our output may stop reading, as `head` does: that ends the command quietly, as SIGPIPE would.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? Exit.unread : Exit.failed),
);
process.exitCode = await main(process.argv.slice(2));
