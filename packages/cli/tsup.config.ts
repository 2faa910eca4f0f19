import { copyFileSync, existsSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

/** The lock of the published chain travels with the command. */
const LOCK = 'fullsource.lock.json';

export default defineConfig(
  packageBuild({
    entry: ['src/bin.ts', 'src/index.ts'],
    platform: 'node',
    // Each command is a chunk of its own: a call loads what it runs.
    splitting: true,
    onSuccess: async () => {
      if (existsSync(`../../${LOCK}`)) copyFileSync(`../../${LOCK}`, `dist/${LOCK}`);
    },
  }),
);
