#!/usr/bin/env node
import nodeModule from 'node:module';
import { Exit } from './exit.js';

// Whoever reads our output may stop reading, as `head` does: that ends the command quietly, as SIGPIPE would.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? Exit.unread : Exit.failed),
);

// Node 22 and later can keep what they compiled: a third of the time until a short program runs.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

const { main } = await import('./main.js');
process.exitCode = await main(process.argv.slice(2));
