#!/usr/bin/env node
import { Exit } from './exit.js';
import { main } from './main.js';

// Whoever reads our output may stop reading, as `head` does: that ends the command quietly, as SIGPIPE would.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) =>
  process.exit(code === 'EPIPE' ? Exit.unread : Exit.failed),
);

process.exitCode = await main(process.argv.slice(2));
